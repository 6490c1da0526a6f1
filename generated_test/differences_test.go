package generated_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/cases/moving"
	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// docs/differences.md is kept true here: what it says of httpgen is asked of a package
// that is generated from the routes it shows.

const differencesPage = "../docs/differences.md"

func TestDifferencesPage(t *testing.T) {
	page := readText(t, differencesPage)
	lines := requestsOf(t, page)
	if len(lines) < 20 {
		t.Fatalf("%d requests on the page", len(lines))
	}
	dialogue.Run(t, func() *runtime.App { return moving.New(moving.Server{}) }, lines)
}

func TestDifferencesPageShowsTheRoutes(t *testing.T) {
	_, routes, _ := strings.Cut(readText(t, "cases/moving/routes.yaml"), "routes:\n")
	if !strings.Contains(readText(t, differencesPage), "```yaml\nroutes:\n"+routes+"```\n") {
		t.Errorf("the page has other routes than cases/moving/routes.yaml:\n%s", routes)
	}
}

// requestsOf reads the rows that begin with a request: "| `GET /a` | `200 text` | … |",
// or with a status behind which fields stand, as in "405, Allow: GET".
func requestsOf(t *testing.T, page string) (lines []dialogue.Line) {
	for row := range strings.Lines(page) {
		cells := strings.Split(row, " | ")
		request, isRequest := quoted(strings.TrimPrefix(cells[0], "| "))
		if !isRequest || !strings.Contains(request, " /") {
			continue
		}
		answer, ok := quoted(cells[1])
		if !ok {
			t.Errorf("no answer in %s", row)
			continue
		}
		status, fields, _ := strings.Cut(answer, ", ")
		if fields != "" {
			status += " | " + fields
		}
		lines = append(lines, dialogue.Line{request, status})
	}
	return lines
}

func quoted(cell string) (string, bool) {
	if len(cell) < 2 || cell[0] != '`' || cell[len(cell)-1] != '`' {
		return "", false
	}
	return cell[1 : len(cell)-1], true
}

// TestRowsOfTheDifferencesPage shows that the page can be read.
func TestRowsOfTheDifferencesPage(t *testing.T) {
	got := requestsOf(t, "| `GET /a` | `200 b c` | d |\n"+
		"| `PUT /a` | `405, Allow: GET, HEAD` | e |\n| f | g | h |\n")
	want := "[[GET /a 200 b c] [PUT /a 405 | Allow: GET, HEAD]]"
	if fmt.Sprint(got) != want {
		t.Errorf("read as %s, want %s", got, want)
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
