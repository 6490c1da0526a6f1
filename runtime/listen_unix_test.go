//go:build unix

package runtime

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// A process without descriptors left goes on once it has some again (fasthttp#443: it ends).
func TestAcceptWithoutDescriptors(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	h := serveTest(t, manners())
	probe := h.client("tcp")
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("all is well", 200, "root")
	var files []*os.File
	low := limit
	low.Cur = 64
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Skip(err)
	}
	restore := sync.OnceFunc(func() {
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
		for _, f := range files {
			f.Close()
		}
	})
	defer restore()
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		files = append(files, f)
	}
	files[len(files)-1].Close() // one for the client, none for the server
	waiting := h.client("tcp")
	waiting.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	waitFor(t, "an accept that fails", func() bool { return strings.Contains(h.logs.String(), "accept failed") })
	probe.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	probe.want("who is connected is served", 200, "root")
	restore()
	waiting.want("and who waited, too", 200, "root")
}

// TestStartingChild is the process that TestPassedSocketsAreNotPassedOn starts; alone it
// does nothing.
func TestStartingChild(t *testing.T) {
	name, asked := os.LookupEnv(childVariable + "_STARTS")
	if !asked {
		return
	}
	inherited := func() (all []int) {
		for fd := firstPassed; fd < firstPassed+3; fd++ {
			if exec.Command("sh", "-c", "(true <&"+strconv.Itoa(fd)+") 2>/dev/null").Run() == nil {
				all = append(all, fd)
			}
		}
		return all
	}
	if got := inherited(); len(got) != 3 {
		t.Errorf("before, %d are passed on: the test shows nothing", got)
	}
	os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	listeners, err := activated(name)
	if err != nil || len(listeners) != 1 {
		t.Fatalf("%d listeners, %v", len(listeners), err)
	}
	defer closeAll(listeners)
	if got := inherited(); len(got) != 0 {
		t.Errorf("%d are passed on", got)
	}
}

func TestPassedSocketsAreNotPassedOn(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestStartingChild$")
	cmd.Env = append(os.Environ(), childVariable+"_STARTS=api", "LISTEN_FDS=3", "LISTEN_FDNAMES=admin:api:metrics")
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		file, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
