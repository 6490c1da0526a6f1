package runtime

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	goruntime "runtime"
	"testing"
	"testing/synctest"
	"time"
)

// Sequences whose first value takes its time are tested here.

var errLate = errors.New("too late")

// later is a sequence whose function does what is asked of it once a time is over.
func later(d time.Duration, do func(yield func(int, error) bool)) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		time.Sleep(d)
		do(yield)
	}
}

// streams makes each kind of answer of a sequence of numbers.
var streams = map[string]func(seq iter.Seq2[int, error]) (Response, error){
	"events": func(seq iter.Seq2[int, error]) (Response, error) { return StreamEvents(seq, 200, EncodeEvent[int]) },
	"lines":  func(seq iter.Seq2[int, error]) (Response, error) { return StreamLines(seq, 200, EncodeLine[int]) },
	"chunks": func(seq iter.Seq2[int, error]) (Response, error) {
		return StreamChunks(func(yield func([]byte, error) bool) {
			for n, err := range seq {
				if !yield([]byte{'0' + byte(n)}, err) {
					return
				}
			}
		}, 200)
	},
}

// A client sees the head of an answer whose first value does not come.
func TestTheHeadDoesNotWaitForEver(t *testing.T) {
	first := map[string]string{"events": "data: 1\n", "lines": "1\n", "chunks": "1"}
	var headSeen map[string]chan struct{}
	service := func() Service {
		headSeen = map[string]chan struct{}{}
		var leaves []leaf
		for kind, stream := range streams {
			seen := make(chan struct{})
			headSeen[kind] = seen
			leaves = append(leaves, handlerLeaf("GET", "/"+kind, func(Request) (Response, error) {
				return stream(func(yield func(int, error) bool) {
					<-seen
					_ = yield(1, nil) && yield(0, errLate)
				})
			}))
		}
		return handwritten(leaves...)
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		asked := map[string]*client{} // all at once: each waits a second
		for kind := range first {
			asked[kind] = s.dial()
			asked[kind].write("GET /" + kind + " HTTP/1.1\r\nHost: a\r\n\r\n")
		}
		for kind, want := range first {
			c := asked[kind]
			a, err := http.ReadResponse(c.r, nil)
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			close(headSeen[kind])
			body := bufio.NewReader(a.Body)
			line, err := body.ReadString(want[len(want)-1])
			if err != nil || line != want {
				t.Errorf("%s: %q, %v", kind, line, err)
			}
			if _, err := io.Copy(io.Discard, body); err == nil {
				t.Errorf("%s: what goes wrong later does not cut the answer", kind)
			}
			c.nc.Close()
		}
	})
}

// What comes of a first value in time, and of one that is late.
func TestFirstValues(t *testing.T) {
	fails := func(yield func(int, error) bool) { yield(0, errLate) }
	panics := func(func(int, error) bool) { panic("out of values") }
	exits := func(func(int, error) bool) { goruntime.Goexit() }
	counts := func(yield func(int, error) bool) { _ = yield(1, nil) && yield(2, nil) }
	nothing := func(func(int, error) bool) {}
	const soon, late = firstValueDelay - 1, firstValueDelay + 1
	for _, row := range []struct {
		sentence string
		seq      iter.Seq2[int, error]
		want     string
	}{
		{"values", later(soon, counts), "1\n2\n: <nil>"},
		{"late values", later(late, counts), "|1\n2\n: <nil>"},
		{"none", later(soon, nothing), ": <nil>"},
		{"none, late", later(late, nothing), "|: <nil>"},
		{"an error", later(soon, fails), "no answer: too late"},
		{"a late error", later(late, fails), "||: too late"},
		{"a panic", later(soon, panics), "no answer: out of values"},
		{"a late panic", later(late, panics), "||: out of values"},
		{"the end of the goroutine", later(soon, exits), "no answer: ended"},
		{"the end of the goroutine, late", later(late, exits), "||: ended"},
	} {
		synctest.Test(t, func(t *testing.T) {
			if got := outcomeOf(row.seq); got != row.want {
				t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
			}
		})
	}
}

// outcomeOf sends a sequence as lines, and says how that ends. "|" is what is flushed: the head
// that goes out alone, and what is cut off.
func outcomeOf(seq iter.Seq2[int, error]) string {
	var w recordingBody
	sent, how := "no answer", "ended"
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				how = v.(string)
			}
		}()
		r, err := StreamLines(seq, 200, EncodeLine[int])
		if err == nil {
			sent = ""
			defer r.closer().Close()
			err = produce(r, &w)
		}
		how = fmt.Sprint(err)
	}()
	<-done
	return sent + w.String() + ": " + how
}

// A sequence that nobody wants any more before it has a value is ended with its first one.
func TestLateSequencesAreEnded(t *testing.T) {
	for kind, stream := range streams {
		synctest.Test(t, func(t *testing.T) {
			ended := ""
			r, err := stream(later(time.Minute, func(yield func(int, error) bool) {
				if !yield(1, nil) {
					ended = "by the stream"
				}
			}))
			if err != nil {
				t.Fatal(err)
			}
			if err := r.closer().Close(); err != nil {
				t.Error(err)
			}
			time.Sleep(2 * time.Minute)
			if synctest.Wait(); ended != "by the stream" {
				t.Errorf("%s: the sequence is not ended", kind)
			}
			if err := r.closer().Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A client that is gone when the head is sent ends the sequence, too.
func TestLateSequencesOfClientsThatAreGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := StreamLines(later(time.Minute, func(func(int, error) bool) { panic("nobody is told") }), 200, EncodeLine[int])
		if err != nil {
			t.Fatal(err)
		}
		w := recordingBody{over: canceled(io.ErrClosedPipe)}
		if err := produce(r, &w); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the head goes out: %v", err)
		}
		if err := r.closer().Close(); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
	})
}

func canceled(cause error) context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	return ctx
}

// Events that are long in coming are replaced by comments.
func TestEventsAreKeptAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := StreamEvents(later(40*time.Second, func(yield func(int, error) bool) {
			yield(1, nil)
			time.Sleep(20 * time.Second)
			yield(2, nil)
		}), 200, EncodeEvent[int])
		if err != nil {
			t.Fatal(err)
		}
		var w recordingBody
		// the stream begins when the head has waited for a second
		const want = "|: \n\n|: \n\n|data: 1\n\n|: \n\n|data: 2\n\n|"
		if err := produce(r, &w); err != nil || w.String() != want {
			t.Errorf("%q, want %q: %v", w.String(), want, err)
		}
	})
}
