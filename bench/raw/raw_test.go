package raw

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	samples := []Sample{
		{"Route/bench_github/in-order/fasthttp-router", 100, []Value{{12.5, "ns/route"}, {0, "allocs/route"}}},
		{"Server/plaintext-64/ours", 1, []Value{{9000, "cpu-ns/req"}}},
	}
	facts := []Fact{{"note", "gin: a: b"}}
	var b bytes.Buffer
	Header(&b)
	Write(&b, facts[0])
	for _, s := range samples {
		WriteSample(&b, s)
	}
	got, gotFacts, err := Read(bytes.NewReader(b.Bytes()))
	if err != nil || !reflect.DeepEqual(got, samples) {
		t.Errorf("samples %v, %v; want %v", got, err, samples)
	}
	if last := gotFacts[len(gotFacts)-1]; last != facts[0] {
		t.Errorf("last fact %v, want %v", last, facts[0])
	}
	// benchstat's reader must see the same samples and no fault.
	reader := benchfmt.NewReader(&b, "test")
	n := 0
	for reader.Scan() {
		switch r := reader.Result().(type) {
		case *benchfmt.Result:
			n++
		case *benchfmt.SyntaxError:
			t.Errorf("benchfmt: %v", r)
		}
	}
	if n != len(samples) {
		t.Errorf("benchfmt reads %d samples, want %d", n, len(samples))
	}
}

func TestReadNamesTheFaultyLine(t *testing.T) {
	for text, want := range map[string]string{
		"goos: linux\nBenchmarkX-2 1 2":                     "line 2: 3 columns",
		"BenchmarkX-2 many 2 ns/op":                         "line 1: strconv.Atoi",
		"BenchmarkX-2 1 2 ns/op\nBenchmarkX-2 1 fast ns/op": "line 2: strconv.ParseFloat",
	} {
		if _, _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
