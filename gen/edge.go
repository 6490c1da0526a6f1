package gen

// Configuration of proxies lives here: one file for an engine, what it cannot say exactly, and
// whether a file that is there is up to date.

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"example.com/httpgen/gen/internal/edge"
	"example.com/httpgen/gen/internal/manifest"
	"example.com/httpgen/gen/internal/model"
)

// EmitTargets are the engines that [Emit] knows: nginx, haproxy, caddy, apache, varnish, envoy
// and gateway, which is Kubernetes' Gateway API.
func EmitTargets() []string { return edge.Targets() }

// EmitOptions say what to emit.
type EmitOptions struct {
	Manifest string
	Target   string // one of EmitTargets
	Upstream string // host:port of the service; "": `edge.upstream`, or 127.0.0.1:8000
	Listen   string // host:port or :port of the edge; "": `edge.listen`, or :80
	Workload bool   // of gateway: Service, Deployment and PodDisruptionBudget, too
}

// An EdgeReport says of every pattern whether an engine lets exactly its paths through.
type EdgeReport = edge.Report

// An EdgeFinding is what the report says of one pattern, with a raw path that shows it.
type EdgeFinding = edge.Finding

// An Emission is the configuration of one engine.
type Emission struct {
	Target string
	Name   string // base name of the file
	Text   []byte
	Edge   *EdgeReport
	Report *Report // warnings about the manifest; never errors
}

// Emit writes the configuration of an engine, in memory. Its errors are those of Compile, and
// one for a target or an address that is none.
func Emit(o EmitOptions) (*Emission, error) {
	m, report, err := load(o.Manifest)
	if err != nil {
		return nil, err
	}
	s, err := spaceOf(m, o)
	if err != nil {
		return nil, err
	}
	e := &Emission{Target: o.Target, Edge: s.Report(o.Target), Report: report}
	f := s.Print(o.Target, e.Edge)
	e.Name, e.Text = f.Name, f.Text
	return e, nil
}

// spaceOf is the URL space of a checked manifest.
func spaceOf(m *model.Manifest, o EmitOptions) (*edge.Space, error) {
	for _, a := range []struct {
		addr string
		host bool
	}{{o.Upstream, true}, {o.Listen, false}} {
		if a.addr == "" {
			continue
		}
		if err := manifest.CheckAddress(a.addr, a.host); err != nil {
			return nil, err
		}
	}
	source := originOf(o.Manifest, filepath.Dir(o.Manifest)).name
	if m.Package == "" {
		m.Package = packageName(filepath.Dir(o.Manifest))
	}
	return edge.Build(m, edge.Options{Source: source, Upstream: o.Upstream, Listen: o.Listen,
		Workload: o.Workload}), nil
}

// Compare tells how the file in a folder differs from the emission: it is Fresh, Missing, Stale,
// or Edited by hand since it was written.
func (e *Emission) Compare(dir string) (Change, error) {
	c := Change{Path: filepath.Join(dir, e.Name)}
	text, err := os.ReadFile(c.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.State = Missing
	case err != nil:
		return c, err
	case string(plain(text)) == string(e.Text):
		c.State = Fresh
	case edge.Edited(string(text)):
		c.State = Edited
	default:
		c.State = Stale
	}
	return c, nil
}

// Write puts the file into a folder, which is made where it is not there. A file of the name that
// was not written by Emit is an error.
func (e *Emission) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	path := filepath.Join(dir, e.Name)
	if old, err := os.ReadFile(path); err == nil && !strings.HasPrefix(string(old), edge.Mark) {
		return fmt.Errorf("%s was not written by httpgen emit: move it away, or name another folder",
			path)
	}
	var batch staging
	defer batch.discard()
	return cmp.Or(batch.add(path, e.Text), batch.commit())
}
