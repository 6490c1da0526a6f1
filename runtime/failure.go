package runtime

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"example.com/httpgen/runtime/wire"
)

// What becomes of an error lives here: the error handlers, the default answers, and
// what the operator is told.

// answerFailure makes the answer of x.failure. The error handlers are asked once.
func (a *App) answerFailure(x *Exchange) (resp Response) {
	defer func() {
		if v := recover(); v != nil {
			err := recovered(v)
			a.report(x, err)
			resp = a.lastAnswer(err)
		}
	}()
	f := newFailure(x)
	handled := false
	if a.service.Error != nil {
		var err error
		if resp, handled, err = a.service.Error(x.Request(), f); err == nil && handled {
			resp, err = a.openLate(x, resp)
		}
		if err == ErrUnhandled {
			handled, err = false, nil
		}
		if err != nil {
			a.logError(x, "error handler failed", err)
			return a.plain500()
		}
	}
	if !handled {
		a.reportUnhandled(x, f)
		resp = a.defaultAnswer(f.HTTP)
	}
	if allow := x.kept.allow; allow != "" {
		resp = resp.WithHeader("Allow", allow)
	}
	return x.withChallenge(withAccept(withContentRange(resp, f.HTTP), f.HTTP))
}

// ErrUnhandled is returned by an error handler that leaves the error to the default
// answer, as those of UnimplementedHandlers do. What hides its cause is then logged.
var ErrUnhandled = errors.New("left to the default answer")

// newFailure says what x.failure is to error handlers.
func newFailure(x *Exchange) *Failure {
	f := &Failure{Err: x.failure, Route: x.currentRoute()}
	if e, ok := x.failure.(*HTTPError); ok && e == nil {
		f.Err = errors.New("a nil *HTTPError was returned as an error")
	}
	if f.Carried = errors.As(f.Err, &f.HTTP) && f.HTTP != nil; !f.Carried {
		f.HTTP = &HTTPError{Status: http.StatusInternalServerError,
			Message: statusText(http.StatusInternalServerError), Err: f.Err}
		return f
	}
	switch f.HTTP {
	case errNotFound, errNotAllowed, errNotImplemented, errUnauthorized, errCrossOrigin,
		errMisdirected:
		ours := *f.HTTP
		f.Err, f.HTTP = &ours, &ours
	}
	if f.HTTP.Message == "" || f.HTTP.Status != f.HTTP.status() {
		shown := *f.HTTP
		shown.Status, shown.Message = f.HTTP.status(), f.HTTP.message()
		f.HTTP = &shown
	}
	return f
}

// ErrorResponse returns the default answer of an error: its status and {"error":
// message} if it carries a status (see HTTPError), else 500 and {"error": "Internal
// Server Error"}; bodies of RFC 9457 under problem: true. It is what a request gets
// that no error handler wants, and lets an error handler start from that.
func ErrorResponse(req Request, err error) Response {
	return req.App().errorAnswer(err)
}

// errorAnswer is the answer of an error that no handler is asked about.
func (a *App) errorAnswer(err error) Response {
	var carried *HTTPError
	if errors.As(err, &carried) && carried != nil {
		return a.defaultAnswer(carried)
	}
	return a.plain500()
}

// lateAnswer is the answer of an error that turns up in the place of an answer that was made.
func (a *App) lateAnswer(x *Exchange, err error) Response {
	return a.withFields(x, a.errorAnswer(err))
}

// defaultAnswer is the answer of an error that no handler wants.
func (a *App) defaultAnswer(e *HTTPError) Response {
	status, message := e.status(), e.message()
	faults := faultsOf(e)
	if a.service.Problem {
		return problem(status, message, faults)
	}
	body := wire.AppendString(append(make([]byte, 0, 32+len(message)), `{"error": `...), message)
	if faults != nil {
		body = appendFaults(body, faults.Faults)
	}
	return Response{head: makeHead(status, kindFixed, typeJSON), body: string(append(body, '}'))}
}

// faultsOf is what was wrong with the request's values, or nil.
func faultsOf(e *HTTPError) *ValidationError {
	if e.Err == nil {
		return nil
	}
	var faults *ValidationError
	errors.As(e.Err, &faults)
	return faults
}

// problem is a body of RFC 9457 with the type about:blank, whose title is then the
// status's text (§4.2.1).
func problem(status int, message string, faults *ValidationError) Response {
	b := wire.AppendString([]byte(`{"type": "about:blank", "title": `), statusText(status))
	b = strconv.AppendInt(append(b, `, "status": `...), int64(status), 10)
	if message != statusText(status) {
		b = wire.AppendString(append(b, `, "detail": `...), message)
	}
	if faults != nil {
		b = appendFaults(b, faults.Faults)
	}
	return Response{head: makeHead(status, kindFixed, typeProblem), body: string(append(b, '}'))}
}

// plain500 is the answer when the making of an answer has failed.
func (a *App) plain500() Response {
	return a.defaultAnswer(&HTTPError{Status: http.StatusInternalServerError})
}

// lastAnswer is the answer of what was recovered in an error handler or after hook: an
// Abort keeps its status, everything else is the plain 500.
func (a *App) lastAnswer(err error) Response {
	if e, ok := err.(*HTTPError); ok {
		return a.defaultAnswer(e)
	}
	return a.plain500()
}

// report logs what recovered returned, unless it was an Abort. After a panic nobody
// knows what state the request is in: the connection is not used again.
func (a *App) report(x *Exchange, err error) {
	if err == errAborted {
		x.closing, x.aborted = true, true
	}
	var p *panicError
	if errors.As(err, &p) {
		x.closing, x.panicked = true, true
		a.logError(x, "panic", err, slog.String("stack", string(p.stack)))
	}
}

// reportUnhandled logs an error that ends in a default answer which hides its cause.
func (a *App) reportUnhandled(x *Exchange, f *Failure) {
	var p *panicError
	switch {
	case errors.As(f.Err, &p): // report has logged it
	case f.Carried && (f.HTTP.Status < 500 || f.HTTP.Err == nil):
	// the client is gone
	case errors.Is(f.Err, context.Canceled) && x.origin.context().Err() != nil:
	default:
		a.logError(x, "unhandled error", f.Err)
	}
}

// logError is the one form of a log entry about a request.
func (a *App) logError(x *Exchange, what string, err error, more ...any) {
	if x.seen != nil && x.seen.err == nil {
		x.seen.err = err
	}
	route := ""
	if r := x.currentRoute(); r != nil {
		route = r.Pattern
	}
	args := []any{"method", x.methodName(), "path", cloned(x.path), "route", route, "error", err}
	if a.settings.requestIDs {
		args = append(args, "request_id", x.requestID())
	}
	a.log().Error(what, append(args, more...)...)
}
