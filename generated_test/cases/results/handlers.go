// Package results has handlers that return one of several declared results, and sequences.
package results

import (
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"example.com/httpgen/runtime"
)

// Value is a type of Go's own.
type Value struct {
	N int `json:"n"`
}

// Server implements Handlers. Ended counts sequences that were ended from outside.
type Server struct {
	Ended chan string
}

var book = Book{ISBN: "1", Title: "<é>"}

// GetBook finds one book.
func (Server) GetBook(req runtime.Request, isbn string) (GetBookResult, error) {
	switch isbn {
	case "1":
		return GetBook200{Body: book}, nil
	case "2": // a pointer counts as what it points to
		return &GetBook404{Body: Missing{Message: "no such book", Near: runtime.Some("1")}}, nil
	case "nil":
		return nil, nil
	case "nil-pointer":
		return (*GetBook200)(nil), nil
	case "abort":
		runtime.Abort(418, "no tea")
	}
	return nil, runtime.Errorf(410, "gone")
}

// CreateBook answers with header fields of every kind.
func (Server) CreateBook(req runtime.Request, body string) (CreateBookResult, error) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 5e8, time.FixedZone("", 3600))
	switch body {
	case "there":
		return CreateBook303{Location: GetBookURL("1")}, nil
	case "bare":
		return CreateBook201{Body: book, Location: "/books/1", XSort: SortTitle, LastModified: at}, nil
	case "injected":
		return CreateBook201{Body: book, Location: "/\r\nX-Evil: 1", XSort: SortTitle}, nil
	case "late":
		return CreateBook201{Body: book, XSort: SortTitle, LastModified: at.AddDate(20000, 0, 0)}, nil
	}
	return CreateBook201{
		Body: book, Location: "/books/1", XSort: SortPrice, LastModified: at,
		XParts: runtime.Some([]int32{1, -2, 3}), XWay: runtime.Some(CreateBook201XWayByHand),
		Expires: runtime.Some(at), XAt: runtime.Some(at),
		SetCookie: []string{"a=1", "b=2"}, Tag: runtime.Some(`"v1"`),
	}, nil
}

// RemoveBook answers without a body, or with text.
func (Server) RemoveBook(req runtime.Request, isbn string) (RemoveBookResult, error) {
	if isbn == "1" {
		return RemoveBook204{}, nil
	}
	return RemoveBook409{Body: "it is lent"}, nil
}

// Search answers with what the client prefers.
func (Server) Search(req runtime.Request, query SearchQuery) (SearchResult, error) {
	if !query.Found {
		switch req.Accepts("application/problem+json", "application/json", "text/html") {
		case "text/html":
			return Search404HTML{Body: "<p>none"}, nil
		case "application/json":
			return Search404JSON{Body: Missing{Message: "none"}}, nil
		}
		return Search404ProblemJSON{Body: Missing{Message: "none"}}, nil
	}
	if strings.HasPrefix(req.Accepts("application/json", "text/csv"), "text/csv") {
		return Search200CSV{Body: []byte("isbn,title\n"), XTotal: 0}, nil
	}
	return Search200JSON{Body: []Book{book}, XTotal: 1}, nil
}

// Late has a result without content types beside one with several.
func (Server) Late(req runtime.Request, query LateQuery) (LateResult, error) {
	switch query.As {
	case LateQueryAsNone:
		return Late202{}, nil
	case LateQueryAsJSON:
		return Late200JSON{Body: []int{1, 2}}, nil
	}
	return Late200CSV{Body: "1,2\n"}, nil
}

// Feed is one of two streams.
func (s Server) Feed(req runtime.Request) (FeedResult, error) {
	if req.Accepts("application/x-ndjson", "text/event-stream") == "text/event-stream" {
		return Feed200EventStream{Body: s.ticks("end")}, nil
	}
	return Feed200NDJSON{Body: s.books("end")}, nil
}

// Ticks sends events.
func (s Server) Ticks(req runtime.Request, end string) (iter.Seq2[Tick, error], error) {
	if end == "nil" {
		return nil, nil
	}
	return s.ticks(end), nil
}

func (s Server) ticks(end string) iter.Seq2[Tick, error] {
	return sequence(s, end, Tick{Kind: TickKindUp, ID: runtime.Some(uint64(7)), Price: 5},
		Tick{Kind: TickKindDown, Again: runtime.Some(1500), Price: -5, Note: runtime.Some("a\nb")})
}

// Marks sends events without data.
func (s Server) Marks(req runtime.Request) (iter.Seq2[Mark, error], error) {
	return sequence(s, "end", Mark{Kind: "here", At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}), nil
}

// Turns sends each member of a union, as a value and by a pointer.
func (s Server) Turns(req runtime.Request) (iter.Seq2[Turn, error], error) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return sequence[Turn](s, "end", Said{ID: "1", Text: "hi"}, &Said{ID: "2"}, Typing{Who: "ann"},
		&Left{At: runtime.Some(at), Who: "bob"}), nil
}

// Beats sends members that no field tells apart.
func (s Server) Beats(req runtime.Request) (iter.Seq2[Beat, error], error) {
	return sequence[Beat](s, "end", Count(5), Left{Who: "bob"}), nil
}

// Plain sends events that are nothing but data.
func (s Server) Plain(req runtime.Request) (iter.Seq2[map[string]int, error], error) {
	return sequence(s, "end", map[string]int{"b": 2, "a": 1}), nil
}

// Lines sends one book a line.
func (s Server) Lines(req runtime.Request, end string) (iter.Seq2[Book, error], error) {
	return s.books(end), nil
}

func (s Server) books(end string) iter.Seq2[Book, error] {
	return sequence(s, end, book, Book{ISBN: "2", Title: "two\nlines"})
}

// Counts sends a list a line.
func (s Server) Counts(req runtime.Request) (iter.Seq2[[]int, error], error) {
	return sequence(s, "end", []int{1, 2}, nil), nil
}

// Waiting sends one value and then waits for the client to go.
func (Server) Waiting(req runtime.Request) (iter.Seq2[int, error], error) {
	return func(yield func(int, error) bool) {
		if yield(1, nil) {
			<-req.Context().Done()
		}
	}, nil
}

// Values sends values of a Go type.
func (s Server) Values(req runtime.Request) (iter.Seq2[Value, error], error) {
	return sequence(s, "end", Value{1}, Value{2}), nil
}

// Pieces sends bytes.
func (s Server) Pieces(req runtime.Request, end string) (iter.Seq2[[]byte, error], error) {
	return sequence(s, end, []byte("one,"), []byte("two")), nil
}

// Page is a file.
func (Server) Page(req runtime.Request) (runtime.Response, error) {
	return runtime.File("routes.yaml"), nil
}

// Download is a file or nothing.
func (Server) Download(req runtime.Request) (DownloadResult, error) {
	if req.RawQuery() == "gone" {
		return Download404{}, nil
	}
	return Download200{Body: runtime.File("routes.yaml"), XName: "routes"}, nil
}

// sequence yields values; then it ends, fails, panics, or goes on until nobody wants more. With
// "at once" it fails before the first value.
func sequence[T any](s Server, end string, values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if at, ok := strings.CutPrefix(end, "at-once-"); ok {
			end, values = at, nil
		}
		for _, v := range values {
			if !yield(v, nil) {
				s.Ended <- end
				return
			}
		}
		switch end {
		case "fail":
			yield(none, errors.New("the disk is on fire"))
		case "refuse":
			yield(none, &runtime.HTTPError{Status: http.StatusConflict, Message: "not now"})
		case "panic":
			panic("the iterator is broken")
		case "on":
			for yield(values[0], nil) {
				time.Sleep(time.Millisecond)
			}
			s.Ended <- end
		}
	}
}
