package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"example.com/httpgen/bench/process"
	"example.com/httpgen/bench/raw"
	"example.com/httpgen/bench/server"
	"example.com/httpgen/bench/web"
)

// One run of one server with one case lives here, and the server's own side.

func measure(ctx context.Context, s settings, c web.Case, name string) (sample raw.Sample, err error) {
	args := []string{"-server", name, "-server-cpus", s.serverCPUs}
	if c.TLS {
		args = append(args, "-tls")
	}
	if s.profile != "" {
		args = append(args, "-cpuprofile", s.profile+"."+c.Name+"."+name)
	}
	child, err := process.Start(ctx, args...)
	if err != nil {
		return sample, err
	}
	defer func() { err = errors.Join(err, child.Stop()) }()
	if err := child.Collect(); err != nil {
		return sample, err
	}
	empty, err := child.Resident()
	if err != nil {
		return sample, err
	}
	load, err := c.Start(child.Addr, name == web.Servers[0].Name)
	if err != nil {
		return sample, err
	}
	defer load.Stop()
	time.Sleep(s.warmup)
	if c.Idle {
		sample, err = held(child, c, empty)
	} else {
		sample, err = cost(child, load, s.length)
	}
	sample.Name = "Web/" + c.Name + "/" + name
	return sample, err
}

// held is what a connection holds.
func held(child *process.Child, c web.Case, empty int64) (raw.Sample, error) {
	if err := child.Collect(); err != nil {
		return raw.Sample{}, err
	}
	resident, err := child.Resident()
	kb := float64(resident-empty) / float64(c.Conns) / 1000
	return raw.Sample{N: c.Conns, Values: []raw.Value{{Figure: kb, Unit: "KB/conn"}}}, err
}

// cost is what a request costs.
func cost(child *process.Child, load *web.Load, length time.Duration) (raw.Sample, error) {
	before, err1 := child.Usage()
	from, err2 := load.Answered()
	start := time.Now()
	time.Sleep(length)
	after, err3 := child.Usage()
	to, err4 := load.Answered()
	elapsed := time.Since(start)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return raw.Sample{}, err
	}
	n := to - from
	if n == 0 {
		return raw.Sample{}, errors.New("no request was answered")
	}
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(n) }
	return raw.Sample{N: int(n), Values: []raw.Value{
		{Figure: per(after.User + after.System - before.User - before.System), Unit: "cpu-ns/req"},
		{Figure: per(after.User - before.User), Unit: "user-ns/req"},
		{Figure: per(after.System - before.System), Unit: "sys-ns/req"},
		{Figure: float64(n) / elapsed.Seconds(), Unit: "req/s"},
	}}, nil
}

// serve is a server until standard input ends.
func serve(s settings) error {
	if err := process.Pin(s.serverCPUs); err != nil {
		return err
	}
	contestant, err := web.Find(s.serve)
	if err != nil {
		return err
	}
	var config *tls.Config
	if s.tls {
		if config, err = server.SelfSigned(); err != nil {
			return err
		}
		config.NextProtos = []string{"h2", "http/1.1"}
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if s.profile != "" {
		file, err := os.Create(s.profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	failed := make(chan error, 1)
	go func() { failed <- contestant.Serve(l, config) }()
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
