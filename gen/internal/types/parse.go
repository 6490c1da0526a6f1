package types

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/httpgen/gen/internal/diag"
)

// The grammar of a type expression:
//
//	expression = type [ rules ] *( "?" / "|null" ) [ "=" literal ]
//	type       = "[]" type / "map[string]" type / "(" expression ")" / enum / word / go
//	enum       = "enum(" member *( "," member ) ")"
//	member     = [ name "=" ] literal
//	rules      = "(" rule *( "," rule ) ")"
//	rule       = ( "min" / "max" / "multiple" / "pattern" ) "=" literal / "unique"
//	literal    = bare / a string as Go quotes it
//	word       = a scalar / an own converter / an entry of `types`
//	go         = a Go type: exported, package.Name, *T, [4]T, map[K]T
//
// What stands behind "[]" and "map[string]" is a type without rules: rules, "?", "|null" and a
// default belong to the whole expression. Blanks may stand inside of parentheses, around "=" and
// around all of it.

// Limits of an expression. Who is past them has no manifest that a person wrote.
const (
	maxText  = 4000 // bytes
	maxWords = 1000 // of an enum
)

// Env is what an expression may name beside the builtin types.
//
// Package manifest sees to it that no name is in both lists. What is in neither, and no builtin
// type, is taken for a Go type of the generated package, if it begins with a capital.
type Env struct {
	Own   []string // own converters
	Types []string // entries of `types`
	File  bool     // file may stand here: in the types of multipart bodies

	// Go checks a Go type, of which at is the place in the expression, and spells it. It
	// reports by itself what is wrong, and is then false. nil takes every type as it is.
	Go func(text string, at Range) (string, bool)
}

// Parse parses an expression. The type is nil if a fault is an error, or Env.Go refused one of
// its Go types; faults that are warnings may come with a type. Names of `types` are not resolved:
// their Decl is nil.
//
//	string(min=1, max=20)?    may be absent, else of 1 to 20 characters
//	[]int(min=1)              min is the list's: at least one element
//	string ?                  a fault, which says to take the blank out
//	List<int>                 a fault, which says to write []int
//
// One call tells as many faults as it can: what is wrong inside of a type (a bound, a default, an
// unknown name) does not keep it from reading on, what breaks the form (a bracket that is not
// closed) does.
func Parse(text string, env Env) (*Type, []Fault) {
	p := &parser{text: text, env: env, places: map[*Type]*place{}}
	t := p.parse()
	slices.SortStableFunc(p.faults, func(a, b Fault) int { return cmp.Compare(a.At.Off, b.At.Off) })
	if p.failed {
		return nil, p.faults
	}
	return t, p.faults
}

// A parser reads one expression from left to right. A reader of a type that returns nil or false
// has put a fault into faults: nobody else has to report it.
type parser struct {
	text   string
	env    Env
	pos    int
	depth  int // of types in each other
	faults []Fault
	failed bool
	places map[*Type]*place
}

// A place says where the parts of a type stand. Messages alone need it.
type place struct {
	base           Range // without constraints and what follows
	optional, null Range
}

func (p *parser) parse() *Type {
	switch {
	case strings.TrimSpace(p.text) == "":
		p.fault(Syntax, Range{0, len(p.text)}, "write a type, such as string, []int or enum(a, b)",
			"the type is empty")
		return nil
	case len(p.text) > maxText:
		p.fault(TooBig, Range{0, len(p.text)}, "name parts of it under `types`",
			"a type has at most %d bytes, and this one %d", maxText, len(p.text))
		return nil
	case !utf8.ValidString(p.text):
		p.fault(Syntax, Range{0, len(p.text)}, "write the manifest in UTF-8",
			"a type is UTF-8 text")
		return nil
	}
	p.blanks()
	t := p.expression()
	if t == nil {
		return nil
	}
	if p.blanks(); p.pos < len(p.text) {
		p.behind(t)
		return nil
	}
	p.check(t)
	p.settle(t)
	if t.Kind == Go {
		p.goType(t)
	}
	return t
}

// fault notes an error: the text is no type.
func (p *parser) fault(problem Problem, at Range, help, format string, args ...any) *Fault {
	p.failed = true
	return p.note(problem, at, help, fmt.Sprintf(format, args...))
}

func (p *parser) note(problem Problem, at Range, help, message string) *Fault {
	at.Off = min(at.Off, len(p.text))
	at.Len = min(at.Len, len(p.text)-at.Off)
	p.faults = append(p.faults, Fault{
		Problem: problem, At: at, Message: message, Help: help, Was: p.text[at.Off:at.end()],
	})
	return &p.faults[len(p.faults)-1]
}

// mend says what should stand in the place of a fault. Safe: nothing else can have been meant.
func (f *Fault) mend(near string, safe bool) { f.Near, f.Safe = near, safe }

func (r Range) end() int { return r.Off + r.Len }

// of is the text of a range.
func (p *parser) of(r Range) string { return p.text[r.Off:r.end()] }

// since is what has been read from an offset on.
func (p *parser) since(start int) Range { return Range{start, p.pos - start} }

// rest is what has not been read.
func (p *parser) rest() string { return p.text[p.pos:] }

// peek is the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos == len(p.text) {
		return 0
	}
	return p.text[p.pos]
}

// stray complains about the character that is next.
func (p *parser) stray(help string) {
	r, n := utf8.DecodeRuneInString(p.rest())
	p.fault(Syntax, Range{p.pos, n}, help, "%q cannot stand here", r)
}

// take reads text if it is next.
func (p *parser) take(text string) bool {
	if !strings.HasPrefix(p.rest(), text) {
		return false
	}
	p.pos += len(text)
	return true
}

func (p *parser) blanks() {
	p.pos = len(p.text) - len(strings.TrimLeft(p.rest(), " \t\r\n"))
}

// name reads letters, digits, underscores, and hyphens behind the first. Words of other schemas
// have hyphens (date-time), and are to be told whole.
func (p *parser) name() string {
	rest := p.rest()
	n := len(rest)
	for i, r := range rest {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || r != '-' && !unicode.IsDigit(r)) {
			n = i
			break
		}
	}
	p.pos += n
	return rest[:n]
}

// expression reads a type with all that follows it. Like the readers of its parts it returns nil
// where it cannot go on, and has then said why.
func (p *parser) expression() *Type {
	start := p.pos
	t := p.base()
	if t == nil || !p.suffixes(t) {
		return nil
	}
	t.At = p.since(start)
	return t
}

// suffixes reads what may follow a type. The marks may stand in either order, as in `T|null?` and
// `T?|null`; a default is the last.
func (p *parser) suffixes(t *Type) bool {
	at := p.places[t]
	for {
		before := p.pos
		p.blanks()
		switch c := p.peek(); {
		case c == '=':
			p.pos++
			return p.setDefault(t, p.pos-1)
		case c == '|':
			if !p.alternative(t, before) {
				return false
			}
		case before != p.pos && (c == '?' || c == '('):
			p.fault(Syntax, Range{before, p.pos + 1 - before}, "take the blank out",
				"a blank stands before %q", c).mend(string(c), true)
			return false
		case c == '(':
			if t.Optional || t.Nullable {
				return p.lateRules(t)
			}
			if !p.rules(t) {
				return false
			}
		case c == '?':
			if p.pos++; t.Optional {
				p.fault(Syntax, Range{p.pos - 2, 2}, "keep one of them", "? stands twice").
					mend("?", true)
			}
			t.Optional, at.optional = true, Range{p.pos - 1, 1}
		case strings.HasPrefix(p.rest(), "[]"):
			return p.trailingList(t)
		default:
			p.pos = before
			return true
		}
	}
}

// lateRules complains about constraints behind "?" or "|null".
func (p *parser) lateRules(t *Type) bool {
	base, open := p.places[t].base, p.pos
	between := p.text[base.end():open]
	end := p.closing(open)
	if end < 0 {
		p.unclosed(open)
		return false
	}
	if !strings.ContainsAny(between, "()") {
		rules := p.text[open : end+1]
		p.fault(Syntax, Range{base.end(), end + 1 - base.end()},
			"write "+shown(p.of(base)+rules+between),
			"constraints stand before %s", between).mend(rules+between, true)
		return false
	}
	p.fault(Syntax, Range{open, 1}, "constraints stand directly behind the type, and once",
		"no ( can stand here")
	return false
}

// behind complains about what follows a whole expression. Most often it belongs to what stands
// before: blanks in a default, or constraints without parentheses (`string max=20`).
func (p *parser) behind(t *Type) {
	at := Range{p.pos, len(strings.TrimRight(p.rest(), " \t\r\n"))}
	switch c := p.peek(); c {
	case ')':
		p.fault(Syntax, Range{p.pos, 1}, "take it out", ") closes nothing")
	case '>':
		p.fault(Syntax, Range{p.pos, 1}, "take it out", "> closes nothing")
	case ',':
		p.fault(Syntax, at, "quote it, if YAML cut the expression at a comma",
			"one type stands here")
	default:
		help := "write one type, such as string, []int, map[string]Book or enum(a, b)"
		if t.Default != nil && !t.Default.Quoted {
			whole := Range{t.Default.At.Off, at.end() - t.Default.At.Off}
			quoted := quote(p.of(whole))
			p.fault(BadDefault, whole, "write "+shown(quoted),
				"a default with blanks or parentheses stands in quotation marks").mend(quoted, true)
			return
		}
		base, rest := p.places[t].base, p.of(at)
		if slices.Contains(t.Kind.takes(), p.name()) && !strings.Contains(rest, "(") {
			at = Range{base.end(), at.end() - base.end()}
			p.fault(Syntax, at, "write "+shown(p.of(base)+"("+rest+")"),
				"constraints stand in parentheses").mend("("+rest+")", false)
			return
		}
		p.fault(Syntax, at, help, "%s cannot stand behind a type", diag.Quoted(rest))
	}
}
