package diag

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// The renderers for programs live here. They leave nothing out.

// A Found is what was found in one file, as it is named in messages.
type Found struct {
	File string
	List List
}

// A Document is all that JSON writes. The fields of these types are a promise to programs
// (JSONVersion), those of Diagnostic are not.
type Document struct {
	Files       []string         `json:"files"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	Code     string      `json:"code"`
	Severity string      `json:"severity"`
	Message  string      `json:"message"`
	Primary  jsonLabel   `json:"primary"`
	Others   []jsonLabel `json:"others"`
	Notes    []string    `json:"notes"`
	Help     []string    `json:"help"`
	Fixes    []jsonFix   `json:"fixes"`
}

type jsonFix struct {
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Length int    `json:"length"`
	Text   string `json:"text"`
}

type jsonLabel struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Length int    `json:"length"`
	Text   string `json:"text"`
}

// JSON writes one document about any number of files, in the envelope of WriteJSON:
//
//	{
//	  "files": ["routes.yaml"],   // as named on the command line; they may include others
//	  "errors": 1, "warnings": 0, // in all of them
//	  "diagnostics": [{
//	    "code": "HG0203",
//	    "severity": "error",      // or "warning"
//	    "message": "two routes answer GET /users/new",
//	    "primary": {"file": "routes.yaml", "line": 18, "column": 9, "length": 13,
//	      "text": "the same pattern but for the name"},
//	    "others": [{"file": "routes.yaml", "line": 12, "column": 9, "length": 13,
//	      "text": "also matches"}],
//	    "notes": [], "help": ["give one of them a converter, or another method"],
//	    "fixes": [{ // in the file of primary; where there are some: each mends the fault
//	      "safe": false,        // a guess; true: apply it without looking
//	      "edits": [{"line": 18, "column": 9, "length": 0, "text": "/"}] // replaces so many
//	    }]
//	  }]
//	}
//
// Lines and columns count from 1, columns and lengths in Unicode code points; line 0
// is the file as a whole. Lists are never null. The error is that of w.
func JSON(w io.Writer, all ...Found) error {
	report := Document{Files: []string{}, Diagnostics: []jsonDiagnostic{}}
	for _, found := range all {
		report.Files = append(report.Files, found.File)
		report.Errors += found.List.Errors()
		report.Warnings += len(found.List) - found.List.Errors()
		for _, d := range found.List {
			report.Diagnostics = append(report.Diagnostics, diagnosticJSON(found.File, d))
		}
	}
	return WriteJSON(w, report)
}

func diagnosticJSON(file string, d Diagnostic) jsonDiagnostic {
	j := jsonDiagnostic{
		Code: d.Code, Severity: d.Severity.String(), Message: d.Message,
		Primary: labelJSON(file, d.Primary),
		Others:  []jsonLabel{}, Notes: append([]string{}, d.Notes...),
		Help:  append([]string{}, d.Help...),
		Fixes: []jsonFix{},
	}
	for _, o := range d.Others {
		j.Others = append(j.Others, labelJSON(file, o))
	}
	for _, f := range d.Fixes {
		fix := jsonFix{Safe: f.Safe}
		for _, e := range f.Edits {
			fix.Edits = append(fix.Edits, jsonEdit{e.Line, e.Col, e.Len, e.Text})
		}
		j.Fixes = append(j.Fixes, fix)
	}
	return j
}

func labelJSON(file string, l Label) jsonLabel {
	return jsonLabel{l.Of(file), l.Line, l.Col, l.Len, l.Text}
}

// The parts of SARIF 2.1.0 (OASIS, 2020) that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string       `json:"id"`
		Name             string       `json:"name,omitempty"`
		ShortDescription sarifMessage `json:"shortDescription"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifMessage    `json:"message"`
		Locations        []sarifLocation `json:"locations"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		ID               int           `json:"id,omitempty"`
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndColumn   int `json:"endColumn"`
	}
)

// SARIF writes what was found in any number of files as a SARIF 2.1.0 log with one run, for
// code scanning. Rules are the codes that occur; columns count Unicode code points. The
// error is that of w.
func SARIF(w io.Writer, all ...Found) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "httpgen", Rules: []sarifRule{}}
	index := map[string]int{}
	for _, id := range usedCodes(all) {
		index[id] = len(run.Tool.Driver.Rules)
		rule := sarifRule{ID: id}
		if c := Lookup(id); c != nil {
			rule.Name, rule.ShortDescription.Text = c.Name, c.Title
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	for _, found := range all {
		for _, d := range found.List {
			r := sarifResult{
				RuleID: d.Code, RuleIndex: index[d.Code], Level: d.Severity.String(),
				Message:   sarifMessage{strings.Join(sentences(d), "\n")},
				Locations: []sarifLocation{sarifPlace(found.File, d.Primary, 0)},
			}
			for i, o := range d.Others {
				r.RelatedLocations = append(r.RelatedLocations, sarifPlace(found.File, o, i+1))
			}
			run.Results = append(run.Results, r)
		}
	}
	return encode(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// usedCodes are the codes that occur, sorted, each once: what SARIF calls rules.
func usedCodes(all []Found) []string {
	var ids []string
	for _, found := range all {
		for _, d := range found.List {
			ids = append(ids, d.Code)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// sentences are the message, the notes and the help of d, one a line.
func sentences(d Diagnostic) []string {
	s := []string{d.Message}
	for _, n := range d.Notes {
		s = append(s, "note: "+n)
	}
	for _, h := range d.Help {
		s = append(s, "help: "+h)
	}
	return s
}

// sarifPlace is a label with a number, by which viewers tell related places apart; 0 is the
// primary one.
func sarifPlace(file string, l Label, id int) sarifLocation {
	loc := sarifLocation{ID: id}
	loc.PhysicalLocation.ArtifactLocation.URI = fileURI(l.Of(file))
	if l.Line > 0 {
		loc.PhysicalLocation.Region = &sarifRegion{l.Line, l.Col, l.Col + l.Len}
	}
	if l.Text != "" {
		loc.Message = &sarifMessage{l.Text}
	}
	return loc
}

// fileURI is file as a URI reference: relative files stay relative, since viewers
// resolve them against the root of the checkout.
func fileURI(file string) string {
	var b strings.Builder
	p := filepath.ToSlash(file)
	if filepath.IsAbs(file) {
		b.WriteString("file://")
		if !strings.HasPrefix(p, "/") {
			b.WriteByte('/')
		}
	}
	for i := range len(p) {
		c := p[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
			strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// GitHub writes one workflow command for each diagnostic, which shows it beside the
// line of a change. The error is that of w.
func GitHub(w io.Writer, file string, l List) error {
	b := bufio.NewWriter(w)
	for _, d := range l {
		fmt.Fprintf(b, "::%s file=%s", d.Severity,
			githubProperty(filepath.ToSlash(d.Primary.Of(file))))
		if p := d.Primary; p.Line > 0 {
			fmt.Fprintf(b, ",line=%d,col=%d,endColumn=%d", p.Line, p.Col, p.Col+p.Len)
		}
		text := sentences(d)
		for _, o := range d.Others {
			text = append(text, strings.TrimSuffix("see "+place(file, o.Span)+": "+o.Text, ": "))
		}
		fmt.Fprintf(b, ",title=%s::%s\n", d.Code, githubData(strings.Join(text, "\n")))
	}
	return b.Flush()
}

// Workflow commands are ended by line ends, and their properties by : and , too.
var (
	githubDataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubPropertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A",
		",", "%2C")
)

// githubData and githubProperty escape what would end the command or one of its properties.
func githubData(s string) string     { return Printable(githubDataEscapes.Replace(s)) }
func githubProperty(s string) string { return Printable(githubPropertyEscapes.Replace(s)) }
