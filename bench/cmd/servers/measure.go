package main

import (
	"context"
	"errors"
	"time"

	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/process"
	"example.com/httpgen/bench/raw"
)

// One run of one server under one profile lives here.

func measure(ctx context.Context, s settings, p load.Profile, name string) (raw.Sample, error) {
	child, err := process.Start(ctx, "-server", name, "-profile", p.Name, "-server-cpus",
		s.serverCPUs, "-files", s.files)
	if err != nil {
		return raw.Sample{}, err
	}
	sample, err := observe(ctx, s, p, child)
	sample.Name = "Server/" + p.Name + "/" + name
	return sample, errors.Join(err, child.Stop())
}

// observe reads the server's use at both ends of the measured time.
func observe(ctx context.Context, s settings, p load.Profile, child *process.Child) (raw.Sample,
	error) {
	empty, err := child.Resident()
	if err != nil {
		return raw.Sample{}, err
	}
	var before, after process.Usage
	var resident int64
	outcome, err := load.Run(ctx, child.Addr, p, load.Plan{Warmup: s.warmup, Length: s.length,
		Measure: func(start bool) (err error) {
			if start {
				before, err = child.Usage()
				return err
			}
			if after, err = child.Usage(); err != nil {
				return err
			}
			if p.Idle { // what is held, without what is only not yet collected
				if err := child.Collect(); err != nil {
					return err
				}
			}
			resident, err = child.Resident()
			return err
		}})
	if err != nil {
		return raw.Sample{}, err
	}
	if p.Idle {
		held := float64(resident-empty) / float64(p.Conns) / 1000
		return raw.Sample{N: p.Conns, Values: []raw.Value{{Figure: held, Unit: "KB/conn"}}}, nil
	}
	if outcome.Requests == 0 {
		return raw.Sample{}, errors.New("no request was answered in the measured time")
	}
	return sampleOf(outcome, before, after, resident), nil
}

func sampleOf(o load.Outcome, before, after process.Usage, resident int64) raw.Sample {
	per := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(o.Requests) }
	user, system := after.User-before.User, after.System-before.System
	return raw.Sample{N: int(o.Requests), Values: []raw.Value{
		{Figure: per(user + system), Unit: "cpu-ns/req"},
		{Figure: per(user), Unit: "user-ns/req"},
		{Figure: per(system), Unit: "sys-ns/req"},
		{Figure: float64(o.Requests) / o.Elapsed.Seconds(), Unit: "req/s"},
		{Figure: float64(o.P50.Nanoseconds()), Unit: "p50-ns"},
		{Figure: float64(o.P99.Nanoseconds()), Unit: "p99-ns"},
		{Figure: float64(o.P999.Nanoseconds()), Unit: "p99.9-ns"},
		{Figure: float64(resident) / 1e6, Unit: "rss-MB"},
	}}
}
