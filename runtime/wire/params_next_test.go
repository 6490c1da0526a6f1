package wire

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// Pairs and values are read in one pass; here they are read the slow way.

// pairs are the pairs of a query: cut at "&", then at the first "=", names decoded.
func pairs(query string) (list [][2]string) {
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, [2]string{decoded(name), value})
	}
	return list
}

// decoded is a text without its escapes; a "%" that begins none stays.
func decoded(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if i+3 <= len(text) {
			if one, err := url.QueryUnescape(text[i : i+3]); err == nil && text[i] == '%' {
				b.WriteString(one)
				i += 2
				continue
			}
		}
		b.WriteString(strings.ReplaceAll(text[i:i+1], "+", " "))
	}
	return b.String()
}

// every calls f with each text of at most n of these bytes.
func every(alphabet string, n int, f func(text string)) {
	f("")
	if n == 0 {
		return
	}
	for i := range len(alphabet) {
		every(alphabet, n-1, func(rest string) { f(alphabet[i:i+1] + rest) })
	}
}

func TestPairsAreReadAsTheyAreCut(t *testing.T) {
	every("a=&%2+\xe9", 4, func(query string) { checkNext(t, query) })
}

// So are those that begin, or end, behind what is looked at at once.
func TestLongPairsAreReadAsTheyAreCut(t *testing.T) {
	for n := 58; n < 70; n++ {
		for _, before := range []string{strings.Repeat("x", n), strings.Repeat("n=1&", n/4) + "yyy"[:n%4],
			"n=" + strings.Repeat("%41+", n/4), strings.Repeat("&", n)} {
			every("a=&+", 3, func(query string) { checkNext(t, before+query) })
			checkNext(t, before+"="+before+"&"+before+"&a=b")
			checkNext(t, before+before+"=&&"+before)
		}
	}
}

func checkNext(t *testing.T, query string) {
	t.Helper()
	var got [][2]string
	var p Params
	p.Query(query, true)
	for p.Next() {
		got = append(got, [2]string{p.Name, p.text})
		if p.plain && (isEncoded(p.text) || strings.ContainsFunc(p.text, func(r rune) bool { return r >= 0x80 })) {
			t.Fatalf("%q: %q is taken for what it looks like", query, p.text)
		}
	}
	if want := pairs(query); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Fatalf("%q: pairs %q, want %q", query, got, want)
	}
}

func TestTextsAreReadAsTheyAreDecoded(t *testing.T) {
	long := strings.Repeat("x", 70)
	every("a%2e9+\xc3\xa9", 4, func(value string) {
		for _, value := range []string{value, long + value} {
			want := fmt.Sprintf("%q", decoded(value))
			if strings.Contains(unescaped(value), "%") || !utf8.ValidString(decoded(value)) {
				want = "refused"
			}
			for _, kept := range []bool{true, false} {
				text := reads(value, kept, (*Params).Text)
				if s := reads(value, kept, (*Params).String); s != text || text != want {
					t.Fatalf("%q is %s as a text and %s as a string, want %s", value, text, s, want)
				}
			}
		}
	})
}

// unescaped is what is left of a text without its escapes.
func unescaped(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if isEscape(text, i) {
			i += 2
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func reads(value string, kept bool, read func(*Params) (string, bool)) string {
	var p Params
	p.Query("v="+value, kept)
	if !p.Next() || !p.One(0) {
		return "no pair"
	}
	text, ok := read(&p)
	if ok != (len(p.Faults.List) == 0) {
		return "a fault is not told"
	}
	if !ok {
		return "refused"
	}
	return fmt.Sprintf("%q", text)
}

// Lists are made as long as they will be, as far as that can be seen and is not much.
func TestRoomOfLists(t *testing.T) {
	many := strings.Repeat("v=1&", 1000)
	for _, row := range []struct {
		query     string
		separator Separator
		room      int
	}{
		{"v=1", Alone, 1},
		{"v=1&v=2", Alone, 2},
		{"v[]=1&v[]=2&v[]=3", Alone, 3},
		{"v[0]=1&v[1]=2", Alone, 2},
		{"v=1&w=1&v=2", Alone, 1},
		{"v=1&vv=1", Alone, 1},
		{"v=1&v", Alone, 1},
		{"v=1,2,3", Alone, 1},
		{"v=1,2,3", CommasToo, 3},
		{"v=1,2&v=3,4", CommasToo, 4},
		{"v=1|2", Pipes, 2},
		{"v=1+2%203", Spaces, 3},
		{"v=1,", Commas, 2},
		{many, Alone, maxRoom},
		{"v=" + strings.Repeat(",", 1000), Commas, maxRoom},
	} {
		var list []string
		var p Params
		p.Query(row.query, true)
		for p.Next() {
			_ = p.Element()
			if p.Name != "v" {
				continue
			}
			for p.Each(0, row.separator, true) {
				if list == nil {
					list = Append(&p, list, "1")
				}
			}
		}
		if cap(list) != row.room {
			t.Errorf("%.20s: room for %d, want %d", row.query, cap(list), row.room)
		}
	}
}

func TestRoomOfListsInFields(t *testing.T) {
	for line, room := range map[string]int{"a": 1, "a,b": 2, "a, b,c": 3, "a,": 1} {
		var p Params
		p.Header()
		p.Line("X", 0, line, true)
		var list []string
		for p.NextElement() {
			if list == nil {
				list = Append(&p, list, "a")
			}
		}
		if cap(list) != room {
			t.Errorf("%q: room for %d, want %d", line, cap(list), room)
		}
	}
}

// A name that nobody declared outlives the request in its fault.
func TestUnknownNamesAreTheirOwn(t *testing.T) {
	buffer := []byte("abc=1")
	var p Params
	p.RefuseUnknown()
	p.Query(unsafeString(buffer), false)
	p.Next()
	p.Unknown()
	copy(buffer, "!!!!!")
	if got := p.Faults.List[0].Name; got != "abc" {
		t.Errorf("the unknown name abc has become %s", got)
	}
}

func TestTimesAreThoseOfPackageTime(t *testing.T) {
	for _, text := range []string{"2026-11-27T10:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
		"2024-02-29T23:30:15.5Z", "2024-02-29T00:15:00+02:00", "2023-12-31T23:45:00-11:30", "2024-01-01T00:00:00+00:00",
		"1969-12-31T23:59:59.25-00:30"} {
		got, ok := ParseTime(text)
		want, err := time.Parse(time.RFC3339Nano, text)
		if _, local := want.Zone(); local == 0 {
			want = want.UTC()
		}
		if err != nil || !ok || !got.Equal(want) || got.Format(time.RFC3339Nano) != want.Format(time.RFC3339Nano) {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
}
