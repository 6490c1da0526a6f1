package around

import (
	"log/slog"
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// quiet is the application without its log.
func quiet() *runtime.App { return New(Server{}, runtime.Logger(slog.New(slog.DiscardHandler))) }

func TestAround(t *testing.T) {
	const asJSON = "\nContent-Type: application/json\n\n"
	const broken = `500 {"error": "Internal Server Error"}`
	dialogue.Run(t, quiet, []dialogue.Line{
		// From outside in, and back.
		{"GET /plain", "200 plain | X-Trace: Outermost{ Plain 200}Outermost"},
		{"GET /tx/own", "200 three | X-Trace: Before Outermost{ InTx{ Retry{ Three 200}Retry 200}InTx 200}Outermost"},
		{"GET /tx/bare", "200 bare | X-Trace: Before Outermost{ Bare 200}Outermost"},
		{"DELETE /tx/none", "204 | X-Trace: Before Outermost{ InTx{ None 204}InTx 204}Outermost"},
		{"GET /tx/chunks", "200 ab"},

		// In a group with names of its own.
		{"GET /own/plain", "200 own plain for ann | X-Trace: Outermost{ OwnInTx{ 200}OwnInTx 200}Outermost"},
		{"GET /own/bare", "200 own bare for ann | X-Trace: Outermost{ 200}Outermost"},

		// Where no route answers there is nothing to be around.
		{"GET /nowhere", "404 | X-Trace: "},
		{"POST /plain", "405 | X-Trace: "},
		{"GET /tx/own?fail=Before", broken + " | X-Trace: Before"},

		// Decoding is inside: what is wrong with a request reaches them.
		{"PUT /1/item" + asJSON + "{\"name\": \"x\"}", "200 {\"name\":\"x\"}"},
		{"PUT /1/item" + asJSON + "{\"name\": 1}", "422 | X-Trace: Outermost{ error}Outermost"},
		{"PUT /1/item", "400 | X-Trace: Outermost{ error}Outermost"},

		// So do errors, panics and aborts of handlers.
		{"GET /tx/bare?fail=Bare", broken + " | X-Trace: Before Outermost{ Bare error}Outermost"},
		{"DELETE /tx/none?panic=None", broken + " | X-Trace: Before Outermost{ InTx{ None panic}InTx panic}Outermost"},
		{"DELETE /tx/none?abort=None", `418 {"error": "aborted"} | X-Trace: Before Outermost{ InTx{ None panic}InTx panic}Outermost`},

		// What they return is the answer of the route.
		{"GET /plain?answer=Outermost", "200 Outermost answers | X-Trace: Outermost{ answered}Outermost"},
		{"GET /tx/own?answer=InTx", "200 InTx answers | X-Trace: Before Outermost{ InTx{ answered}InTx 200}Outermost"},
		{"GET /plain?replace=Outermost&fail=Plain", "200 Outermost replaces | X-Trace: Outermost{ Plain error}Outermost"},
		{"GET /plain?fail=Outermost", `409 {"error": "Outermost fails"} | X-Trace: Outermost{ Plain 200}Outermost`},

		// next may be called again, where the body is kept.
		{"GET /tx/own?once=Three", "200 three | X-Trace: Before Outermost{ InTx{ Retry{ Three error}Retry Retry{ Three 200}Retry 200}InTx 200}Outermost"},
		{"POST /tx/retry?once=Again" + asJSON + "{\"name\": \"x\"}", "200 x"},
		{"POST /tx/form?once=AgainForm\nContent-Type: application/x-www-form-urlencoded\n\nname=x", "200 x"},
		{"POST /tx/stream\n\nabc", "200 abc"},
		{"POST /tx/stream?once=Once\n\nabc", broken + " | X-Trace: Before Outermost{ InTx{ Retry{ Once error}Retry Retry{ error}Retry error}InTx error}Outermost"},
	})
}

// TestDroppedSequencesEnd wants each sequence to end that a handler has begun to answer with,
// whatever becomes of it.
func TestDroppedSequencesEnd(t *testing.T) {
	for len(ended) > 0 {
		<-ended // of other tests
	}
	for _, query := range []string{"", "?replace=InTx", "?fail=InTx", "?replace=Outermost"} {
		dialogue.Run(t, quiet, []dialogue.Line{{"GET /tx/chunks" + query, map[string]string{
			"": "200 ab", "?fail=InTx": "409"}[query] + map[bool]string{true: "200 ~replaces"}[query != "" && query != "?fail=InTx"]}})
		for range 2 { // servers
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				t.Fatalf("%q: a sequence has not ended", query)
			}
		}
	}
	if len(ended) != 0 {
		t.Errorf("%d have ended twice", len(ended))
	}
}

// thin does as little as can be.
type thin struct{ UnimplementedHandlers }

func (thin) Plain(runtime.Request) (runtime.Response, error) { return runtime.NoContent(), nil }
func (thin) Three(runtime.Request) (string, error)           { return "three", nil }
func (thin) None(runtime.Request) error                      { return nil }

// TestAnAroundHookIsOneAllocation wants one for each: the function that it may call.
func TestAnAroundHookIsOneAllocation(t *testing.T) {
	d, x := httpgenVerbatim(httpgenGather(thin{})), runtime.NewProbe()
	for _, row := range []struct {
		method runtime.Method
		path   string
		around float64
	}{
		{runtime.GET, "/plain", 1}, {runtime.DELETE, "/tx/none", 2}, {runtime.GET, "/tx/own", 3},
	} {
		allocations := testing.AllocsPerRun(200, func() {
			x.Ask(row.method)
			if _, err := d.dispatch(x, row.path); err != nil || x.Entered == 0 {
				t.Fatal(row.path, err)
			}
		})
		if allocations != row.around {
			t.Errorf("%s: %v allocations, want %v", row.path, allocations, row.around)
		}
	}
}
