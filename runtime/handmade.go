package runtime

import (
	"cmp"
	"context"
	"net/http"

	"example.com/httpgen/runtime/internal/seam"
	"example.com/httpgen/runtime/match"
)

// Requests that no client sent live here, for tests of handlers: package runtimetest makes
// them, through the seam, of requests of net/http.

func init() {
	seam.NewRequest = func(m seam.Making) any { return handmade(m) }
	seam.Answer = func(req, resp any, w http.ResponseWriter) {
		answerHandmade(req.(Request), resp.(Response), w)
	}
}

// handmade is a request whose route is known already, as a handler gets it. No App waits
// for its end.
func handmade(m seam.Making) Request {
	app, _ := m.App.(*App)
	path := cmp.Or(m.Request.URL.EscapedPath(), "/")
	if app == nil {
		app = appOfOneRoute(m.Request.Method, path)
	}
	e := &httpExchange{app: app, r: m.Request}
	x := e.prepare()
	if canonical, status := match.Canonical(x.path); status == 0 {
		x.kept.path = canonical
		if route := x.find(app.service.Table, canonical); route != nil {
			x.Entered = int32(route.index + 1)
		}
	}
	if len(m.Params) > 0 {
		x.kept.rare().params.Store(handmadeParams(x, m.Params))
	}
	return x.Request()
}

// appOfOneRoute is for requests whose App does not matter: its route answers what is asked.
func appOfOneRoute(method, path string) *App {
	one := []Route{{Methods: []string{method}, Pattern: path}}
	enter := func(x *Exchange, _ string) (Response, error) {
		x.Entered = 1
		return Response{}, nil
	}
	return NewApp(Service{Table: NewTable(one, nil, enter, nil)})
}

// handmadeParams are those of the route with the values that are given; others come behind.
func handmadeParams(x *Exchange, given [][2]string) *[]Param {
	var params []Param
	if route := x.currentRoute(); route != nil {
		params = route.params(x.kept.path)
	}
next:
	for _, g := range given {
		for i := range params {
			if params[i].Name == g[0] {
				params[i].Value = g[1]
				continue next
			}
		}
		params = append(params, Param{g[0], g[1]})
	}
	return &params
}

// answerHandmade sends what a handler has answered as serve and finish do, and ends the
// request.
func answerHandmade(req Request, resp Response, w http.ResponseWriter) {
	e := req.x.origin.(*httpExchange)
	e.w = w
	defer func() {
		e.retire(true)
		e.endContext(context.Canceled)
		e.x.end()
	}()
	x := &e.x
	resp = e.app.ready(x, resp)
	if x.failure != nil {
		resp = e.app.answerFailure(x)
	}
	e.finish(resp)
}
