// Package contracts measures what typed parameters cost: one request with three path, five
// query and two header parameters, decoded by our generated code and by ogen's.
package contracts

import (
	"net/http"
	"reflect"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"example.com/httpgen/bench/raw"
)

// An Item is what the request's parameters are, decoded.
type Item struct {
	Shop  string
	Order [16]byte
	Item  int64

	Q     string
	Page  int32
	Tag   []string
	Sort  string
	Since time.Time

	Trace string
	Depth int
}

// Want is what every contestant has to find in the request.
var Want = Item{
	Shop: "nordic",
	Order: [16]byte{0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0, 0xa0, 0xc9,
		0x1e, 0x6b, 0xf6},
	Item: 1729,
	Q:    "left shoes", Page: 3, Tag: []string{"sale", "new"}, Sort: "price",
	Since: time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC),
	Trace: "4bf92f3577b34da6a3ce929d0e0e4736", Depth: 2,
}

// The request as it is sent. One value has an escape, as most queries have some.
const (
	Path   = "/shops/nordic/orders/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/items/1729"
	Query  = "q=left+shoes&page=3&tag=sale&tag=new&sort=price&since=2026-11-27T10%3A00%3A00Z"
	fields = "Host: shop.example\r\n" +
		"User-Agent: shop-app/5.2\r\n" +
		"Accept: application/json\r\n" +
		"X-Trace: 4bf92f3577b34da6a3ce929d0e0e4736\r\n" +
		"X-Depth: 2\r\n"
)

// Text is the request as bytes of a connection, the last one of it.
const Text = "GET " + Path + "?" + Query + " HTTP/1.1\r\n" + fields + "Connection: close\r\n\r\n"

// NewRequest is the request as package net/http has read it.
func NewRequest() *http.Request {
	r, err := http.NewRequest("GET", "http://shop.example"+Path+"?"+Query, nil)
	if err != nil {
		panic(err) // it is a constant
	}
	r.Header = http.Header{"User-Agent": {"shop-app/5.2"}, "Accept": {"application/json"},
		"X-Trace": {Want.Trace}, "X-Depth": {"2"}}
	return r
}

// Own is how many strings and slices an Item has of its own: what decoding has to allocate
// where the request is a buffer that is used again.
func Own() int {
	n := 0
	for v, i := reflect.ValueOf(Want), 0; i < v.NumField(); i++ {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			n++
		case reflect.Slice:
			n += 1 + f.Len()
		}
	}
	return n - 1 // Sort is one of three constants
}

// A Case is one contestant that decodes the request from one source.
type Case struct {
	Name string // Contract/decode-<source>/<contestant>
	// Decode calls measure on the goroutine that decodes, with a function that decodes so many
	// times, and says what the last time gave.
	Decode func(times int, measure func(decode func())) (Item, error)
}

// Measure takes one sample.
func (c Case) Measure(times int) (raw.Sample, error) {
	runtime.GC() // the garbage of the case before is not this one's
	var before, after runtime.MemStats
	var ran time.Duration
	_, err := c.Decode(times, func(decode func()) {
		runtime.LockOSThread() // for threadTime
		defer runtime.UnlockOSThread()
		runtime.ReadMemStats(&before)
		ran = threadTime()
		decode()
		ran = threadTime() - ran
		runtime.ReadMemStats(&after)
	})
	if err != nil {
		return raw.Sample{}, err
	}
	per := func(total float64) float64 { return total / float64(times) }
	allocs := per(float64(after.Mallocs - before.Mallocs))
	return raw.Sample{Name: c.Name, N: times, Values: []raw.Value{
		{Figure: per(float64(ran.Nanoseconds())), Unit: "ns/request"},
		{Figure: per(float64(after.TotalAlloc - before.TotalAlloc)), Unit: "B/request"},
		{Figure: allocs, Unit: "allocs/request"},
		{Figure: max(0, allocs-float64(Own())), Unit: "allocs-beyond-values"},
	}}, nil
}

// threadTime is the time that this thread ran: what others take of a shared machine is not in
// it, nor is the collector's work on other threads.
func threadTime() time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err) // every Linux has this clock
	}
	return time.Duration(now.Nano())
}
