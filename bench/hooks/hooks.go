// Package hooks answers one request in three ways: with hooks that give values and one around
// the handler, with the same calls in the handler, and so with values kept for who comes later.
package hooks

//go:generate go tool httpgen generate -o . routes.yaml

import (
	"context"
	"net"
	"strings"

	"example.com/httpgen/bench/server"
	"example.com/httpgen/runtime"
)

// Token is the one that is good.
const Token = "mF_9.B5f-4.1JqM"

// A User is who asks.
type User struct {
	Name  string
	Admin bool
}

// A Plan is what a user has paid for.
type Plan struct{ Requests, Used int }

// Server serves them on one listener.
type Server struct{}

// Name tells it from others.
func (Server) Name() string { return "httpgen" }

// Serve serves until the process ends.
func (Server) Serve(l net.Listener, _ server.Options) error {
	return New(handlers{}).Serve(context.Background(), l)
}

// What real hooks and transactions do is too long to be inlined, and so these are not.
type handlers struct{}

//go:noinline
func (handlers) Authenticate(_ runtime.Request, token string) (User, error) {
	if token != Token {
		return User{}, runtime.Errorf(401, "no such token")
	}
	return User{Name: "ann"}, nil
}

//go:noinline
func (handlers) FindPlan(runtime.Request) (Plan, error) { return Plan{Requests: 1000}, nil }

// tx is a transaction.
type tx struct{ committed int }

func (handlers) InTx(_ runtime.Request, next func() (runtime.Response, error)) (runtime.Response, error) {
	var t tx
	resp, err := next()
	if err == nil {
		t.committed++
	}
	return resp, err
}

func (handlers) Given(_ runtime.Request, user User, plan Plan, id int64) (string, error) {
	return answer(user, plan, id)
}

func answer(user User, plan Plan, id int64) (string, error) {
	if user.Name == "" || plan.Used > plan.Requests || id < 0 {
		return "", runtime.Errorf(402, "no plan")
	}
	return server.Member, nil
}

// who is what both hooks do.
func (h handlers) who(req runtime.Request) (user User, plan Plan, err error) {
	token, ok := strings.CutPrefix(req.Header("Authorization"), "Bearer ")
	if !ok {
		return user, plan, runtime.Errorf(401, "a token is needed")
	}
	if user, err = h.Authenticate(req, token); err != nil {
		return user, plan, err
	}
	plan, err = h.FindPlan(req)
	return user, plan, err
}

// inTx is InTx for a handler of a text.
//
//go:noinline
func inTx(inside func() (string, error)) (string, error) {
	var t tx
	text, err := inside()
	if err == nil {
		t.committed++
	}
	return text, err
}

func (h handlers) ByHand(req runtime.Request, id int64) (string, error) {
	user, plan, err := h.who(req)
	if err != nil {
		return "", err
	}
	return inTx(func() (string, error) { return answer(user, plan, id) })
}

// The keys of Kept.
type (
	userKey struct{}
	planKey struct{}
)

func (h handlers) Kept(req runtime.Request, id int64) (string, error) {
	user, plan, err := h.who(req)
	if err != nil {
		return "", err
	}
	req.Set(userKey{}, user)
	req.Set(planKey{}, plan)
	return inTx(func() (string, error) { return answer(user, plan, id) })
}
