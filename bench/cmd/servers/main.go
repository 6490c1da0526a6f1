// Command servers measures servers over loopback: each in a process of its own, all
// pinned alike, in turn, several rounds.
//
//	go run ./cmd/servers -count 6 -time 3s -o out/servers.txt
//
// With -server it is one of the servers itself; that is how it starts them.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"

	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/ours"
	"example.com/httpgen/bench/process"
	"example.com/httpgen/bench/raw"
	"example.com/httpgen/bench/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "servers:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	count          int
	warmup, length time.Duration
	profiles       *regexp.Regexp
	contestants    *regexp.Regexp
	serverCPUs     string
	clientCPUs     string
	output, files  string
	serve, profile string // of a child
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
	if s.files, err = os.MkdirTemp("", "bench-files-"); err != nil {
		return err
	}
	defer os.RemoveAll(s.files)
	if err := load.WriteFiles(s.files); err != nil {
		return err
	}
	w, err := raw.Create(s.output)
	if err != nil {
		return err
	}
	raw.Header(w)
	raw.Write(w,
		raw.Fact{Key: "pinning", Value: fmt.Sprintf("server on processors %q, client on %q",
			s.serverCPUs, s.clientCPUs)})
	if err := measureAll(ctx, w, s); err != nil {
		return err
	}
	return w.Close()
}

func parseFlags() (settings, error) {
	var s settings
	servers, client := process.Halves()
	flag.IntVar(&s.count, "count", 6, "rounds")
	flag.DurationVar(&s.length, "time", 3*time.Second, "measured length of one run")
	flag.DurationVar(&s.warmup, "warmup", 500*time.Millisecond,
		"load before measuring, in each run")
	only := flag.String("profiles", "", "only profiles whose name matches this regular expression")
	who := flag.String("contestants", "", "only servers whose name matches this regular expression")
	flag.StringVar(&s.serverCPUs, "server-cpus", servers,
		"processors of the servers; empty: not pinned")
	flag.StringVar(&s.clientCPUs, "client-cpus", client,
		"processors of the client; empty: not pinned")
	flag.StringVar(&s.output, "o", "", "file for the samples (default: standard output)")
	flag.StringVar(&s.serve, "server", "", "be this server, for a parent process")
	flag.StringVar(&s.profile, "profile", "", "with -server: the profile it is measured with")
	flag.StringVar(&s.files, "files", "", "with -server: the folder of its files")
	flag.Parse()
	if s.count < 1 || s.count > 1000 || s.length < 10*time.Millisecond || s.length > time.Minute ||
		s.warmup < 0 || s.warmup > time.Minute {
		return s, fmt.Errorf("-count must be 1 to 1000, -time 10ms to 1m and -warmup up to 1m")
	}
	var err error
	if s.profiles, err = regexp.Compile(*only); err != nil {
		return s, err
	}
	s.contestants, err = regexp.Compile(*who)
	return s, err
}

func contestants() []server.Server { return append(ours.Servers(), server.Rivals()...) }

// measureAll asks every server in turn within a profile; who begins changes from
// round to round. A run that fails is noted and the others go on.
func measureAll(ctx context.Context, w io.Writer, s settings) error {
	all := contestants()
	for round := range s.count {
		for _, p := range load.Profiles() {
			if !s.profiles.MatchString(p.Name) {
				continue
			}
			for i := range all {
				contestant := all[(i+round)%len(all)]
				if !s.contestants.MatchString(contestant.Name()) ||
					p.NoFloor && contestant.Name() == "floor" {
					continue
				}
				sample, err := measure(ctx, s, p, contestant.Name())
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err != nil {
					fmt.Fprintf(os.Stderr, "servers: %s, %s: %v\n", p.Name, contestant.Name(), err)
					raw.Write(w,
						raw.Fact{Key: "note", Value: fmt.Sprintf("%s, %s: failed in round %d: %v",
							p.Name, contestant.Name(), round+1, err)})
					continue
				}
				raw.WriteSample(w, sample)
			}
		}
	}
	return nil
}
