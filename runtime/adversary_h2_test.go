package runtime

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The clients of the adversary over HTTP/2 live here: what is one after the other in a pipeline
// is at the same time here, and who leaves resets a stream, or the connection with all of them.

// talkH2 is the life of a connection.
func (v *visitor) talkH2() {
	client, end := v.clientH2()
	defer end()
	calm := 1 + v.r.IntN(3)
	bursts := calm + 1 + v.r.IntN(8)
	for i := range bursts {
		last := i == bursts-1
		if !v.burstH2(client, i == 0, i < calm, last && v.r.IntN(3) == 0) {
			return
		}
	}
}

// clientH2 is one on the visitor's connection and on no other.
func (v *visitor) clientH2() (client *http.Client, end func()) {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	var used atomic.Bool
	transport := &http.Transport{
		Protocols: protocols, DisableCompression: true,
		DialTLSContext: func(context.Context, string, string) (net.Conn, error) {
			if used.Swap(true) {
				return nil, errAnother
			}
			return v.nc, nil
		},
	}
	return &http.Client{Transport: transport}, transport.CloseIdleConnections
}

var errAnother = errors.New("adversary: the connection takes no more")

// burstH2 sends some requests at the same time, and says whether the connection goes on. leaves:
// it ends while they are answered.
func (v *visitor) burstH2(client *http.Client, first, calm, leaves bool) bool {
	_ = v.nc.SetDeadline(time.Now().Add(hangs))
	if leaves {
		from := *v.from
		from.leaves = true
		v.from = &from
	}
	errands := v.drawH2(first, calm)
	v.h.sent.Add(int64(len(errands)))
	var asking sync.WaitGroup
	var goesOn atomic.Bool
	goesOn.Store(!leaves)
	for _, e := range errands {
		asking.Go(func() {
			if !v.askH2(client, e) {
				goesOn.Store(false)
			}
			if !e.answered.Swap(true) {
				v.h.leave(e)
			}
		})
	}
	if leaves {
		time.Sleep(time.Duration(v.r.IntN(2000)) * time.Microsecond)
		if v.r.IntN(2) == 0 {
			setLinger0(v.nc)
		}
		v.nc.(*tls.Conn).NetConn().Close()
	}
	asking.Wait()
	return goesOn.Load()
}

// drawH2 makes errands of the same kinds as a pipeline has.
func (v *visitor) drawH2(first, calm bool) (all []*errand) {
	size := 1 + v.r.IntN(8)
	if first {
		size = 1 // the client does not know yet that there is no need for more connections
	} else if v.r.IntN(10) == 0 {
		size = 40
	}
	number := v.h.numbers(size)
	for i := range size {
		e := newErrand(number + uint32(i))
		e.from = v.from
		v.h.script(e, calm)
		if e.expect = noWait; e.finish == finishUpgrade {
			e.finish = finishText
		}
		if !calm && !e.from.leaves && v.r.IntN(8) == 0 { // its stream is reset
			from := *v.from
			from.leaves = true
			if e.from = &from; e.n%2 == 0 {
				e.method, e.content, e.body, e.use = "GET", noContent, nil, useNothing
				e.http, e.chunked, e.slow, e.finish = false, false, false, finishGone
			}
		}
		e.name(calm)
		v.h.expect(e)
		all = append(all, e)
	}
	return all
}

// requestH2 is the errand as it is sent.
func (v *visitor) requestH2(ctx context.Context, e *errand) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, e.method,
		"https://"+v.h.addr+e.path+"?n="+e.token+"&t="+e.token, nil)
	if err != nil {
		return nil, err
	}
	r.Header["User-Agent"] = nil
	for _, f := range e.fields() {
		r.Header.Set(f[0], f[1])
	}
	r.Host = r.Header.Get("Host")
	r.Header.Del("Host")
	if e.content == noContent {
		return r, nil
	}
	r.Header.Set("Content-Type", e.contentType())
	if r.ContentLength = int64(len(e.body)); e.chunked || len(e.body) == 0 {
		r.ContentLength = -1
	}
	half := len(e.body)
	if e.slow {
		half /= 2
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(e.body[:half]), readerFunc(func([]byte) (int, error) {
		v.h.wait(e)
		return 0, io.EOF
	}), bytes.NewReader(e.body[half:])))
	return r, nil
}

// askH2 sends one request and judges its answer, and says whether the connection goes on.
func (v *visitor) askH2(client *http.Client, e *errand) bool {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if e.from.leaves {
		go func() {
			for i := 0; i < 200 && scene(e.scene.Load()) != gone; i++ {
				time.Sleep(time.Duration(20+e.n%50) * time.Microsecond)
			}
			cancel()
		}()
	}
	r, err := v.requestH2(ctx, e)
	if err != nil {
		v.h.find(e, "it cannot be sent: %v", err)
		return false
	}
	resp, err := client.Do(r)
	if err != nil {
		v.endedH2(e, nil, err)
		return e.from.leaves || e.fails()
	}
	defer resp.Body.Close()
	a, err := answerH2(resp)
	if err == nil {
		a.body, err = io.ReadAll(resp.Body)
	}
	if bytes.IndexByte(a.body, 0xDB) >= 0 {
		v.h.find(e, "poison on the wire: %.300q", a.body)
	}
	if err != nil {
		v.endedH2(e, a, err)
		return e.from.leaves || e.fails()
	}
	if err := v.h.judge(e, a, false); err != nil {
		v.h.find(e, "its answer is wrong: %v\n%v %.500q", err, a.fields, a.body)
		return false
	}
	e.whole = a.status == 200
	e.answered.Store(true)
	v.h.answered.Add(1)
	v.h.leave(e)
	return true
}

// answerH2 is an answer as the oracle has it.
func answerH2(resp *http.Response) (*wireAnswer, error) {
	a := &wireAnswer{status: resp.StatusCode, fields: make(map[string]string, len(resp.Header))}
	for name, values := range resp.Header {
		name = strings.ToLower(name)
		if len(values) > 1 || !knownFields[name] {
			return a, wireFault(fmt.Sprintf("a field that nobody has set, or twice: %s: %q", name, values))
		}
		a.fields[name] = values[0]
	}
	if resp.ProtoMajor != 2 {
		return a, wireFault("an answer of " + resp.Proto)
	}
	return a, nil
}

// endedH2 judges a stream that ends before its answer is whole.
func (v *visitor) endedH2(e *errand, a *wireAnswer, err error) {
	var fault wireFault
	switch {
	case v.h.stop.Load():
	case errors.As(err, &fault):
		v.h.find(e, "the wire has %s", string(fault))
	case isTimeout(err):
		v.h.hung(e, "there is no answer")
	case a != nil && (e.from.leaves || e.fails()):
		if err := v.h.judge(e, a, true); err != nil {
			v.h.find(e, "the beginning of its answer is wrong: %v\n%v %.500q", err, a.fields, a.body)
		}
	case e.from.leaves, e.fails():
	case v.h.draining.Load() && e.entered.Load() == 0 && a == nil:
	default:
		v.h.find(e, "its stream ends before its answer is whole: %v", err)
	}
}
