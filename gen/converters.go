package gen

// The converters of path parameters, for the command that shows them.

// A Converter is one of httpgen's own converters.
type Converter struct {
	Name    string `json:"name"` // as in <int:id>
	Written string `json:"written"`
	GoType  string `json:"go_type"`
	Takes   string `json:"takes"`            // a shape, or words
	Beyond  string `json:"beyond,omitempty"` // what is asked of a text of that shape
}

// Converters lists those that need no declaration, in the order of precedence.
func Converters() []Converter {
	const (
		digits, signed = "[0-9]+", "-?[0-9]+"
		some           = "any text but the empty"
	)
	list := []Converter{
		{"any", "any(a,b,c)", "a string type of the parameter's name, with a constant for each word",
			"one of the words", ""},
		{"bool", "bool", "bool", "true, false", ""},
		{"uuid", "uuid", "runtime.UUID", "8-4-4-4-12 hex digits of either case", ""},
		{"date", "date", "time.Time", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a real day"},
	}
	for _, name := range []string{"uint8", "uint16", "uint32", "uint64", "uint"} {
		list = append(list, Converter{name, name, name, digits, "in range"})
	}
	for _, name := range []string{"int8", "int16", "int32", "int64", "int"} {
		list = append(list, Converter{name, name, name, signed, "in range"})
	}
	return append(list,
		Converter{"float", "float", "float64", `-?[0-9]+(\.[0-9]+)?`, ""},
		Converter{"str", "str, str(min=2,max=20)", "string", some, "so many characters"},
		Converter{"path", "path", "string", some + ", slashes included", ""})
}
