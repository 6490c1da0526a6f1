// Package server holds the servers that are measured against each other: one service,
// written for each as its own documentation writes it.
package server

import (
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// What every server answers lives here.
//
//	GET  /plaintext                          Plaintext
//	GET  /users/{id}/orders/{number}         an Order as JSON; both parameters are integers
//	GET  /teams/{id}/members/{number}          Member; id is an integer
//	GET  /kept/shoes                        Member; keeps the path and two headers as strings
//	POST /upload                             the length of the body, which is read whole into memory
//	POST /lent                               the same, in memory that may be used again after the handler
//	POST /text                               the same, in a string that may be kept
//	GET  /files/{name}                       a file of Options.Files
//	GET  /events                             server-sent events of the Feed
//
// Texts are text/plain; charset=utf-8. Every answer has Content-Type, Content-Length
// (events: chunks) and Date, and no Server field.

// uploads are the paths of bodies, for who reads all of them alike.
var uploads = []string{"/upload", "/lent", "/text"}

// A Server is one contestant.
type Server interface {
	Name() string
	// Serve answers the connections of l, under TLS if o.TLS is set, until l is
	// closed or fails.
	Serve(l net.Listener, o Options) error
}

// Options are what a run gives a server.
type Options struct {
	TLS   *tls.Config
	Files string // the folder of GET /files/
	Feed  *Feed
	Floor Floor // for the floor only
}

// Rivals are all servers but ours, the floor included.
func Rivals() []Server {
	return []Server{floorServer{}, fasthttpServer{}, nethttpServer{}, hertzServer{}}
}

// Find gives the server of a name.
func Find(servers []Server, name string) (Server, error) {
	var names []string
	for _, s := range servers {
		if s.Name() == name {
			return s, nil
		}
		names = append(names, s.Name())
	}
	return nil, fmt.Errorf("no server %q; there are %s", name, strings.Join(names, ", "))
}

// The fixed answers.
const (
	TextType  = "text/plain; charset=utf-8"
	JSONType  = "application/json; charset=utf-8"
	EventType = "text/event-stream"
	Plaintext = "Hello, World!"
	Member    = "a member of the team"
)

// An Order is the JSON answer.
type Order struct {
	User     int64   `json:"user"`
	Number   int64   `json:"number"`
	Item     string  `json:"item"`
	Quantity int     `json:"quantity"`
	Price    float64 `json:"price"`
	Paid     bool    `json:"paid"`
}

// NewOrder is what GET /users/{id}/orders/{number} answers with.
func NewOrder(user, number int64) Order {
	return Order{User: user, Number: number, Item: "a pair of left shoes", Quantity: 2, Price: 59.5,
		Paid: true}
}

// Kept is what a handler of GET /kept/shoes keeps of a request.
type Kept struct{ Path, UserAgent, Accept string }

var (
	kept   [1024]Kept
	keptAt atomic.Int64
)

// Keep holds the strings of the last 1,024 requests, so that they are really kept. It
// takes no lock, which would show in the figures: one connection at a time may call it.
func Keep(k Kept) {
	at := keptAt.Load()
	kept[at%int64(len(kept))] = k
	keptAt.Store(at + 1)
}

// LastKept is the last request that was kept, for tests.
func LastKept() Kept {
	return kept[(keptAt.Load()+int64(len(kept))-1)%int64(len(kept))]
}

// An Event is the data of one event, in both forms so that no server converts it.
type Event struct {
	Bytes []byte
	Text  string
}

// A Feed hands one event to all its subscribers every Interval.
type Feed struct {
	mu          sync.Mutex
	subscribers map[chan Event]struct{}
}

// FeedInterval is the pause between two events.
const FeedInterval = 100 * time.Millisecond

// EventPrefix starts an event's data; the time of its making in nanoseconds since
// 1970 follows, in 19 digits.
const EventPrefix = "at="

// NewFeed starts a feed that ends with the process.
func NewFeed() *Feed {
	f := &Feed{subscribers: map[chan Event]struct{}{}}
	go func() {
		for now := range time.Tick(FeedInterval) {
			text := fmt.Sprintf("%s%019d %s", EventPrefix, now.UnixNano(), strings.Repeat("x", 40))
			f.publish(Event{[]byte(text), text})
		}
	}()
	return f
}

// publish drops the event for a subscriber that is four events behind.
func (f *Feed) publish(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.subscribers {
		select {
		case s <- e:
		default:
		}
	}
}

// Subscribe gives a channel of events and the function that ends it.
func (f *Feed) Subscribe() (<-chan Event, func()) {
	s := make(chan Event, 4)
	f.mu.Lock()
	f.subscribers[s] = struct{}{}
	f.mu.Unlock()
	return s, func() {
		f.mu.Lock()
		delete(f.subscribers, s)
		f.mu.Unlock()
	}
}
