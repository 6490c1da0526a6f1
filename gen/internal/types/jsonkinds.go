package types

import "strings"

// Which kinds of JSON a type takes is known here.

// JSON is a set of the kinds of JSON values.
type JSON uint8

const (
	JSONNull JSON = 1 << iota
	JSONBool
	JSONNumber
	JSONString
	JSONArray
	JSONObject

	allJSON = JSONNull | JSONBool | JSONNumber | JSONString | JSONArray | JSONObject
)

var jsonNames = [...]string{"null", "boolean", "number", "string", "array", "object"}

// String names the kinds: "string or null".
func (j JSON) String() string {
	var names []string
	for i := len(jsonNames) - 1; i >= 0; i-- {
		if j&(1<<i) != 0 {
			names = append(names, jsonNames[i])
		}
	}
	return strings.Join(names, " or ")
}

// JSON is the kinds that values of a resolved type have. A Go type may take any; an own converter
// takes text. null is among them where the type says so.
//
// What it says is a bound from above: a value of another kind is refused, one of these kinds may
// be.
func (t *Type) JSON() JSON { return t.json(map[*Decl]bool{}) }

// json leaves out the unions that have been asked: what they take is counted already. Without that
// a union that is a member of itself would have no end.
func (t *Type) json(asked map[*Decl]bool) JSON {
	kinds := t.baseJSON(asked)
	if t.Nullable {
		kinds |= JSONNull
	}
	return kinds
}

func (t *Type) baseJSON(asked map[*Decl]bool) JSON {
	switch base := t.Base(); {
	case base.Kind == Bool:
		return JSONBool
	case base.Kind.Integer() || base.Kind.Float() || base.Kind == Enum && base.Integers:
		return JSONNumber
	case base.Kind == List:
		return JSONArray
	case base.Kind == Map:
		return JSONObject
	case base.Kind == Any || base.Kind == Go || base.Kind == Invalid:
		return allJSON
	case base.Kind == Named:
		return base.Decl.json(asked)
	}
	return JSONString
}

// JSON is the kinds that values of a declaration have.
func (d *Decl) JSON() JSON { return d.json(map[*Decl]bool{}) }

func (d *Decl) json(asked map[*Decl]bool) (kinds JSON) {
	switch {
	case d == nil:
		return allJSON
	case d.Form == Record || d.Form == Union && d.By != "":
		return JSONObject
	case d.Form == Words && d.Integers:
		return JSONNumber
	case d.Form == Words:
		return JSONString
	case asked[d]:
		return 0
	}
	asked[d] = true
	if d.Form == Alias && d.Type != nil {
		return d.Type.json(asked)
	}
	for _, m := range d.Members {
		kinds |= m.Decl.json(asked)
	}
	return kinds
}

// JSON is the kinds that the value of a field may have where it is there. null stands for what is
// absent, and for no elements and no bytes: that is how encoding/json writes a nil slice or map,
// and clients written in Go send it.
func (f *Field) JSON() JSON {
	kinds := f.Type.JSON()
	base := f.Type.Base().Kind
	if !f.Type.Required() || base == List || base == Map || base == Base64 {
		kinds |= JSONNull
	}
	return kinds
}
