// Package chat is a chat in the browser: its page talks by WebSocket, with coder/websocket on the
// server's own connections, and listens to an event stream beside it.
package chat

import (
	"context"
	_ "embed"
	"encoding/json"
	"iter"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"example.com/httpgen/runtime"
)

//go:embed page.html
var page string

const (
	goodbye   = "the server says goodbye"
	longest   = 1000 // bytes of what is said at once
	pingEvery = 20 * time.Second
	writeTime = 10 * time.Second
)

// Chat has the handlers. Use NewChat.
type Chat struct {
	mu    sync.Mutex
	rooms map[string]*room
}

// NewChat is a chat with no one in it.
func NewChat() *Chat { return &Chat{rooms: make(map[string]*room)} }

// listen returns the lines of a room from now on; a room is there as long as somebody listens.
func (c *Chat) listen(name string) (in *room, lines <-chan Line, leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	in = c.rooms[name]
	if in == nil {
		in = &room{ears: make(map[chan Line]struct{})}
		c.rooms[name] = in
	}
	lines, out := in.listen()
	return in, lines, func() {
		out()
		c.mu.Lock()
		defer c.mu.Unlock()
		if in.empty() && c.rooms[name] == in {
			delete(c.rooms, name)
		}
	}
}

// Page is the page.
func (c *Chat) Page(runtime.Request) (string, error) { return page, nil }

// Talk takes the connection over, until one of both sides closes it or the server ends: then the
// request's context does.
func (c *Chat) Talk(w http.ResponseWriter, r *http.Request, room string, query TalkQuery) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // it has been answered
	}
	defer conn.CloseNow()
	conn.SetReadLimit(longest)
	here, lines, leave := c.listen(room)
	defer leave()
	defer context.AfterFunc(r.Context(), func() { _ = conn.Close(websocket.StatusGoingAway, goodbye) })()
	go send(conn, lines)
	here.say(LineKindJoined, query.Who, "")
	defer here.say(LineKindLeft, query.Who, "")
	for {
		_, text, err := conn.Read(context.Background())
		if err != nil {
			return
		}
		if said := strings.ToValidUTF8(string(text), "\uFFFD"); said != "" {
			here.say(LineKindSaid, query.Who, said)
		}
	}
}

// send sends lines to a client, and pings while there are none: what stands between may take a
// connection for dead on which nothing happens.
func send(conn *websocket.Conn, lines <-chan Line) {
	pings := time.NewTicker(pingEvery)
	defer pings.Stop()
	for {
		ctx, cancel := context.WithTimeout(context.Background(), writeTime)
		var err error
		select {
		case line, more := <-lines:
			if !more {
				cancel()
				_ = conn.Close(websocket.StatusTryAgainLater, "too far behind")
				return
			}
			var text []byte
			if text, err = json.Marshal(line); err == nil {
				err = conn.Write(ctx, websocket.MessageText, text)
			}
		case <-pings.C:
			err = conn.Ping(ctx)
		}
		cancel()
		if err != nil {
			_ = conn.CloseNow()
			return
		}
	}
}

// Listen sends what is said as events, the kind of a line as the event's name.
func (c *Chat) Listen(req runtime.Request, room string) (iter.Seq2[Line, error], error) {
	ctx := req.Context()
	return func(yield func(Line, error) bool) {
		_, lines, leave := c.listen(room)
		defer leave()
		for {
			select {
			case line, more := <-lines:
				if !more || !yield(line, nil) {
					return
				}
			case <-ctx.Done(): // the server ends, or the client is gone and will not see it
				yield(Line{Kind: LineKindGoodbye, Text: goodbye, At: time.Now()}, nil)
				return
			}
		}
	}, nil
}
