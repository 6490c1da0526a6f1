package chat

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"example.com/httpgen/runtime"
)

// serve starts the chat until the test ends. stop ends it as a signal does, and waits.
func serve(t *testing.T) (c *Chat, addr string, stop func()) {
	t.Helper()
	c = NewChat()
	app := New(c, runtime.Logger(slog.New(slog.DiscardHandler)))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	stop = sync.OnceFunc(func() {
		app.Stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return c, l.Addr().String(), stop
}

// A talker is somebody in a room.
type talker struct {
	t    *testing.T
	ctx  context.Context
	conn *websocket.Conn
}

func join(t *testing.T, addr, room, who string) *talker {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	query, err := TalkQuery{Who: who}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.Dial(ctx, "ws://"+addr+TalkURL(room)+"?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &talker{t, ctx, conn}
}

func (k *talker) say(text string) {
	k.t.Helper()
	if err := k.conn.Write(k.ctx, websocket.MessageText, []byte(text)); err != nil {
		k.t.Fatal(err)
	}
}

// hears reads lines, each as its kind, who and text.
func (k *talker) hears(want ...string) {
	k.t.Helper()
	for _, want := range want {
		_, text, err := k.conn.Read(k.ctx)
		if err != nil {
			k.t.Fatalf("%q does not come: %v", want, err)
		}
		var line Line
		if err := json.Unmarshal(text, &line); err != nil {
			k.t.Fatal(err)
		}
		if got := strings.TrimSpace(string(line.Kind) + " " + line.Who + " " + line.Text); got != want {
			k.t.Fatalf("heard %q, want %q", got, want)
		}
	}
}

// hearsEnd reads the end, with its code and reason.
func (k *talker) hearsEnd(code websocket.StatusCode, why string) {
	k.t.Helper()
	_, text, err := k.conn.Read(k.ctx)
	var closed websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != code || closed.Reason != why {
		k.t.Errorf("%q %v, want %d %q", text, err, code, why)
	}
}

// listen opens the event stream and returns its lines.
func listen(t *testing.T, addr, room string) *bufio.Scanner {
	t.Helper()
	a, err := http.Get("http://" + addr + ListenURL(room))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Body.Close() })
	if a.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatal(a.Header)
	}
	return bufio.NewScanner(a.Body)
}

// wantEvent reads on to an event of a kind whose data has a text.
func wantEvent(t *testing.T, events *bufio.Scanner, kind, text string) {
	t.Helper()
	for events.Scan() {
		if events.Text() == "event: "+kind {
			if events.Scan(); !strings.Contains(events.Text(), text) {
				t.Errorf("%s is %q, want %q", kind, events.Text(), text)
			}
			return
		}
	}
	t.Errorf("no %s: %v", kind, events.Err())
}

func TestTwoTalkAndOneListens(t *testing.T) {
	c, addr, _ := serve(t)
	ann := join(t, addr, "lobby", "ann")
	ann.hears("joined ann")
	events := listen(t, addr, "lobby")
	for c.ears("lobby") < 2 {
		time.Sleep(time.Millisecond)
	}
	bob := join(t, addr, "lobby", "bob")
	bob.hears("joined bob")
	far := join(t, addr, "elsewhere", "eve")
	far.hears("joined eve")
	ann.say("hello, bob ☃")
	bob.hears("said ann hello, bob ☃")
	bob.say("hello, ann")
	bob.hears("said bob hello, ann")
	ann.hears("joined bob", "said ann hello, bob ☃", "said bob hello, ann")
	_ = bob.conn.Close(websocket.StatusNormalClosure, "")
	ann.hears("left bob")
	wantEvent(t, events, "joined", `"who":"bob"`)
	wantEvent(t, events, "said", `"text":"hello, bob ☃"`)
	wantEvent(t, events, "said", `"text":"hello, ann"`)
	wantEvent(t, events, "left", `"who":"bob"`)
	far.say("nobody else is here")
	far.hears("said eve nobody else is here")
}

func TestTheServerSaysGoodbye(t *testing.T) {
	c, addr, stop := serve(t)
	ann := join(t, addr, "lobby", "ann")
	ann.hears("joined ann")
	events := listen(t, addr, "lobby")
	for c.ears("lobby") < 2 {
		time.Sleep(time.Millisecond)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); stop() }()
	ann.hearsEnd(websocket.StatusGoingAway, goodbye)
	wantEvent(t, events, "goodbye", goodbye)
	if rest, err := io.ReadAll(eventsLeft{events}); err != nil {
		t.Errorf("the stream is cut: %q %v", rest, err)
	}
	<-ended
	if n := c.ears("lobby"); n != 0 {
		t.Errorf("%d still listen", n)
	}
}

// eventsLeft reads what is left.
type eventsLeft struct{ *bufio.Scanner }

// Read implements io.Reader.
func (e eventsLeft) Read(p []byte) (int, error) {
	if !e.Scan() {
		if err := e.Err(); err != nil {
			return 0, err
		}
		return 0, io.EOF
	}
	return copy(p, e.Text()), nil
}

func TestWhoTakesNothingIsLeftOut(t *testing.T) {
	r := &room{ears: make(map[chan Line]struct{})}
	slow, leave := r.listen()
	for range behind + 1 {
		r.say(LineKindSaid, "ann", "hello")
	}
	n := 0
	for range slow {
		n++
	}
	if n != behind || !r.empty() {
		t.Errorf("%d lines, empty=%v", n, r.empty())
	}
	leave()
}

func TestRefusals(t *testing.T) {
	_, addr, _ := serve(t)
	for path, want := range map[string]int{
		"/rooms/lobby/talk?who=ann":                        426, // by a client that speaks HTTP alone
		"/rooms/lobby/talk":                                400,
		"/rooms/lobby/talk?who=" + strings.Repeat("x", 21): 400,
		"/rooms/": 404,
	} {
		a, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, a.Status, want)
		}
	}
	ann := join(t, addr, "lobby", "ann")
	ann.hears("joined ann")
	ann.say(strings.Repeat("x", longest+1))
	ann.hearsEnd(websocket.StatusMessageTooBig, "read limited at 1001 bytes")
}

// ears is how many listen in a room.
func (c *Chat) ears(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.rooms[name]
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ears)
}
