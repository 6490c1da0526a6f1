// Package types holds the types of a manifest as data: expressions such as
// "[]string(max=20)?", and what stands under `types`. It knows the grammar, which constraint
// goes with what, and which names belong together; it knows neither YAML nor Go's syntax tree.
//
// [Parse] reads one expression (parse.go: the grammar; foreign.go: how others spell it) and says
// what is wrong in it; its places are offsets in the text. Package manifest reads the declarations
// around expressions and resolves the names in them. Then it asks what only whole declarations
// tell: loops (loops.go), what their names let be (late.go), and unions (union.go).
package types

import "example.com/httpgen/gen/internal/diag"

// Kind is what a type is made of.
type Kind uint8

const (
	Invalid Kind = iota // of an expression with a fault

	String
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Float32
	Float // float64 in Go
	Bool
	UUID
	Date     // time.Time: a day
	Time     // time.Time: RFC 3339
	Duration // time.Duration: 1m30s
	URL      // *url.URL
	Base64   // []byte
	Any      // json.RawMessage
	File     // *runtime.FormFile: of multipart types alone

	Enum  // words of its own, written in place
	List  // of Elem
	Map   // of string to Elem
	Named // an entry of `types`: Decl
	Own   // an own converter: Name
	Go    // a Go type: Name is its text, as go/types spells it
)

// A Range is a piece of the text of an expression, in bytes.
//
// Offsets and not lines: an expression is one text to this package, and who has read it out of a
// manifest knows which of its bytes stand where. In `[]string(max=20)?` the list is at {0, 17}, its
// element at {2, 6}, and the number of max at {13, 2}.
type Range struct{ Off, Len int }

// A Type is one expression. The zero value is invalid.
//
// What belongs to the whole expression stands in the outermost Type, what belongs to an element in
// Elem:
//
//	[]string(max=20)?       a List with Max 20 and Optional, whose Elem is a plain String
//	[](string(max=20))      a List without rules, whose Elem is a String with Max 20
//	map[string](int|null)   a Map, whose Elem is a Nullable Int
//	int = 1                 an Int with the default 1; it is not Optional
//
// Nothing that [Parse] returns is both Optional and has a Default: what has a default is never
// absent. And no Elem is Optional or has a default: an element that is not there is no element.
type Type struct {
	Kind Kind
	At   Range  // all of it, with its constraints, `?` and default
	Name string // of Named, Own and Go
	Elem *Type  // of List and Map
	Decl *Decl  // of Named, once it is resolved; nil before, and where there is none
	// Words are those of Enum. Integers: all are whole numbers, and the Go type is int.
	Words    []Word
	Integers bool

	Rules    Rules
	Nullable bool     // |null: JSON alone
	Optional bool     // ?: may be absent
	Default  *Literal // = value
}

// A Word is a word of an enum. Go is the name that the manifest gives it, or "". Const is that of
// the constant in Go, which begins with its type's: package check chooses it.
//
// In `enum(title, Cheapest="-price")` the second word has the Text "-price" and Go "Cheapest".
type Word struct {
	Text  string
	Go    string
	Const string
	At    Range
}

// Rules are the constraints of a type; nil and false are none. What they count: of a string
// characters, of base64 bytes, of a list or map elements, of a number the number itself.
//
// They keep the text and not the number: what messages show is what the author wrote, and 0.1 stays
// exact.
type Rules struct {
	Min, Max *Literal
	Multiple *Literal // of whole numbers and floats
	Pattern  *Literal // RE2, anchored as written
	Unique   *Range   // of a list: no two equal elements
}

// A Literal is a value as it stands in an expression, without quotation marks.
//
// Whether it was quoted matters where a bare word means something else: `enum("1", "2")` is of
// strings, `enum(1, 2)` of integers, and a number in quotation marks is a fault.
type Literal struct {
	Text   string
	Quoted bool
	At     Range
}

// Form says what an entry of `types` is.
//
// An enum is a form of its own and no alias: its constants need the name of the entry. An enum that
// stands in the place of a field's type is a [Type] of kind [Enum], which gets a name there.
type Form uint8

const (
	Alias  Form = iota // a named type of an expression
	Record             // a struct
	Words              // an enum of its own: Type.Words
	Union              // one of several
)

// A Decl is an entry of `types`.
//
// It is made before its expression is read, so that entries can name each other in any order: one
// that has a fault keeps its name, but may have no Type and no Fields.
type Decl struct {
	Name        string // an exported Go identifier
	Form        Form
	Description string
	Span        diag.Span // of the name

	Type *Type // of Alias and Words

	Fields  []*Field // of Record, those of Extends in front
	Extends []*Decl
	Keep    bool // unknown: keep, in Rest

	By      string // of Union: the field that tells members apart; "": kinds and required fields do
	Members []Member

	Integers bool // of Words: all are whole numbers, and the Go type is int
}

// A Member is one of a union's.
type Member struct {
	Tag  string // the value of By
	Decl *Decl
	Span diag.Span
}

// A Field is a field of a record, or one typed parameter: of a query, a header, a cookie.
type Field struct {
	Name string // on the wire
	Go   string // exported Go identifier, unique in its struct
	Type *Type
	// GoType is the name of the type that an enum written in place gets: <Struct><Field>.
	GoType string
	// Pointer: Go holds it as a pointer, because its record would contain itself. [Contain] says.
	Pointer bool

	Description, Example string
	Deprecated           bool
	Secret               bool // never echoed, never logged
	Style                Style
	Explode              bool
	SSE                  SSE
	Span                 diag.Span // of the name
	TypeSpan             diag.Span // of the expression
}

// Style is how a list or a record stands in a parameter, in OpenAPI's words.
//
// Which of them a parameter may have depends on where it stands: package manifest looks at that.
type Style uint8

const (
	FormStyle      Style = iota // tag=a&tag=b; without explode tag=a,b
	SpaceDelimited              // tag=a%20b
	PipeDelimited               // tag=a|b
	DeepObject                  // f[R]=1&f[G]=2
	SimpleStyle                 // headers: a,b
)

// SSE is what a field of a record is in an event of a stream.
//
// A field of which the manifest says nothing is data.
type SSE uint8

const (
	SSEData SSE = iota
	SSEEvent
	SSEID
	SSERetry
)

// Scalar says that values of the kind are one text on the wire.
//
// A Date is, and so is Any; a List, a Map and what a name stands for are not.
func (k Kind) Scalar() bool { return k >= String && k <= Base64 || k == Enum }

// Integer says that values are whole numbers.
func (k Kind) Integer() bool { return k >= Int && k <= Uint64 }

// Required says that a field of the type must be there in JSON: it may not be absent, and has no
// default.
func (t *Type) Required() bool { return !t.Optional && t.Default == nil }

// Base is the expression that decides what values of t are: it follows names of `types` that
// stand for expressions. The constraints on the way hold, too.
//
// With `types: {Name: string(max=20), Short: Name}` the base of Short is that string. Where the
// name is of a record, a union or an enum, or has been found nowhere, it is the name itself.
// Nullable and Optional of t are not of its base: who needs them asks t.
func (t *Type) Base() *Type {
	for range maxDepth {
		if t.Kind != Named || t.Decl == nil || t.Decl.Form != Alias || t.Decl.Type == nil {
			return t
		}
		t = t.Decl.Type
	}
	return t
}

// Leaf is what lists and maps of t are made of in the end: t itself, if it is neither.
//
// Of `[]map[string]int` it is the int. Names are not followed: what an entry of `types` is made of
// is its own matter.
func (t *Type) Leaf() *Type {
	for t.Elem != nil {
		t = t.Elem
	}
	return t
}

// maxDepth bounds how deep types stand in each other.
//
// It keeps recursion in bounds, here and in all that walks types: nobody writes as many.
const maxDepth = 64

// IsFile says that a type is a file, or a list of files.
func (t *Type) IsFile() bool { return t.Kind == File || t.Kind == List && t.Elem.Kind == File }

// HasFiles says that a record has files in it: it is for multipart bodies, and has no JSON.
func (d *Decl) HasFiles() bool {
	for _, f := range d.Fields {
		if f.Type != nil && f.Type.IsFile() {
			return true
		}
	}
	return false
}
