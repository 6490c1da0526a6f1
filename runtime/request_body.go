package runtime

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/url"
)

// The body of a request lives here as handlers see it.

// Body returns the whole body. It is read at the first call and kept: each call returns
// the same slice. An error is an *HTTPError to be returned as it is: 413 if the body is
// larger than allowed, 400 if it is malformed or cut off, 408 if it is too slow. After
// BodyReader, which keeps nothing, it is an error of the program.
func (r Request) Body() ([]byte, error) {
	x, held := r.enter()
	defer r.leave(held)
	return x.wholeBody(false)
}

// Bodies that are lent: what reads them, and hands out nothing of them, or says that it is valid
// until the handler returns, needs no memory that stays.

// lend returns the body for the goroutine that serves the request, valid until the handler
// returns; for others it is Body.
func (r Request) lend() ([]byte, error) {
	x, held := r.enter()
	defer r.leave(held)
	return x.wholeBody(!held)
}

// wholeBody reads the body if that was not done before. Where it may not be lent, one that was is
// copied: from then on it is the handler's.
func (x *Exchange) wholeBody(mayLend bool) ([]byte, error) {
	kept := x.kept.rare()
	reading := x.origin.bodyLock()
	reading.Lock()
	defer reading.Unlock()
	switch {
	case kept.stream != nil:
		return nil, errBodyStreamed
	case kept.bodyRead:
	case mayLend && kept.decoding == nil:
		kept.bodyRead, kept.isLent = true, true
		kept.lent, kept.bodyErr = x.origin.lendBody(x.bodyLimit())
		kept.body = kept.lent.b
	default:
		kept.bodyRead = true
		kept.body, kept.bodyErr = x.readBody(kept.decoding)
	}
	if !mayLend {
		kept.own()
	}
	return kept.body, kept.bodyErr
}

// own makes the body that is kept the handler's. The body's lock is held.
func (m *requestMore) own() {
	if m.isLent {
		m.body, m.isLent = append([]byte{}, m.body...), false
	}
}

// spoilLent overwrites what was lent, where that is asked for, once the handler has returned:
// who still looks at it is noticed. What asks for the body later has a copy.
func (x *Exchange) spoilLent() {
	more := x.kept.more.Load()
	if more == nil || !poison.Load() {
		return
	}
	reading := x.origin.bodyLock()
	if !reading.TryLock() { // somebody waits for a body that has not come
		return
	}
	defer reading.Unlock()
	more.own()
	overwrite(more.lent.b)
}

var errBodyStreamed = errors.New("runtime: Body, or what needs it, was called after BodyReader, " +
	"which keeps nothing of the body")

// BodyReader returns the body as it arrives, for what is too large to be kept: nothing of
// it is buffered, and a client that waits for 100 (Continue) is told so at the first Read.
// Each call returns the same reader; after Body there is a new one each time, of what was
// kept.
//
// The limit is that of Body, and so are the errors, to be returned as they are: 413 on
// crossing it, or at the first Read if Content-Length says so. Instead of ReadTimeout the
// client has to keep up MinBodyRate, or the route's own rate; where there is none, ReadTimeout
// is for each piece. After an error no answer below 400 is sent, whatever
// the handler returns; what the handler leaves is read and thrown away if it is small,
// otherwise the connection closes. The reader is for the goroutine of the handler and of
// its Stream; when the answer is complete it fails.
func (r Request) BodyReader() io.Reader {
	x, held := r.enter()
	defer r.leave(held)
	kept := x.kept.rare()
	reading := x.origin.bodyLock()
	reading.Lock()
	defer reading.Unlock()
	switch {
	case kept.bodyErr != nil:
		return failedReader{kept.bodyErr}
	case kept.bodyRead:
		kept.own()
		return bytes.NewReader(kept.body)
	case kept.stream == nil:
		kept.stream = r.bodyReader(x, kept.decoding)
	}
	return kept.stream
}

// bodyBegun says whether somebody has begun to read the body by BodyReader, or is at it.
func (x *Exchange) bodyBegun() bool {
	reading := x.origin.bodyLock()
	if !reading.TryLock() {
		return true
	}
	defer reading.Unlock()
	return x.kept.rare().stream != nil
}

// spoilBody notes that what was read by BodyReader is none of what it has to be: the answer is
// then the same as to a body that cannot be read. Of an err that is no *HTTPError it is noted
// already, or nobody is to be told.
func (r Request) spoilBody(err error) {
	var told *HTTPError
	if !errors.As(err, &told) {
		return
	}
	held, ok := r.held()
	if !ok {
		return
	}
	defer r.leave(held)
	reading := r.x.origin.bodyLock()
	reading.Lock()
	defer reading.Unlock()
	r.x.origin.spoilBody(told)
}

// takeBody is BodyReader for generated code, which calls it once for each call of a handler. An
// around hook that calls the handler again finds the stream read: an error of the program.
func (r Request) takeBody() (io.Reader, error) {
	body := r.BodyReader()
	x, held := r.enter()
	defer r.leave(held)
	kept := x.kept.rare()
	reading := x.origin.bodyLock()
	reading.Lock()
	defer reading.Unlock()
	if kept.stream != nil && kept.taken {
		return nil, errBodyTaken
	}
	kept.taken = kept.stream != nil
	return body, nil
}

var errBodyTaken = errors.New("runtime: an around hook has called next again, after the handler " +
	"has read a body of which nothing is kept")

type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }

// bodyLimit is the limit of this request's body in bytes.
func (x *Exchange) bodyLimit() int64 {
	if limit := x.kept.limit.Load(); limit != 0 {
		return limit
	}
	return x.app.settings.maxBodySize
}

// Text returns the body as text, which has to be UTF-8: else 400. Other errors are
// those of Body.
func (r Request) Text() (string, error) {
	b, err := r.lend()
	if err != nil {
		return "", err
	}
	return decodeText(b)
}

// JSON decodes the body into v as encoding/json does, whatever the content type says.
// Malformed JSON is an *HTTPError with status 400 that names the place; other errors are
// those of Body. The body is kept, so that JSON may be called again.
func (r Request) JSON(v any) error {
	b, err := r.lend()
	if err != nil {
		return err
	}
	return decodeJSON(b, v)
}

// Multipart returns the values and files of a body of multipart/form-data (RFC 7578),
// files in memory like the rest: 415 for another content type, 400 if it is malformed or
// cut off, 413 if it has more than 1000 parts. Other errors are those of Body. What is too
// large for that is read with BodyReader and a multipart.Reader.
//
// No part is left out: one without a name, one whose Content-Disposition cannot be read and
// one in a Content-Transfer-Encoding that changes bytes are 400. A part with a filename is
// a file; Filename is what stands behind its last slash or backslash, "" if that is no
// name. Names and values are the bytes that were sent, UTF-8 or not.
func (r Request) Multipart() (*multipart.Form, error) { return DecodeMultipart(r) }

// Form returns the values of a body of application/x-www-form-urlencoded, read as those
// of Query; one line end behind them is none of theirs. It is 415 for another content
// type or another charset than UTF-8, and 413 for more than 10,000 pairs. Other errors are
// those of Body.
func (r Request) Form() (url.Values, error) { return DecodeForm(r) }
