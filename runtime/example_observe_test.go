package runtime_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// tracer tells of every request at its start and at its end.
type tracer struct{}

type traceID struct{}

// Start gives the request's context an id, which handlers find in Request.Context.
func (tracer) Start(
	ctx context.Context, req runtime.Request, route *runtime.Route,
) context.Context {
	return context.WithValue(ctx, traceID{}, req.Header("X-Trace"))
}

// End has the figures of the answer. A metric by Path would have no end of values: Route
// is what bounds them.
func (tracer) End(ctx context.Context, o runtime.Observation) {
	pattern := "none"
	if o.Route != nil {
		pattern = o.Route.Pattern
	}
	fmt.Println(ctx.Value(traceID{}), o.Method, o.Path, pattern, o.Status, o.Bytes,
		o.Duration >= 0, o.Err)
}

// Metrics and traces are made by an Observer.
func ExampleObserve() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.Observe(tracer{}))
	for _, path := range []string{"/status", "/books/9780262510875"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("X-Trace", "4bf92f")
		app.ServeHTTP(httptest.NewRecorder(), r)
	}
	// Output:
	// 4bf92f GET /status /status 200 15 true <nil>
	// 4bf92f GET /books/9780262510875 /books/<isbn:id> 404 63 true 404 no book 9780262510875
}
