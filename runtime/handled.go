package runtime

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// The answer of a handler of net/http lives here, as far as it is the same on every server.

// handled is the answer of a handler of net/http.
type handled struct {
	x      *Exchange
	app    *App
	header http.Header
	before http.Header // what stood there before the handler was called; nil: nothing
	// claim says whether the handler may answer: not if the answer of its timeout does.
	claim  func() bool
	req    Request
	body   *handlerBody  // that it was given; nil: the request has none
	hooks  bool          // after hooks see it
	front  bool          // it is middleware, which has the App behind it
	writer handlerWriter // that it is of

	mu       sync.Mutex // of what follows, and of calls of the http.ResponseWriter
	status   int        // 0: the answer has not begun
	over     bool       // the handler has returned
	hijacked bool
	replaced *Response // by an after hook: what the handler writes is thrown away
}

func (h *handled) common() *handled { return h }

var (
	errHandlerOver = errors.New("runtime: the http.ResponseWriter was used after its handler had returned")
	errCalledAgain = errors.New("runtime: a handler of net/http was called again after it had begun its answer or read the body")
	errUnreadBody  = errors.New("runtime: Hijack before the body of the request was read")
)

var errSwitched = &HTTPError{Status: http.StatusBadRequest,
	Message: "the protocol is switched behind the body of the request"}

// handled is the answer of the handler of net/http that was called, or nil.
func (x *Exchange) handled() *handled {
	if more := x.kept.more.Load(); more != nil {
		return more.handled
	}
	return nil
}

// response is what hooks around the handler are given: its status, 200 as long as it has none.
func (h *handled) response() Response {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Response{head: makeHead(cmp.Or(h.status, http.StatusOK), kindHandled, typeNone)}
}

// giveWay is the end of a handler that is called again by a hook around it; ok is false where its
// answer has begun.
func (h *handled) giveWay() (ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.over = true
	if h.status != 0 || h.hijacked {
		return false
	}
	clear(h.header)
	maps.Copy(h.header, h.before)
	return true
}

// settle says what is left to be sent when the handler has returned; ok is false where that is
// an answer like any other: it has written nothing, and failed, or a hook around it answers.
func (h *handled) settle(resp Response) (left Response, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.status == 0 && !h.hijacked {
		if h.x.failure != nil || resp.kind() != kindHandled {
			h.over = true
			return resp, false
		}
		for _, f := range resp.headerFields() { // of a hook around it
			h.header.Add(f.name, f.value)
		}
		h.writer.begin(resp.Status())
	} else if resp.kind() != kindHandled {
		closeUnsent(&resp) // of a hook around it, too late
	}
	h.over = true
	switch {
	case h.replaced != nil:
		clear(h.header) // what stands there is sent over net/http
		maps.Copy(h.header, h.before)
		return *h.replaced, true
	case h.status == 0 && !h.hijacked: // its time is up
		return Response{}, true
	}
	return Response{head: makeHead(h.status, kindHandled, typeNone)}, true
}

// decide begins the answer: status and fields are final when it returns. h.mu is held. It says
// whether the handler's own answer goes out.
func (h *handled) decide(status int) bool {
	if !h.claim() {
		return false
	}
	h.status = status
	x := h.x
	switch {
	case status == http.StatusSwitchingProtocols:
		return h.maySwitch()
	case h.front:
		return true
	case !h.hooks:
		x.app.setFields(x, h.header)
		return true
	}
	resp := Response{head: makeHead(status, kindHandled, typeNone), more: new(responseMore)}
	for _, name := range sortedNames(h.header, nil) {
		if isOwn(name) {
			continue
		}
		for _, value := range h.header[name] {
			resp.more.add(name, value)
		}
	}
	resp = x.app.answerAfter(x, resp, x.currentRoute())
	if resp.kind() != kindHandled {
		resp = x.app.withFields(x, resp)
		h.replaced = &resp
		return false
	}
	h.take(&resp)
	x.app.setFields(x, h.header)
	return true
}

// maySwitch says whether the protocol can be switched: not in the middle of a request (RFC 9110
// §7.8). What comes next could be the rest of its body, or the new protocol's: the answer is 400
// then, and the connection ends. h.mu is held.
func (h *handled) maySwitch() bool {
	if !h.writer.bodyLeft() {
		return true
	}
	x := h.x
	x.closing = true
	refusal := x.app.defaultAnswer(errSwitched)
	if h.hooks {
		refusal = x.app.answerAfter(x, refusal, x.currentRoute())
	}
	if x.app.adds && !h.front {
		refusal = x.app.withFields(x, refusal)
	}
	h.status, h.replaced = refusal.Status(), &refusal
	return false
}

// take makes an answer's status and fields the handler's.
func (h *handled) take(resp *Response) {
	h.status = resp.Status()
	for name, values := range h.header {
		if !isOwn(name) && values != nil { // nil: the server is not to add it
			delete(h.header, name)
		}
	}
	if media := resp.mediaType(); media != "" {
		h.header.Set("Content-Type", media)
	}
	for _, f := range resp.headerFields() {
		h.header.Add(f.name, f.value)
	}
}

// mayBegin checks a status as net/http does, and says whether it is to be that of the answer. A
// status of an interim answer is not. h.mu is held.
func (h *handled) mayBegin(status int) (final bool) {
	if status < 100 || status > 999 {
		panic(fmt.Sprintf("runtime: invalid WriteHeader code %d", status))
	}
	switch {
	case h.over, h.hijacked:
		h.warn("WriteHeader after the end of the answer", status)
	case h.status != 0:
		h.warn("superfluous WriteHeader", status)
	default:
		return true
	}
	return false
}

func (h *handled) warn(what string, status int) {
	held, ok := h.req.held()
	if !ok {
		h.app.log().Warn(what, slog.Int("status", status))
		return
	}
	defer h.req.leave(held)
	h.app.log().Warn(what, slog.String("handler", h.where()), slog.Int("status", status))
}

// where names the handler, for logs.
func (h *handled) where() string {
	if route := h.x.currentRoute(); route != nil {
		return route.Pattern
	}
	return cloned(h.x.path)
}

// writable says why nothing more can be written, or begins the answer. h.mu is held.
func (h *handled) writable() error {
	switch {
	case h.over:
		return errHandlerOver
	case h.hijacked:
		return http.ErrHijacked
	}
	return nil
}

// tellRoute notes in a request which route answers it, as http.ServeMux does.
func (h *handled) tellRoute(r *http.Request) {
	route := h.x.currentRoute()
	if route == nil {
		return
	}
	r.Pattern = route.Pattern
	if strings.IndexByte(route.Pattern, '<') < 0 {
		return
	}
	for _, p := range h.x.kept.params(route) {
		r.SetPathValue(p.Name, p.Value)
	}
}

// isInterim says whether a status is one of an answer that another follows (RFC 9110 §15.2).
func isInterim(status int) bool {
	return status < http.StatusOK && status != http.StatusSwitchingProtocols
}

// sortedNames are the names of fields that have values, in buf if they fit.
func sortedNames(header http.Header, buf []string) []string {
	names := buf[:0]
	for name, values := range header {
		if len(values) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
