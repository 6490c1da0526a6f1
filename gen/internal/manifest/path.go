package manifest

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/pattern"
)

// A route's path is put together here, from the prefixes of its groups and its own, and
// faults of the pattern are placed in the piece where they stand.

// A piece is a part of a path as it is written somewhere: text at off in a node's value.
//
//	routes:
//	  - group: /admin           the piece /admin
//	    routes:
//	      - GET /stats Stats    the piece /stats, at offset 4 of its scalar
type piece struct {
	node *yaml.Node
	off  int
	text string
}

// MaxPath is the length of a path in bytes past which requests are answered 414 before
// any route is asked.
// It is the default of the runtime's MaxTargetSize.
const MaxPath = 8 << 10

// pathOf writes the pieces of a path together.
func pathOf(pieces []piece) string {
	if len(pieces) == 1 { // most are
		return pieces[0].text
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// checkPiece reports what is wrong with a piece by itself, behind those before it, and
// whether it is a pattern.
// A prefix is checked where it stands, once, whatever many routes are below it; its faults
// would otherwise be told with each.
func (d *decoder) checkPiece(p piece, before []piece) bool {
	if len(p.text) > MaxPath {
		d.pathTooLong(d.Source.within(p.node, p.off, len(p.text)), len(p.text))
		return false
	}
	pattern, faults := pattern.ParsePiece(p.text, d.own, strings.Contains(pathOf(before), "<"))
	for _, f := range faults {
		d.patternFault(f, d.Source.within(p.node, p.off+f.Off, f.Len))
	}
	return pattern != nil
}

// pathTooLong reports a path that is longer than the targets of requests may be by default.
func (d *decoder) pathTooLong(at diag.Span, length int) {
	d.Report(diag.PathTooLong, at, "",
		"a path of %d bytes: request targets of more than %d are answered 414", length, MaxPath)
}

// patternCodes are the codes of a pattern's faults.
var patternCodes = [...]string{
	pattern.NoLeadingSlash: diag.NoLeadingSlash, pattern.UnclosedParam: diag.UnclosedParam,
	pattern.UnknownConverter: diag.UnknownConverter, pattern.BadArguments: diag.BadArguments,
	pattern.BadParamName: diag.BadParamName, pattern.AdjacentParams: diag.AdjacentParams,
	pattern.TwoPaths: diag.TwoPaths, pattern.DotSegment: diag.DotSegment,
	pattern.QueryInPath: diag.QueryInPath,
	pattern.BadByte:     diag.BadPathByte, pattern.PercentEscape: diag.PercentInPath,
	pattern.ForeignParam: diag.ForeignParam,
}

// patternFault reports a fault of a pattern at its place in the file.
func (d *decoder) patternFault(f *pattern.Fault, at diag.Span) {
	help := f.Help
	if f.Kind == pattern.ForeignParam && !f.Safe {
		help += fmt.Sprintf("; if the literal is meant, write `# httpgen:ignore %s because "+
			"…` above it",
			diag.ForeignParam)
	}
	d.Report(patternCodes[f.Kind], at, help, "%s", f.Message).Fix(f.Old, f.New, f.Safe)
}

// pattern parses the path of e: its own piece first, and then the whole, in which only
// what the pieces do to each other can still be wrong. broken: a prefix is no pattern.
// Warnings of the pieces are not told again, since they were told where the pieces stand.
func (d *decoder) pattern(e *Entry, broken bool) *pattern.Pattern {
	own := e.pieces[len(e.pieces)-1]
	if e.Route.Path == "" {
		d.Report(diag.NoLeadingSlash, e.Route.PathSpan, "write / for the root",
			"a path cannot be empty outside of a group with a prefix")
		return nil
	}
	if own.text == `""` || own.text == "''" {
		d.Report(diag.NoLeadingSlash, e.Route.PathSpan,
			"the path of a prefix itself needs the long form: {path: \"\", handler: …}",
			"a path starts with /")
		return nil
	}
	alone := len(e.pieces) == 1
	if own.text != "" && !alone && !d.checkPiece(own, e.pieces[:len(e.pieces)-1]) || broken {
		return nil
	}
	if len(e.Route.Path) > MaxPath {
		d.pathTooLong(e.Route.PathSpan, len(e.Route.Path))
		return nil
	}
	pattern, faults := pattern.Parse(e.Route.Path, d.own)
	for _, f := range faults {
		if alone || !f.Warning { // the warnings of the pieces have been said
			d.patternFault(f, d.Within(e, f.Off, f.Len))
		}
	}
	if pattern != nil {
		d.emptySegments(e, pattern)
		d.useConverters(pattern)
	}
	return pattern
}

// emptySegments warns of // in a path, which only requests with the same // match: most often
// a prefix ends in the slash that the path begins with.
func (d *decoder) emptySegments(e *Entry, p *pattern.Pattern) {
	for _, seg := range p.Segments[:len(p.Segments)-1] {
		if len(seg) == 0 {
			at := d.Within(e, max(strings.Index(e.Route.Path, "//"), 0), 2)
			help := "take one of the slashes out"
			if len(e.pieces) > 1 {
				help = "a prefix that ends with / and a path that starts with / make //; " +
					"take one out"
			}
			d.Report(diag.EmptySegment, at, help, "the path %s has an empty segment",
				diag.Quoted(e.Route.Path))
			return
		}
	}
}

// useConverters notes own converters that some pattern names; the others are warned about.
func (d *decoder) useConverters(p *pattern.Pattern) {
	for _, param := range p.Params() {
		if own := param.Conv.Own; own != nil {
			d.Used["converter "+own.Name] = true
		}
	}
}
