package wire

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"
)

// A reader of one parameter, as generated code reads it.
type reading func(p *Params, say func(any))

// readOne reads a query, form, … with one declared parameter and returns what came out of it:
// the values with blanks between them, or the faults.
func readOne(p *Params, name string, list bool, read reading) string {
	var values []string
	say := func(v any) {
		switch v := v.(type) {
		case string:
			values = append(values, fmt.Sprintf("%q", v))
		default:
			values = append(values, fmt.Sprint(v))
		}
	}
	for p.Next() {
		for {
			if p.Name == name && (list || !p.element) {
				read(p, say)
			} else if list && p.Element() {
				continue
			}
			break
		}
	}
	if len(p.Faults.List) > 0 {
		var faults []string
		for _, f := range p.Faults.List {
			faults = append(faults, f.String())
		}
		return strings.Join(faults, "; ")
	}
	if values == nil && p.Given(0) {
		return "empty"
	}
	return strings.Join(values, " ")
}

func one(read func(*Params) (any, bool)) reading {
	return func(p *Params, say func(any)) {
		if p.Filled(0) {
			if v, ok := read(p); ok {
				say(v)
			}
		}
	}
}

func each(separator Separator, texts bool, read func(*Params) (any, bool)) reading {
	return func(p *Params, say func(any)) {
		for p.Each(0, separator, texts) {
			if v, ok := read(p); ok {
				say(v)
			}
		}
	}
}

func anyOf[T any](v T, ok bool) (any, bool) { return v, ok }

var (
	text = func(p *Params) (any, bool) { return anyOf(p.String()) }
	num  = func(p *Params) (any, bool) { return anyOf(p.Int(64, "int")) }

	readers = map[string]struct {
		list bool
		read reading
	}{
		"string": {false, func(p *Params, say func(any)) {
			if p.One(0) {
				if v, ok := p.String(); ok {
					say(v)
				}
			}
		}},
		"int":        {false, one(num)},
		"int8":       {false, one(func(p *Params) (any, bool) { return anyOf(p.Int(8, "int8")) })},
		"uint16":     {false, one(func(p *Params) (any, bool) { return anyOf(p.Uint(16, "uint16")) })},
		"float":      {false, one(func(p *Params) (any, bool) { return anyOf(p.Float(64)) })},
		"float32":    {false, one(func(p *Params) (any, bool) { return anyOf(p.Float(32)) })},
		"bool":       {false, one(func(p *Params) (any, bool) { return anyOf(p.Bool()) })},
		"uuid":       {false, one(func(p *Params) (any, bool) { return anyOf(p.UUID()) })},
		"date":       {false, one(func(p *Params) (any, bool) { return anyOf(p.Date()) })},
		"time":       {false, one(func(p *Params) (any, bool) { return anyOf(p.Time()) })},
		"duration":   {false, one(func(p *Params) (any, bool) { return anyOf(p.Duration()) })},
		"url":        {false, one(func(p *Params) (any, bool) { return anyOf(p.URL()) })},
		"base64":     {false, one(func(p *Params) (any, bool) { v, ok := p.Base64(); return string(v), ok })},
		"secret":     {false, one(func(p *Params) (any, bool) { p.Secret(); return anyOf(p.Int(64, "int")) })},
		"[]string":   {true, each(Alone, true, text)},
		"[]int":      {true, each(CommasToo, false, num)},
		"csv":        {true, each(Commas, true, text)},
		"csv of int": {true, each(Commas, false, num)},
		"ssv":        {true, each(Spaces, true, text)},
		"pipes":      {true, each(Pipes, true, text)},
	}
)

func TestQueryValues(t *testing.T) {
	for _, row := range []struct{ kind, query, want string }{
		// Names and pairs.
		{"string", "&&v=a&", `"a"`},
		{"string", "v=a;b=c", `"a;b=c"`},
		{"string", "v=a=b", `"a=b"`},
		{"string", "%76=a", `"a"`},
		{"string", "V=a", ``},
		{"string", "w=100%&v=a", `"a"`},
		{"string", "v=a%20b+c%2B", `"a b c+"`},
		{"string", "v=100%", `query parameter v: "100%" has a % without two hex digits`},
		{"string", "v=%zz", `query parameter v: "%zz" has a % without two hex digits`},
		{"string", "v=%FF", `query parameter v is not UTF-8`},
		{"string", "v=\xff", `query parameter v is not UTF-8`},
		{"string", "v", `""`},
		{"string", "v=", `""`},
		{"string", "v=null", `"null"`},
		{"string", "v=1&v=2&v=3", `query parameter v given 2 times`},
		{"string", "v[]=1", ``},
		{"int", "v", `empty`},
		{"int", "v=", `empty`},
		{"int", "v=null", `query parameter v: "null" is not an int (leave the parameter out instead)`},
		{"int", "v=undefined", `query parameter v: "undefined" is not an int (leave the parameter out instead)`},
		{"int", "v=%5Bobject+Object%5D", `query parameter v: "[object Object]" is not an int (leave the parameter out instead)`},
		{"int", "v=1&v=2", `query parameter v given 2 times`},
		// Lists.
		{"[]string", "v=a&v=b", `"a" "b"`},
		{"[]string", "v[]=a&v%5B%5D=b", `"a" "b"`},
		{"[]string", "v[1]=a&v[0]=b", `"a" "b"`},
		{"[]string", "v[x]=a", ``},
		{"[]string", "v=1,2", `"1,2"`},
		{"[]string", "v=", `""`},
		{"[]int", "v=1,2", `1 2`},
		{"[]int", "v=1%2C2&v=3", `1 2 3`},
		{"[]int", "v=", `empty`},
		{"[]int", "v=1,x", `query parameter v: "x" is not an int`},
		{"[]int", "v=1,", `query parameter v: "" is not an int`},
		{"csv", "v=a%20b,c%2Cd", `"a b" "c,d"`},
		{"csv", "v=a%2Cb", `"a" "b"`},
		{"csv", "v=a&v=b", `"a" "b"`},
		{"csv", "v[]=a&v[]=b", `"a" "b"`},
		{"csv", "v=", `empty`},
		{"csv", "v=,", `"" ""`},
		{"csv", "v=,a", `"" "a"`},
		{"csv of int", "v=4,5", `4 5`},
		{"ssv", "v=a%20b", `"a" "b"`},
		{"ssv", "v=a+b", `"a" "b"`},
		{"ssv", "v=a+b%20c", `"a" "b" "c"`},
		{"pipes", "v=a|b", `"a" "b"`},
		{"pipes", "v=a%7Cb", `"a" "b"`},
		// Kinds.
		{"int", "v=-5", `-5`},
		{"int", "v=05", `5`},
		{"int", "v=1e3", `query parameter v: "1e3" is not an int`},
		{"int", "v=1.0", `query parameter v: "1.0" is not an int`},
		{"int", "v=%2B5", `query parameter v: "+5" is not an int`},
		{"int", "v=+5", `query parameter v: " 5" is not an int`},
		{"int", "v=0x5", `query parameter v: "0x5" is not an int`},
		{"int", "v=1_000", `query parameter v: "1_000" is not an int`},
		{"int", "v=٥", `query parameter v: "٥" is not an int`},
		{"int", "v=-", `query parameter v: "-" is not an int`},
		{"int", "v=99999999999999999999", `query parameter v: "99999999999999999999" is out of the range of int`},
		{"int8", "v=-128", `-128`},
		{"int8", "v=128", `query parameter v: "128" is out of the range of int8`},
		{"uint16", "v=65535", `65535`},
		{"uint16", "v=65536", `query parameter v: "65536" is out of the range of uint16`},
		{"uint16", "v=-1", `query parameter v: "-1" is out of the range of uint16`},
		{"float", "v=1e21", `1e+21`},
		{"float", "v=1e%2B21", `1e+21`},
		{"float", "v=0.1000000000", `0.1`},
		{"float", "v=-0", `-0`},
		{"float", "v=1000000000000000000000", `1e+21`},
		{"float", "v=NaN", `query parameter v: "NaN" is not a number`},
		{"float", "v=Infinity", `query parameter v: "Infinity" is not a number`},
		{"float", "v=0x1p4", `query parameter v: "0x1p4" is not a number`},
		{"float", "v=1_0", `query parameter v: "1_0" is not a number`},
		{"float", "v=.5", `query parameter v: ".5" is not a number`},
		{"float", "v=5.", `query parameter v: "5." is not a number`},
		{"float", "v=1e400", `query parameter v: "1e400" is out of range`},
		{"float32", "v=1e39", `query parameter v: "1e39" is out of range`},
		{"bool", "v=True", `true`},
		{"bool", "v=1", `true`},
		{"bool", "v=FALSE", `false`},
		{"bool", "v=0", `false`},
		{"bool", "v=on", `query parameter v: "on" is not true or false`},
		{"bool", "v=t", `query parameter v: "t" is not true or false`},
		{"uuid", "v=f81d4fae-7dec-11d0-a765-00a0c91e6bF6", `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`},
		{"uuid", "v=f81d4fae", `query parameter v: "f81d4fae" is not a UUID`},
		{"date", "v=2024-02-29", `2024-02-29 00:00:00 +0000 UTC`},
		{"date", "v=2023-02-29", `query parameter v: "2023-02-29" is not a day, such as 2026-11-28`},
		{"time", "v=2024-01-02T03:04:05Z", `2024-01-02 03:04:05 +0000 UTC`},
		{"time", "v=2024-01-02t03%3A04%3A05.123456789z", `2024-01-02 03:04:05.123456789 +0000 UTC`},
		{"time", "v=2024-01-02T03:04:05.1%2B02:00", `2024-01-02 03:04:05.1 +0200 +0200`},
		{"time", "v=2024-01-02T03:04:05+02:00", `query parameter v: "2024-01-02T03:04:05 02:00" is not a time: a + in a query is a space, write %2B`},
		{"time", "v=2024-01-02T03:04:05", `query parameter v: "2024-01-02T03:04:05" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=2024-01-02T24:00:00Z", `query parameter v: "2024-01-02T24:00:00Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=2024-01-02T03:04:60Z", `query parameter v: "2024-01-02T03:04:60Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=2024-01-02T03:04:05,5Z", `query parameter v: "2024-01-02T03:04:05,5Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=2024-01-02+03:04:05Z", `query parameter v: "2024-01-02 03:04:05Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=2024-01-02T03:04:05.1234567890Z", `query parameter v: "2024-01-02T03:04:05.1234567890Z" is not a time, such as 2026-11-28T10:00:00Z`},
		{"time", "v=1704164645", `query parameter v: "1704164645" is not a time, such as 2026-11-28T10:00:00Z`},
		{"duration", "v=1m30s", `1m30s`},
		{"duration", "v=%2B1s", `query parameter v: "+1s" is not a duration, such as 1m30s`},
		{"duration", "v=90", `query parameter v: "90" is not a duration, such as 1m30s`},
		{"url", "v=https%3A%2F%2Fa.example%2Fb%3Fc", `https://a.example/b?c`},
		{"url", "v=%3A", `query parameter v: ":" is not a URL`},
		{"base64", "v=aGk%3D", `"hi"`},
		{"base64", "v=aGk=", `"hi"`},
		{"base64", "v=+/8=", `query parameter v is not base64: a + in a query is a space, write %2B`},
		{"base64", "v=aGk", `query parameter v is not base64`},
		{"base64", "v=aG%0Ak=", `query parameter v is not base64`},
		{"secret", "v=hunter2", `query parameter v: the value is not an int`},
	} {
		for _, kept := range []bool{true, false} {
			var p Params
			p.Query(row.query, kept)
			r := readers[row.kind]
			if got := readOne(&p, "v", r.list, r.read); got != row.want {
				t.Errorf("%s of %q: %s, want %s", row.kind, row.query, got, row.want)
			}
		}
	}
}

func TestStringsAreTheirOwn(t *testing.T) {
	for _, sent := range []string{"v=abc", "v=a%20c", "v=a,b"} {
		buffer := []byte(sent)
		var p Params
		p.Query(unsafeString(buffer), false)
		var got []string
		for p.Next() {
			for p.Each(0, Commas, true) {
				v, _ := p.String()
				got = append(got, v)
			}
		}
		want := strings.Join(got, "|")
		want = strings.Clone(want)
		for i := range buffer {
			buffer[i] = '!'
		}
		if now := strings.Join(got, "|"); now != want {
			t.Errorf("%s: %s has become %s", sent, want, now)
		}
	}
}

func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Nothing is allocated but texts.
func TestReadingOfParametersAllocatesNothing(t *testing.T) {
	const query = "a=5&b=true&c=2024-01-02T03:04:05%2B02:00&d=x&d=y&e=1e%2B21&d=f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
	n := testing.AllocsPerRun(100, func() {
		var p Params
		p.Query(query, true)
		for p.Next() {
			switch p.Name {
			case "a":
				if p.Filled(0) {
					p.Int(64, "int")
				}
			case "b":
				if p.Filled(1) {
					p.Bool()
				}
			case "d":
				for p.Each(3, Alone, true) {
					p.String()
				}
			case "e":
				if p.Filled(4) {
					p.Float(64)
				}
			}
		}
	})
	if n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
