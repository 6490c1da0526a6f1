package wire

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// What is meant to cost much is read here. Time is not measured, since other things run on a
// machine; what is allocated is, and that a text of twice the length takes twice as much.

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestHostileTexts(t *testing.T) {
	const size = 1 << 20
	members := func(n int, name string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, name, i)
		}
		return b.String()
	}
	for name, row := range map[string]struct {
		text string
		want string // the beginning of the faults
		most int    // bytes for each byte of the text
	}{
		"brackets":             {strings.Repeat("[", size), "syntax /0/0", 1},
		"brackets in a member": {`{"id":5,"x":` + strings.Repeat("[", size), "syntax /x/0", 1},
		"objects":              {strings.Repeat(`{"x":`, size/5), "", 1},
		"a long name":          {`{"id":5,"` + strings.Repeat("n", size) + `":1}`, "", 1},
		"a long name, escaped": {`{"id":5,"` + strings.Repeat(`\n`, size/2) + `":1}`, "", 8},
		"a long number":        {`{"id":` + strings.Repeat("9", size) + `}`, "type /id: 999", 1},
		"a long fraction":      {`{"id":5,"price":0.` + strings.Repeat("3", size) + `}`, "min /price: 0.3333333333333333 is less", 1},
		"a long exponent":      {`{"id":5,"price":1e` + strings.Repeat("3", size) + `}`, "type /price: 1e333", 3},
		"a long string":        {`{"id":5,"name":"` + strings.Repeat("s", size) + `"}`, "max /name", 2},
		"a long word":          {`{"id":5,"word":"` + strings.Repeat("s", size) + `"}`, "enum /word", 4},
		"a long time":          {`{"id":5,"at":"` + strings.Repeat("2", size) + `"}`, "type /at", 1},
		"a long duration":      {`{"id":5,"time":"` + strings.Repeat("2", size) + `"}`, "type /time", 20},
		"unknown members":      {`{"id":5` + members(size/16, `,"m%08d":1`) + `}`, "", 4},
		"unknown in unknown":   {`{"id":5,"x":{"a":1` + members(size/16, `,"m%08d":1`) + `}}`, "", 4},
		"unknown with escapes": {`{"id":5` + members(size/16, `,"\u006d%08d":1`) + `}`, "", 8},
		"the same name":        {`{"id":5` + strings.Repeat(`,"x":1`, size/6) + `}`, `syntax /x: the name "x"`, 1},
		"a map":                {`{"id":5,"map":{"":true` + members(size/16, `,"m%08d":true`) + `}}`, "", 4},
		"faults":               {`{"id":5,"things":[` + strings.Repeat(`{"id":"x"},`, size/11) + `1]}`, "type /things/0/id", 6},
		"missing members":      {`{"id":5,"things":[` + strings.Repeat(`{},`, size/3) + `1]}`, "required /things/0/id", 20},
		"spaces":               {strings.Repeat(" ", size) + `{"id":5}` + strings.Repeat("\n", size), "", 1},
	} {
		var got string
		once := allocated(func() { got = faultsOf(row.text, false) })
		if !strings.HasPrefix(got, row.want) || row.want == "" && strings.HasPrefix(name, "unknown") && got != "" {
			t.Errorf("%s: %.200s", name, got)
		}
		if len(got) > 32*1000 {
			t.Errorf("%s: the faults have %d bytes", name, len(got))
		}
		if limit := uint64(row.most * len(row.text)); once > limit+100_000 {
			t.Errorf("%s: %d bytes for %d", name, once, len(row.text))
		}
	}
}

// However long a text is that goes on as it began, its fault is told where it is found.
func TestBracketsWithoutEnd(t *testing.T) {
	const size = 100 << 20
	text := make([]byte, size)
	for name, open := range map[string]string{"arrays": "[", "objects": `{"":`, "both": `[{"a":`} {
		for at := 0; at < size; {
			at += copy(text[at:], open)
		}
		var err error
		used := allocated(func() {
			err = Unmarshal(text, new(tree), func(d *Decoder, at int, v *tree) (int, bool) {
				*v = readTree(d.At(at))
				return d.Offset(), true
			})
		})
		if err == nil || !strings.Contains(err.Error(), "deeper than 128 levels") || used > 1<<20 {
			t.Errorf("%s: %d bytes, %.200v", name, used, err)
		}
	}
}

// Names that nobody expects are looked up in a table: as many questions as there are names, and
// not as many as there are pairs.
func TestManyNamesAreComparedSeldom(t *testing.T) {
	var b strings.Builder
	const n = 100_000
	for i := range n {
		fmt.Fprintf(&b, `"m%d":1,`, i)
	}
	text := []byte("{" + b.String() + `"last":1}`)
	var d Decoder
	d.Reset(text)
	d.Object()
	var names Names
	steps := 0
	for _, more := d.Next(); more; _, more = d.Next() {
		if !d.Once(&names) {
			t.Fatal("a name is there twice")
		}
		d.Skip()
	}
	for at := range names.list.table { // how far each stands from where its hash puts it
		if names.list.table[at] != 0 {
			name, _ := nameOf(text, int(names.list.table[at]), nil)
			mask := len(names.list.table) - 1
			steps += (at - int(names.list.hash(name))&mask) & mask
		}
	}
	if len(names.list.table) > 8*n || steps > 4*n {
		t.Errorf("a table of %d, %d steps", len(names.list.table), steps)
	}
}

// A list makes room for what the text can hold, and never for much more than what was read.
func TestRoomIsBounded(t *testing.T) {
	type large [1000]byte
	for name, text := range map[string]string{
		"commas in a string":     `["` + strings.Repeat(",", 10000) + `"]`,
		"a list before a string": `[{},{},{},"` + strings.Repeat("x", 100000) + `"]`,
		"lists in lists":         "[" + strings.Repeat("[1,2,3,4,5,6],", 500) + "[]]",
		"lists of records":       "[" + strings.Repeat(`[{},{},{},{},{},{}],`, 500) + "[]]",
		"one small, many large":  `[{},` + strings.Repeat(`{"a":"`+strings.Repeat("x", 1000)+`"},`, 100) + "0]",
		"one large, many small":  `[{"a":"` + strings.Repeat("x", 10000) + `"},` + strings.Repeat(`{},`, 1000) + "0]",
		"nothing":                `[]`,
		"one":                    `[1]`,
		"two in a record":        `{"a":[{},{}],"b":"` + strings.Repeat("x", 100000) + `"}`,
	} {
		var d Decoder
		d.Reset([]byte(text))
		var read, room int
		var walk func()
		walk = func() {
			switch d.Kind() {
			case 'a':
				var list []large
				d.Array()
				for start := d.Offset(); d.More(); {
					walk()
					list = Room(&d, list, start)
					list = list[:len(list)+1]
				}
				read, room = read+len(list), room+cap(list)
			case 'o':
				d.Object()
				for _, more := d.Next(); more; _, more = d.Next() {
					walk()
				}
			default:
				d.Skip()
			}
		}
		walk()
		if err := d.End(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if room > 9*read+64 && room > len(text)/2+1 {
			t.Errorf("%s: room for %d, %d were read", name, room, read)
		}
	}
}

// Unions are told apart by looking ahead, which costs the length of an object for each that it
// stands in, and moves nothing.
func TestLookingAhead(t *testing.T) {
	const text = `[{"a":{"kind":"no","b":["]}",{}]} , "kin\u0064" : "ye\u0073","c":[]},{},{"kind":5},[],"x",{"kind":"q","kind":"r"}]`
	var d Decoder
	d.Reset([]byte(text))
	d.Array()
	var got []string
	for d.More() {
		bits := d.Has("c", "kind", "b")
		at := d.Offset()
		tag, ok := d.Tag("kind")
		got = append(got, fmt.Sprint(bits, string(tag), ok, d.Offset() == at))
		if ok {
			d.NoTag("kind", tag, "some, others")
		}
	}
	want := `[3yestrue true 0false false 2false false 0false false 0false false 2qtrue true]`
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if err := d.End(); err == nil || err.Error() != `/5/kind: the name "kind" is there twice at line 1, column 103 (offset 102)` {
		t.Error(err)
	}
	d.Reset([]byte(text[:strings.LastIndex(text, ",{")] + "]"))
	d.Array()
	for d.More() {
		if tag, ok := d.Tag("kind"); ok {
			d.NoTag("kind", tag, "some, others")
		}
	}
	if err := d.End(); err == nil || err.Error() != `/0/kind: "yes" is none of some, others; /1/kind: is missing; /2/kind: a string is wanted; `+
		`/3: an array, an object is wanted; /4: a string, an object is wanted` {
		t.Error(err)
	}
}

// Looking ahead goes wrong nowhere, whatever the text is.
func FuzzLook(f *testing.F) {
	for _, text := range jsonRows {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"a":[1,{"kind":"]"}],"kind":"\u0061"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var d Decoder
		d.Reset(text)
		look := d.Look()
		look.leap()
		leapt := look.Offset()
		bits := d.Has("a", "kind")
		v, err := oracle(text)
		if err != nil {
			d.Tag("kind")
			if d.Skip(); d.End() == nil {
				t.Fatalf("%q is none", text)
			}
			return
		}
		list, _ := v.(members)
		var want uint64
		for _, m := range list {
			want |= uint64(bit(m.name == "a") | 2*bit(m.name == "kind"))
		}
		if d.Skip(); bits != want || d.Offset() != leapt {
			t.Fatalf("%q: %b, want %b; leapt to %d, read to %d", text, bits, want, leapt, d.Offset())
		}
	})
}

func TestUnmarshal(t *testing.T) {
	decode := decodeState
	v := state("had")
	if err := Unmarshal([]byte(` "open" `), &v, decode); err != nil || v != "open" {
		t.Errorf("%v %v", v, err)
	}
	if err := Unmarshal([]byte(`"shut"`), &v, decode); err == nil || v != "" {
		t.Errorf("%v %v", v, err)
	}
	write := func(text string) func([]byte) ([]byte, error) {
		return func(b []byte) ([]byte, error) { return append(b, text...), nil }
	}
	if err := Validate(write(`"open"`), decode); err != nil {
		t.Error(err)
	}
	if err := Validate(write(`"\u006fpened"`), decode); err == nil || err.Error() != `"opened" is none of open, sent, done` {
		t.Error(err)
	}
	if err := Validate(func(b []byte) ([]byte, error) { return b, errRefused }, decode); err != errRefused {
		t.Error(err)
	}
}

// The reader itself allocates nothing.
func TestReadingAllocatesWhatIsKept(t *testing.T) {
	text := []byte(` {"id":5,"na\u006de":"x","price":1.5,"at":"2026-11-28T10:00:00Z","x":{"y":[1,"\n"]},"word":"open"}`)
	var d Decoder
	d.Reset(text)
	d.Skip()
	if n := testing.AllocsPerRun(100, func() {
		d.Reset(text)
		readThing(&d, false)
		if d.End() != nil {
			t.Error("there is a fault")
		}
	}); n > 1 { // the string
		t.Errorf("%v allocations", n)
	}
}
