package memory

import (
	"io"
	"strings"
	"testing"
	"time"
)

func TestEveryCaseIsAnswered(t *testing.T) {
	cases := Cases(Rivals())
	for _, c := range cases {
		if c.Heap {
			continue
		}
		if err := c.checkAnswer(); err != nil {
			t.Error(err)
			continue
		}
		sample, err := c.Measure(50)
		if err != nil {
			t.Error(err)
			continue
		}
		if ns, _ := sample.Get("ns/req"); ns <= 0 {
			t.Errorf("%s: %v ns per request", c.Name, ns)
		}
	}
	if want := (2*3 + 1) * len(Rivals()); len(cases) != want {
		t.Errorf("%d cases, want %d", len(cases), want)
	}
}

func TestTheConnectionHandsOutWholeRequestsOneByOne(t *testing.T) {
	c := newConn([]byte("abcde"), 2)
	var got []string
	for p := make([]byte, 3); ; {
		n, err := c.Read(p)
		if err == io.EOF {
			break
		}
		got = append(got, string(p[:n]))
	}
	if text := strings.Join(got, "|"); text != "abc|de|abc|de" {
		t.Errorf("read %s", text)
	}
}

func TestTheConnectionNoticesWrongAnswers(t *testing.T) {
	ok := "HTTP/1.1 200 OK\r\n\r\n"
	for _, row := range []struct {
		sentence string
		writes   []string
		want     string // "" is no error
	}{
		{"an answer each", []string{ok, ok}, ""},
		{"one is missing", []string{ok}, "1 writes"},
		{"one is longer", []string{ok, ok + "x"}, "bytes for 2 requests"},
		{"an error", []string{ok, "HTTP/1.1 400 Bad Request\r\n\r\n"}, "does not start with"},
	} {
		c := newConn(nil, 2)
		for _, w := range row.writes {
			c.Write([]byte(w))
		}
		if err := c.check(2); (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.sentence, err, row.want)
		}
	}
}

func TestAServerThatEndsIsReported(t *testing.T) {
	c := Case{Name: "x", failed: make(chan error, 1)}
	c.failed <- io.ErrUnexpectedEOF
	start := time.Now()
	if _, err := c.run(1); err == nil || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}
