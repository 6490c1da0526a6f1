package wire

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// The constraints of parameters are tested here, and values of header fields and cookies.

// faultsOn are the faults of a query of one value v that ask finds.
func faultsOn(value string, secret bool, ask func(p *Params)) string {
	var p Params
	p.Query("v="+value, false)
	for p.Next() {
		if secret {
			p.Secret()
		}
		if p.One(0) {
			ask(&p)
		}
	}
	return toldOf(&p)
}

func toldOf(p *Params) string {
	var told []string
	for _, f := range p.Faults.List {
		told = append(told, f.Rule+" "+f.String())
	}
	return strings.Join(told, "; ")
}

func TestConstraintsOfParameters(t *testing.T) {
	lower := regexp.MustCompile("^[a-z]+$")
	for _, row := range []struct {
		name         string
		holds        bool
		ask          func(p *Params) bool
		want, secret string
	}{
		{"characters", true, func(p *Params) bool { return p.Chars("éé", 2, 2) && p.Chars("", 0, -1) }, "", ""},
		{"too few characters", false, func(p *Params) bool { return p.Chars("é", 2, 3) },
			"min query parameter v: has 1 character, at least 2 are wanted", "min query parameter v: has 1 character, at least 2 are wanted"},
		{"too many bytes", false, func(p *Params) bool { return p.Bytes([]byte("abc"), 0, 1) },
			"max query parameter v: has 3 bytes, at most 1 is wanted", "max query parameter v: has 3 bytes, at most 1 is wanted"},
		{"a pattern", true, func(p *Params) bool { return p.Match("abc", lower) }, "", ""},
		{"no pattern", false, func(p *Params) bool { return p.Match("A", lower) },
			`pattern query parameter v: "A" does not match ^[a-z]+$`, "pattern query parameter v: the value does not match ^[a-z]+$"},
		{"numbers", true, func(p *Params) bool {
			return p.AtLeast(-1, -1) && p.AtMost(2, 2) && p.Multiple(6, 3) && p.AtLeastUint(1, 1) && p.AtMostUint(2, 2) && p.MultipleUint(0, 3) &&
				p.AtLeastFloat(0.5, 0.5) && p.AtMostFloat(1.5, 1.5) && p.MultipleFloat(0.3, 0.1)
		}, "", ""},
		{"too small", false, func(p *Params) bool { return p.AtLeast(-2, -1) }, "min query parameter v: -2 is less than -1", "min query parameter v: the value is less than -1"},
		{"too large", false, func(p *Params) bool { return p.AtMost(3, 2) }, "max query parameter v: 3 is more than 2", "max query parameter v: the value is more than 2"},
		{"no multiple", false, func(p *Params) bool { return p.Multiple(7, 3) }, "multiple query parameter v: 7 is not a multiple of 3", "multiple query parameter v: the value is not a multiple of 3"},
		{"too small, no sign", false, func(p *Params) bool { return p.AtLeastUint(0, 1) }, "min query parameter v: 0 is less than 1", "min query parameter v: the value is less than 1"},
		{"too large, no sign", false, func(p *Params) bool { return p.AtMostUint(1<<63, 1) }, "max query parameter v: 9223372036854775808 is more than 1", "max query parameter v: the value is more than 1"},
		{"no multiple, no sign", false, func(p *Params) bool { return p.MultipleUint(7, 3) }, "multiple query parameter v: 7 is not a multiple of 3", "multiple query parameter v: the value is not a multiple of 3"},
		{"too small, fraction", false, func(p *Params) bool { return p.AtLeastFloat(0.4, 0.5) }, "min query parameter v: 0.4 is less than 0.5", "min query parameter v: the value is less than 0.5"},
		{"too large, fraction", false, func(p *Params) bool { return p.AtMostFloat(1e21, 0.5) }, "max query parameter v: 1e+21 is more than 0.5", "max query parameter v: the value is more than 0.5"},
		{"no multiple, fraction", false, func(p *Params) bool { return p.MultipleFloat(0.35, 0.1) }, "multiple query parameter v: 0.35 is not a multiple of 0.1", "multiple query parameter v: the value is not a multiple of 0.1"},
		{"none of the words", false, func(p *Params) bool { p.NoneOf("x", "a, b"); return false }, `enum query parameter v: "x" is none of a, b`, "enum query parameter v: the value is none of a, b"},
		{"what a converter refuses", false, func(p *Params) bool { p.Refused("isbn"); return false }, `type query parameter v: "x" is no isbn`, "type query parameter v: the value is no isbn"},
		{"elements", true, func(p *Params) bool { p.Elements("v", 2, 1, 2); p.Unique("v", false); return true }, "", ""},
		{"too many elements", false, func(p *Params) bool { p.Elements("v", 3, 1, 2); p.Unique("v", true); return false },
			"max query parameter v: has 3 elements, at most 2 are wanted; unique query parameter v: has an element twice",
			"max query parameter v: has 3 elements, at most 2 are wanted; unique query parameter v: has an element twice"},
	} {
		for _, secret := range []bool{false, true} {
			want := row.want
			if secret {
				want = row.secret
			}
			got := faultsOn("x", secret, func(p *Params) {
				if row.ask(p) != row.holds {
					t.Errorf("%s: holds is %v", row.name, !row.holds)
				}
			})
			if got != want {
				t.Errorf("%s: %q, want %q", row.name, got, want)
			}
		}
	}
}

func TestParametersThatAreMissingOrUnknown(t *testing.T) {
	var p Params
	p.RefuseUnknown()
	p.Query("a=1&b=&c[0]=2&%FF=3", false)
	for p.Next() {
		switch {
		case p.Name == "a" || p.Name == "b":
			p.Filled(uint(p.Name[0] - 'a'))
		case p.Element():
			if !p.InList() {
				t.Error("an element is none")
			}
			p.Unknown()
		default:
			p.Unknown()
		}
	}
	p.Required(0, "a")
	p.Required(1, "b")
	p.Required(2, "c")
	const want = "unknown query parameter c[0] is not known; unknown query parameter \uFFFD is not known; required query parameter b is empty; required query parameter c is missing"
	if got := toldOf(&p); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if !p.Given(1) || p.Has(1) || !p.Has(0) || p.Given(2) {
		t.Error("what came is not what was sent")
	}
	p.Fault(RuleType, "is more")
	for range 39 {
		p.Faults.Add(Fault{In: "query", Message: "is more"})
	}
	if len(p.Faults.List) != MaxFaults || p.Faults.More != 12 {
		t.Errorf("%d faults and %d more", len(p.Faults.List), p.Faults.More)
	}
}

func TestHeaderFieldsAndCookies(t *testing.T) {
	var p Params
	p.Header()
	var list []string
	for _, line := range []string{"a, b", ",,\tc%20 ,", "", "d"} {
		p.Line("X-List", 1, line, false)
		for p.NextElement() {
			text, ok := p.Text()
			list = append(list, fmt.Sprint(text, ok))
		}
	}
	if got := strings.Join(list, " "); got != "atrue btrue c%20true dtrue" || p.Lines != 4 || !p.Given(1) {
		t.Errorf("%s of %d lines", got, p.Lines)
	}
	if p.Field("X-One", 2, "5", false, false) && p.Filled(2) {
		if n, ok := p.Int(64, "int"); !ok || n != 5 {
			t.Error(n, ok)
		}
	}
	if p.Field("X-Two", 3, "5", true, false) {
		t.Error("a field that came twice is read")
	}
	if p.Required(3, "X-Two"); toldOf(&p) != "repeat header X-Two given 2 times" {
		t.Error(toldOf(&p))
	}

	p.Cookies()
	var cookies []string
	for _, line := range []string{`a="x y"; b=100%;c ; =d; a=again`, `e=%41`} {
		p.CookieLine(line, false)
		for p.NextCookie() {
			if p.One(uint(p.Name[0] - 'a')) {
				text, _ := p.String()
				cookies = append(cookies, p.Name+"="+text)
			}
		}
	}
	if got := strings.Join(cookies, " "); got != "a=x y b=100% e=A" || len(p.Faults.List) != 1 {
		t.Errorf("%s; %s", got, toldOf(&p))
	}
}

// What a browser says of its page's charset is told where text is not UTF-8, of parts, too.
func TestThePageOfAForm(t *testing.T) {
	var p Params
	p.Parts()
	p.Page("windows-1252")
	p.Part("v")
	p.PartText("\xe9")
	if p.One(0) {
		p.String()
	}
	p.EndForm()
	if got := toldOf(&p); got != "syntax v is not UTF-8 (the form was sent as windows-1252; serve the page as UTF-8)" {
		t.Error(got)
	}
}
