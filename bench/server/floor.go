package server

import (
	"crypto/tls"
	"fmt"
	"net"
	"time"
)

// The floor lives here: a plain Go loop that only reads and writes. It parses
// nothing: it is told how many bytes a request has and what to answer.
type floorServer struct{}

func (floorServer) Name() string { return "floor" }

// Floor is what the floor must know beforehand. RequestBytes 0: the floor has no
// answer of this kind.
type Floor struct {
	RequestBytes int
	ContentType  string
	Body         []byte
	Close        bool // after one answer
}

func (floorServer) Serve(l net.Listener, o Options) error {
	if o.Floor.RequestBytes == 0 {
		return fmt.Errorf("the floor does not know this request")
	}
	if o.TLS != nil {
		l = tls.NewListener(l, o.TLS)
	}
	answer := fmt.Appendf(nil,
		"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nDate: %s\r\n",
		o.Floor.ContentType, len(o.Floor.Body),
		time.Now().UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT"))
	if o.Floor.Close {
		answer = append(answer, "Connection: close\r\n"...)
	}
	answer = append(append(answer, "\r\n"...), o.Floor.Body...)
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go floorLoop(c, o.Floor, answer)
	}
}

// floorLoop answers as many requests as have arrived in one write.
func floorLoop(c net.Conn, f Floor, answer []byte) {
	defer c.Close()
	buf := make([]byte, max(4096, min(f.RequestBytes, 64<<10)))
	var answers []byte
	for pending := 0; ; {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		pending += n
		if pending < f.RequestBytes {
			continue
		}
		answers = answers[:0]
		for ; pending >= f.RequestBytes; pending -= f.RequestBytes {
			answers = append(answers, answer...)
		}
		if _, err := c.Write(answers); err != nil || f.Close {
			return
		}
	}
}
