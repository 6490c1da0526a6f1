// Package depot is a service for programs that were not written to test one: it has
// files, pages, uploads, streams, and routes that tell what arrived.
package depot

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct {
	mu    sync.Mutex
	gates map[string]chan struct{}
}

// Gate is what the events of that name wait for between the first and the second: it is
// closed to let them go on.
func (s *Server) Gate(name string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gates == nil {
		s.gates = map[string]chan struct{}{}
	}
	if s.gates[name] == nil {
		s.gates[name] = make(chan struct{})
	}
	return s.gates[name]
}

// Pages is a page with a trailing slash; without it the runtime redirects.
func (s *Server) Pages(req runtime.Request) (string, error) {
	return "<!doctype html><title>Pages</title><p>the page with a slash</p>\n", nil
}

// Note tells what was posted to the page.
func (s *Server) Note(req runtime.Request, body string) (string, error) {
	return "noted " + body + "\n", nil
}

// Upload tells the length and the sum of the body.
func (s *Server) Upload(req runtime.Request, body io.Reader) (string, error) { return sum(body) }

// Live is Upload for one name of many.
func (s *Server) Live(req runtime.Request, name string, body io.Reader) (string, error) {
	return sum(body)
}

func sum(body io.Reader) (string, error) {
	h := sha256.New()
	n, err := io.Copy(h, body)
	if err != nil {
		return "", err
	}
	return Sum(n, h.Sum(nil)), nil
}

// Sum is what Upload answers to n bytes of that SHA-256.
func Sum(n int64, sha []byte) string { return fmt.Sprintf("%d %x\n", n, sha) }

// Small takes little.
func (s *Server) Small(req runtime.Request, body []byte) (string, error) {
	return fmt.Sprintln(len(body)), nil
}

// Print answers an IPP request (RFC 8010) with successful-ok and nothing else.
func (s *Server) Print(req runtime.Request, body []byte) (runtime.Response, error) {
	if len(body) < 8 {
		return runtime.Response{}, runtime.Errorf(400, "%d bytes are no IPP request", len(body))
	}
	answer := []byte{body[0], body[1], 0, 0} // the client's version; successful-ok
	answer = append(answer, body[4:8]...)    // its request-id
	answer = append(answer, 0x01)            // operation-attributes-tag
	answer = appendAttribute(answer, 0x47, "attributes-charset", "utf-8")
	answer = appendAttribute(answer, 0x48, "attributes-natural-language", "en")
	answer = append(answer, 0x03) // end-of-attributes-tag
	return runtime.Bytes(answer, "application/ipp"), nil
}

func appendAttribute(b []byte, tag byte, name, value string) []byte {
	b = append(b, tag)
	b = binary.BigEndian.AppendUint16(b, uint16(len(name)))
	b = append(b, name...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(value)))
	return append(b, value...)
}

// Events sends one event, waits until its gate is closed, and sends another.
func (s *Server) Events(req runtime.Request, name string) (runtime.Response, error) {
	gate, gone := s.Gate(name), req.Context().Done()
	return runtime.SSE(func(w *runtime.EventWriter) error {
		if err := w.Send(runtime.Event{Data: "first"}); err != nil {
			return err
		}
		select {
		case <-gate:
			return w.Send(runtime.Event{Data: "second"})
		case <-gone:
			return nil
		}
	}), nil
}

// Stream sends pieces of a KiB, each flushed.
func (s *Server) Stream(req runtime.Request, pieces int) (runtime.Response, error) {
	piece := strings.Repeat("0123456789abcde\n", 64)
	return runtime.Stream("text/plain", func(w *runtime.StreamWriter) error {
		for range pieces {
			if _, err := w.WriteString(piece); err != nil {
				return err
			}
			if err := w.Flush(); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

// Target tells the path as it was split and decoded, and the query.
func (s *Server) Target(req runtime.Request, rest string) (runtime.Response, error) {
	return runtime.Text(fmt.Sprintf("%q %q\n", rest, req.RawQuery())), nil
}
