package runtime

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
)

// Errors that carry a status, the short way out of a deep call, and what becomes of a
// panic live here. How an error finds its answer is in failure.go.

// HTTPError is an error that carries the status of the answer. A handler or hook
// returns it, or one that wraps it (errors.As).
//
// Status and Message are for the client, Err for the operator: the default answer is
// {"error": Message}, and Err never leaves the process.
type HTTPError struct {
	// Status is the status of the answer, 200 to 999; any other is taken as 500.
	Status int
	// Message is shown to the client; "" is the standard text of the status.
	Message string
	// Err is the cause, or nil.
	Err error
}

// Errorf returns an *HTTPError with a formatted message. What a verb %w formats is the
// cause: it becomes Err, as with fmt.Errorf, and is left out of Message together with a
// ": " before it, because the message is shown to the client.
//
//	runtime.Errorf(404, "no book %d", id)          // the client reads "no book 7"
//	runtime.Errorf(502, "stock is not known: %w", err) // the client reads "stock is not known"
func Errorf(status int, format string, args ...any) error {
	if !strings.Contains(format, "%") && len(args) == 0 {
		return &HTTPError{Status: status, Message: format}
	}
	full := fmt.Errorf(format, args...)
	e := &HTTPError{Status: status, Message: full.Error()}
	if e.Err = wrapped(full); e.Err != nil {
		e.Message = messageWithoutCause(format, args)
	}
	return e
}

// wrapped returns what fmt.Errorf wrapped: one error, or full itself where there are
// several, so that errors.Is and errors.As see them all.
func wrapped(full error) error {
	switch u := full.(type) {
	case interface{ Unwrap() error }:
		return u.Unwrap()
	case interface{ Unwrap() []error }:
		return full
	}
	return nil
}

// messageWithoutCause formats as fmt.Errorf does, with nothing in the place of causes.
func messageWithoutCause(format string, args []any) string {
	shown := make([]any, len(args))
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			arg = hiddenCause{err}
		}
		shown[i] = arg
	}
	text := fmt.Sprintf(renameVerb(format), shown...)
	text = strings.ReplaceAll(text, ": "+causeMark, "")
	return strings.TrimSpace(strings.ReplaceAll(text, causeMark, ""))
}

// verbHidden is written for the verb w, which fmt would not hand to a Formatter. It and
// causeMark are private to nobody else's text (Unicode's private use area).
const (
	verbHidden = '\uF8FE'
	causeMark  = "\uF8FF"
)

// renameVerb writes verbHidden for each verb w.
func renameVerb(format string) string {
	var b strings.Builder
	inVerb := false
	for _, c := range format {
		switch {
		case !inVerb:
			inVerb = c == '%'
		case c == 'w':
			c, inVerb = verbHidden, false
		default: // flags, width, precision and argument index come before the verb
			inVerb = strings.ContainsRune("+-# 0123456789.*[]", c)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// hiddenCause is an error in the arguments of Errorf: printed by any verb but %w.
type hiddenCause struct{ error }

// Format implements fmt.Formatter.
func (c hiddenCause) Format(f fmt.State, verb rune) {
	if verb == verbHidden {
		fmt.Fprint(f, causeMark)
		return
	}
	fmt.Fprintf(f, fmt.FormatString(f, verb), c.error)
}

// Error returns status, message and cause, for logs.
func (e *HTTPError) Error() string {
	text := strconv.Itoa(e.Status) + " " + e.message()
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *HTTPError) Unwrap() error { return e.Err }

// status is the status of the answer.
func (e *HTTPError) status() int {
	if !isFinalStatus(e.Status) {
		return http.StatusInternalServerError
	}
	return e.Status
}

// message is what the client reads.
func (e *HTTPError) message() string {
	if e.Message != "" {
		return e.Message
	}
	return statusText(e.status())
}

// isFinalStatus says whether an answer can have the status: 1xx are interim answers
// (RFC 9110 §15.2), and a status has three digits.
func isFinalStatus(status int) bool { return status >= 200 && status <= 999 }

// statusText is the standard reason phrase of a status; never "".
func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "Status " + strconv.Itoa(status)
}

// Abort ends the handling of the request at once, from however deep inside a handler,
// hook or error handler, as if it had returned Errorf(status, message): it does not
// return. It works by a panic, so deferred calls run, and it must be called on the
// goroutine that the handler was called on. An empty message is the standard text of
// the status.
//
// In an error handler or after hook, where an error would end in the plain 500, an
// Abort is still answered with its status and the default body.
func Abort(status int, message string) {
	panic(abort{&HTTPError{Status: status, Message: message}})
}

// abort is what Abort panics with.
type abort struct{ err *HTTPError }

// Error is what the process prints if Abort was called on a goroutine of its own.
func (a abort) Error() string {
	return "runtime.Abort outside of a request's goroutine: " + a.err.Error()
}

// errAborted is the panic of http.ErrAbortHandler: the answer breaks off, and nobody is
// told why.
var errAborted = errors.New("aborted by http.ErrAbortHandler")

// panicError is a panic of a handler or hook, as an error.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// Unwrap lets error handlers by type see an error that was panicked with.
func (p *panicError) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// recovered makes an error of what recover returned. It is to be called by the
// deferred function itself, while the stack of the panic is still there.
func recovered(v any) error {
	if a, ok := v.(abort); ok {
		return a.err
	}
	if v == http.ErrAbortHandler {
		return errAborted
	}
	return &panicError{value: v, stack: debug.Stack()}
}

// tooLarge is the error of a body that is larger than it may be.
func tooLarge(cause error) error {
	return &HTTPError{Status: http.StatusRequestEntityTooLarge, Err: cause}
}
