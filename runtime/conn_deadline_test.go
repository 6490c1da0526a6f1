package runtime

import (
	"strings"
	"testing"
	"time"
)

// What timeouts cost is counted here: a deadline that moves is a timer of the runtime, and
// no request pays for one.

// counting counts how often its deadlines are moved.
type counting struct {
	script
	moved int
}

func (c *counting) SetReadDeadline(time.Time) error  { c.moved++; return nil }
func (c *counting) SetWriteDeadline(time.Time) error { c.moved++; return nil }

func TestTimeoutsCostNothingPerRequest(t *testing.T) {
	const requests, most = 2000, 20
	app := NewApp(manners(), Logger(quiet()))
	for _, request := range []string{get + host + "\r\n", post + "Content-Length: 5\r\n\r\nhello"} {
		c := &counting{script: script{in: []byte(strings.Repeat(request, requests)), piece: len(request)}}
		(&conn{s: &app.server, nc: c}).run()
		if got := strings.Count(c.out.String(), "HTTP/1.1 200 OK"); got != requests {
			t.Fatalf("%d of %d requests are answered", got, requests)
		}
		if c.moved > most {
			t.Errorf("%d requests moved deadlines %d times, want at most %d: %.20q", requests, c.moved, most, request)
		}
	}
}
