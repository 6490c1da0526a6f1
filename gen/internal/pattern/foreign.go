package pattern

import (
	"regexp"
	"slices"
	"strings"

	"example.com/httpgen/gen/internal/nearest"
)

// How other routers spell parameters and converters is known here, so that a path that was
// brought from one of them is told how it is written in a manifest.
//
// A literal may be anything, and `$ref` or `:cancel` are what some APIs have. So a literal
// counts as a parameter only where hardly anything else can have been meant: braces around a
// name wherever they stand, and the other spellings where they are all of a segment.

// otherNames are converters of other routers, with those that take the same texts.
var otherNames = map[string][]string{
	"string": {"str"}, "text": {"str"}, "slug": {"str"}, "word": {"str"},
	"integer": {"int"}, "long": {"int64"}, "byte": {"uint8"}, "unsigned": {"uint"},
	"number": {"int", "float"}, "decimal": {"float"}, "double": {"float"},
	"float32": {"float"}, "float64": {"float"},
	"boolean": {"bool"}, "guid": {"uuid"}, "datetime": {"date"}, "rest": {"path"},
}

// meantBy are the converters that a word may mean: it is one itself, or other routers have it.
func (p *parser) meantBy(word string) []string {
	if slices.Contains(p.converterNames(), word) {
		return []string{word}
	}
	return otherNames[strings.ToLower(word)]
}

// converterNames are all that a parameter may name here, own ones last.
func (p *parser) converterNames() []string {
	names := slices.Clone(BuiltinNames)
	for _, o := range p.own {
		names = append(names, o.Name)
	}
	return names
}

// expression matches what is a regular expression, and no name of a parameter.
var expression = regexp.MustCompile(`[\\\[\](){}+*^$|]`)

// turned reports a parameter whose name stands where its converter belongs, because it is
// that way in other routers: <id:int>, <id:[0-9]+>. It is false for what is none.
func (p *parser) turned(first, second string, off int) bool {
	if !plainName(first) || p.meantBy(first) != nil {
		return false
	}
	whole := first + ":" + second
	word, args, _ := strings.Cut(second, "(")
	meant := p.meantBy(word)
	switch {
	case len(meant) == 1 && nearest.Of(first, meant) == "":
		conv, safe := meant[0], args == "" || word == meant[0]
		if args != "" {
			conv += "(" + args
		}
		p.fault(UnknownConverter, off, len(first),
			"write <"+conv+":"+first+">: the converter comes first",
			"there is no converter %q", first).
			mend(whole, conv+":"+first, safe)
	case meant == nil && expression.MatchString(second):
		conv := ofExpression(second)
		p.fault(UnknownConverter, off, len(first),
			"write <"+conv+first+">: a converter comes first, and is no regular expression",
			"there is no converter %q", first).
			mend(whole, conv+first, false)
	default:
		return false
	}
	return true
}

// ofExpression is the converter, with its colon, that comes nearest to a regular expression.
func ofExpression(text string) string {
	switch strings.Trim(text, "^$()") {
	case `[0-9]+`, `\d+`, `[0-9]*`, `\d*`:
		return "uint:"
	case `.*`, `.+`:
		return "path:"
	}
	return ""
}

// plainName tells a word that could be the name of a parameter of ours.
func plainName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !inName(r) })
}

const foreignName = `([\pL_][\pL\pN_-]*)`

var (
	braced = regexp.MustCompile(`\{([*+]{0,2})` + foreignName +
		`(\.\.\.|[*+])?(?::((?:[^{}]|\{[^{}]*\})*))?\}`)
	colons  = regexp.MustCompile(`:` + `([\pL_][\pL\pN_]*)(\([^()]*\))?`)
	starred = regexp.MustCompile(`^\*{1,2}([\pL_][\pL\pN_]*)?$`)
	bracket = regexp.MustCompile(`^\[{1,2}(\.\.\.)?` + foreignName + `\]{1,2}$`)
	dollar  = regexp.MustCompile(`^\$(?:[\pL\pN_]*(?:[Ii]d|[Ss]lug|[Nn]ame|[Kk]ey|[Uu]uid)|` +
		`user|lang|locale|category|tag)$`)
)

// foreign warns of what is a parameter in other routers, and literal text here, in the
// segment that starts at an offset and ends at the parser's.
func (p *parser) foreign(start int, seg Segment) {
	text := []byte(p.text[start:p.pos])
	for _, part := range seg { // what stands in a parameter of ours is none
		if part.Param != nil {
			for i := part.Param.Off; i < part.Param.Off+part.Param.Len; i++ {
				text[i-start] = 0
			}
		}
	}
	for _, m := range braced.FindAllSubmatchIndex(text, -1) {
		p.foreignBraces(start+m[0], groups(string(text), m))
	}
	whole, last := string(text), p.pos == len(p.text)
	switch {
	case whole == "{$}" && last:
		p.foreignParam(start, whole, "", true)
	case strings.HasPrefix(whole, ":") && !p.speaksOurs(start):
		for _, m := range colons.FindAllStringSubmatchIndex(whole, -1) {
			g := groups(whole, m)
			p.foreignParam(start+m[0], g[0], "<"+ofExpression(g[2])+g[1]+">", g[2] == "")
		}
	case dollar.MatchString(whole) && !p.speaksOurs(start):
		p.foreignParam(start, whole, "<"+whole[1:]+">", false)
	case starred.MatchString(whole) && (last || strings.Trim(whole, "*") != ""):
		name := strings.Trim(whole, "*")
		if name == "" {
			name = "rest"
		}
		p.foreignParam(start, whole, "<path:"+name+">", whole[len(whole)-1] != '*')
	case bracket.MatchString(whole):
		g := bracket.FindStringSubmatch(whole)
		conv := ""
		if g[1] != "" {
			conv = "path:"
		}
		p.foreignParam(start, whole, "<"+conv+g[2]+">", false)
	}
}

// groups are the texts of a match.
func groups(text string, m []int) []string {
	list := make([]string, len(m)/2)
	for i := range list {
		if m[2*i] >= 0 {
			list[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return list
}

// foreignBraces warns of {name}, {name...}, {*name}, {+name}, {name:int}, {name:[0-9]+}.
func (p *parser) foreignBraces(off int, g []string) {
	whole, name, conv, safe := g[0], g[2], "", true
	meant := p.meantBy(g[4])
	switch {
	case g[1] != "" || g[3] != "":
		conv, safe = "path:", g[4] == ""
	case len(meant) > 0:
		conv, safe = meant[0]+":", len(meant) == 1
	case g[4] != "":
		conv, safe = ofExpression(g[4]), false
	}
	p.foreignParam(off, whole, "<"+conv+name+">", safe)
}

// foreignParam warns of one, which ours would take the place of.
func (p *parser) foreignParam(off int, theirs, ours string, safe bool) {
	help := "write " + ours
	if ours == "" {
		help = "take it out: a pattern that ends with / matches nothing behind it"
	}
	p.warn(ForeignParam, off, len(theirs), help, "%s is literal text here, and no parameter",
		theirs).
		mend(theirs, ours, safe)
}

// speaksOurs says that the path has a parameter of ours before an offset, or that its prefix
// has: who wrote that means a `:cancel` or `$ref` behind it as it stands.
func (p *parser) speaksOurs(start int) bool {
	return p.behind || strings.Contains(strings.ReplaceAll(p.text[:start], "<<", ""), "<")
}
