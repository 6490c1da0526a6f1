// Command web measures a handler of net/http behind our server and behind net/http's: over
// HTTP/1.1, over HTTP/2 with TLS, and what a connection holds that it has taken over. Each server is
// a process of its own, all pinned alike, in turn, several rounds.
//
//	go run ./cmd/web -count 10 -time 2s -o out/web.txt
//
// With -server it is one of the servers itself; that is how it starts them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"time"

	"example.com/httpgen/bench/process"
	"example.com/httpgen/bench/raw"
	"example.com/httpgen/bench/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	count          int
	warmup, length time.Duration
	cases          *regexp.Regexp
	serverCPUs     string
	clientCPUs     string
	output         string
	serve          string // of a child
	tls            bool
	profile        string
}

func run(ctx context.Context) error {
	s, err := parseFlags()
	if err != nil {
		return err
	}
	if s.serve != "" {
		return serve(s)
	}
	if err := process.Pin(s.clientCPUs); err != nil {
		return err
	}
	w, err := raw.Create(s.output)
	if err != nil {
		return err
	}
	raw.Header(w)
	raw.Write(w, raw.Fact{Key: "pinning", Value: fmt.Sprintf("server on processors %q, client on %q",
		s.serverCPUs, s.clientCPUs)})
	if err := measureAll(ctx, w, s); err != nil {
		return err
	}
	return w.Close()
}

func parseFlags() (settings, error) {
	var s settings
	servers, client := process.Halves()
	flag.IntVar(&s.count, "count", 10, "rounds")
	flag.DurationVar(&s.length, "time", 2*time.Second, "measured length of one run")
	flag.DurationVar(&s.warmup, "warmup", 500*time.Millisecond, "load before measuring, in each run")
	only := flag.String("cases", "", "only cases whose name matches this regular expression")
	flag.StringVar(&s.serverCPUs, "server-cpus", servers, "processors of the servers; empty: not pinned")
	flag.StringVar(&s.clientCPUs, "client-cpus", client, "processors of the client; empty: not pinned")
	flag.StringVar(&s.output, "o", "", "file for the samples (default: standard output)")
	flag.StringVar(&s.serve, "server", "", "be this server, for a parent process")
	flag.BoolVar(&s.tls, "tls", false, "with -server: by TLS, with HTTP/2")
	flag.StringVar(&s.profile, "cpuprofile", "", "with -server: write a profile of its time")
	flag.Parse()
	if s.count < 1 || s.count > 1000 || s.length < 10*time.Millisecond || s.length > time.Minute ||
		s.warmup < 0 || s.warmup > time.Minute {
		return s, errors.New("-count must be 1 to 1000, -time 10ms to 1m and -warmup up to 1m")
	}
	var err error
	s.cases, err = regexp.Compile(*only)
	return s, err
}

// measureAll asks both servers in turn; who begins changes from round to round.
func measureAll(ctx context.Context, w io.Writer, s settings) error {
	for round := range s.count {
		for _, c := range web.Cases {
			if !s.cases.MatchString(c.Name) {
				continue
			}
			servers := slices.Clone(web.Servers)
			if round%2 == 1 {
				slices.Reverse(servers)
			}
			for _, server := range servers {
				sample, err := measure(ctx, s, c, server.Name)
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err != nil {
					return fmt.Errorf("%s, %s: %w", c.Name, server.Name, err)
				}
				raw.WriteSample(w, sample)
			}
		}
	}
	return nil
}
