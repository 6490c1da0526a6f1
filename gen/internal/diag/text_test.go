package diag

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// twoRoutes is the example of the design.
var twoRoutes = Diagnostic{
	Code: EqualRoutes, Message: "two routes answer GET /users/new",
	Primary: Label{Span{Line: 18, Col: 9, Len: 13}, "the same pattern but for the name"},
	Others:  []Label{{Span{Line: 12, Col: 9, Len: 13}, "also matches"}},
	Help:    []string{"give one of them a converter, or another method"},
}

var twoRoutesSource = strings.Repeat("\n", 11) + "  - GET /users/<name> GetUserByName\n" +
	strings.Repeat("\n", 5) + "  - GET /users/<slug> GetUserBySlug\n"

func at(line, col, length int, text string) Label {
	return Label{Span{Line: line, Col: col, Len: length}, text}
}

func text(t *testing.T, src string, o Options, list ...Diagnostic) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, "routes.yaml", []byte(src), list, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextIsTheExampleOfTheDesign(t *testing.T) {
	const want = `error[HG0203]: two routes answer GET /users/new
  --> routes.yaml:18:9
12 |   - GET /users/<name> GetUserByName
   |         ------------- also matches
18 |   - GET /users/<slug> GetUserBySlug
   |         ^^^^^^^^^^^^^ the same pattern but for the name
   = help: give one of them a converter, or another method
`
	if got := text(t, twoRoutesSource, Options{}, twoRoutes); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCaretsStandUnderWhatTheyMean(t *testing.T) {
	for _, row := range []struct {
		name, src   string
		at          Label
		ascii       bool
		line, caret string
	}{
		{"plain", "abc def", at(1, 5, 3, ""), false, "abc def", "    ^^^"},
		{"behind a tab", "\tdef", at(1, 2, 3, ""), false, "    def", "    ^^^"},
		{"under a tab", "a\tb", at(1, 2, 1, ""), false, "a    b", " ^^^^"},
		{"behind wide runes", "名前 x", at(1, 4, 1, ""), false, "名前 x", "     ^"},
		{"under wide runes", "a名前b", at(1, 2, 2, ""), false, "a名前b", " ^^^^"},
		{"behind an emoji", "😀x", at(1, 2, 1, ""), false, "😀x", "  ^"},
		{"behind a combining mark", "e\u0301x", at(1, 3, 1, ""), false, "e\u0301x", " ^"},
		{"under a combining mark alone", "e\u0301x", at(1, 2, 1, ""), false, "e\u0301x", " ^"},
		{"past the end of the line", "ab", at(1, 3, 1, ""), false, "ab", "  ^"},
		{"in an empty line", "", at(1, 1, 1, ""), false, "", "^"},
		{"with a byte order mark", "\uFEFFab", at(1, 3, 1, ""), false, "ab", " ^"},
		{"before a carriage return", "ab\r\n", at(1, 2, 1, ""), false, "ab", " ^"},
		{"with a control character", "a\x1b[31mb", at(1, 7, 1, ""), false, `a\u{1b}[31mb`, "           ^"},
		{"with a control that turns the line around", "a\u202eb", at(1, 3, 1, ""), false, `a\u{202e}b`, "         ^"},
		{"in ASCII", "é名x", at(1, 3, 1, ""), true, `\u{e9}\u{540d}x`, "              ^"},
		{"with bytes that are no text", "a\xffb", at(1, 3, 1, ""), false, `a\u{fffd}b`, "         ^"},
	} {
		got := strings.Split(text(t, row.src, Options{ASCII: row.ascii}, Diagnostic{Code: "HG0001", Message: "m", Primary: row.at}), "\n")
		want := []string{strings.TrimRight("1 | "+row.line, " "), "  | " + row.caret}
		if len(got) < 4 || got[2] != want[0] || got[3] != want[1] {
			t.Errorf("%s:\n%s\nwant\n%s", row.name, strings.Join(got[2:], "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestLongLinesAreShownAroundThePlace(t *testing.T) {
	src := strings.Repeat("a", 1000) + "HERE" + strings.Repeat("b", 1000)
	got := strings.Split(text(t, src, Options{}, Diagnostic{Code: "HG0001", Message: "m", Primary: at(1, 1001, 4, "this")}), "\n")
	if len(got[2]) > 200 || !strings.Contains(got[2], "HERE") || !strings.HasPrefix(got[2], "1 | ...a") || !strings.HasSuffix(got[2], "b...") {
		t.Errorf("the line is %q", got[2])
	}
	if i := strings.Index(got[2], "HERE"); strings.Index(got[3], "^^^^ this") != i {
		t.Errorf("carets at %d, not %d", strings.Index(got[3], "^^^^ this"), i)
	}
}

// Carets stand under their place also where two places of a line are too far from each other to
// be shown at once.
func TestPlacesFarApartInALongLine(t *testing.T) {
	src := strings.Repeat("a", 300) + "ONE" + strings.Repeat("b", 40) + "NEAR" + strings.Repeat("c", 400) + "FAR" + strings.Repeat("d", 300)
	d := Diagnostic{Code: EqualRoutes, Message: "m", Primary: at(1, 748, 3, "far"), Others: []Label{at(1, 301, 3, "one"), at(1, 344, 4, "near")}}
	got := strings.Split(text(t, src, Options{}, d), "\n")[2:]
	var under []string
	shown := ""
	for _, line := range got {
		_, line, ok := strings.Cut(line, "| ")
		switch at := strings.IndexAny(line, "-^"); {
		case !ok:
		case at < 0:
			shown = line
			under = append(under, "line")
		default:
			end := at + strings.LastIndexAny(strings.Fields(line)[0], "-^") + 1
			under = append(under, shown[at:end]+" "+strings.TrimLeft(line, " -^"))
		}
	}
	if got := strings.Join(under, ", "); got != "line, ONE one, NEAR near, line, FAR far" {
		t.Errorf("%s", got)
	}
}

func TestPlacesOfOneLineShareIt(t *testing.T) {
	const want = `warning[HG0505]: the hook A runs twice
 --> routes.yaml:1:9
1 | after: [A, A]
  |         ^ again
  |            - first
  = note: a fact
`
	got := text(t, "after: [A, A]", Options{}, Diagnostic{
		Code: DuplicateHook, Severity: Warning, Message: "the hook A runs twice",
		Primary: at(1, 9, 1, "again"), Others: []Label{at(1, 12, 1, "first")}, Notes: []string{"a fact"},
	})
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFaultOfTheWholeFileHasNoLine(t *testing.T) {
	const want = "error[HG0001]: the manifest is empty\n --> routes.yaml\n  = help: write one\n"
	d := Diagnostic{Code: EmptyManifest, Message: "the manifest is empty", Help: []string{"write one"}}
	if got := text(t, "", Options{}, d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAtMostTwentyAreWritten(t *testing.T) {
	list := make(List, 25)
	for i := range list {
		list[i] = Diagnostic{Code: "HG0001", Message: "m", Primary: at(1, 1, 1, "")}
	}
	for _, row := range []struct{ max, lines, more int }{{0, 20, 5}, {3, 3, 22}, {25, 25, 0}, {-1, 25, 0}} {
		var concise, long bytes.Buffer
		Concise(&concise, "routes.yaml", list, Options{Max: row.max})
		Text(&long, "routes.yaml", []byte("x"), list, Options{Max: row.max})
		for name, s := range map[string]string{"concise": concise.String(), "text": long.String()} {
			tail := ""
			if row.more > 0 {
				tail = "and " + strconv.Itoa(row.more) + " more\n"
			}
			if n := strings.Count(s, "HG0001"); n != row.lines || !strings.HasSuffix(s, tail) || row.more == 0 && strings.Contains(s, "more") {
				t.Errorf("max %d, %s: %d written, the end is %q", row.max, name, n, s[len(s)-20:])
			}
		}
	}
}

func TestColourIsOnlyAdded(t *testing.T) {
	colored := text(t, twoRoutesSource, Options{Color: true}, twoRoutes)
	if !strings.Contains(colored, "\x1b[1;31merror[HG0203]\x1b[0m") {
		t.Errorf("no red: %q", colored)
	}
	plainText := colored
	for _, c := range []string{red, yellow, blue, bold, plain} {
		plainText = strings.ReplaceAll(plainText, c, "")
	}
	if want := text(t, twoRoutesSource, Options{}, twoRoutes); plainText != want {
		t.Errorf("without its colours it is\n%s\nnot\n%s", plainText, want)
	}
}

func TestConcise(t *testing.T) {
	var b bytes.Buffer
	Concise(&b, "a/routes.yaml", List{twoRoutes, {Code: EmptyManifest, Message: "é\n\x1b"}, {Code: Tab, Severity: Warning, Message: "m", Primary: at(2, 3, 1, "")}}, Options{ASCII: true})
	const want = `a/routes.yaml:18:9: error HG0203: two routes answer GET /users/new (give one of them a converter, or another method); see a/routes.yaml:12:9
a/routes.yaml: error HG0001: \u{e9}\u{a}\u{1b}
a/routes.yaml:2:3: warning HG0006: m
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestConciseInColour(t *testing.T) {
	var b bytes.Buffer
	Concise(&b, "f", List{{Code: EmptyManifest, Message: "m"}, {Code: Tab, Severity: Warning, Message: "n"}}, Options{Color: true})
	const want = "f: \x1b[1;31merror\x1b[0m HG0001: m\nf: \x1b[1;33mwarning\x1b[0m HG0006: n\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// brokenPipe takes nothing.
type brokenPipe struct{}

var errBroken = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func TestAWritersErrorIsReturned(t *testing.T) {
	list := List{twoRoutes}
	for name, err := range map[string]error{
		"text":    Text(brokenPipe{}, "f", nil, list, Options{}),
		"concise": Concise(brokenPipe{}, "f", list, Options{}),
		"json":    JSON(brokenPipe{}, Found{"f", list}),
		"sarif":   SARIF(brokenPipe{}, Found{"f", list}),
		"github":  GitHub(brokenPipe{}, "f", list),
	} {
		if !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSort(t *testing.T) {
	list := List{
		{Code: "HG0002", Primary: at(2, 1, 1, "")},
		{Code: "HG0003", Severity: Warning, Primary: at(1, 5, 1, "")},
		{Code: "HG0004", Primary: at(1, 5, 1, ""), Message: "b"},
		{Code: "HG0004", Primary: at(1, 5, 1, ""), Message: "a"},
		{Code: "HG0005", Primary: at(1, 4, 1, "")},
		{Code: "HG0006"},
	}
	list.Sort()
	var got []string
	for _, d := range list {
		got = append(got, d.Code+d.Message)
	}
	if s := strings.Join(got, " "); s != "HG0006 HG0005 HG0004a HG0004b HG0003 HG0002" {
		t.Error(s)
	}
	if list.Errors() != 5 || !list.HasErrors() || (List{{Severity: Warning}}).HasErrors() {
		t.Error("errors are miscounted")
	}
}
