package runtimetest

import (
	"net/http"
	"net/http/httptest"

	"example.com/httpgen/runtime"
	"example.com/httpgen/runtime/internal/seam"
)

// Requests without a client live here, and what becomes of their answers.

// NewRequest returns a request as a handler gets it, with a target such as "/books/7?lang=de",
// whose method, target and parts have come over net/http. It ends with Send, or never. It
// panics if the method or the target is none. What is not the subject of a Part has a fixed
// value: the host is app.test, the client 192.0.2.1:1234.
//
// Hooks do not run for it; what they would have given is given by Given, what they
// would have set by Value.
func NewRequest(method, target string, parts ...Part) runtime.Request {
	m := makeRequest(method, target, parts)
	making := seam.Making{Request: m.r, Params: m.params}
	if m.app != nil {
		making.App = m.app
	}
	req := seam.NewRequest(making).(runtime.Request)
	for _, kv := range m.values {
		req.Set(kv[0], kv[1])
	}
	for _, give := range m.given {
		give(req)
	}
	return req
}

// Send returns the answer that a client gets for what a handler has returned for a request
// of NewRequest; streams run to their end. The request is over then. For a handler's error
// there is runtime.ErrorResponse. A stream that breaks off leaves Answer.Broken set.
func Send(req runtime.Request, resp runtime.Response) *Answer {
	w := httptest.NewRecorder()
	broken := sendTo(w, req, resp)
	a := &Answer{Status: w.Code, Header: w.Result().Header, Body: w.Body.Bytes(), Broken: broken}
	return a
}

// sendTo says whether the answer broke off, which net/http is told by a panic.
func sendTo(w http.ResponseWriter, req runtime.Request, resp runtime.Response) (broken bool) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			broken = true
		default:
			panic(v)
		}
	}()
	seam.Answer(req, resp, w)
	return false
}
