package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"slices"

	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/process"
	"example.com/httpgen/bench/server"
)

// The child's side lives here: be a server until standard input ends.

func serve(s settings) error {
	if err := process.Pin(s.serverCPUs); err != nil {
		return err
	}
	contestant, err := server.Find(contestants(), s.serve)
	if err != nil {
		return err
	}
	options, err := optionsOf(s)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- contestant.Serve(l, options) }()
	fmt.Println("serving", l.Addr())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for commands := bufio.NewScanner(os.Stdin); commands.Scan(); {
			runtime.GC()
			debug.FreeOSMemory()
			fmt.Println("collected")
		}
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("%s ended: %w", s.serve, err)
	case <-ended:
		return nil
	}
}

func optionsOf(s settings) (server.Options, error) {
	profiles := load.Profiles()
	i := slices.IndexFunc(profiles, func(p load.Profile) bool { return p.Name == s.profile })
	if i < 0 {
		return server.Options{}, fmt.Errorf("no profile %q", s.profile)
	}
	o := server.Options{Files: s.files, Floor: profiles[i].Floor()}
	if profiles[i].Events {
		o.Feed = server.NewFeed()
	}
	if profiles[i].TLS {
		var err error
		if o.TLS, err = server.SelfSigned(); err != nil {
			return o, err
		}
	}
	return o, nil
}
