package runtime

import (
	"log/slog"
	"slices"
	"sync/atomic"
)

// What lines of the access log say besides, and which are left out, is decided here.

// lineAttrs are attributes of one line. It is replaced as a whole.
type lineAttrs struct{ attrs []slog.Attr }

// LogAttr adds attributes to the line of the access log, behind the others; it does nothing
// without AccessLog, nor in the answer to a timeout.
func (r Request) LogAttr(attrs ...slog.Attr) {
	x, held := r.enter()
	defer r.leave(held)
	if o := x.seen; o != nil && x.app.settings.accessLog != nil {
		o.log(attrs)
	}
}

func (o *observation) log(attrs []slog.Attr) {
	for {
		before, next := o.logged.Load(), new(lineAttrs)
		if before != nil {
			next.attrs = slices.Clip(before.attrs)
		}
		next.attrs = append(next.attrs, attrs...)
		if o.logged.CompareAndSwap(before, next) {
			return
		}
	}
}

// LogTrace has lines of the access log tell of the trace that a request belongs to, by its field
// traceparent (W3C Trace Context): trace_id, span_id (of the caller) and trace_flags, as
// OpenTelemetry calls them in logs. What is malformed is not told of. Default: off.
func LogTrace() Option { return func(s *settings) { s.logTrace = true } }

// noteTrace is called when the request is over, and its head is still there.
func (o *observation) noteTrace(x *Exchange) {
	if t, ok := x.traceOf(); ok {
		o.log([]slog.Attr{slog.String("trace_id", cloned(t.trace)),
			slog.String("span_id", cloned(t.span)), slog.String("trace_flags", cloned(t.flags))})
	}
}

// observedID is what observers are told.
func (x *Exchange) observedID() string {
	if !x.app.settings.requestIDs {
		return ""
	}
	return x.requestID()
}

// LogWhen has the access log leave out the lines of requests for which keep is false, such as
// those of probes. It is called by many requests at once. With several options all have to agree;
// nil adds nothing.
func LogWhen(keep func(o Observation) bool) Option {
	return func(s *settings) {
		if keep != nil {
			s.logWhen = append(s.logWhen, keep)
		}
	}
}

// LogSampled has the access log keep one line of n of requests that were answered below 400 and
// nothing went wrong with, and all others; what LogWhen leaves out is not counted. Default, and n
// of 1 or less: all.
func LogSampled(n int) Option {
	return func(s *settings) {
		if s.logSample = nil; n <= 1 {
			return
		}
		seen := new(atomic.Uint64)
		s.logSample = func(o *Observation) bool {
			return o.Status >= 400 || o.Status == 0 || o.Err != nil || seen.Add(1)%uint64(n) == 1
		}
	}
}

// isLogged says whether a line is written.
func (s *settings) isLogged(o *Observation) bool {
	for _, keep := range s.logWhen {
		if !keep(*o) {
			return false
		}
	}
	return s.logSample == nil || s.logSample(o)
}
