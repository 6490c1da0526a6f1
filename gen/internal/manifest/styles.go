package manifest

import (
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/types"
)

// How lists and records stand in parameters is read here, in OpenAPI's words (OpenAPI 3.1,
// Parameter Object, style values).

// stylesIn are the styles of lists in each place, the usual one first.
var stylesIn = map[carrier][]string{
	inQuery: {"form", "spaceDelimited", "pipeDelimited"}, inHeaders: {"simple"},
	inResult:  {"simple"},
	inCookies: {"form"},
}

// styled reads style and explode of a field whose type is known.
//
//	{type: "[]string", style: pipeDelimited}    tag=a|b
//	{type: Filter, style: deepObject}           filter[a]=1&filter[b]=2
//	{type: string, style: form}                 says nothing new, and is let pass
//	{type: string, style: pipeDelimited}        a fault: one value has nothing to delimit
func (d *decoder) styled(to *types.Field, f fields, in carrier) bool {
	style, explode := choice(f, "style"), choice(f, "explode")
	bad := func(key, help, format string, args ...any) bool {
		d.Report(diag.BadStyle, d.Source.span(f[key].name), help, format, args...)
		return false
	}
	first := "style"
	if style == "" {
		first = "explode"
	}
	base := to.Type.Base()
	fits := stylesIn[in]
	if isRecord(base) {
		fits = []string{"form", "deepObject"}
	}
	switch {
	case style == "" && explode == "":
		return true
	case in == inJSON:
		return bad(first, "take it out", "%s is for parameters: JSON has a form of its own", first)
	case base.Kind != types.List && !isRecord(base) && style != "" && style != fits[0]:
		return bad("style", "take it out", "style is for lists and records, and this is one value")
	case style != "" && !slices.Contains(fits, style):
		return bad("style", "write "+strings.Join(fits, " or "),
			"%s of this type cannot have the style %s", in, style)
	}
	if i := slices.Index(StyleNames[:], style); i >= 0 {
		to.Style = types.Style(i)
		to.Explode = style == "form" || style == "deepObject"
	}
	return d.exploded(to, f, explode)
}

// exploded reads explode, where the style is known.
//
// What would say nothing is refused and not passed over: the author meant something by it.
func (d *decoder) exploded(to *types.Field, f fields, explode string) bool {
	bad := func(help, format string, args ...any) bool {
		d.Report(diag.BadStyle, d.Source.span(f["explode"].name), help, format, args...)
		return false
	}
	record := isRecord(to.Type.Base())
	switch {
	case explode == "":
	case to.Type.Base().Kind != types.List && !record:
		return bad("take it out", "explode is for lists and records, and this is one value")
	case to.Style == types.SimpleStyle:
		return bad("take it out", "a list in a header reads the same with it and without")
	case record && explode == "false":
		return bad("take it out",
			"a record is f[a]=1&f[b]=2 by `style: deepObject`, a=1&b=2 by `form`: both "+
				"are exploded")
	case explode == "true" && (to.Style == types.SpaceDelimited || to.Style == types.PipeDelimited):
		return bad("take it out, or take `style: form`",
			"exploded, elements stand by themselves, and %s says what stands between them",
			StyleNames[to.Style])
	default:
		to.Explode = explode == "true"
	}
	return true
}
