package diag

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, Found{"routes.yaml", List{twoRoutes}}); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "version": 1,
  "data": {
    "files": [
      "routes.yaml"
    ],
    "errors": 1,
    "warnings": 0,
    "diagnostics": [
      {
        "code": "HG0203",
        "severity": "error",
        "message": "two routes answer GET /users/new",
        "primary": {
          "file": "routes.yaml",
          "line": 18,
          "column": 9,
          "length": 13,
          "text": "the same pattern but for the name"
        },
        "others": [
          {
            "file": "routes.yaml",
            "line": 12,
            "column": 9,
            "length": 13,
            "text": "also matches"
          }
        ],
        "notes": [],
        "help": [
          "give one of them a converter, or another method"
        ],
        "fixes": []
      }
    ]
  }
}
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	b.Reset()
	fixed := Diagnostic{Code: NoLeadingSlash, Fixes: []Fix{{Safe: true, Edits: []Edit{{3, 9, 0, "/"}}}}}
	JSON(&b, Found{"routes.yaml", List{fixed}})
	const wantFix = `"fixes":[{"safe":true,"edits":[{"line":3,"column":9,"length":0,"text":"/"}]}]`
	var compact bytes.Buffer
	if err := json.Compact(&compact, b.Bytes()); err != nil || !strings.Contains(compact.String(), wantFix) {
		t.Errorf("%v: a fix is written as\n%s", err, b.String())
	}
	b.Reset()
	JSON(&b, Found{"routes.yaml", nil})
	if s := b.String(); strings.Contains(s, "null") || !strings.Contains(s, `"diagnostics": []`) {
		t.Errorf("an empty list is\n%s", s)
	}
}

func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	warning := Diagnostic{Code: UnusedImport, Severity: Warning, Message: "w", Primary: at(2, 3, 4, "")}
	if err := SARIF(&b, Found{"my api/routes.yaml", List{twoRoutes, warning, {Code: EmptyManifest, Message: "e"}}}); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || !strings.HasSuffix(log.Schema, "sarif-2.1.0.json") || run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("the head is %s %s %s", log.Version, log.Schema, run.ColumnKind)
	}
	for i, r := range run.Results {
		if rule := run.Tool.Driver.Rules[r.RuleIndex]; rule.ID != r.RuleID || rule.ShortDescription.Text == "" {
			t.Errorf("result %d has rule %v", i, rule)
		}
	}
	first := run.Results[0]
	if first.Level != "error" || first.Message.Text != twoRoutes.Message+"\nhelp: "+twoRoutes.Help[0] {
		t.Errorf("the first result is %+v", first)
	}
	place := first.Locations[0].PhysicalLocation
	if place.ArtifactLocation.URI != "my%20api/routes.yaml" || *place.Region != (sarifRegion{18, 9, 22}) {
		t.Errorf("its place is %+v %+v", place.ArtifactLocation, place.Region)
	}
	if rel := first.RelatedLocations; len(rel) != 1 || rel[0].Message.Text != "also matches" || rel[0].PhysicalLocation.Region.StartLine != 12 {
		t.Errorf("related are %+v", rel)
	}
	if run.Results[1].Level != "warning" || run.Results[2].Locations[0].PhysicalLocation.Region != nil {
		t.Error("a warning is none, or the whole file has a region")
	}
}

func TestFileURI(t *testing.T) {
	for file, want := range map[string]string{
		"routes.yaml":        "routes.yaml",
		"../a b/é%.yaml":     "../a%20b/%C3%A9%25.yaml",
		"/srv/api/x:y.yaml":  "file:///srv/api/x%3Ay.yaml",
		"c:odd/routes#.yaml": "c%3Aodd/routes%23.yaml",
	} {
		if got := fileURI(file); got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	odd := Diagnostic{Code: Tab, Severity: Warning, Message: "100%\r"}
	GitHub(&b, "a,b/routes.yaml", List{twoRoutes, odd})
	const want = "::error file=a%2Cb/routes.yaml,line=18,col=9,endColumn=22,title=HG0203::two routes answer GET /users/new" +
		"%0Ahelp: give one of them a converter, or another method%0Asee a,b/routes.yaml:12:9: also matches\n" +
		"::warning file=a%2Cb/routes.yaml,title=HG0006::100%25%0D\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// TestNothingMovesTheCursor has what a terminal obeys stand everywhere, and wants it in no
// format.
func TestNothingMovesTheCursor(t *testing.T) {
	const odd = "a\x1b[31mb\x7fc\u009bd\u202ee\rf\u2028g\uFEFFh"
	d := Diagnostic{
		Code: Tab, Message: odd, Primary: at(1, 1, 3, odd), Others: []Label{at(1, 2, 1, odd)},
		Notes: []string{odd + "\n" + odd}, Help: []string{odd},
	}
	found := Found{odd + "\n", List{d}}
	for name, write := range map[string]func(io.Writer) error{
		"text":    func(w io.Writer) error { return Text(w, found.File, []byte(odd), found.List, Options{}) },
		"concise": func(w io.Writer) error { return Concise(w, found.File, found.List, Options{}) },
		"json":    func(w io.Writer) error { return JSON(w, found) },
		"sarif":   func(w io.Writer) error { return SARIF(w, found) },
		"github":  func(w io.Writer) error { return GitHub(w, found.File, found.List) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		for _, r := range b.String() {
			if r != '\n' && (unicode.IsControl(r) || strings.ContainsRune("\u202e\u2028\uFEFF", r)) {
				t.Errorf("%s writes %U:\n%q", name, r, b.String())
				break
			}
		}
		if lines := strings.Count(b.String(), "\n"); (name == "concise" || name == "github") && lines != 1 {
			t.Errorf("%s writes %d lines:\n%s", name, lines, b.String())
		}
		if name == "json" || name == "sarif" {
			if !json.Valid(b.Bytes()) || !strings.Contains(b.String(), `\u001b[31mb\u007fc\u009bd\u202ee`) {
				t.Errorf("%s is\n%s", name, b.String())
			}
		}
	}
}

func TestCodesAreSortedAndUnique(t *testing.T) {
	if !slices.IsSortedFunc(Codes, func(a, b Code) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the codes are not sorted")
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for _, c := range Codes {
		if len(c.ID) != 6 || !strings.HasPrefix(c.ID, "HG") || ids[c.ID] || c.Title == "" {
			t.Errorf("%+v", c)
		}
		if (c.Severity == Warning) != (c.Name != "") || c.Name != "" && names[c.Name] {
			t.Errorf("%s: a warning has a name of its own, and an error none: %q", c.ID, c.Name)
		}
		ids[c.ID], names[c.Name] = true, true
		if Lookup(c.ID) == nil || *Lookup(c.ID) != c {
			t.Errorf("%s is not looked up", c.ID)
		}
	}
	if Lookup("HG9999") != nil {
		t.Error("HG9999 is looked up")
	}
}
