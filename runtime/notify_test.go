//go:build unix

package runtime

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// manager is a service manager's socket.
func manager(t *testing.T) *net.UnixConn {
	t.Helper()
	dir, err := os.MkdirTemp("", "notify") // a socket's path has no room for the test's name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "s")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	return socket
}

// hears waits for a state; others may come before.
func hears(t *testing.T, socket *net.UnixConn, want string) {
	t.Helper()
	_ = socket.SetReadDeadline(time.Now().Add(patience))
	for b := make([]byte, 100); ; {
		n, err := socket.Read(b)
		if err != nil {
			t.Fatalf("no %s: %v", want, err)
		}
		if string(b[:n]) == want {
			return
		}
	}
}

func TestTheServiceManagerIsTold(t *testing.T) {
	socket := manager(t)
	t.Setenv("WATCHDOG_USEC", "20000")
	t.Setenv("WATCHDOG_PID", strconv.Itoa(os.Getpid()))
	app := NewApp(handwritten(textLeaf("GET", "/", "hello")), Logger(quiet()))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	hears(t, socket, "READY=1")
	hears(t, socket, "WATCHDOG=1")
	hears(t, socket, "WATCHDOG=1")
	app.Stop()
	hears(t, socket, "STOPPING=1")
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestNoServiceManagerIsToldThatIsNotThere(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "nobody"))
	logs := new(safeBuffer)
	app := NewApp(handwritten(textLeaf("GET", "/", "hello")), Logger(textLogger(logs)))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	waitFor(t, "the server", app.Ready)
	app.Stop()
	if err := <-ended; err != nil || strings.Count(logs.String(), "cannot be told") != 1 {
		t.Errorf("%v, and the log says %s", err, logs)
	}
}

func TestHowOftenTheWatchdogWantsASign(t *testing.T) {
	for _, row := range []struct {
		pid, µs string
		want    time.Duration
	}{
		{"", "2000000", time.Second}, {strconv.Itoa(os.Getpid()), "2000000", time.Second}, {"1", "2000000", 0}, {"", "", 0}, {"", "0", 0},
		{"", "-5", 0}, {"", "x", 0}, {"", "9223372036854775807", 0}, {"", "1", time.Millisecond},
	} {
		t.Setenv("WATCHDOG_PID", row.pid)
		t.Setenv("WATCHDOG_USEC", row.µs)
		if got := watchdogInterval(); got != row.want {
			t.Errorf("WATCHDOG_PID=%s WATCHDOG_USEC=%s is %v, want %v", row.pid, row.µs, got, row.want)
		}
	}
}

func TestASignalReloadsCertificates(t *testing.T) {
	socket, files := manager(t), newPairFiles(t)
	files.renew()
	logs := new(safeBuffer)
	app := NewApp(handwritten(textLeaf("GET", "/", "hello")), Logger(textLogger(logs)), TLSFiles(files.cert, files.key), ReloadTLS(syscall.SIGUSR2))
	ended := make(chan error, 1)
	go func() { ended <- app.Run("127.0.0.1:0") }()
	hears(t, socket, "READY=1") // and so it listens to signals
	tell := func(want string) {
		t.Helper()
		waitFor(t, want, func() bool {
			_ = syscall.Kill(os.Getpid(), syscall.SIGUSR2)
			time.Sleep(5 * time.Millisecond)
			return strings.Contains(logs.String(), want)
		})
	}
	tell("certificate reloaded")
	os.Remove(files.key)
	tell("certificate not reloaded")
	app.Stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
