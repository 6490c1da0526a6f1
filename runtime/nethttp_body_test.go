package runtime

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Bodies of net/http are tested here that end while the head of an answer is sent.

// scriptedBody is a body whose reads bring one of these each, the last again and again.
type scriptedBody []struct {
	text string
	err  error
}

func (b *scriptedBody) Read(p []byte) (int, error) {
	next := (*b)[0]
	if len(*b) > 1 {
		*b = (*b)[1:]
	}
	return copy(p, next.text), next.err
}

func (b *scriptedBody) Close() error { return nil }

// net/http throws away what is left of a body when it sends the head of an answer, and closes
// the body. Who reads beside it is not told that this was the end.
func TestABodyThatIsThrownAwayHasNoEnd(t *testing.T) {
	const begun, chunked = true, -1
	closed := http.ErrBodyReadAfterClose
	for _, tt := range []struct {
		sentence string
		begun    bool // something of the answer is on its way
		length   int64
		reads    scriptedBody
		want     string
		whole    bool
	}{
		{"nothing is read", begun, 5, scriptedBody{{"", io.EOF}, {"", closed}}, "", false},
		{"a part is read", begun, 5, scriptedBody{{"he", nil}, {"", io.EOF}, {"", closed}}, "he", false},
		{"the middle is missing", begun, 5, scriptedBody{{"he", nil}, {"o", io.EOF}, {"", closed}}, "heo", false},
		{"all is read", begun, 5, scriptedBody{{"hello", nil}, {"", io.EOF}, {"", closed}}, "hello", true},
		{"all is read at once", begun, 5, scriptedBody{{"hello", io.EOF}, {"", closed}}, "hello", true},
		{"a part of chunks", begun, chunked, scriptedBody{{"he", nil}, {"", io.EOF}, {"", closed}}, "he", false},
		{"all chunks", begun, chunked, scriptedBody{{"hello", nil}, {"", io.EOF}}, "hello", true},
		{"the client is gone, as net/http has seen", begun, 5, scriptedBody{{"", io.EOF}}, "", false},
		{"the client is gone in the middle", begun, 5, scriptedBody{{"he", nil}, {"", io.EOF}}, "he", false},
		{"an end that is none", begun, chunked, scriptedBody{{"he", io.EOF}, {"y", nil}}, "he", false},
		{"before the answer an end is one", !begun, 5, scriptedBody{{"he", io.EOF}, {"", closed}}, "he", true},
	} {
		var got []byte
		var err error
		app := NewApp(handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
			body := req.BodyReader()
			return Stream("text/plain", func(w *StreamWriter) error {
				if tt.begun {
					_ = w.Flush()
				}
				got, err = io.ReadAll(body)
				return nil
			}), nil
		})), Logger(quiet()))
		r := httptest.NewRequest(http.MethodPost, "/", &tt.reads)
		r.ContentLength = tt.length
		app.ServeHTTP(httptest.NewRecorder(), r)
		var carried *HTTPError
		if failed := errors.As(err, &carried) && carried.Status == 400; string(got) != tt.want || failed == tt.whole {
			t.Errorf("%s: %q, %v", tt.sentence, got, err)
		}
	}
}
