package runtime

import (
	"net/http"
	"slices"
	"strings"

	"example.com/httpgen/runtime/match"
)

// The order of a request lives here: probes, preflights and the page about the service, global
// before hooks, those that guard a prefix, static
// files that exist, the route that matches path and method (in generated code: before hooks of
// groups and route, around hooks, decoding, handler), mounts, redirects, 405, a fallback of static
// files, 404; then error
// handlers if something failed, and after hooks.

// serve makes the answer of a request. It does not panic; after a panic of user code
// x.closing is set. Whoever calls it closes the response's closer.
func (a *App) serve(x *Exchange) Response {
	if a.front != nil {
		if _, own := x.origin.(*conn); own {
			return a.serveFront(x)
		}
	}
	resp := a.answer(x)
	x.spoilLent()
	if x.early {
		x.answers.Store(x.currentRoute())
	}
	if x.bounded && x.origin.timedOut() {
		x.failure = timeUpError() // answerTimeUp has answered, whatever the handler says now
		closeUnsent(&resp)
		return Response{}
	}
	if x.foreign {
		if left, ok := x.handled().settle(resp); ok {
			return left
		}
	}
	if x.failure != nil && !x.aborted {
		resp = a.answerFailure(x)
	}
	if a.service.After != nil && !x.aborted {
		resp = a.answerAfter(x, resp, x.currentRoute())
	}
	if a.adds && !x.aborted {
		resp = a.withFields(x, resp)
	}
	if a.compress != nil && !x.aborted {
		resp = a.compressed(x, resp)
	}
	if resp.wantsClose() {
		x.closing = true
	}
	return resp
}

// answer is everything before the error handlers. What goes wrong is left in x.failure.
func (a *App) answer(x *Exchange) (resp Response) {
	defer func() {
		if v := recover(); v != nil {
			x.failure = recovered(v)
			a.report(x, x.failure)
			x.closeBegun(nil)
		}
	}()
	if a.settings.observed() {
		a.startObserving(x)
	}
	if a.settings.timeout > 0 {
		x.bound(a.settings.timeout)
	}
	if a.unhooked {
		if resp, ok := a.answerUnhooked(x); ok {
			return resp
		}
	}
	if a.service.Before != nil {
		own, err := a.service.Before(x.EarlyRequest())
		if err != nil {
			return x.fail(err)
		}
		if own != nil {
			return a.ready(x, *own)
		}
	}
	resp = a.match(x)
	if x.begun != nil {
		x.closeBegun(resp.closer())
	}
	if resp.more != nil && x.failure == nil {
		resp = a.ready(x, resp)
	}
	return resp
}

// ready opens a response's file and finds out whether the response can be sent.
func (a *App) ready(x *Exchange, resp Response) Response {
	opened, err := a.open(x, resp)
	if err != nil {
		closeUnsent(&resp)
		return x.fail(err)
	}
	return opened
}

// match finds who answers: static files that exist, then a route, then those of unrouted.
func (a *App) match(x *Exchange) Response {
	switch {
	// an authority, no path (RFC 9112 §3.2.3)
	case x.Method == CONNECT && !strings.HasPrefix(x.path, "/"):
		return a.notAllowed(x)
	case x.Method == OPTIONS && x.path == "*": // about the server as a whole (RFC 9110 §9.3.7)
		return NoContent()
	}
	path, status := x.path, 0
	if !x.plain { // a plain path is canonical, as the head's parser has seen
		path, status = match.Canonical(path)
	}
	switch status {
	case 0:
	case http.StatusNotFound:
		if a.service.Prefix != nil {
			if resp, answered := a.guarded(x, match.Reach(x.path)); answered {
				return resp
			}
		}
		return a.redirectDots(x)
	default:
		return x.fail(&HTTPError{Status: status, Message: "malformed path"})
	}
	x.kept.path = path
	if a.service.Prefix != nil {
		if resp, answered := a.guarded(x, path); answered {
			return resp
		}
	}
	x.asked(path)
	if x.Method == GET && len(a.static) > 0 {
		if resp, ok := a.staticFile(x, path); ok || x.failure != nil {
			return resp
		}
	}
	if x.Method == TRACE || x.Method == CONNECT { // no route answers these; Allow wants the others
		x.find(a.service.Table, path)
		a.allowFile(x, path)
		return a.notAllowed(x)
	}
	if x.bounded {
		x.answers.Store(x.find(a.service.Table, path)) // answerTimeUp wants to know
		x.Allowed = 0
	}
	if resp, err := x.dispatch(a.service, path); x.Entered != 0 {
		if err != nil {
			return x.fail(err)
		}
		return resp
	}
	return a.unrouted(x, path)
}

// guarded asks the hooks that guard a prefix; answered says that the request ends with them.
func (a *App) guarded(x *Exchange, path string) (resp Response, answered bool) {
	own, err := a.service.Prefix(x, path)
	switch {
	case err != nil:
		return x.fail(err), true
	case own != nil:
		return *own, true // answer makes it ready
	}
	return Response{}, false
}

// unrouted answers what no route takes: by a mount, a redirect, 405, 400 of bad_param, a fallback
// of static files, 404, in this order.
func (a *App) unrouted(x *Exchange, path string) Response {
	if len(a.mounts) > 0 {
		if resp, ok := a.mounted(x, path); ok || x.failure != nil {
			return resp
		}
	}
	if a.service.RedirectSlash {
		if resp, ok := a.redirectSlash(x, path); ok {
			return resp
		}
	}
	if len(a.static) > 0 {
		if resp, ok := a.redirectIndex(x, path); ok {
			return resp
		}
		a.allowFile(x, path)
	}
	if a.service.Docs.has(path) || a.unhooked && a.isHealth(path) {
		x.Allowed |= 1 << GET
	}
	if x.Allowed == 0 && x.Method != MethodOther {
		if a.service.BadParam400 {
			if param, ok := a.service.refused(x, path); ok {
				return x.fail(refusedParam(param))
			}
		}
		if x.Method == GET {
			if resp, ok := a.staticPage(x, path); ok || x.failure != nil {
				return resp
			}
		}
	}
	return a.noRoute(x)
}

// allowFile notes that GET is answered with a file, where another method is not.
func (a *App) allowFile(x *Exchange, path string) {
	if x.Method != GET && x.Method != MethodOther && a.hasFile(path) {
		x.Allowed |= 1 << GET
	}
}

// noRoute answers where no route accepts the request.
func (a *App) noRoute(x *Exchange) Response {
	switch {
	case x.Method == MethodOther:
		return x.fail(errNotImplemented)
	case x.Method == TRACE || x.Method == CONNECT:
		return a.notAllowed(x)
	case x.Allowed == 0:
		return x.fail(errNotFound)
	case x.Method == OPTIONS:
		return NoContent().WithHeader("Allow", a.allow(x.Allowed))
	}
	return a.notAllowed(x)
}

func (a *App) notAllowed(x *Exchange) Response {
	if x.Method == CONNECT {
		x.closing = true // what comes next may be a tunnel's bytes (RFC 9110 §9.3.6)
	}
	x.kept.allow = a.allow(x.Allowed)
	return x.fail(errNotAllowed)
}

// Errors of our own that say nothing about the request. They are shared: answerFailure
// copies them before an error handler sees them.
var (
	errNotFound       = &HTTPError{Status: http.StatusNotFound}
	errNotAllowed     = &HTTPError{Status: http.StatusMethodNotAllowed}
	errNotImplemented = &HTTPError{Status: http.StatusNotImplemented}
)

// allow is the value of the field Allow for the methods of all matching patterns: sorted,
// with HEAD beside GET, and OPTIONS, which is always answered. A `*` pattern stands for
// all registered methods but CONNECT and TRACE, and for those of the manifest: it can
// only have refused one of these two.
func (a *App) allow(set MethodSet) string {
	if set&AnyMethod != 0 {
		set |= 1<<(MethodOwn+Method(len(a.service.Table.Methods))) - 1
		set &^= 1<<CONNECT | 1<<TRACE
	}
	if set&(1<<GET) != 0 {
		set |= 1 << HEAD
	}
	set |= 1 << OPTIONS
	set &^= AnyMethod
	var names []string
	for m := GET; m < MethodOwn+Method(len(a.service.Table.Methods)); m++ {
		if set&(1<<m) != 0 {
			names = append(names, a.service.Table.Name(m))
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// answerAfter runs the after hooks of a route on an answer, or with nil those of scope all.
func (a *App) answerAfter(x *Exchange, before Response, route *Route) (resp Response) {
	defer func() {
		if v := recover(); v != nil {
			err := recovered(v)
			a.report(x, err)
			resp = a.lastAnswer(err)
		}
		if c := before.closer(); c != nil && c != resp.closer() {
			_ = c.Close() // only read from
		}
	}()
	changed := before
	if err := a.service.After(x.Request(), &changed, route); err != nil {
		a.logError(x, "after hook failed", err)
		return a.plain500()
	}
	changed, err := a.openLate(x, changed)
	if err != nil {
		a.logError(x, "after hook's response cannot be sent", err)
		return a.plain500()
	}
	return changed
}
