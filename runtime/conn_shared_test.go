package runtime

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"unsafe"
)

// What connections share is only read by requests: that is looked at here, since two cores
// are too few to feel it. (What is beyond the App's own memory: the pools, which package
// sync keeps per core, and slog's, where somebody logs.)

// bytesOf is a copy of a value's own bytes.
func bytesOf[T any](v *T) []byte {
	return bytes.Clone(unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v)))
}

func TestRequestsWriteNothingThatIsShared(t *testing.T) {
	const connections, requests = 4, 1000
	var ready, over sync.WaitGroup
	ready.Add(connections)
	over.Add(connections)
	gate, end := make(chan struct{}), make(chan struct{})
	s := handwritten(
		handlerLeaf("GET", "/first", func(Request) (Response, error) {
			ready.Done()
			<-gate
			return Text("first"), nil
		}),
		handlerLeaf("POST", "/<id>", func(req Request) (Response, error) {
			body, err := req.Body()
			return JSON(req.Path()+req.Header("Host")+string(body)).WithHeader("X-Some", "field"), err
		}),
		handlerLeaf("GET", "/last", func(Request) (Response, error) {
			over.Done()
			<-end
			return Text("last"), nil
		}),
	)
	app := NewApp(s, Logger(quiet()))
	var running sync.WaitGroup
	for range connections {
		script := []string{"GET /first HTTP/1.1\r\nHost: a\r\n\r\n"}
		for i := range requests {
			script = append(script, fmt.Sprintf("POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody", i), "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n")
		}
		script = append(script, "GET /last HTTP/1.1\r\nHost: a\r\n\r\n")
		c := &conn{s: &app.server, nc: &scripted{lines: script}}
		running.Go(c.run)
	}
	ready.Wait()
	before, table := bytesOf(app), bytesOf(app.service.Table)
	close(gate)
	over.Wait()
	if after := bytesOf(app); !bytes.Equal(before, after) {
		for i := range before {
			if before[i] != after[i] {
				t.Fatalf("byte %d of the App was written (the server starts at %d)", i, unsafe.Offsetof(app.server))
			}
		}
	}
	if !bytes.Equal(table, bytesOf(app.service.Table)) {
		t.Error("the table was written")
	}
	close(end)
	running.Wait()
}

// scripted is a treadmill that brings one request after the other.
type scripted struct {
	treadmill
	lines []string
}

func (s *scripted) Read(p []byte) (int, error) {
	if len(s.lines) == 0 {
		return s.treadmill.Read(p)
	}
	n := copy(p, s.lines[0])
	s.lines = s.lines[1:]
	return n, nil
}

// BenchmarkManyConnections is a connection for each core: with -cpu 1,2 the time per
// request of all of them together tells what they cost each other.
func BenchmarkManyConnections(b *testing.B) {
	poison.Store(false)
	defer poison.Store(true)
	app := NewApp(handwritten(textLeaf("GET", "/", "hello, world")), Logger(quiet()))
	b.RunParallel(func(pb *testing.PB) {
		c := &conn{s: &app.server, nc: &endless{pb: pb}}
		c.run()
	})
}

// endless brings requests as long as the benchmark wants them.
type endless struct {
	treadmill
	pb *testing.PB
}

func (e *endless) Read(p []byte) (int, error) {
	if !e.pb.Next() {
		return e.treadmill.Read(p)
	}
	return copy(p, "GET / HTTP/1.1\r\nHost: localhost:8000\r\n\r\n"), nil
}
