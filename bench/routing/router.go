package routing

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
)

// What a router under measurement is lives here, and what all handlers do.

// A Router is one contestant. All are called through this interface, so that its
// cost is the same for all.
type Router interface {
	// Name is the last part of a benchmark's name.
	Name() string
	// Load sets the router up with a set: the handler of row i calls Answer(i), after
	// it has converted the row's integers (Int parameters) and added them to Sum; no
	// match calls Answer(NotFound), no match with this method Answer(WrongMethod),
	// where the router lets one say so. An error, or a panic, is a refusal of the set.
	Load(set *Set) error
	// Prepare sees all requests before the clock starts.
	Prepare(requests []Request)
	// Serve routes one of them.
	Serve(q *Request)
}

// What handlers leave behind: the row of the last answer and the sum of integers.
// One store keeps the compiler honest and costs all routers alike.
var (
	Answered int
	Sum      int64
)

// noAnswer is in Answered before a request whose answer is looked at.
const noAnswer = -3

// badValue is the answer of a handler that was given text for a number.
const badValue = -4

// Rivals are fresh instances of all routers but ours.
func Rivals() []Router {
	return []Router{&floor{}, &ginRouter{}, &bunRouter{}, &httpRouter{}, &echoRouter{},
		&chiRouter{}, &fiberRouter{}, &fasthttpRouter{}, &serveMux{}}
}

// A Loaded router is ready for its workload.
type Loaded struct {
	Router   Router
	Workload *Workload
	Notes    []string // how it had to be set up, and what it answers otherwise than asked
	Refusal  error    // why it cannot hold the set
}

// LoadInto sets a router up for a workload. A router that refuses the set is tried
// again with parameters named after their place in the path, and without the rows
// that have mixed segments. Then every request is asked once, and what is answered
// otherwise is noted.
func LoadInto(r Router, w *Workload) *Loaded {
	l := &Loaded{Router: r, Workload: w}
	attempts := []struct {
		set  *Set
		note string
	}{
		{w.Set, ""},
		{w.Set.Renamed(), "with parameters named after their place in the path"},
		{w.Set.WithoutMixed(), "without the rows that have mixed segments"},
		{w.Set.WithoutMixed().Renamed(),
			"with parameters named after their place in the path, without the rows that have " +
				"mixed segments"},
	}
	for _, attempt := range attempts {
		err := tryLoad(r, attempt.set)
		if err == nil {
			if l.Refusal != nil {
				l.note("set up %s, because: %v", attempt.note, l.Refusal)
			}
			l.Refusal = nil
			r.Prepare(w.Requests)
			l.check()
			return l
		}
		if l.Refusal == nil {
			l.Refusal = err
		}
	}
	return l
}

func (l *Loaded) note(format string, args ...any) {
	l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
}

// registeredAt is where ServeMux's message names this source file, wherever it lies.
var registeredAt = regexp.MustCompile(` \(registered at [^)]*\)`)

func tryLoad(r Router, set *Set) (err error) {
	defer func() {
		if p := recover(); p != nil {
			text, _, _ := strings.Cut(fmt.Sprint(p), "\n")
			err = errors.New(registeredAt.ReplaceAllString(text, ""))
		}
	}()
	return r.Load(set)
}

// check asks every request once, at its first order.
func (l *Loaded) check() {
	asked := map[*Request]bool{}
	for _, order := range l.Workload.Orders {
		wrong, of, example := 0, 0, ""
		for _, q := range order.Sequence {
			if asked[q] {
				continue
			}
			asked[q] = true
			of++
			if got, ok := l.ask(q); !ok {
				wrong++
				if example == "" {
					example = fmt.Sprintf("%s %s is answered by %s, not %s", q.Method, q.Path,
						l.row(got), l.row(q.Want))
				}
			}
		}
		if wrong > 0 {
			l.note("%s: %d of %d requests answered otherwise than asked, the first: %s", order.Name,
				wrong, of, example)
		}
	}
}

func (l *Loaded) ask(q *Request) (got int, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			got, ok = noAnswer, false
		}
	}()
	Answered, Sum = noAnswer, 0
	l.Router.Serve(q)
	return Answered, Answered == q.Want && (Sum == q.Sum || q.Want < 0)
}

func (l *Loaded) row(answer int) string {
	switch answer {
	case NotFound:
		return "404"
	case WrongMethod:
		return "405"
	case noAnswer:
		return "no handler"
	case badValue:
		return "a handler that finds no number"
	}
	r := l.Workload.Set.Routes[answer]
	return r.Method + " " + r.shape()
}

// Pass asks one order once: the loop that is measured.
func (l *Loaded) Pass(order Order) {
	router := l.Router
	for _, q := range order.Sequence {
		router.Serve(q)
	}
}

// sumInts is what rivals' handlers of typed rows do, as their users would.
func sumInts(names []string, param func(string) string) bool {
	for _, name := range names {
		n, err := strconv.ParseInt(param(name), 10, 64)
		if err != nil {
			return false
		}
		Sum += n
	}
	return true
}

// nullWriter is a response writer that keeps nothing. Its header map is shared by
// all requests, as a reused one would be.
type nullWriter struct {
	header http.Header
	status int
}

func newNullWriter() *nullWriter {
	return &nullWriter{header: http.Header{}}
}
func (w *nullWriter) Header() http.Header               { return w.header }
func (w *nullWriter) Write(b []byte) (int, error)       { return len(b), nil }
func (w *nullWriter) WriteString(s string) (int, error) { return len(s), nil }
func (w *nullWriter) WriteHeader(status int)            { w.status = status }

// floor is what remains without routing: the call of the router and one interface
// call to a handler that is known by the request's place.
type floor struct{ handlers []interface{ handle() } }

type floorHandler struct {
	row int
	sum int64
}

func (h *floorHandler) handle() { Answered, Sum = h.row, Sum+h.sum }

func (f *floor) Name() string        { return "floor" }
func (f *floor) Load(set *Set) error { return nil }
func (f *floor) Prepare(requests []Request) {
	f.handlers = nil
	for _, q := range requests {
		f.handlers = append(f.handlers, &floorHandler{q.Want, q.Sum})
	}
}
func (f *floor) Serve(q *Request) { f.handlers[q.ID].handle() }

// Versions are the versions of the modules that are linked into this program.
func Versions() map[string]string {
	versions := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	for _, m := range info.Deps {
		versions[m.Path] = m.Version
	}
	return versions
}
