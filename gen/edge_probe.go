package gen

// Requests that tell an edge from the service live here, and who asks both of them.

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/httpgen/gen/internal/edge"
	"example.com/httpgen/gen/internal/plan"
)

// A Probe is a request that an edge may treat otherwise than the service would, and what the
// service answers. Its method is safe: GET, HEAD, OPTIONS, or one that nobody knows.
type Probe struct {
	Kind    string   `json:"kind"` // what is done to a path of the pattern
	Pattern string   `json:"pattern"`
	Routes  []string `json:"routes"` // of the pattern
	Method  string   `json:"method"`
	// Target is as a client sends it, http://HOST/ in absolute form: HOST is whom one asks.
	Target string `json:"target"`
	Known  bool   `json:"known"`           // an edge should let it through
	Route  string `json:"route,omitempty"` // which answers, if it is one
	// Status is that of the answer where no route or mount gives one; 0 where one does, or a file
	// may.
	Status int `json:"status,omitempty"`
	// Verdict is what the report says of this request and an engine, where one is asked for.
	Verdict edge.Verdict `json:"verdict,omitempty"`
}

// Probes makes the probes of a manifest, for an engine if the options name one. Its errors are
// those of Emit.
func Probes(o EmitOptions) ([]Probe, *Report, error) {
	m, report, err := load(o.Manifest)
	if err != nil {
		return nil, nil, err
	}
	s, err := spaceOf(m, o)
	if err != nil {
		return nil, nil, err
	}
	p := &prober{q: question{m: m, finder: &plan.Finder{Plan: report.plan}}, s: s, engine: o.Target}
	for _, place := range append(slices.Clone(s.Places), s.Own) {
		p.place(place)
	}
	return p.list, report, nil
}

// A prober gathers probes.
type prober struct {
	q      question
	s      *edge.Space
	engine string
	list   []Probe
}

// place makes those of one place: its samples, other methods, other forms of the target.
func (p *prober) place(place *edge.Place) {
	method := http.MethodOptions
	if place.Methods == nil || slices.Contains(place.Methods, http.MethodGet) {
		method = http.MethodGet
	}
	samples := place.Samples()
	for _, sample := range samples {
		p.add(place, sample.Kind, method, sample.Path, "")
	}
	plain := samples[0].Path
	p.add(place, "another method", http.MethodHead, plain, "")
	p.add(place, "a method that nobody knows", "BREW", plain, "")
	p.add(place, "absolute form", method, plain, "http://HOST")
	p.add(place, "a query", method, plain+"?a=%2F&b=/../c", "")
	p.add(place, "a lone question mark", method, plain+"?", "")
	p.add(place, "too long", method, plain+strings.Repeat("a", int(p.s.MaxTarget)), "")
}

// add makes one; before stands before the path.
func (p *prober) add(place *edge.Place, kind, method, target, before string) {
	path, _, _ := strings.Cut(target, "?")
	probe := Probe{Kind: kind, Pattern: place.Pattern, Routes: place.Names, Method: method,
		Target: before + target, Known: p.s.Match(path)}
	if p.engine != "" {
		probe.Verdict = p.s.Judge(p.engine, path, before != "")
	}
	p.q.answer = &Answer{Method: method, Path: path}
	a := p.q.finder.Match(method, path)
	switch {
	case int64(len(probe.Target)) > p.s.MaxTarget:
		probe.Status = http.StatusRequestURITooLong
	case strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		probe.Status = http.StatusBadRequest
	case a.Route >= 0 && a.Status == http.StatusOK:
		probe.Route = p.q.m.Routes[a.Route].FullName()
	case p.q.mounted() == nil && !(probe.Known && a.Status == http.StatusNotFound):
		probe.Status = a.Status
	}
	p.list = append(p.list, probe)
}

// A Disagreement is a probe that an edge answers otherwise than the service. A status is 0 where
// there was no answer.
type Disagreement struct {
	Probe
	Edge    int `json:"edge"`
	Backend int `json:"backend"`
}

// AskBoth sends probes to an edge and to the service behind it, whose URLs are http://host:port
// or https://host:port, and tells say of each that they answer with another status; a request that
// both refuse, with 400, 404, 414 or the end of the connection, is none of them. It ends at the
// first server that cannot be reached.
func AskBoth(ctx context.Context, edgeURL, backendURL string, probes []Probe,
	say func(Disagreement) error) error {
	at, err := serverOf(edgeURL)
	if err != nil {
		return err
	}
	behind, err := serverOf(backendURL)
	if err != nil {
		return err
	}
	for _, p := range probes {
		d := Disagreement{Probe: p}
		if d.Backend, err = behind.ask(ctx, p); err != nil {
			return err
		}
		if d.Edge, err = at.ask(ctx, p); err != nil {
			return err
		}
		if d.differs() {
			if err := say(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// differs tells whether the two answers are not alike. To a path that it does not know the
// service may say more than 404, as 401 where a hook guards a prefix.
func (d *Disagreement) differs() bool {
	refused := []int{0, http.StatusBadRequest, http.StatusNotFound, http.StatusRequestURITooLong}
	if d.Edge == d.Backend {
		return false
	}
	return !slices.Contains(refused, d.Edge) ||
		!slices.Contains(refused, d.Backend) && (d.Known || d.Backend < http.StatusBadRequest)
}

// A server is who is asked.
type server struct {
	addr, host string
	secure     bool
}

func serverOf(text string) (*server, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%q is no URL of a server: write http://host:port", text)
	}
	s := &server{addr: u.Host, host: u.Host, secure: u.Scheme == "https"}
	if u.Port() == "" {
		s.addr = net.JoinHostPort(u.Hostname(), u.Scheme)
	}
	return s, nil
}

// ask sends a probe on a connection of its own, as it stands: a client of net/http would mend it.
func (s *server) ask(ctx context.Context, p Probe) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", p.Method,
		strings.Replace(p.Target, "HOST", s.host, 1), s.host)
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: p.Method})
	if err != nil {
		return 0, ctx.Err() // nil: the connection was closed, which is an answer
	}
	return resp.StatusCode, nil
}

func (s *server) dial(ctx context.Context) (net.Conn, error) {
	if s.secure {
		return (&tls.Dialer{}).DialContext(ctx, "tcp", s.addr)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", s.addr)
}
