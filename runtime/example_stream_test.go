package runtime_test

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"example.com/httpgen/runtime"
)

// Answers that are made while they go out.

// The writer is an io.Writer, for all that writes to one.
func ExampleStream() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Stream("text/csv", func(w *runtime.StreamWriter) error {
			table := csv.NewWriter(w)
			for day := 1; day <= 3; day++ {
				if err := table.Write([]string{strconv.Itoa(day), "sunny, dry"}); err != nil {
					return err // the client is gone
				}
			}
			table.Flush()
			return table.Error()
		}), nil
	}
	dump(handler, "GET /weather.csv")
	// Output:
	// 200 OK
	// Content-Type: text/csv
	//
	// 1,"sunny, dry"
	// 2,"sunny, dry"
	// 3,"sunny, dry"
}

// Flush sends what was written so far, and says whether anybody is still there.
func ExampleStreamWriter_Flush() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Stream("text/plain; charset=utf-8", func(w *runtime.StreamWriter) error {
			for _, step := range []string{"parsed\n", "checked\n", "written\n"} {
				if _, err := w.WriteString(step); err != nil {
					return err
				}
				if err := w.Flush(); err != nil {
					return err
				}
			}
			return nil
		}), nil
	}
	ask(handler, "POST /build")
	// Output:
	// 200 parsed
	// checked
	// written
}

// A length that is known is told: the body is then not chunked, and clients show progress.
func ExampleStreamWriter_Write() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.Stream("application/octet-stream", func(w *runtime.StreamWriter) error {
			_, err := w.Write([]byte("12345"))
			return err
		}).WithHeader("Content-Length", "5"), nil
	}
	ask(handler, "GET /five")
	// Output: 200 12345
}

// Server-sent events: a browser reads them with new EventSource("/prices").
func ExampleSSE() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		seen, _ := strconv.Atoi(req.Header("Last-Event-ID")) // of a client that comes back
		return runtime.SSE(func(w *runtime.EventWriter) error {
			for id := seen + 1; id <= 3; id++ {
				err := w.Send(runtime.Event{ID: strconv.Itoa(id), Name: "price", Data: fmt.Sprint(3900 + id)})
				if err != nil {
					return err
				}
			}
			return nil
		}), nil
	}
	dump(handler, "GET /prices", "Last-Event-ID: 1")
	// Output:
	// 200 OK
	// Cache-Control: no-cache
	// Content-Type: text/event-stream
	// X-Accel-Buffering: no
	//
	// id: 2
	// event: price
	// data: 3902
	//
	// id: 3
	// event: price
	// data: 3903
}

// A stream with long pauses says now and then that it is alive, and ends with its request.
func ExampleEventWriter_KeepAlive() {
	prices := make(chan int, 1)
	prices <- 3900
	close(prices)
	handler := func(req runtime.Request) (runtime.Response, error) {
		ended := req.Context().Done()
		return runtime.SSE(func(w *runtime.EventWriter) error {
			w.KeepAlive(15 * time.Second)
			if err := w.Comment("prices in cents"); err != nil {
				return err
			}
			for {
				select {
				case price, more := <-prices:
					if !more {
						return nil
					}
					if err := w.Send(runtime.Event{Data: fmt.Sprint(price)}); err != nil {
						return err
					}
				case <-ended: // the client is gone, or the server ends
					return nil
				}
			}
		}), nil
	}
	ask(handler, "GET /prices")
	// Output:
	// 200 : prices in cents
	//
	// data: 3900
}
