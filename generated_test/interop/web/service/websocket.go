package service

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// WebSocket lives here, by two libraries. Both send back what comes, close the connection with a
// code when a text asks for that ("close 4001 why"), and say goodbye with 1001 when the server
// ends, which the context of the request tells.

const (
	goodbye     = "the server ends"
	readLimit   = 4 << 20
	controlTime = 5 * time.Second
)

// Coder is an echo by coder/websocket: it says 101 by WriteHeader, and takes the connection then.
func (Service) Coder() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := coder.Accept(w, r, &coder.AcceptOptions{CompressionMode: coder.CompressionContextTakeover})
		if err != nil {
			return // it has been answered
		}
		defer c.CloseNow()
		c.SetReadLimit(readLimit)
		defer context.AfterFunc(r.Context(), func() { _ = c.Close(coder.StatusGoingAway, goodbye) })()
		for {
			kind, message, err := c.Read(context.Background())
			if err != nil {
				return
			}
			if code, why, ok := asksToClose(message); ok {
				_ = c.Close(coder.StatusCode(code), why)
				return
			}
			if c.Write(context.Background(), kind, message) != nil {
				return
			}
		}
	})
}

// Gorilla is an echo by gorilla/websocket: it takes the connection and writes its own head.
func (Service) Gorilla(w http.ResponseWriter, r *http.Request) {
	upgrader := gorilla.Upgrader{EnableCompression: true}
	c, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it has been answered
	}
	defer c.Close()
	c.SetReadLimit(readLimit)
	bye := func(code int, why string) {
		_ = c.WriteControl(gorilla.CloseMessage, gorilla.FormatCloseMessage(code, why), time.Now().Add(controlTime))
	}
	var once sync.Once
	defer context.AfterFunc(r.Context(), func() { once.Do(func() { bye(gorilla.CloseGoingAway, goodbye) }) })()
	for {
		kind, message, err := c.ReadMessage()
		if err != nil {
			return
		}
		if code, why, ok := asksToClose(message); ok {
			once.Do(func() { bye(code, why) })
			continue // until the client has closed, too
		}
		if c.WriteMessage(kind, message) != nil {
			return
		}
	}
}

// asksToClose takes "close CODE WHY" apart.
func asksToClose(message []byte) (code int, why string, ok bool) {
	rest, ok := strings.CutPrefix(string(message), "close ")
	if !ok {
		return 0, "", false
	}
	digits, why, _ := strings.Cut(rest, " ")
	code, err := strconv.Atoi(digits)
	return code, why, err == nil
}

// Room is a WebSocket behind values of a path, by gorilla's Upgrader with a protocol chosen.
func (Service) Room(w http.ResponseWriter, r *http.Request, room string) {
	upgrader := gorilla.Upgrader{Subprotocols: []string{"v2.chat", "v1.chat"}}
	c, err := upgrader.Upgrade(w, r, http.Header{"X-Room": {room}})
	if err != nil {
		return
	}
	defer c.Close()
	_ = c.WriteMessage(gorilla.TextMessage, []byte(room+" by "+c.Subprotocol()))
	_, _, _ = c.ReadMessage() // the client closes
}
