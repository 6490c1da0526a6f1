package wire

import (
	"fmt"
	"strings"
	"testing"
)

// Values of forms are read as those of queries are, but for what is here.

func TestFormValues(t *testing.T) {
	for _, row := range []struct{ kind, form, want string }{
		{"bool", "v=on", `true`},
		{"bool", "v=On", `v: "On" is not true or false`},
		{"string", "v=a\n", `"a"`},
		{"string", "v=a\r\n", `"a"`},
		{"string", "v=a\r", `"a\r"`},
		{"string", "v=a\n\n", `"a\n"`},
		{"string", "v=%0A", `"\n"`},
		{"string", "\n", ``},
		{"string", "v=%E9", `v is not UTF-8`},
		{"string", "v[]=a", ``},
		{"int", "v=null", `v: "null" is not an int (leave the field out instead)`},
		{"base64", "v=a+b=", `v is not base64: a + in a form is a space, write %2B`},
		{"[]string", `v=["a"]`, `"[\"a\"]"`},
	} {
		r := readers[row.kind]
		var p Params
		p.Form(row.form)
		got := readOne(&p, "v", r.list, func(p *Params, say func(any)) { r.read(p, say) })
		if got != row.want {
			t.Errorf("%s of %q: %s, wanted %s", row.kind, row.form, got, row.want)
		}
	}
}

// TestPages has the charset of a page where browsers tell it, before the text and behind it.
func TestPages(t *testing.T) {
	for _, row := range []struct{ form, want string }{
		{"v=%E9&_charset_=latin+1", `v is not UTF-8 (the form was sent as latin 1; serve the page as UTF-8)`},
		{"_charset_=windows-1252&v=%E9", `v is not UTF-8 (the form was sent as windows-1252; serve the page as UTF-8)`},
		{"_charset_=%FF&v=%E9", "v is not UTF-8 (the form was sent as \uFFFD; serve the page as UTF-8)"},
		{"_charset_=Utf-8&v=%E9", `v is not UTF-8`},
		{"_charset_=utf8&v=%E9", `v is not UTF-8`},
		{"_charset_=&v=%E9", `v is not UTF-8`},
	} {
		var p Params
		p.Form(row.form)
		for p.Next() {
			switch p.Name {
			case "v":
				p.One(0)
				p.String()
			default:
				p.Unknown()
			}
		}
		p.EndForm()
		if got := p.Faults.List[0].String(); got != row.want {
			t.Errorf("%s: %s, wanted %s", row.form, got, row.want)
		}
	}
}

func TestPartValues(t *testing.T) {
	for _, row := range []struct {
		kind  string
		parts []string
		want  string
	}{
		{"string", []string{"a+%20\xc3\xa9\r\n"}, `"a+%20é\r\n"`},
		{"string", []string{""}, `""`},
		{"string", []string{"a", "b", "c"}, `v given 2 times`},
		{"string", []string{"\xe9"}, `v is not UTF-8`},
		{"int", []string{"5\n"}, `v: "5\n" is not an int`},
		{"int", []string{""}, `empty`},
		{"bool", []string{"on"}, `true`},
		{"time", []string{"2026-01-02 03:04:05Z"}, `v: "2026-01-02 03:04:05Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"[]string", []string{"a,b", ""}, `"a,b" ""`},
		{"[]string", []string{`["a"`, `[a]`, `a]`}, `"[\"a\"" "[a]" "a]"`},
		{"[]string", []string{`["a"]`}, `v is a JSON array, send one part for each element`},
		{"[]int", []string{"1,2", "3"}, `1 2 3`},
		{"[]int", []string{"[1]"}, `v is a JSON array, send one part for each element`},
	} {
		r := readers[row.kind]
		var p Params
		p.Parts()
		var got []string
		for _, text := range row.parts {
			p.Part("v")
			p.PartText(text)
			got = append(got, readPart(&p, r.read))
		}
		want := strings.TrimSpace(strings.Join(got, " "))
		if len(p.Faults.List) > 0 {
			want = p.Faults.List[0].String()
		} else if want == "" && p.Given(0) {
			want = "empty"
		}
		if want != row.want {
			t.Errorf("%s of %q: %s, wanted %s", row.kind, row.parts, want, row.want)
		}
	}
}

// readPart reads the present part.
func readPart(p *Params, read reading) string {
	var values []string
	read(p, func(v any) { values = append(values, spelt(v)) })
	return strings.Join(values, " ")
}

func spelt(v any) string {
	if text, ok := v.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(v)
}

func TestJSONOfForms(t *testing.T) {
	decode := func(d *Decoder, at int, v *string) (next int, ok bool) {
		*v, next, ok = d.StringAt(at)
		return next, ok
	}
	for _, row := range []struct{ text, want string }{
		{`"a"`, "a"},
		{"%22a+b%22", "a b"},
		{"1", "v: a number, a string is wanted"},
		{"%zz", `v: "%zz" has a % without two hex digits`},
		{`"a`, "v: invalid JSON: the text ends inside a string at line 1, column 3 (offset 2)"},
	} {
		var p Params
		p.Form("v=" + row.text)
		p.Next()
		got := ""
		if p.Filled(0) && !ReadJSON(&p, &got, decode) {
			got = p.Faults.List[0].String()
		}
		if got != row.want {
			t.Errorf("%s: %s, wanted %s", row.text, got, row.want)
		}
	}
}

func TestFiles(t *testing.T) {
	for _, row := range []struct {
		several bool
		absent  []bool
		want    string
	}{
		{false, nil, "0, f is missing"},
		{false, []bool{false}, "1"},
		{false, []bool{true}, "0, f: no file was chosen"},
		{false, []bool{true, false}, "1"},
		{false, []bool{false, false, false}, "1, f given 2 times"},
		{true, []bool{false, true, false}, "2"},
	} {
		var p Params
		p.Parts()
		n := 0
		for _, absent := range row.absent {
			if p.Part("f"); p.File(0, row.several, absent) {
				n++
			}
		}
		p.RequiredFile(0, "f")
		got := spelt(n)
		for _, f := range p.Faults.List {
			got += ", " + f.String()
		}
		if got != row.want {
			t.Errorf("%v %v: %s, wanted %s", row.several, row.absent, got, row.want)
		}
	}
}
