package pattern

import "strings"

// A pattern is spelt back to text here.

// A Form is a way to spell a pattern.
type Form uint8

const (
	Written  Form = iota // as people write it: <name>, <int:id>
	Full                 // with every converter: <str:name>, <int:id>
	Nameless             // without names: <str>, <int>. Equal texts are equal patterns
)

// Text spells a pattern. Parse of the forms Written and Full gives the pattern again.
func (p *Pattern) Text(form Form) string {
	var b strings.Builder
	for _, s := range p.Segments {
		b.WriteByte('/')
		b.WriteString(s.Text(form))
	}
	return b.String()
}

// Text spells a segment, without the slash before it.
//
//	"a<b" <str:name> "."   Written    a<<b<name>.
//	                       Full       a<<b<str:name>.
//	                       Nameless   a<<b<str>.
func (s Segment) Text(form Form) string {
	if len(s) == 1 && s[0].Param == nil { // most are
		return escaped(s[0].Literal)
	}
	var b strings.Builder
	for _, part := range s {
		if part.Param == nil {
			b.WriteString(escaped(part.Literal))
			continue
		}
		b.WriteByte('<')
		conv, name := part.Param.Conv, part.Param.Name
		switch {
		case form == Nameless:
			b.WriteString(conv.String())
		case form == Written && conv.Kind == Str:
			b.WriteString(name)
		default:
			b.WriteString(conv.String() + ":" + name)
		}
		b.WriteByte('>')
	}
	return b.String()
}

// escaped is literal text as a pattern has it.
func escaped(literal string) string { return strings.ReplaceAll(literal, "<", "<<") }
