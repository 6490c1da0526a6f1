package runtime

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// The life of an exchange is modelled here, and every order in which its goroutines can take
// their steps is tried: two requests of one connection, goroutines of the first one's handler
// that call something at every moment, the timer of its timeout, the watch, and the client.
// The steps are in model_steps_test.go, each named after the function of the code that it is
// of. The rules in words are in docs/ownership.md; that the code takes these steps and no
// others is for the reader to compare, and for the adversary (adversary_test.go) to try.
//
// Left out is what changes no order: the bytes of messages, the forms of answers, failures of
// writing, deadlines that pass by themselves, TLS, a shutdown. What happens under conn.mu is
// one step, since nothing else is locked or waited for there. Memory is sequentially
// consistent, as that of Go's atomics and mutexes is.

// The processes.
const (
	theOwner = iota // the connection's goroutine
	helperA         // goroutines of the first request's handler
	helperB
	theTimer
	theWatcher
	theClient
	processes
)

var processNames = [processes]string{"owner", "A", "B", "timer", "watcher", "client"}

// endedProcess is where a process is that has not been started, or has ended.
const endedProcess = -1

// A modelState is everything that one step can see of another.
type modelState struct {
	pc    [processes]int8
	local [processes]modelLocal

	// holds, of the exchange.
	number, holders int8 // state
	owner           int8 // an address
	waits, waiter   int8 // channels are counted; 0: nil
	told            bool // the channel of the last wait has something in it

	about            int8 // the request that the exchange is about; 0: none
	reading, writing int8 // who has locked them, from 1; 0: nobody

	// The body of the first request, and the connection as it is read.
	done, failed, watchable bool
	past                    bool // the deadline of reads is long ago
	sent, taken             int8 // of modelCase.client
	ahead                   bool // the second request is in the buffer

	watch, asked, late  bool
	started             int8
	stopping, cancelled bool

	guard   int8 // 0: none, 1: set, 2: fired
	guarded bool // guard.sent is closed

	stream, begun, over bool
	sending             int8 // who is at frame.out, from 1
	answering           int8 // whose answer is open
	answers             [3]int8
	keep, lost          bool
	addressIsFree       bool // of the goroutine that called the handler
}

// A modelLocal is what a process remembers.
type modelLocal struct {
	address, waiter       int8
	held, watchable, sees bool
}

// A modelCase is what the processes do.
type modelCase struct {
	client string // b: it sends the body, 2: the second request, .: no more
	end    string // of the first request: text, refusal (nobody waits for the body), stream, abort
	calls  [2]string
	timed  bool
	own    bool // the handler asks for the context, too
	hands  bool // the exchange is handed over to another goroutine for the answer
	broken string
}

func (c *modelCase) hasBody() bool {
	return strings.HasPrefix(c.client, "b") || !strings.HasPrefix(c.client, "2")
}

func (c modelCase) String() string {
	text := fmt.Sprintf("%s, client %q, A %s, B %s", c.end, c.client, c.calls[0], c.calls[1])
	if c.timed {
		text += ", timed"
	}
	if c.own {
		text += ", asks for its context"
	}
	if c.hands {
		text += ", handed over"
	}
	return text
}

// An exploration tries all orders of one case.
type exploration struct {
	*modelCase
	programs [processes]program
	seen     map[modelState]struct{}
	trace    []string
	faults   map[string]string // with the first trace that leads to each
}

func explore(c *modelCase) *exploration {
	e := &exploration{
		modelCase: c, seen: make(map[modelState]struct{}), faults: make(map[string]string),
	}
	e.programs = programsOf(c)
	s := modelState{number: 1}
	for p := range s.pc {
		s.pc[p] = endedProcess
	}
	s.pc[theOwner] = 0
	if c.client != "" {
		s.pc[theClient] = 0
	}
	e.visit(s)
	return e
}

// visit takes every step that can be taken, depth first. Behind a fault it goes no further.
func (e *exploration) visit(s modelState) {
	if _, known := e.seen[s]; known {
		return
	}
	e.seen[s] = struct{}{}
	moved := false
	for p := range s.pc {
		if s.pc[p] == endedProcess {
			continue
		}
		w := modelWorld{modelState: s, exploration: e, p: p, to: s.pc[p] + 1}
		step := &e.programs[p][s.pc[p]]
		if step.take(&w); w.blocked {
			continue
		}
		moved = true
		if w.pc[p] = w.to; int(w.to) == len(e.programs[p]) {
			w.pc[p] = endedProcess
		}
		e.trace = append(e.trace, processNames[p]+": "+step.name)
		if e.note(w.fault); w.fault == "" {
			e.visit(w.modelState)
		}
		e.trace = e.trace[:len(e.trace)-1]
	}
	if !moved {
		e.note(s.verdict(e.modelCase))
	}
}

func (e *exploration) note(fault string) {
	if fault != "" && e.faults[fault] == "" {
		e.faults[fault] = strings.Join(e.trace, "\n\t")
	}
}

// verdict says what is wrong where nobody takes a step any more.
func (s *modelState) verdict(c *modelCase) string {
	answered := s.answers[1] == 1
	switch {
	case slices.ContainsFunc(s.pc[:], func(at int8) bool { return at != endedProcess }):
		return "nobody can go on"
	case s.asked && !s.cancelled:
		return "a context never ends"
	case !answered && c.end != "abort":
		return "a request is not answered"
	case answered && c.end == "abort" && !c.timed:
		return "an aborted answer is sent"
	case s.keep && s.answers[2] != 1 && strings.HasSuffix(c.client, "2"):
		return "the second request is not answered"
	}
	return ""
}

// isLarge is of what takes a minute in all: HTTPGEN_MODEL=all has it tried, too. The detector
// of races makes everything ten times slower.
func (c modelCase) isLarge() bool {
	return c.timed && c.own || c.calls[1] != "" && (c.timed || c.own || c.hands || raceDetector)
}

// modelCases are those that are tried: every pair of calls with every end and client, with
// and without a timeout, beside a handler that asks for its context and one that does not.
func modelCases() (all []modelCase) {
	pairs := [][2]string{
		{"header", ""}, {"context", ""}, {"body", ""},
		{"header", "header"}, {"header", "context"}, {"header", "body"},
		{"context", "context"}, {"context", "body"}, {"body", "body"},
	}
	writing := [][2]string{
		{"write", "header"}, {"write", "context"}, {"write", "body"}, {"write", "write"},
	}
	for _, end := range []string{"text", "refusal", "stream", "abort"} {
		calls := pairs
		if end == "stream" {
			calls = append(slices.Clone(pairs), writing...)
		}
		for _, client := range []string{"b2", "2", "", "b.", "."} {
			if client == "" && (end == "text" || end == "stream") {
				continue // who waits for a body that does not come is told 408 in the end
			}
			for _, both := range calls {
				for i := range 4 {
					all = append(all, modelCase{
						client: client, end: end, calls: both, timed: i&1 != 0, own: i&2 != 0,
					})
				}
				all = append(all, modelCase{client: client, end: end, calls: both, hands: true})
			}
		}
	}
	return all
}

func TestModelOfAnExchange(t *testing.T) {
	cases := modelCases()
	if os.Getenv("HTTPGEN_MODEL") != "all" {
		cases = slices.DeleteFunc(cases, modelCase.isLarge)
	}
	states, began := 0, time.Now()
	for i := range cases {
		e := explore(&cases[i])
		states += len(e.seen)
		for fault, trace := range e.faults {
			t.Errorf("%v: %s after\n\t%s", cases[i], fault, trace)
		}
	}
	t.Logf("%d cases, %d states, %v", len(cases), states, time.Since(began).Round(time.Millisecond))
}

// Each protocol that is a little weaker does something that must not be.
func TestModelFindsWhatIsWrong(t *testing.T) {
	refusal := modelCase{end: "refusal", calls: [2]string{"body", ""}}
	text := modelCase{client: "b2", end: "text", calls: [2]string{"body", "context"}}
	bare := modelCase{client: "2", end: "text", calls: [2]string{"context", ""}}
	stream := modelCase{client: "2", end: "stream", calls: [2]string{"context", "write"}}
	timed := modelCase{client: "2", end: "text", calls: [2]string{"context", ""}, timed: true}
	once := modelCase{client: "2", end: "text", calls: [2]string{"header", ""}, timed: true}
	late := modelCase{client: "2", end: "text", calls: [2]string{"header", ""}}
	hands := modelCase{client: "2", end: "text", calls: [2]string{"header", ""}, hands: true}
	for _, row := range []struct {
		broken string
		in     modelCase
		want   string
	}{
		{"retire does not wait", late, "somebody looks at another request"},
		{"retire does not wait", text, "two write at once"},
		{"retire does not wait", text, "somebody takes another's bytes"},
		{"hold looks before it holds", late, "somebody looks at another request"},
		{"waiter is set after the look", late, "nobody can go on"},
		{"letGo does not tell", late, "nobody can go on"},
		{"retire sets no deadline", refusal, "nobody can go on"},
		{"retire sets the deadline before the number", refusal, "nobody can go on"},
		{"read looks before the deadline", refusal, "nobody can go on"},
		{"newWatch does not look at the body", text, "a context is not watched"},
		{"bodyDone does not look for a watch", text, "a context is not watched"},
		{"newWatch looks at the body too late", text, "a watch is started twice"},
		{"startWatching does not wait for the body", text, "somebody takes another's bytes"},
		{"flushForWaiting takes no lock", stream, "two write at once"},
		{"sendBeforeBody takes no lock", text, "two write at once"},
		{"newWatch does not look at the guard", timed, "a context outlives its time"},
		{"endGuard does not wait", once, "somebody looks at another request"},
		{"endGuard claims nothing", once, "a request is answered twice"},
		{"endWatch does not wait", bare, "two read at once"},
		{"goOn does not look", bare, "nobody can go on"},
		{"close does not close", stream, "somebody writes outside of its answer"},
		{"respondStream looks at the buffer", stream, "two at the buffer"},
		{"the owner does not disown", hands, "somebody looks at another request"},
	} {
		row.in.broken = row.broken
		e := explore(&row.in)
		if e.faults[row.want] == "" {
			t.Errorf("%s: %q, want %s", row.broken, slices.Sorted(maps.Keys(e.faults)), row.want)
		}
	}
}
