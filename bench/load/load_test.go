package load

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"example.com/httpgen/bench/server"
)

func serveNetHTTP(t *testing.T, p Profile) string {
	t.Helper()
	dir := t.TempDir()
	if err := WriteFiles(dir); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	o := server.Options{Files: dir, Feed: server.NewFeed()}
	if p.TLS {
		if o.TLS, err = server.SelfSigned(); err != nil {
			t.Fatal(err)
		}
	}
	s, err := server.Find(server.Rivals(), "net-http")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l, o)
	return l.Addr().String()
}

// TestEveryProfileIsAnswered runs each for a moment over few connections.
func TestEveryProfileIsAnswered(t *testing.T) {
	for _, p := range Profiles() {
		t.Run(p.Name, func(t *testing.T) {
			p.Conns = min(p.Conns, 8)
			addr := serveNetHTTP(t, p)
			calls := 0
			plan := Plan{Warmup: 10 * time.Millisecond, Length: 30 * time.Millisecond, Measure: func(start bool) error {
				if calls++; start != (calls == 1) {
					t.Errorf("call %d with start %v", calls, start)
				}
				return nil
			}}
			if p.Events {
				plan.Length = 3 * server.FeedInterval
			}
			outcome, err := Run(context.Background(), addr, p, plan)
			if err != nil {
				t.Fatal(err)
			}
			if outcome.Requests == 0 && !p.Idle {
				t.Error("no request was answered")
			}
			if calls != 2 || outcome.P50 > outcome.P99 || outcome.P99 > outcome.P999 {
				t.Errorf("%d calls, %+v", calls, outcome)
			}
		})
	}
}

func TestAWrongAnswerEndsTheRun(t *testing.T) {
	p := Profiles()[0]
	p.Conns = 2
	addr := serveNetHTTP(t, p)
	plan := Plan{Length: 50 * time.Millisecond, Measure: func(bool) error { return nil }}
	for _, row := range []struct {
		sentence, want string
		change         func(*Profile)
	}{
		{"another body of the same length", "wrong body", func(p *Profile) { p.Body = bytes.ToUpper(p.Body) }},
		{"another length", "answer of 13 bytes, want 1", func(p *Profile) { p.Body = []byte("x") }},
		{"another status", "want status 200", func(p *Profile) { p.Request = Get("/nowhere", "") }},
	} {
		p := p
		row.change(&p)
		if _, err := Run(context.Background(), addr, p, plan); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.sentence, err, row.want)
		}
	}
}

func TestOnlyLoopbackIsAsked(t *testing.T) {
	for _, addr := range []string{"192.0.2.1:80", "example.com:80", "[2001:db8::1]:80", "127.0.0.1"} {
		if _, err := Run(context.Background(), addr, Profiles()[0], Plan{}); err == nil {
			t.Errorf("%s is asked", addr)
		}
	}
}

func TestAnswersAreReadHoweverTheyArrive(t *testing.T) {
	one := "HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\nX: y\r\n\r\nhello"
	for _, wrap := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
		r := newResponseReader(wrap(strings.NewReader(strings.Repeat(one, 1000))))
		for i := range 1000 {
			if err := r.next([]byte("hello"), true); err != nil {
				t.Fatalf("answer %d: %v", i, err)
			}
		}
		if err := r.next([]byte("hello"), true); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	}
}

func TestWhatIsNoAnswerIsAnError(t *testing.T) {
	for text, want := range map[string]string{
		"HTTP/1.1 200 OK\r\n\r\n":                             "no Content-Length",
		"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n": "want status 200",
		strings.Repeat("x", 2*maxHead):                        "over 8 KiB",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel":     "EOF",
	} {
		if err := newResponseReader(strings.NewReader(text)).next([]byte("hello"), true); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
}

// TestQuantilesAreNearTheTruth compares with sorted durations.
func TestQuantilesAreNearTheTruth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var h, other histogram
	var all []time.Duration
	for i := range 100_000 {
		d := time.Duration(rng.ExpFloat64() * float64(time.Millisecond))
		all = append(all, d)
		if i%2 == 0 {
			h.add(d)
		} else {
			other.add(d)
		}
	}
	h.merge(&other)
	slices.Sort(all)
	for _, q := range []float64{0, 0.5, 0.99, 0.999, 1} {
		want := all[int(q*float64(len(all)-1))]
		if got := h.quantile(q); float64((got - want).Abs()) > float64(want)/64+1 {
			t.Errorf("quantile %v is %v, want about %v", q, got, want)
		}
	}
}

func TestBucketsFollowEachOther(t *testing.T) {
	for i := range buckets - 1 {
		if got := bucket(lower(i)); got != i {
			t.Fatalf("the lower end of bucket %d is in bucket %d", i, got)
		}
		if got := bucket(lower(i+1) - 1); got != i {
			t.Fatalf("the upper end of bucket %d is in bucket %d", i, got)
		}
	}
}

func TestPacedRequestsGoAtTheirRate(t *testing.T) {
	p := Profiles()[0]
	p.Conns, p.Rate = 4, 400
	outcome, err := Run(context.Background(), serveNetHTTP(t, p), p, Plan{Length: 500 * time.Millisecond, Measure: func(bool) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if rate := float64(outcome.Requests) / outcome.Elapsed.Seconds(); rate > 440 {
		t.Errorf("%.0f requests per second, want at most 400", rate)
	}
}
