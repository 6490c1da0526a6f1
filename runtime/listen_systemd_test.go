package runtime

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

const childVariable = "HTTPGEN_TEST_CHILD"

// TestActivatedChild is the process that TestSocketActivation starts; alone it does
// nothing.
func TestActivatedChild(t *testing.T) {
	addr := os.Getenv(childVariable)
	if addr == "" {
		return
	}
	os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	app := NewApp(handwritten(handlerLeaf("GET", "/stop", func(req Request) (Response, error) { req.App().Stop(); return Text("bye"), nil })), Logger(quiet()))
	if err := app.Run(addr); err != nil {
		t.Error(err)
	}
}

func TestSocketActivation(t *testing.T) {
	for _, addr := range []string{"systemd:", "systemd:api"} {
		var files []*os.File
		var listeners []net.Listener
		for range 2 {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			file, err := l.(*net.TCPListener).File()
			if err != nil {
				t.Skip(err)
			}
			defer file.Close()
			listeners, files = append(listeners, l), append(files, file)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestActivatedChild$")
		cmd.Env = append(os.Environ(), childVariable+"="+addr, "LISTEN_FDS=2", "LISTEN_FDNAMES=admin:api")
		cmd.ExtraFiles = files
		out := new(strings.Builder)
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		c := dialAddr(t, "tcp", listeners[1].Addr().String())
		c.write("GET /stop HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("the second socket is served", 200, "bye")
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", addr, err, out)
		}
	}
}

// Where something was passed that is no socket, nothing is served.
func TestSocketActivationWithWhatIsNoSocket(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Skip(err)
	}
	defer socket.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestActivatedChild$")
	cmd.Env = append(os.Environ(), childVariable+"=systemd:", "LISTEN_FDS=2", "LISTEN_FDNAMES=api:nothing")
	cmd.ExtraFiles = []*os.File{socket, null}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "socket 1 nothing") {
		t.Errorf("the child says %v, %s", err, out)
	}
}

func TestSocketActivationWithoutSockets(t *testing.T) {
	pid := strconv.Itoa(os.Getpid())
	for _, tt := range []struct{ pid, fds, addr, want string }{
		{"", "", "systemd:", "LISTEN_PID"},
		{"1", "1", "systemd:", "LISTEN_PID"},
		{pid, "", "systemd:", "LISTEN_FDS"},
		{pid, "0", "systemd:", "LISTEN_FDS"},
		{pid, "1", "systemd:x", `called "x"`},
	} {
		t.Setenv("LISTEN_PID", tt.pid)
		t.Setenv("LISTEN_FDS", tt.fds)
		t.Setenv("LISTEN_FDNAMES", "y")
		if err := NewApp(manners(), Logger(quiet())).Run(tt.addr); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}
