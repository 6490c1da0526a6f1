package hooks

import (
	"slices"
	"testing"
	"time"

	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/memory"
	"example.com/httpgen/bench/server"
)

// ways are the routes that answer alike.
var ways = []string{"byhand", "kept", "given"}

func cases() (list []memory.Case) {
	for _, way := range ways {
		request := load.Get("/"+way+"/42", load.SmallFields+"Authorization: Bearer "+Token+"\r\n")
		list = append(list, memory.New("Hooks/"+way, Server{}, request, server.TextType, server.Member))
	}
	return list
}

func TestAllWaysAnswerAlike(t *testing.T) {
	for _, c := range cases() {
		if _, err := c.Calibrate(time.Millisecond); err != nil {
			t.Error(err)
		}
	}
}

// BenchmarkHooks takes samples of the ways in turn, so that what else the machine does is shared,
// and reports of each the tenth part that was fastest.
//
//	go test ./hooks -run - -bench Hooks -benchtime 200x
func BenchmarkHooks(b *testing.B) {
	list := cases()
	requests, err := list[0].Calibrate(10 * time.Millisecond)
	if err != nil {
		b.Fatal(err)
	}
	times, allocations := map[string][]float64{}, map[string]float64{}
	for b.Loop() {
		for i, c := range list {
			sample, err := c.Measure(requests)
			if err != nil {
				b.Fatal(err)
			}
			ns, _ := sample.Get("cpu-ns/req")
			times[ways[i]] = append(times[ways[i]], ns)
			allocations[ways[i]], _ = sample.Get("allocs/req")
		}
	}
	for _, way := range ways {
		slices.Sort(times[way])
		b.ReportMetric(times[way][len(times[way])/10], way+"-cpu-ns/req")
		b.ReportMetric(allocations[way], way+"-allocs/req")
	}
	b.ReportMetric(0, "ns/op")
}
