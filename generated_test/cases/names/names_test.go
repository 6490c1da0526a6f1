package names

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func TestNames(t *testing.T) {
	dialogue.Run(t, func() *runtime.App { return New(Server{}) }, []dialogue.Line{
		{"GET /type/a/7", "200 Keywordsa 7 a 7"},
		{"GET /dash/u/r", "200 Dashesurur"},
		{"GET /twice/a/7/b", "200 Twicea 7 b"},
		{"GET /own/a/b/c/d", "200 OwnNamesabcd"},
		{"GET /std/a/b/c/d/e/f/g", "200 StdNamesabcdefg"},
		{"GET /same/a", "200 Samea"},
		{"GET /same/a/too", "200 SameTooa"},
		{"POST /same/a", "200 SamePosta"},
		{"GET /enum/asc", "200 Sortedtrue"},
		{"GET /enum/desc/2", "200 SortedNtrue 2"},
		{"GET /enums/a-b", "200 Kindsa-b"},
		{"GET /enums/type", "200 Kindstype"},
		{"GET /enums/1", "200 Kinds1"},
	})
	for _, row := range []struct{ got, want string }{
		{KeywordsURL("a", 7), "/type/a/7"},
		{TwiceURL("a", 7, "b"), "/twice/a/7/b"},
		{SameTooURL("a"), "/same/a/too"},
		{SortedURL(OrderAsc), "/enum/asc"},
	} {
		if row.got != row.want {
			t.Errorf("a URL is %q, want %q", row.got, row.want)
		}
	}
}
