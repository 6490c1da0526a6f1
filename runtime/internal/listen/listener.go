// Package listen binds addresses, and ends listening in a way that loses nobody who is
// connected already: the system says that a connection is established before anybody has
// accepted it, and resets what still waits when a socket is closed.
package listen

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// A Listener's end lives here. It has three steps: Retire keeps new connections away, as
// far as the system can, while Accept goes on until it fails; AcceptQueued takes whom the
// system has queued; Close.

const (
	// handshakes is how long connections that are being opened may take to get into the
	// queue once new ones go elsewhere: longer than the way to most clients and back.
	handshakes = 200 * time.Millisecond
	// lastAccepts is how long a listener that can neither be woken nor swept still accepts.
	lastAccepts = 20 * time.Millisecond
	// lastWait is how long Accept waits for somebody who is in the queue. Where the queue
	// cannot be looked at, so long without anybody means that it is empty.
	lastWait = 20 * time.Millisecond
)

// ErrEmpty is the error of AcceptQueued when nobody waits, or it cannot be told.
var ErrEmpty = errors.New("listen: nobody waits")

// A Listener is a net.Listener that can end without losing whom the system has queued.
type Listener struct {
	net.Listener
	shares bool        // own, and other sockets listen on its port
	path   string      // of the own unix socket, …
	inode  os.FileInfo // … and what is there while it is ours; nil: it is abstract

	once    sync.Once // of Retire
	until   time.Time
	unlinks sync.Once
	closing *time.Timer
	pending *os.File // who was accepted when no descriptor was left to go on with
}

// Of returns l as a Listener. Of a socket that was not bound by this package it is
// unknown who else listens on it: its settings are left alone.
func Of(l net.Listener) *Listener {
	if known, ok := l.(*Listener); ok {
		return known
	}
	return &Listener{Listener: l}
}

// deadliner is what listeners of package net are, and others that can be woken.
type deadliner interface{ SetDeadline(t time.Time) error }

// Retire begins the end, and returns when Accept will fail. A listener that cannot be
// woken is closed then. Any goroutine may call it, and more than one; the first call
// counts, and the others wait for it.
func (l *Listener) Retire() time.Time {
	l.once.Do(func() {
		l.until = time.Now()
		soon, ok := l.Listener.(deadliner)
		if !ok {
			l.until = l.until.Add(lastAccepts)
			l.closing = time.AfterFunc(lastAccepts, func() { l.Listener.Close() })
			return
		}
		l.unlink()
		if l.turnAway() {
			l.until = l.until.Add(handshakes)
		}
		if soon.SetDeadline(l.until) != nil {
			l.Close()
		}
	})
	return l.until
}

// turnAway lets new connections no longer get here, where that harms no other process,
// and says whether to wait for those that are on their way.
func (l *Listener) turnAway() bool {
	switch {
	case l.shares:
		return dropNew(l.Listener)
	case l.path != "":
		refuseNew(l.Listener)
	}
	return false
}

// AcceptQueued accepts who waits in the system's queue, after Accept has failed for Retire.
// It does not wait for others, but up to lastWait where the system has no better way to
// tell that there are none. Errors but ErrEmpty are those of Accept: a shortage may pass.
func (l *Listener) AcceptQueued() (net.Conn, error) {
	switch l.Listener.(type) {
	case *net.TCPListener, *net.UnixListener:
		if canSweep {
			return l.acceptNow()
		}
	}
	soon, ok := l.Listener.(deadliner)
	if !ok || soon.SetDeadline(time.Now().Add(lastWait)) != nil {
		return nil, ErrEmpty
	}
	nc, err := l.Accept()
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		err = ErrEmpty
	}
	return nc, err
}

// Close ends the listener at once, and removes the unix socket that is its own. Whoever
// calls AcceptQueued calls it last.
func (l *Listener) Close() error {
	l.unlink()
	return l.Listener.Close()
}

// Done lets go of what the end has left. It is called by who accepted, after Close.
func (l *Listener) Done() {
	if l.closing != nil {
		l.closing.Stop()
	}
	if l.pending != nil {
		l.pending.Close()
	}
}

// unlink removes the path of an own socket, once: afterwards another process may have
// taken it. What somebody has put there in the meantime stays.
func (l *Listener) unlink() {
	l.unlinks.Do(func() {
		if l.inode == nil {
			return
		}
		if now, err := os.Lstat(l.path); err == nil && os.SameFile(now, l.inode) {
			_ = os.Remove(l.path)
		}
	})
}
