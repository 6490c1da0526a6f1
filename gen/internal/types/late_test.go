package types

import "testing"

// TestLate holds types with what is wrong with them once their names are resolved.
func TestLate(t *testing.T) {
	const types = `
		Sort: enum(title, price)
		Level: enum(1, 2)
		Title: string(min=2, max=5)
		Short: Title
		Book: {title: Title}
		Tags: []string
		Either: Sort or Level
	`
	const notUnique = " unique is of lists of scalars and enums" +
		" | take it out: the handler can look"
	for _, row := range []struct{ text, want string }{
		{"Sort = title", ""},
		{"Sort|null = title", ""},
		{"Level = 2", ""},
		{"Short = abc", ""},
		{"[]Sort(unique)", ""},
		{"[]Short(unique)", ""},
		{"Sort = titel", `       ^^^^^ "titel" is no word of the enum | did you mean title? -> title`},
		{"Level = 3", `        ^ "3" is no word of the enum | did you mean 1? -> 1`},
		{`Level = "1"`, `        ^^^ "1" is no word of the enum | write it without quotation marks`},
		{"Short = a", `        ^ "a" breaks min=2 | write a default that the constraints take`},
		{"Book = x", `       ^ "x" is no Book | write Book?: records and unions have no default`},
		{"Either = x", `         ^ "x" is no Either | write Either?: records and unions have no default`},
		{"Tags = x", `       ^ a list has no default | take it out: without one it is empty`},
		{"[]Book(unique)", "       ^^^^^^" + notUnique},
		{"[]Either(unique)", "         ^^^^^^" + notUnique},
		{"[]Tags(unique)", "       ^^^^^^" + notUnique},
		{"map[string]([]Book(unique))?", "                   ^^^^^^" + notUnique},
	} {
		typ := world(t, types+"X: "+row.text)["X"].Type
		if got := show(row.text, typ.Late()); got != row.want {
			t.Errorf("%s:\n%s\nwant\n%s", row.text, got, row.want)
		}
	}
}

// TestEntryFaults wants in an entry of `types` nothing that belongs to where it is used.
func TestEntryFaults(t *testing.T) {
	const there = " belongs to where the name is used | take it out here, and write "
	for _, row := range []struct{ text, want string }{
		{"string(max=3)", ""},
		{"[](string|null)", ""},
		{"string?", "^^^^^^^ ?" + there + "T? there"},
		{"string|null", "^^^^^^^^^^^ |null" + there + "T|null there"},
		{"int = 1", "      ^ a default" + there + "T = 1 there"},
	} {
		typ, _ := Parse(row.text, Env{})
		if got := show(row.text, EntryFaults(typ)); got != row.want {
			t.Errorf("%s:\n%s\nwant\n%s", row.text, got, row.want)
		}
	}
}

// TestJSON shows which kinds of JSON a type has.
func TestJSON(t *testing.T) {
	const types = `
		Sort: enum(title, price)
		Level: enum(1, 2)
		Book: {title: string}
		Either: Sort or Book
		Deep: Either or Level
		Ring: Ring or Level
		Event: kind book=Book
		Name: Either
	`
	for _, row := range []struct{ text, want string }{
		{"string", "string"},
		{"isbn", "string"},
		{"base64|null", "string or null"},
		{"int8", "number"},
		{"float", "number"},
		{"bool", "boolean"},
		{"enum(a, b)", "string"},
		{"enum(1, 2)", "number"},
		{"[]int", "array"},
		{"map[string]int", "object"},
		{"any", "object or array or string or number or boolean or null"},
		{"model.Book", "object or array or string or number or boolean or null"},
		{"Sort", "string"},
		{"Level", "number"},
		{"Book", "object"},
		{"Name", "object or string"},
		{"Deep", "object or string or number"},
		{"Ring", "number"},
		{"Event", "object"},
	} {
		typ := world(t, types+"X: "+row.text)["X"].Type
		if got := typ.JSON().String(); got != row.want {
			t.Errorf("%s: %s, want %s", row.text, got, row.want)
		}
	}
}
