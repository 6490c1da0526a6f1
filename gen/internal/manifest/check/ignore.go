package check

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/nearest"
)

// Comments that take a warning back live here:
//
//	# httpgen:ignore HG0603 because clients of version 1 know both
//
// Such a comment stands at the end of a line that the warning shows, or of the first of
// its route, or on a line of its own above it. It names one or more warnings by code or
// name, with commas between, and a reason.

// An ignore is one comment.
// used is set by each warning that it takes back: one comment may stand for several of its
// line.
type ignore struct {
	span  diag.Span
	line  int // that it is about, among those of all files
	codes map[string]bool
	used  bool
}

const ignoreWord = "httpgen:ignore"

var (
	ignoreComment = regexp.MustCompile(`(?:^|[ \t])(#[ \t]*` + ignoreWord + `)([ \t].*)?$`)
	ignoreText    = regexp.MustCompile(
		`^[ \t]*([^ \t,]+(?:[ \t]*,[ \t]*[^ \t,]+)*)[ \t]+because[ \t]+[^ \t…]`)
)

// Ignores takes the warnings back that comments ask for, and reports comments that do
// not say what they mean, or have no warning. Faults that are errors whatever `lint`
// says stay.
// It comes last: a comment may take back a warning that `lint` has made an error, and only
// what is left without a warning is unused.
func Ignores(draft *manifest.Draft) {
	if !draft.Source.Mentions(ignoreWord) {
		return
	}
	d := ignorer{linter{draft}}
	comments := d.comments()
	about := map[int][]*ignore{}
	for _, c := range comments {
		about[c.line] = append(about[c.line], c)
	}
	routeLine := map[int]int{}
	for _, r := range d.Manifest.Routes {
		at := r.PathSpan
		line := d.Source.LineOf(at)
		routeLine[line] = line - at.Line + r.Line // both are in one file
	}
	d.Found.Keep(func(f *diag.Diagnostic) bool {
		return diag.Lookup(f.Code).Severity == diag.Error || !d.takeBack(about, *f, routeLine)
	})
	if d.Found.HasErrors() {
		return // not all warnings are known
	}
	for _, c := range comments {
		if c.used {
			continue
		}
		for code := range c.codes {
			if d.levelOf(code) != manifest.LevelOff {
				d.warn(diag.UnusedIgnore, c.span, "take the comment out",
					"no warning is ignored here")
				break
			}
		}
	}
}

// An ignorer reads such comments.
type ignorer struct {
	linter
}

// takeBack says whether comments take a warning back: one about a line that it shows,
// or about the first line of a route that it shows.
//
// Each comment that fits is marked, and not only the first: none of them is then unused.
func (d *ignorer) takeBack(about map[int][]*ignore, f diag.Diagnostic,
	routeLine map[int]int) bool {
	back := false
	for _, label := range append([]diag.Label{f.Primary}, f.Others...) {
		line := d.Source.LineOf(label.Span)
		for _, line := range []int{line, routeLine[line]} {
			for _, c := range about[line] {
				if c.codes[f.Code] {
					c.used, back = true, true
				}
			}
		}
	}
	return back
}

// comments reads all such comments, and reports those that are none.
//
// They are looked for in the text and not in YAML's own comments: yaml.v3 attaches those to nodes
// as it sees fit, and a warning is about a line.
func (d *ignorer) comments() []*ignore {
	var list []*ignore
	for i := range d.Source.Lines() {
		text := d.Source.Line(i)
		m := ignoreComment.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		at := d.Source.Place(i+1, utf8.RuneCountInString(text[:m[2]])+1,
			utf8.RuneCountInString(text[m[2]:m[3]]))
		rest := ""
		if m[4] >= 0 {
			rest = text[m[4]:m[5]]
		}
		codes := d.ignoredCodes(at, rest)
		if codes == nil {
			continue
		}
		c := &ignore{span: at, line: i + 1, codes: codes}
		if strings.TrimSpace(text[:m[2]]) == "" {
			c.line = d.lineBelow(i)
		}
		list = append(list, c)
	}
	return list
}

// lineBelow is the first line behind the i-th, both counted from 0, that is no comment,
// counted from 1.
func (d *ignorer) lineBelow(i int) int {
	for i++; i < d.Source.Lines(); i++ {
		if !strings.HasPrefix(strings.TrimSpace(d.Source.Line(i)), "#") {
			return i + 1
		}
	}
	return 0
}

// ignoredCodes reads what stands behind the word, or reports what is missing and
// returns nil.
//
//	# httpgen:ignore HG0603 because …             one, by its code
//	# httpgen:ignore unused-import, HG0603 because …
//	# httpgen:ignore HG0603                       told: a reason is missing
//	# httpgen:ignore HG0203 because …             told: that is an error
func (d *ignorer) ignoredCodes(at diag.Span, text string) map[string]bool {
	bad := func(help, format string, args ...any) map[string]bool {
		d.warn(diag.BadIgnore, at, help, format, args...)
		return nil
	}
	const form = "write `# " + ignoreWord + " CODE because REASON`"
	m := ignoreText.FindStringSubmatch(text)
	if m == nil {
		return bad(form, "an ignore comment names warnings and a reason")
	}
	codes := map[string]bool{}
	for word := range strings.SplitSeq(m[1], ",") {
		word = strings.TrimSpace(word)
		var names []string
		var known *diag.Code
		for i := range diag.Codes {
			c := &diag.Codes[i]
			if word == c.ID || c.Name != "" && word == c.Name {
				known = c
			}
			if c.Severity == diag.Warning {
				names = append(names, c.Name, c.ID)
			}
		}
		switch near := nearest.Of(word, names); {
		case known != nil && known.Severity == diag.Error:
			return bad("mend it: errors cannot be ignored", "%s is an error (%s)", known.ID,
				known.Title)
		case known != nil:
			codes[known.ID] = true
		case near != "":
			return bad("did you mean "+near+"?", "there is no warning %s", diag.Quoted(word))
		default:
			return bad(form, "there is no warning %s", diag.Quoted(word))
		}
	}
	return codes
}
