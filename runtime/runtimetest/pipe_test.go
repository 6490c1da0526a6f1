package runtimetest

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A connection in memory is to a server what a socket is; these rows are its life.

func TestAWayHoldsWhatASocketHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := newConns()
		big := bytes.Repeat([]byte("0123456789"), 10*held/10)
		wrote := make(chan error, 1)
		go func() {
			_, err := client.Write(big)
			client.Close()
			wrote <- err
		}()
		synctest.Wait()
		select {
		case <-wrote:
			t.Fatal("all of it was held")
		default:
		}
		got, err := io.ReadAll(server)
		if err != nil || !bytes.Equal(got, big) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if err := <-wrote; err != nil {
			t.Error(err)
		}
	})
}

func TestDeadlinesOfAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := newConns()
		start := time.Now()
		_ = server.SetReadDeadline(start.Add(time.Minute))
		if _, err := server.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("read: %v after %v", err, time.Since(start))
		}
		_ = client.SetDeadline(start.Add(time.Hour))
		if n, err := client.Write(make([]byte, held+1)); n != held || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("write: %d, %v", n, err)
		}
		var timeout net.Error
		if _, err := client.Read(make([]byte, 1)); !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("a deadline that is past: %v", err)
		}
		_ = server.SetReadDeadline(time.Time{}) // a read that waits is told of a new one
		go func() {
			time.Sleep(time.Minute)
			_ = server.SetReadDeadline(time.Now())
		}()
		_, _ = io.CopyN(io.Discard, server, held)
		if _, err := server.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a deadline that is moved to now: %v", err)
		}
	})
}

func TestTheEndsOfAConnection(t *testing.T) {
	client, server := newConns()
	_, _ = io.WriteString(client, "last words")
	_ = client.(*conn).CloseWrite()
	if got, err := io.ReadAll(server); string(got) != "last words" || err != nil {
		t.Errorf("behind CloseWrite: %q, %v", got, err)
	}
	if _, err := client.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a write behind CloseWrite: %v", err)
	}
	_, _ = io.WriteString(server, "answer")
	server.Close()
	if got, err := io.ReadAll(client); string(got) != "answer" || err != nil {
		t.Errorf("what was written before Close: %q, %v", got, err)
	}
	if _, err := server.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a read behind Close: %v", err)
	}
	client, server = newConns()
	server.Close()
	if _, err := client.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("a write to who has closed: %v", err)
	}
	l := newListener()
	l.Close()
	l.Close()
	if _, err := l.dial(); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("dialling who has ended: %v", err)
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accepting: %v", err)
	}
}

func TestEventsInEverySpelling(t *testing.T) {
	for _, row := range []struct{ name, stream, want string }{
		{"LF, CRLF and CR", "data: a\n\ndata:b\r\n\r\ndata:  c\r\r", "a|b| c|"},
		{"comments and names that nobody knows", ": hi\nfoo: bar\ndata: a\n\n", "a|"},
		{"without data it is none", "event: x\n\ndata: a\n\n", "a|"},
		{"data without a value", "data\n\n", "|"},
		{"lines", "data: a\ndata\ndata: b\n\n", "a\n\nb|"},
		{"what is not ended is none", "data: a\n\ndata: b\n", "a|"},
	} {
		e := newEvents(io.NopCloser(strings.NewReader(row.stream)))
		var got strings.Builder
		for {
			event, err := e.Next()
			if err != nil {
				break
			}
			got.WriteString(event.Name + event.Data + "|")
		}
		if got.String() != row.want {
			t.Errorf("%s: %q, want %q", row.name, got.String(), row.want)
		}
	}
}
