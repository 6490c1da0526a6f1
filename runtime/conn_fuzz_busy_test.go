package runtime

import (
	"strings"
	"sync"
	"testing"
)

// Whole connections are fuzzed here whose handlers have goroutines that ask their requests
// about everything, as long as they may.

// lockedScript is a script for several goroutines: a watcher reads while the owner writes.
type lockedScript struct {
	mu sync.Mutex
	script
}

func (s *lockedScript) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.Read(p)
}

func (s *lockedScript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.Write(p)
}

func (s *lockedScript) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.Close()
}

// busybodies is the service of the rules with two goroutines for each request.
type busybodies struct {
	all   sync.WaitGroup
	mu    sync.Mutex
	wrong string // what somebody saw that was not its request's
}

func (b *busybodies) service() Service {
	s := manners()
	s.Before = func(req Request) (*Response, error) {
		seen := look(req)
		for range 2 {
			b.all.Go(func() { b.ask(req, seen) })
		}
		return nil, nil
	}
	return s
}

// ask looks until the request is over, which a panic tells.
func (b *busybodies) ask(req Request, seen string) {
	defer func() {
		if text, ok := recover().(string); !ok || !strings.Contains(text, "used after its answer") {
			b.note("a goroutine panicked with something else: " + text)
		}
	}()
	for {
		if again := look(req); again != seen {
			b.note("it was " + seen + " and is " + again)
		}
		_ = req.Context().Err()
		req.Set("key", seen)
		if kept, ok := req.Value("key").(string); ok && kept != seen {
			b.note("a value of another request: " + kept)
		}
	}
}

func (b *busybodies) note(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = what
}

// look is everything that a head says.
func look(req Request) string {
	var all strings.Builder
	all.WriteString(req.Method() + " " + req.RawPath() + "?" + req.RawQuery() + " ")
	for name, value := range req.Headers() {
		all.WriteString(name + ": " + value + "\n")
	}
	return all.String()
}

func FuzzBusyConnection(f *testing.F) {
	addConnectionSeeds(f)
	f.Add([]byte("T / HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\n"+
		"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET\x9f"), 1)
	plain := NewApp(manners(), MaxBodySize(1000), Logger(quiet()))
	f.Fuzz(func(t *testing.T, in []byte, piece int) {
		b := new(busybodies)
		app := NewApp(b.service(), MaxBodySize(1000), Logger(quiet()))
		s := &lockedScript{script: script{in: in, piece: max(piece%64, 1)}}
		(&conn{s: &app.server, nc: s}).run()
		b.all.Wait()
		if b.wrong != "" {
			t.Fatal(b.wrong)
		}
		if s.late || !s.closed {
			t.Fatal("the connection was not closed, or written to afterwards")
		}
		statuses := readAnswers(t, in, s.out.Bytes())
		wantEchoes(t, in, s.out.Bytes())
		alone := play(plain, in, piece%64)
		// A context reads ahead: more of a body is here when its error is decided.
		got := readAnswers(t, in, alone.out.Bytes())
		if !sameAnswers(got, statuses) && !sameAnswers(statuses, got) {
			t.Fatalf("%s with goroutines, %s without", statuses, got)
		}
	})
}
