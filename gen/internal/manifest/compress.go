package manifest

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// Codings of bodies are decoded here.

// compress reads that of the manifest, a group or a route, which takes the place of the one around
// it:
//
//	compress: [zstd, gzip]
//	compress: {codings: gzip, min_size: 4KiB, types: [text/*, application/json]}
//	compress: off
func (d *decoder) compress(in fields, around *model.Compress) *model.Compress {
	n, ok := in.get("compress")
	if !ok {
		return around
	}
	c := &model.Compress{Span: d.Source.span(in["compress"].name)}
	if n.Kind == yaml.ScalarNode && n.Value == "off" {
		c.Off = true
		return c
	}
	if n.Kind != yaml.MappingNode {
		c.Codings = d.codings(in, "compress")
		return c
	}
	f := d.object(n, AtCompress)
	c.Codings = d.codings(f, "codings")
	if n, ok := f.get("min_size"); ok {
		c.MinSize = d.minSize(n)
	}
	for _, n := range d.items(f, "types") {
		if !isMediaRange(n.Value) {
			d.Report(diag.BadCoding, d.Source.span(n),
				"write types such as application/json or text/*, in lower case",
				"%s is no content type", diag.Quoted(n.Value))
			continue
		}
		c.Types = append(c.Types, n.Value)
	}
	return c
}

func (d *decoder) minSize(n *yaml.Node) int64 {
	size, err := parseSize(n.Value)
	switch {
	case err != nil:
		d.Report(diag.BadSize, d.Source.span(n), "", "%s", err)
	case size == 0:
		d.Report(diag.BadSize, d.Source.span(n), "write 1 to compress whatever is not empty",
			"a min_size of 0 says nothing")
	}
	return size
}

// codings reads names of codings. What they are is known to the runtime, which may have been told
// of others than gzip.
func (d *decoder) codings(f fields, key string) (list []string) {
	for _, n := range d.items(f, key) {
		at := d.Source.span(n)
		bad := n.Value == "" || strings.ContainsFunc(n.Value, func(r rune) bool {
			return !isToken(r) || r >= 'A' && r <= 'Z'
		})
		switch {
		case n.Value == "identity" || n.Value == "*":
			d.Report(diag.BadCoding, at, "take it out",
				"%s is no coding: a body may always be without one", diag.Quoted(n.Value))
		case bad || slices.Contains(noCodings, n.Value):
			d.Report(diag.BadCoding, at, "write names as registered, in lower case: gzip, br, zstd",
				"%s is no name of a coding", diag.Quoted(n.Value))
		default:
			list = append(list, n.Value)
		}
	}
	return list
}

// noCodings are words that somebody may take for one.
var noCodings = []string{"on", "off", "true", "false", "yes", "no", "x-gzip"}

// isMediaRange wants type/subtype, type/* or */*, without parameters, in lower case.
func isMediaRange(text string) bool {
	major, minor, ok := strings.Cut(text, "/")
	token := func(s string) bool {
		return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
			return !isToken(r) || r == '*' || r >= 'A' && r <= 'Z'
		})
	}
	if minor == "*" {
		return major == "*" || token(major)
	}
	return ok && token(major) && token(minor)
}
