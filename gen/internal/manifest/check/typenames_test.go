package check

import "testing"

// TestJSONInGo holds how bodies and results stand in signatures: what encoding/json has of old is
// as it was, and nil where it may be missing; what else may be missing is an Optional.
func TestJSONInGo(t *testing.T) {
	const before = "types: {Book: {title: string}, Ints: \"[]int\", Either: {oneof: {of: [Book]}}}\n" +
		"converters: {isbn: {type: model.ISBN, parse: model.Parse, format: model.Format}}\n" +
		"imports: {model: example.com/shop/model}\nroutes:\n"
	for _, row := range []struct {
		body, want string
		generated  bool
	}{
		{"Book", "Book", true},
		{"Book?", "runtime.Optional[Book]", true},
		{"Book|null", "runtime.Nullable[Book]", true},
		{"Book|null?", "runtime.Optional[runtime.Nullable[Book]]", true},
		{"Either?", "runtime.Optional[Either]", true},
		{"[]Book?", "runtime.Optional[[]Book]", true},
		{"Ints?", "runtime.Optional[Ints]", true},
		{"url?", "runtime.Optional[*url.URL]", true},
		{"string?", "runtime.Optional[string]", true},
		{"[4]model.Book?", "*[4]model.Book", false},
		{"map[string]Book?", "runtime.Optional[map[string]Book]", true},
		{"[](Book|null)", "[]runtime.Nullable[Book]", true},
		{"[]isbn", "[]model.ISBN", true},
		{"map[string]float", "map[string]float64", true},
		{"[]date", "[]time.Time", true},
		{"url", "*url.URL", true},
		{"string(max=3)", "string", true},
		{"[](model.Book)(max=3)", "[]model.Book", true},
		{"[]string", "[]string", true},
		{"map[string]float64", "map[string]float64", true},
		{"map[int]string", "map[int]string", false},
		{"[2]int", "[2]int", false},
		{"*int", "*int", false},
		{"map[string]any", "map[string]any", false},
		{"[]byte", "[]byte", false},
		{"*model.Book", "*model.Book", false},
		{"model.Book?", "*model.Book", false},
		{"[4]model.Book", "[4]model.Book", false},
		{"Own", "Own", false},
	} {
		src := before + "  - {path: \"/<isbn:id>\", methods: [POST], handler: A, body: \"" + row.body + "\", returns: model.Book}\n"
		m, faults := parse("routes.yaml", []byte(src))
		if m == nil {
			t.Errorf("%s: %v", row.body, found(faults))
			continue
		}
		b := m.Routes[0].Body
		if b.Type.Text != row.want || (b.Expr != nil) != row.generated {
			t.Errorf("%s: %s in Go, generated %v", row.body, b.Type.Text, b.Expr != nil)
		}
	}
}
