// Package service is our contestant: what package server describes, as a user of
// httpgen writes it.
package service

//go:generate go tool httpgen generate -o . routes.yaml

import (
	"context"
	"net"
	"net/http"
	"os"
	"strconv"

	"example.com/httpgen/bench/server"
	"example.com/httpgen/runtime"
)

// Server serves with every limit, timeout and check on, as they are by default.
type Server struct{}

// Name is that of our contestant.
func (Server) Name() string { return "httpgen" }

// Serve changes into the folder of files, where the manifest looks for them.
func (Server) Serve(l net.Listener, o server.Options) error {
	if o.Files != "" {
		if err := os.Chdir(o.Files); err != nil {
			return err
		}
	}
	var options []runtime.Option
	if o.TLS != nil {
		options = append(options, runtime.TLS(o.TLS))
	}
	return New(handlers{o.Feed}, options...).Serve(context.Background(), l)
}

// Handler is the same service for the server of net/http, without events.
func Handler() http.Handler { return New(handlers{}) }

type handlers struct{ feed *server.Feed }

func (handlers) Plaintext(runtime.Request) (string, error) { return server.Plaintext, nil }

func (handlers) Order(_ runtime.Request, id, number int64) (server.Order, error) {
	return server.NewOrder(id, number), nil
}

func (handlers) Member(_ runtime.Request, id, number int64) (string, error) {
	return server.Member, nil
}

func (handlers) Keep(req runtime.Request) (string, error) {
	server.Keep(server.Kept{Path: req.Path(), UserAgent: req.Header("User-Agent"),
		Accept: req.Header("Accept")})
	return server.Member, nil
}

func (handlers) Upload(_ runtime.Request, body []byte) (string, error) {
	return strconv.Itoa(len(body)), nil
}

func (handlers) Lent(_ runtime.Request, body []byte) (string, error) {
	return strconv.Itoa(len(body)), nil
}

func (handlers) Text(_ runtime.Request, body string) (string, error) {
	return strconv.Itoa(len(body)), nil
}

func (h handlers) Events(req runtime.Request) (runtime.Response, error) {
	return runtime.SSE(func(w *runtime.EventWriter) error {
		events, end := h.feed.Subscribe()
		defer end()
		for {
			select {
			case e := <-events:
				if err := w.Send(runtime.Event{Data: e.Text}); err != nil {
					return err
				}
			case <-req.Context().Done():
				return nil
			}
		}
	}), nil
}
