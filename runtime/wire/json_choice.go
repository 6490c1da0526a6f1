package wire

// Which member of a union a value is lives here, where no tag tells.

// Kinds is a set of kinds of JSON values.
type Kinds uint8

const (
	JSONNull Kinds = 1 << iota
	JSONBool
	JSONNumber
	JSONString
	JSONArray
	JSONObject
	JSONRequired // of a Member's field: it has to be there
)

// A Choice is a union's members. No value is two of them, which the generator has made sure of
// (but where members ignore names that they do not know: then the first counts).
type Choice struct {
	Names   []string // of the fields of all members
	Members []Member
}

// A Member is one of them.
type Member struct {
	Kinds  Kinds
	Record bool    // of objects Fields decides
	Open   bool    // names beyond Fields may be there
	Fields []Kinds // of Names: 0 is no field of this member
}

// Choose says which member stands next, or -1. It moves nothing, and looks at the names of an
// object and at the first byte of what they stand for, no deeper: unions in each other cost
// their length for each level.
func (d *Decoder) Choose(c *Choice) int {
	kind := kindOf(d.Kind())
	if kind == JSONObject {
		return d.chooseObject(c)
	}
	for i := range c.Members {
		if c.Members[i].Kinds&kind != 0 {
			return i
		}
	}
	return -1
}

func (d *Decoder) chooseObject(c *Choice) int {
	// What is found is the kind of each name's value, 0 where it is absent. Unions have few names:
	// the table of most of them needs no memory of its own.
	var few [32]Kinds
	found := few[:min(len(c.Names), len(few))]
	if len(c.Names) > len(few) {
		found = make([]Kinds, len(c.Names))
	}
	others := false  // names that no member has are there
	look := d.Look() // faults inside are told when the member is read
	look.push()
	for name, more := look.Next(); more; name, more = look.Next() {
		known := false
		for i := range c.Names {
			if c.Names[i] == string(name) {
				found[i], known = kindOf(look.Kind()), true
				break
			}
		}
		others = others || !known
		look.leap()
	}
	for i := range c.Members {
		if c.Members[i].fits(found, others) {
			return i
		}
	}
	return -1
}

// fits says whether an object with these fields may be m.
func (m *Member) fits(found []Kinds, others bool) bool {
	if !m.Record {
		return m.Kinds&JSONObject != 0
	}
	if others && !m.Open {
		return false
	}
	for i, field := range m.Fields {
		switch {
		case found[i] == 0:
			if field&JSONRequired != 0 {
				return false
			}
		case field == 0: // a name of another member
			if !m.Open {
				return false
			}
		case field&found[i] == 0:
			return false
		}
	}
	return true
}

func kindOf(kind byte) Kinds {
	switch kind {
	case 'n':
		return JSONNull
	case 'b':
		return JSONBool
	case '0':
		return JSONNumber
	case 's':
		return JSONString
	case 'a':
		return JSONArray
	case 'o':
		return JSONObject
	}
	return 0
}
