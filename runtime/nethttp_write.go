package runtime

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"example.com/httpgen/runtime/internal/files"
)

// The writing of answers to an http.ResponseWriter lives here.

// send writes the answer.
func (e *httpExchange) send(resp *Response) {
	closing := e.x.closing || e.app.server.draining.Load()
	produce, length := resp.producer()
	if produce == nil || e.x.Head || bodiless(resp.Status()) {
		e.sendWhole(resp, closing)
		return
	}
	e.writeFields(resp, closing)
	e.stream(&httpBodyWriter{e: e, status: resp.Status(), left: length}, produce)
}

// sendWhole writes an answer without a producer, or the head of one.
func (e *httpExchange) sendWhole(resp *Response, closing bool) {
	e.writeFields(resp, closing)
	e.w.WriteHeader(resp.Status())
	if !e.x.Head && !bodiless(resp.Status()) {
		// it fails if the client is gone: nobody is left to tell
		stream := e.h2
		if stream == nil || len(resp.content()) <= h2Unsent {
			_, _ = io.WriteString(e.w, resp.content()) // nothing of it waits for the client yet
			return
		}
		_, _ = writeInPieces(stream, resp.content(), func(s string) (int, error) { return io.WriteString(e.w, s) })
	}
}

// writeFields sets the fields of the head. closing: HTTP/1 is told that the connection ends;
// in HTTP/2 it would end the streams of others (RFC 9113 §8.2.2).
func (e *httpExchange) writeFields(resp *Response, closing bool) {
	e.x.answering(resp)
	header := e.w.Header()
	e.writeContentFields(header, resp)
	for _, f := range resp.headerFields() {
		switch {
		case isOwn(f.name):
		case mayRepeat(f.name):
			header.Add(f.name, f.value)
		case isLastModified(f.name):
			header.Set(f.name, notAfter(f.value, dateOf(header)))
		default:
			header.Set(f.name, f.value)
		}
	}
	if e.r.ProtoMajor != 1 {
		header.Del("Upgrade")
		return
	}
	var options []string
	if closing {
		options = append(options, "close")
	}
	if firstOf(header, "Upgrade") != "" {
		options = append(options, "Upgrade")
	}
	if options != nil {
		header.Set("Connection", strings.Join(options, ", "))
	}
}

// writeContentFields sets what the content is. Names are canonical here, which http.Header would
// find out anew, and both values have one piece of memory, the writer's from here on.
func (e *httpExchange) writeContentFields(header http.Header, resp *Response) {
	values, status := new([2]string), resp.Status()
	switch _, length := resp.producer(); {
	case status == http.StatusResetContent:
		values[0] = "0"
	case length >= 0 && !bodiless(status):
		values[0] = e.length.of(length)
	}
	if values[0] != "" {
		header["Content-Length"] = values[:1:1]
	}
	if status == http.StatusNoContent || status == http.StatusResetContent {
		header["Content-Type"] = nil // of no content, as on our own connections
	} else if values[1] = resp.mediaType(); values[1] != "" {
		header["Content-Type"] = values[1:]
	} else if firstOf(header, "Content-Type") == "" {
		header["Content-Type"] = nil // or net/http guesses one
	}
}

// firstOf is http.Header.Get for a canonical name.
func firstOf(header http.Header, name string) string {
	if values := header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// dateOf is the Date that net/http will say at the earliest, or what middleware has set.
func dateOf(header http.Header) string {
	if date := header.Get("Date"); date != "" {
		return date
	}
	return files.FormatDate(time.Now())
}

// stream runs a producer. If it fails before anything was sent the answer is that of an
// error, else the connection is cut.
func (e *httpExchange) stream(w *httpBodyWriter, produce func(*Exchange, bodyWriter) error) {
	a := e.x.app
	e.writer.Store(w)
	e.streams.Store(true)
	e.endStream()
	err := runProducer(&e.x, w, produce)
	a.report(&e.x, err)
	w.close()
	e.retire(true)
	switch {
	case err != nil:
	case w.err != nil: // the function did not care
		err = w.err
	case w.left > 0:
		err = errShortBody
	}
	if err == nil {
		w.begin()
		return
	}
	if err == errAborted {
		e.abort()
	}
	if e.r.Context().Err() == nil {
		a.logError(&e.x, "stream failed", err)
	}
	if w.begun {
		e.abort()
	}
	resp := a.lateAnswer(&e.x, err)
	clear(e.w.Header())
	e.sendWhole(&resp, true)
}

// abort breaks the answer off. Nothing more of the body is to come: net/http would wait for
// the rest of it, which a client that waits for 100 (Continue) never sends.
func (e *httpExchange) abort() {
	e.wakeReader()
	panic(http.ErrAbortHandler)
}

var (
	errShortBody = errors.New("the body is shorter than its Content-Length")
	errLongBody  = errors.New("the body is longer than its Content-Length")
)
