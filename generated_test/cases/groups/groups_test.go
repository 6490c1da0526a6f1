package groups

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func TestGroups(t *testing.T) {
	dialogue.Run(t, func() *runtime.App { return New(Server{}) }, []dialogue.Line{
		{"GET /", `200 Root "" []`},
		{"GET /v1", `200 V1 "" []`},
		{"GET /v1/", `200 V1Slash "" []`},
		{"GET /v1/7", `200 V1Item "" [7]`},
		{"GET /v1/users/bob", `200 Show "User" [bob]`},
		{"GET /v1/users/bob/posts/3", `200 ShowPost "UserPost" [bob 3]`},
		{"DELETE /v1/users/bob/posts/3", `200 DropPost "UserPost" [bob 3]`},
		{"GET /v1/users/bob/raw/a/b", `200 Raw "User" [bob a/b]`},
		{"GET /ping", `200 Ping "Misc" []`},
		{"GET /v1/users/bob/", "404"},
	})
	if got := ShowPostURL("a/b", 3); got != "/v1/users/a%2Fb/posts/3" {
		t.Errorf("a URL of a route in groups is %s", got)
	}
}
