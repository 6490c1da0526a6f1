package runtime

import (
	"net"
	"os"
	"os/signal"
	"strconv"
	"time"
)

// What Run tells the service manager lives here (sd_notify(3)), and the signals by which certificates
// are read again.

// ReloadTLS has Run read the files of TLSFiles anew at one of these signals, also where they look
// as they did. Without it they are looked at all the same when handshakes come, at most once a
// second: this is for who wants to read in the log that it has happened. Default, and without
// signals: none.
func ReloadTLS(signals ...os.Signal) Option {
	return func(s *settings) { s.reloadSignals = signals }
}

// notifier tells the service manager how things are, for Run. The zero value tells nobody.
type notifier struct {
	socket *net.UnixConn
	a      *App
}

// newNotifier is one that tells the manager that has started the process, if it wants to know
// (NOTIFY_SOCKET). What cannot be told is logged once, and does not keep the server from serving.
func (a *App) newNotifier() notifier {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" {
		return notifier{}
	}
	socket, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		a.log().Error("the service manager cannot be told", "NOTIFY_SOCKET", name, "error", err)
		return notifier{}
	}
	return notifier{socket, a}
}

func (n notifier) tell(state string) {
	if n.socket == nil {
		return
	}
	if _, err := n.socket.Write([]byte(state)); err != nil {
		n.a.log().Error("the service manager cannot be told", "state", state, "error", err)
	}
}

func (n notifier) close() {
	if n.socket != nil {
		n.socket.Close()
	}
}

// watchdogInterval is how often the manager wants a sign of life, 0 for never: twice as often as it
// waits for one (sd_watchdog_enabled(3)).
func watchdogInterval() time.Duration {
	if pid := os.Getenv("WATCHDOG_PID"); pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0
	}
	µs, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if err != nil || µs <= 0 || µs > int64(24*time.Hour/time.Microsecond) {
		return 0
	}
	return max(time.Duration(µs)*time.Microsecond/2, time.Millisecond)
}

// accompany tells that the App serves, then of its life and of its end, until ended is closed.
// Meanwhile it obeys the signals of ReloadTLS.
func (a *App) accompany(n notifier, ended <-chan struct{}) {
	defer n.close()
	reload := make(chan os.Signal, 1)
	if signals := a.settings.reloadSignals; len(signals) > 0 {
		signal.Notify(reload, signals...)
		defer signal.Stop(reload)
	}
	n.tell("READY=1")
	var life <-chan time.Time
	if every := watchdogInterval(); every > 0 && n.socket != nil {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		life = ticker.C
	}
	for stopping := a.server.stopping; ; {
		select {
		case <-life:
			a.Ready() // who cannot take its lock any more gives no sign
			n.tell("WATCHDOG=1")
		case <-reload:
			if files := a.settings.certificates; files != nil {
				files.reload(a.log())
			}
		case <-stopping:
			stopping = nil
			n.tell("STOPPING=1")
		case <-ended:
			if stopping != nil { // it was quick
				n.tell("STOPPING=1")
			}
			return
		}
	}
}
