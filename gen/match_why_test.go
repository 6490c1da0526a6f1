package gen

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/plan"
)

const whyManifest = `package: shop
imports: {model: example.com/shop/model}
converters:
  isbn: {type: model.ISBN, parse: model.Parse, format: model.Format}
lint: {hidden-route: off}
routes:
  - GET /users/<int:id> ByID
  - GET /users/<uint8:id> ByByte
  - GET /users/<str(min=3):name> ByName
  - ANY /users/<int:id> Any
  - HEAD /users/<int:id> HeadID
  - GET /days/<date:day> Day
  - GET /days/<any(today,now):word> Word
  - GET /flags/<bool:on> Flag
  - GET /ids/<uuid:id> ID
  - GET /rates/<float:rate> Rate
  - POST /users Add
  - GET /Reports/<int:year> Report
  - GET /files/<path:name>.git File
  - GET /shelf/<isbn:id>/ Shelf
  - GET /deep/a/b/c Deep
`

// TestWhyNot pins who else is told of, and why.
func TestWhyNot(t *testing.T) {
	m, faults := parsed("routes.yaml", []byte(whyManifest), unplanned)
	if m == nil {
		t.Fatal(faults)
	}
	for _, row := range []struct {
		request string // METHOD PATH
		want    []string
	}{
		{"GET /users/300", []string{
			`later ByName: it matches too, but ByID comes first: int comes before str(min=3) in the order of converters`,
			`later Any: it matches too, but ByID comes first: on equal patterns a method that is named comes before *`,
			`method HeadID: it takes HEAD, not GET`,
			`refused ByByte: <uint8:id> refuses "300": it is out of range`,
		}},
		{"HEAD /users/7", []string{
			`later HeadID: it matches too, but ByByte comes first: uint8 comes before int in the order of converters`,
			`refused ByName: <str(min=3):name> refuses "7": 1 character is fewer than 3`,
		}},
		{"GET /users/-7x", []string{
			`refused ByByte: <uint8:id> refuses "-7x": it is no whole number`,
			`refused HeadID: <int:id> refuses "-7x": it is no whole number; and it takes HEAD, not GET`,
			`refused ByID: <int:id> refuses "-7x": it is no whole number`,
			`refused Any: <int:id> refuses "-7x": it is no whole number`,
		}},
		{"GET /users/ab", []string{
			`refused ByName: <str(min=3):name> refuses "ab": 2 characters are fewer than 3`,
		}},
		{"GET /users/-1", []string{
			`refused ByByte: <uint8:id> refuses "-1": it is negative`,
		}},
		{"GET /days/2023-02-29", []string{
			`refused Word: <any(today,now):word> refuses "2023-02-29": it is none of the words`,
			`refused Day: <date:day> refuses "2023-02-29": there is no such day`,
		}},
		{"GET /days/x", []string{`refused Day: <date:day> refuses "x": it is not YYYY-MM-DD`}},
		{"GET /flags/1", []string{`refused Flag: <bool:on> refuses "1": it is neither true nor false`}},
		{"GET /ids/1", []string{`refused ID: <uuid:id> refuses "1": it is not 8-4-4-4-12 hex digits`}},
		{"GET /rates/.5", []string{`refused Rate: <float:rate> refuses ".5": it is no decimal number`}},
		{"DELETE /days/today", []string{
			`method Word: it takes GET, not DELETE`,
		}},
		{"GET /user/7", []string{`near ByByte: segment 1 is "user", not users`}},
		{"GET /reports/7", []string{`near Report: case matters: Reports is not "reports"`}},
		{"GET /users/7/", []string{`near ByByte: the path ends with a slash, and the pattern does not`}},
		{"GET /shelf/7", []string{`near Shelf: the pattern ends with a slash, and the path does not`}},
		{"GET /files/a/b", []string{`near File: what follows, "a/b", is not <path:name>.git`}},
		{"GET /deep/a", []string{`near Deep: the path ends before b`}},
		{"GET /deep/a/b/c/d", []string{`near Deep: the path goes on behind the pattern's end with "d"`}},
		{"GET /users", []string{`method Add: it takes POST, not GET`}},
		{"GET /nobody", nil},
		{"GET /users/..", nil},
		{"GET users", nil},
	} {
		var method, path string
		if _, err := fmt.Sscan(row.request, &method, &path); err != nil {
			t.Fatal(err)
		}
		told := map[string]string{}
		answer := match(m, plan.Build(m), method, path, nil)
		for _, c := range answer.Candidates {
			told[c.Kind+" "+c.Route.Name] = c.Why
		}
		for _, want := range row.want {
			found := false
			for who, why := range told {
				text := who + ": " + why
				found = found || text == want || len(text) > len(want) && text[:len(want)] == want
			}
			if !found {
				t.Errorf("%s: nobody says %q, but %v", row.request, want, told)
			}
		}
		if row.want == nil && len(told) > 0 {
			t.Errorf("%s: somebody is told of: %v", row.request, told)
		}
	}
}

// TestWhyNotIsBounded wants few of many candidates, and the number of the others.
func TestWhyNotIsBounded(t *testing.T) {
	src := "package: p\nroutes:\n"
	for i := range 20 {
		src += fmt.Sprintf("  - GET /things/<int:id>/part%02d Part%d\n", i, i)
	}
	m, faults := parsed("routes.yaml", []byte(src), unplanned)
	if m == nil {
		t.Fatal(faults)
	}
	answer := match(m, plan.Build(m), http.MethodGet, "/things/7/part", nil)
	if diff := cmp.Diff([]int{maxCandidates, 20 - maxCandidates}, []int{len(answer.Candidates), answer.More}); diff != "" {
		t.Errorf("candidates told of and left out (-want +got):\n%s", diff)
	}
}
