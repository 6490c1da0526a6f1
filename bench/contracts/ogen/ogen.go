// Package ogen makes the rival of package params with ogen (github.com/ogen-go/ogen, Apache-2.0):
// what it generates of the same operation, and a few lines that let others call it. It goes to
// generated/ogen, which is not part of this repository; it is licensed as ogen's authors say.
package ogen

import (
	"context"
	"os"
	"path/filepath"

	"example.com/httpgen/bench/build"
)

// Program is the generator, a tool of this module's go.mod.
const Program = "github.com/ogen-go/ogen/cmd/ogen"

// Config has a server made and nothing else: no client, no telemetry.
const Config = "generator:\n  features:\n    disable_all: true\n    enable: [paths/server]\n"

// Generate makes generated/ogen of an OpenAPI document, and registers it with cmd/contracts. It
// is run in the folder of this module.
func Generate(ctx context.Context, document string) error {
	dir := filepath.Join("generated", "ogen")
	if err := build.Empty(dir); err != nil {
		return err
	}
	config := filepath.Join(dir, "ogen.yaml")
	if err := os.WriteFile(config, []byte(Config), 0o644); err != nil {
		return err
	}
	if _, err := build.Command(ctx, "go", "tool", "ogen", "--target", dir, "--package", "ogen",
		"--config", config, document); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "decode.go"), []byte(decode), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("cmd", "contracts", "rivals_gen.go"), []byte(register), 0o644)
}

// decode finds the route and decodes its parameters, as the generated ServeHTTP does before it
// calls a handler.
const decode = `package ogen

import (
	"context"
	"net/http"

	"example.com/httpgen/bench/contracts"
)

type nobody struct{}

func (nobody) GetItem(context.Context, GetItemParams) error { return nil }

var last GetItemParams

// Decode is contracts.Case.Decode, of requests of net/http.
func Decode(times int, measure func(func())) (items []contracts.Item, err error) {
	s, err := NewServer(nobody{})
	if err != nil {
		return nil, err
	}
	var all []*http.Request
	for _, r := range contracts.Requests {
		all = append(all, r.HTTP())
	}
	measure(func() {
		for i := range times {
			r := all[i%len(all)]
			route, _ := s.FindPath(r.Method, r.URL)
			if last, err = decodeGetItemParams(route.args, false, r); err != nil {
				return
			}
		}
	})
	for _, r := range all {
		route, _ := s.FindPath(r.Method, r.URL)
		v, failed := decodeGetItemParams(route.args, false, r)
		if failed != nil {
			err = failed
		}
		items = append(items, contracts.Item{Shop: v.Shop, Order: v.Order, Item: v.Item, Q: v.Q,
			Page: v.Page.Value, Tag: v.Tag, Sort: string(v.Sort.Value), Since: v.Since.Value,
			Trace: v.XTrace, Depth: v.XDepth.Value})
	}
	return items, err
}
`

const register = `package main

import (
	"example.com/httpgen/bench/contracts"
	"example.com/httpgen/bench/generated/ogen"
)

// The same for both of ours: ogen has no connection of its own.
func init() {
	rivals = []contracts.Case{
		{Name: "Contract/decode-request/ogen", Decode: ogen.Decode},
		{Name: "Contract/decode-connection/ogen", Decode: ogen.Decode},
	}
}
`
