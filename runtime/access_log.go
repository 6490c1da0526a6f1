package runtime

import (
	"context"
	"errors"
	"log/slog"

	"example.com/httpgen/runtime/internal/peer"
)

// The access log lives here.

// AccessLog has one line written for every request, at level Info with the message
// "request", after its answer:
//
//	method    as sent; left out, like path, where it could not be read
//	path      as sent, percent-encoded, without the query, which may hold secrets
//	proto     the version of HTTP; left out where it could not be read
//	route     the pattern of the route that answered, "" where none did
//	status    of the answer; 0 if none was written
//	bytes     of the answer's body
//	duration  from the end of the request's head to the end of the answer
//	remote    the peer's address and port, "unix" on a unix socket
//	client    Request.ClientIP, if it is not the peer's own address
//	error     what went wrong, if it is more than the status says
//	request_id  the request's id, with RequestIDs
//	trace_id, span_id, trace_flags  of its field traceparent, with LogTrace
//
// Behind them stands what Request.LogAttr was given. LogWhen and LogSampled leave lines out.
// The line of a stream is written at its end. slog's handlers are given the context that
// observers made (see Observe). Values that hooks gave are told of where LogGiven says so.
// Default, and nil: no access log.
func AccessLog(l *slog.Logger) Option { return func(s *settings) { s.accessLog = l } }

// writeAccess writes one line.
func writeAccess(ctx context.Context, s *settings, o *Observation, given []gift) {
	l := s.accessLog
	if !l.Enabled(ctx, slog.LevelInfo) {
		return
	}
	attrs := make([]slog.Attr, 0, 10)
	if o.Method != "" {
		attrs = append(attrs, slog.String("method", o.Method))
	}
	if o.Path != "" {
		attrs = append(attrs, slog.String("path", o.Path))
	}
	if o.Proto != "" {
		attrs = append(attrs, slog.String("proto", o.Proto))
	}
	route := ""
	if o.Route != nil {
		route = o.Route.Pattern
	}
	attrs = append(attrs,
		slog.String("route", route),
		slog.Int("status", o.Status),
		slog.Int64("bytes", o.Bytes),
		slog.Duration("duration", o.Duration),
		slog.String("remote", peer.Shown(o.RemoteAddr)),
	)
	if o.ClientIP.IsValid() && o.ClientIP != peer.IP(o.RemoteAddr) {
		attrs = append(attrs, slog.String("client", o.ClientIP.String()))
	}
	if o.Err != nil && !saysNoMore(o.Err) {
		attrs = append(attrs, slog.Any("error", o.Err))
	}
	if o.RequestID != "" {
		attrs = append(attrs, slog.String("request_id", o.RequestID))
	}
	if o.logged != nil {
		attrs = append(attrs, o.logged.attrs...)
	}
	for _, add := range s.logGiven {
		attrs = add(attrs, given)
	}
	l.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
}

// saysNoMore says whether an error is no more than the status of the answer.
func saysNoMore(err error) bool {
	var e *HTTPError
	if !errors.As(err, &e) || err != error(e) {
		return false
	}
	_, refused := e.Err.(refusal)
	return refused || e.Err == nil
}
