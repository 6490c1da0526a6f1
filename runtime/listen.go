package runtime

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/httpgen/runtime/internal/listen"
)

// Listening lives here: addresses, signals, and accepting in good and in bad times.

// Run listens on addr and serves until the process gets SIGINT or SIGTERM, or Stop is
// called; then it drains (see Shutdown) and returns nil. A second signal ends the
// connections at once, and Run returns an error, as it does if drain_timeout passes.
//
// addr is one of
//   - "host:port": an empty host is every address, port 0 a free port;
//   - "unix:PATH": a socket that a dead process left at PATH is replaced, and the socket is
//     removed at the end;
//   - "systemd:" or "systemd:NAME": the sockets that systemd passed (sd_listen_fds(3)), all
//     or those of that FileDescriptorName.
//
// The addresses that were bound are logged, and the first is told by Addr. The option
// ReusePort binds a port several times. A service manager that wants to know (sd_notify(3), as
// systemd with Type=notify and WatchdogSec=) is told READY, STOPPING and WATCHDOG.
func (a *App) Run(addr string) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM) // before anybody can tell that we run
	ended := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() { a.obey(signals, ended) })
	defer watching.Wait()
	defer close(ended)
	defer signal.Stop(signals)
	listeners, err := bind(addr, a.settings.reusePort)
	if err != nil {
		return err
	}
	for _, l := range listeners {
		a.log().Info("listening", "network", l.Addr().Network(), "addr", l.Addr().String())
	}
	n := a.newNotifier()
	watching.Go(func() { a.accompany(n, ended) })
	return a.serveAll(listeners)
}

// serveAll serves several listeners and returns what the first that fails has returned.
func (a *App) serveAll(listeners []net.Listener) error {
	ends := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { ends <- a.Serve(context.Background(), l) }()
	}
	var first error
	for range listeners {
		first = cmp.Or(first, <-ends)
	}
	return first
}

// obey turns the first signal into a graceful end and the second into one at once.
func (a *App) obey(signals <-chan os.Signal, ended <-chan struct{}) {
	for _, act := range []func(){a.Stop, a.server.forceEnd} {
		select {
		case sig := <-signals:
			a.log().Info("signal", "signal", sig.String())
			act()
		case <-ended:
			return
		}
	}
}

// Serve accepts connections from l and answers their requests until the App is stopped:
// by Stop, by Shutdown, or because ctx ends. It then drains (see Shutdown) and returns
// nil, or an error if connections had to be cut off. l is closed in every case. Several
// Serve may run at one time; they end together. On an App that was stopped before, Serve
// returns nil at once.
//
// Who is connected to l and was not accepted yet when the App drains is answered, too, if
// l is a listener of package net or has its SetDeadline; the system resets those who wait
// for another one when it is closed. Its settings are left alone, as other processes may
// have the same socket.
//
// With the option TLS or TLSFiles, l's connections speak TLS; if the files hold no good
// pair, Serve returns an error. If l fails for another reason than a shortage that may
// pass, Serve returns that error; if l was the last listener, the App has drained then.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	s := &a.server
	config, err := a.tlsConfig()
	if err != nil {
		l.Close()
		return err
	}
	li := &listener{Listener: listen.Of(l), config: config}
	if !s.open(li) {
		l.Close()
		<-s.done
		return nil
	}
	defer context.AfterFunc(ctx, a.Stop)()
	err = s.accept(li)
	if err != nil && !s.last() {
		return err
	}
	a.Stop()
	<-s.done
	return cmp.Or(err, s.outcome())
}

// Addr returns the address of the listener that was given first, or nil before Run or
// Serve has one.
func (a *App) Addr() net.Addr {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return a.server.addr
}

// ReusePort makes Run listen with n sockets on its port (SO_REUSEPORT), so that many
// cores do not wait for each other to accept, and another process of the same user may
// listen on the port at the same time, such as the one that is going to take over. The
// system spreads new connections over all of them. None is lost when a process drains: it
// answers those that wait for it, and the few that are opened while its sockets close are
// opened, a second later, with another. Those that wait for a process that is killed are
// lost. Linux only, and host:port only: elsewhere Run returns an error.
//
// Default and zero: one socket, and the port is this process's alone; negative: as many
// sockets as GOMAXPROCS says.
func ReusePort(n int) Option { return func(s *settings) { s.reusePort = n } }

// bind binds an address of Run, and its port several times if ReusePort says so.
func bind(addr string, reuse int) ([]net.Listener, error) {
	path, isUnix := strings.CutPrefix(addr, "unix:")
	name, isPassed := strings.CutPrefix(addr, "systemd:")
	switch {
	case reuse != 0 && (isUnix || isPassed):
		return nil, &net.OpError{Op: "listen", Net: "tcp", Err: listen.ErrReusePort}
	case reuse != 0:
		all, err := listen.ReusePort(addr, reuse)
		return plainly(all), err
	case isPassed:
		return activated(name)
	}
	one := listen.TCP
	if isUnix {
		one, addr = listen.Unix, path
	}
	l, err := one(addr)
	if err != nil {
		return nil, err
	}
	return []net.Listener{l}, nil
}

func plainly(all []*listen.Listener) []net.Listener {
	plain := make([]net.Listener, len(all))
	for i, l := range all {
		plain[i] = l
	}
	return plain
}

// A listener is one that Serve was given.
type listener struct {
	*listen.Listener
	config *tls.Config // nil: no TLS
}

// open takes a listener in; false: the App is ending.
func (s *server) open(l *listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return false
	}
	if !s.started {
		s.started = true
		go s.clock.Run(s.done, s.unasked.look)
	}
	if s.addr == nil {
		s.addr = l.Addr()
	}
	s.listeners[l] = struct{}{}
	s.accepting.Add(1)
	return true
}

// accept accepts until the App drains (nil) or the listener fails.
func (s *server) accept(l *listener) error {
	defer s.accepting.Done()
	defer s.close(l)
	pause := time.Duration(0)
	for {
		nc, err := l.Accept()
		if err == nil {
			pause = 0
			s.take(l, nc)
			continue
		}
		switch {
		case s.draining.Load():
			s.sweep(l)
			return nil
		case !mayPass(err):
			return err
		}
		pause = s.nextPause(pause, err)
		select {
		case <-time.After(pause):
		case <-s.retiring:
		}
	}
}

// sweepTime bounds the sweep of a queue: others may have the same socket, so that clients
// keep coming, or descriptors are short.
const sweepTime = 2 * time.Second

// sweep takes whom the system has queued for a listener whose end has begun.
func (s *server) sweep(l *listener) {
	s.sleep(time.Until(l.Retire()))
	pause := time.Duration(0)
	for end := time.Now().Add(sweepTime); time.Now().Before(end) && !s.isForced(); {
		nc, err := l.AcceptQueued()
		switch {
		case err == nil:
			pause = 0
			s.take(l, nc)
		case !mayPass(err): // and where nobody waits
			return
		default:
			pause = s.nextPause(pause, err)
			s.sleep(min(pause, time.Until(end)))
		}
	}
}

// take begins a connection.
func (s *server) take(l *listener, nc net.Conn) {
	if l.config != nil {
		nc = tls.Server(nc, l.config)
	}
	s.accepted(nc)
}

// nextPause is how long to wait after another failure.
func (s *server) nextPause(last time.Duration, err error) time.Duration {
	pause := min(max(2*last, 5*time.Millisecond), time.Second)
	s.app.log().Warn("accept failed, trying again", "error", err, "pause", pause)
	return pause
}

// close ends a listener that accepts no more.
func (s *server) close(l *listener) {
	l.Close()
	l.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.listeners, l)
}

// last says whether there is no listener left.
func (s *server) last() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.listeners) == 0
}

// mayPass says whether accepting is worth another try: after everything that the system
// says about its means, the network or a connection that ended while it waited (accept(2)),
// but not if the listener itself is of no use.
func mayPass(err error) bool {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		switch errno {
		case syscall.EBADF, syscall.EINVAL, syscall.ENOTSOCK, syscall.EFAULT, syscall.EOPNOTSUPP:
			return false
		}
		return true
	}
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
