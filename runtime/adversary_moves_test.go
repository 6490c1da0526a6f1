package runtime

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Every method that a handler's goroutines can call is called here, and what it gives is
// held against the request's number.

// An outcome is what a call came to.
type outcome uint8

const (
	nothing  outcome = 0         // there was nothing to call
	data     outcome = 1 << iota // right data of the request's own, or a write that succeeded
	fault                        // an error
	alive                        // a context that goes on
	ended                        // a context that has ended
	panicked                     // the documented panic
)

type moveSet uint16

const (
	movesRead moveSet = 1 << iota
	movesContext
	movesBody
	movesReader
	movesWrite
	movesResponse
	allMoves = movesRead | movesContext | movesBody | movesReader | movesWrite | movesResponse
)

func (s moveSet) String() string {
	var names []string
	for i, name := range []string{"read", "context", "body", "reader", "write", "response"} {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}

// A move is one method, called once.
type move struct {
	name string
	set  moveSet
	do   func(a *actor) (outcome, error) // a fault comes with its error
}

// wrong is an error that is a find by itself: data that are not the request's own.
type wrong string

func (w wrong) Error() string { return string(w) }

// same compares what was read with what the request has, and keeps it: it must not change.
func same(what func(a *actor) (got, want string)) func(a *actor) (outcome, error) {
	return func(a *actor) (outcome, error) {
		got, want := what(a)
		if got != want {
			return data, wrong(fmt.Sprintf("%.300q, want %.300q", got, want))
		}
		a.keep(got, want)
		return data, nil
	}
}

type advKey string

var moves = []move{
	{"Method", movesRead, same(func(a *actor) (string, string) { return a.req.Method(), a.e.method })},
	{"Path", movesRead, same(func(a *actor) (string, string) { return a.req.Path(), a.e.decoded })},
	{"RawPath", movesRead, same(func(a *actor) (string, string) { return a.req.RawPath(), a.e.path })},
	{"RawQuery", movesRead, same(func(a *actor) (string, string) {
		return a.req.RawQuery(), "n=" + a.e.token + "&t=" + a.e.token
	})},
	{"Query", movesRead, same(func(a *actor) (string, string) {
		q := a.req.Query()
		return q.Get("n") + q.Get("t") + fmt.Sprint(len(q)), a.e.token + a.e.token + "2"
	})},
	{"Header", movesRead, same(func(a *actor) (string, string) {
		return a.req.Header("x-n") + a.req.Header("X-LONG"), a.e.token + strings.Repeat(a.e.unit, 20)
	})},
	{"Header(Host)", movesRead, same(func(a *actor) (string, string) {
		return a.req.Header("Host"), "h" + a.e.token + ".example"
	})},
	{"Headers", movesRead, (*actor).headers},
	{"Cookie", movesRead, same(func(a *actor) (string, string) {
		v, _ := a.req.Cookie("a")
		w, _ := a.req.Cookie("b")
		return v + w, a.e.token + a.e.token
	})},
	{"Param", movesRead, (*actor).param},
	{"Route", movesRead, (*actor).route},
	{"RemoteAddr", movesRead, same(func(a *actor) (string, string) {
		return a.req.RemoteAddr().String(), a.e.from.addr
	})},
	{"ClientIP", movesRead, same(func(a *actor) (string, string) {
		return a.req.ClientIP().String(), "127.0.0.1"
	})},
	{"TLS", movesRead, (*actor).tls},
	{"App", movesRead, func(a *actor) (outcome, error) {
		if a.req.App() != a.h.app {
			return data, wrong("another App")
		}
		return data, nil
	}},
	{"Set", movesRead, func(a *actor) (outcome, error) {
		a.req.Set(advKey("n"), a.e.token)
		return data, nil
	}},
	{"Value", movesRead, func(a *actor) (outcome, error) {
		if v := a.req.Value(advKey("n")); v != nil && v != a.e.token {
			return data, wrong(fmt.Sprintf("the value %v, want %s", v, a.e.token))
		}
		return data, nil
	}},
	{"Context", movesContext, func(a *actor) (outcome, error) {
		a.ctx = a.context()
		return a.look()
	}},
	{"Context.Err", movesContext, (*actor).look},
	{"Context.Done", movesContext, func(a *actor) (outcome, error) {
		if a.ctx == nil {
			a.ctx = a.req.Context()
		}
		select {
		case <-a.ctx.Done():
			return ended, nil
		default:
			return alive, nil
		}
	}},
	{"Context.derive", movesContext, (*actor).derive},
	{"SetContext", movesContext, func(a *actor) (outcome, error) {
		a.req.SetContext(context.WithValue(a.req.Context(), advKey("set"), a.e.token))
		return data, nil
	}},
	{"Body", movesBody, func(a *actor) (outcome, error) {
		b, err := a.req.Body()
		return a.body(string(b), string(a.e.body), err)
	}},
	{"Text", movesBody, func(a *actor) (outcome, error) {
		text, err := a.req.Text()
		return a.body(text, string(a.e.body), err)
	}},
	{"JSON", movesBody, (*actor).json},
	{"Form", movesBody, (*actor).form},
	{"Multipart", movesBody, (*actor).multipart},
	{"BodyReader", movesReader, func(a *actor) (outcome, error) {
		a.reader = a.bodyReader()
		return data, nil
	}},
	{"BodyReader.Read", movesReader, (*actor).read},
	{"StreamWriter.Write", movesWrite, func(a *actor) (outcome, error) {
		return a.write(func(w advWriter, unit string) error {
			_, err := w.Write([]byte(unit))
			return err
		})
	}},
	{"StreamWriter.WriteString", movesWrite, func(a *actor) (outcome, error) {
		return a.write(func(w advWriter, unit string) error {
			_, err := w.WriteString(unit)
			return err
		})
	}},
	{"StreamWriter.Flush", movesWrite, func(a *actor) (outcome, error) {
		if w, _ := a.e.writers(); w != nil {
			return tried(w.Flush())
		}
		return nothing, nil
	}},
	{"EventWriter.Send", movesWrite, func(a *actor) (outcome, error) {
		return a.send(func(w *EventWriter, unit string) error {
			return w.Send(Event{ID: a.e.token, Name: a.e.token, Data: unit})
		})
	}},
	{"EventWriter.Comment", movesWrite, func(a *actor) (outcome, error) {
		return a.send((*EventWriter).Comment)
	}},
	{"EventWriter.KeepAlive", movesWrite, func(a *actor) (outcome, error) {
		if _, w := a.e.writers(); w != nil {
			w.KeepAlive([]time.Duration{0, 100 * time.Microsecond, time.Millisecond}[a.r.IntN(3)])
			return data, nil
		}
		return nothing, nil
	}},
	{"Response", movesResponse, func(a *actor) (outcome, error) {
		r := a.e.kept.Load()
		if r == nil {
			return nothing, nil
		}
		changed := r.WithHeader("X-N", "0").WithStatus(299).WithHeader("Content-Type", "x/"+a.e.token)
		if changed.Header("X-N") != "0" || r.Header("X-N") != a.e.token {
			return data, wrong("a Response changed with its copy")
		}
		return data, nil
	}},
}

func tried(err error) (outcome, error) {
	if err != nil {
		return fault, err
	}
	return data, nil
}
