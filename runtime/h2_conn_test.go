package runtime

import (
	"bytes"
	"net"
	"testing"
)

// TestANoticeStandsBetweenFrames asks for a notice behind each byte that is written, in pieces
// of each size: it stands where a frame may, once, and nothing else changes.
func TestANoticeStandsBetweenFrames(t *testing.T) {
	frame := func(kind, flags byte, length int) []byte {
		b := make([]byte, h2FrameHead+length)
		b[2], b[3], b[4] = byte(length), kind, flags
		return b
	}
	frames := [][]byte{
		frame(0x4, 0, 6), // settings come first
		frame(0x4, 1, 0), // one without content
		frame(h2Headers, 0, 3), frame(h2Continuation, 0, 0), frame(h2Continuation, h2EndHeaders, 2),
		frame(0x0, 1, 5),
		frame(h2Headers, h2EndHeaders|1, 4),
	}
	all := bytes.Join(frames, nil)
	allowed := map[int]bool{}
	at := 0
	for i, f := range frames {
		if at += len(f); i != 2 && i != 3 {
			allowed[at] = true
		}
	}
	for piece := 1; piece <= len(all); piece++ {
		for when := 0; when < len(all); when++ {
			out := &heard{}
			h := &h2Conn{Conn: out}
			h.begun.Store(true)
			for sent := 0; sent < len(all); {
				if sent >= when && !h.wanted {
					h.wanted = true // as notice does
					h.tryNotice()
				}
				n, err := h.Write(all[sent:min(sent+piece, len(all))])
				if err != nil {
					t.Fatal(err)
				}
				sent += n
			}
			h.wanted = true
			h.tryNotice()
			notice := goAway(lastStream, h2NoError)
			before, after, ok := bytes.Cut(out.b, notice)
			if !ok || bytes.Contains(after, notice) || !bytes.Equal(append(bytes.Clone(before), after...), all) || !allowed[len(before)] {
				t.Fatalf("pieces of %d, asked for behind %d: it stands behind %d of %d bytes", piece, when, len(before), len(out.b))
			}
		}
	}
}

// TestANoticeWaitsForTheClient who has not begun.
func TestANoticeWaitsForTheClient(t *testing.T) {
	out := &heard{}
	h := &h2Conn{Conn: out, wanted: true}
	_, _ = h.Write(make([]byte, h2FrameHead))
	if len(out.b) != h2FrameHead {
		t.Errorf("%d bytes are written to who has not begun", len(out.b))
	}
}

// heard is a connection that keeps what is written.
type heard struct {
	net.Conn
	b []byte
}

func (s *heard) Write(p []byte) (int, error) { s.b = append(s.b, p...); return len(p), nil }
