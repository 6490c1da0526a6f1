package runtime

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// What becomes of a find lives here.

// find tells of what must not be, of each kind once. After some kinds the attack ends.
func (h *adversary) find(e *errand, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if forgiven != nil && forgiven.MatchString(text) {
		return
	}
	kind := format
	if strings.Contains(format, "in the scene") { // by method, scene and complaint
		kind, _, _ = strings.Cut(text, ":")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.finds[kind]++; h.finds[kind] > 1 || h.stop.Load() {
		return
	}
	what := "no request"
	if e != nil {
		what = "request " + e.String()
	}
	h.t.Errorf("%s, HTTPGEN_SEED=%d, after %d requests, draining %v: %s: %s",
		h.name, h.seed, h.answered.Load(), h.draining.Load(), what, text)
	if len(h.finds) == advFinds {
		h.stop.Store(true)
		for nc := range h.conns {
			nc.Close()
		}
	}
}

// forgiven are finds that are not told.
var forgiven = func() *regexp.Regexp {
	if pattern := os.Getenv("HTTPGEN_ADVERSARY_FORGIVE"); pattern != "" {
		return regexp.MustCompile(pattern)
	}
	return nil
}()

// hung is a find with the goroutines of that moment.
func (h *adversary) hung(e *errand, format string, args ...any) {
	var stacks []string
	for _, stack := range goroutineStacks() {
		ours := strings.Contains(stack, "httpgen/runtime.") || strings.Contains(stack, "http.(*conn)")
		if ours && !strings.Contains(stack, "visitor") && !strings.Contains(stack, "testing.") {
			stacks = append(stacks, stack)
		}
	}
	h.find(e, format+"\n%s", append(args, strings.Join(stacks[:min(20, len(stacks))], "\n\n"))...)
	h.stop.Store(true)
}

// String tells an errand in one line.
func (e *errand) String() string {
	text := fmt.Sprintf("%d %s %s (HTTP/1.0 %v, close %v; ", e.n, e.method, e.path, e.old, e.close)
	text += fmt.Sprintf("%v content of %d bytes, chunked %v, slow %v, %v expectation; ",
		e.content, len(e.body), e.chunked, e.slow, e.expect)
	text += fmt.Sprintf("reads %v, ends with %v, %d pieces, events %v; ",
		e.use, e.finish, e.pieces, e.events)
	for _, help := range e.helpers {
		text += fmt.Sprintf("helper of %q %v: %d of %v; ", help.at, help.when, help.count, help.moves)
	}
	text += fmt.Sprintf("connection %d to %s, leaves %v, halves %v; ",
		e.from.number, e.from.kind, e.from.leaves, e.from.halves)
	return text + fmt.Sprintf("called %d times, now in %q, over %v)",
		e.entered.Load(), scene(e.scene.Load()), e.over.Load())
}
