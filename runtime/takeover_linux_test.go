package runtime

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"example.com/httpgen/generated_test/effort"
)

// A process that takes over from another is tested here, under clients that open a
// connection for each request: whoever is connected is answered, also who was still in
// the queue of the process that ends.

const (
	takeOverAddr  = "HTTPGEN_TAKEOVER_ADDR"  // what the child runs on
	takeOverReuse = "HTTPGEN_TAKEOVER_REUSE" // with so many sockets
	takeOverBurn  = "HTTPGEN_TAKEOVER_BURN"  // beside so many goroutines that do nothing else
)

// TestTakeOverChild is the process that serves; alone it does nothing.
func TestTakeOverChild(t *testing.T) {
	addr := os.Getenv(takeOverAddr)
	if addr == "" {
		return
	}
	reuse, _ := strconv.Atoi(os.Getenv(takeOverReuse))
	burn, _ := strconv.Atoi(os.Getenv(takeOverBurn))
	var over atomic.Bool
	var burning sync.WaitGroup
	for range burn {
		burning.Go(func() {
			for !over.Load() {
			}
		})
	}
	os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	here := handwritten(textLeaf("GET", "/", "here"))
	app := NewApp(here, Logger(textLogger(os.Stdout)), ReusePort(reuse))
	if err := app.Run(addr); err != nil {
		t.Error(err)
	}
	over.Store(true)
	burning.Wait()
}

// takeOver is a test of one way to hand over.
type takeOver struct {
	t      *testing.T
	addr   string // what servers run on
	reuse  int
	socket *os.File // what they share, if they do
	burn   int
	dial   func() (net.Conn, error)
	first  bool // a server ends before the next one begins

	asked, answered, lost atomic.Int64
	over                  atomic.Bool
}

// server is a process that serves.
type takeOverServer struct {
	cmd *exec.Cmd
	out *bufio.Scanner
}

// start starts a server and waits until it listens.
func (o *takeOver) start() *takeOverServer {
	o.t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestTakeOverChild$")
	cmd.Env = append(os.Environ(), takeOverAddr+"="+o.addr, takeOverReuse+"="+strconv.Itoa(o.reuse),
		takeOverBurn+"="+strconv.Itoa(o.burn), "LISTEN_FDS=1", "LISTEN_FDNAMES=http")
	if o.socket != nil {
		cmd.ExtraFiles = []*os.File{o.socket}
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	s := &takeOverServer{cmd, bufio.NewScanner(out)}
	for s.out.Scan() {
		if strings.Contains(s.out.Text(), "msg=listening") {
			return s
		}
	}
	o.t.Fatalf("the server does not listen: %v", s.out.Err())
	return nil
}

// stop asks a server to end, and wants a graceful end.
func (o *takeOver) stop(s *takeOverServer) {
	o.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		o.t.Error(err)
	}
	var said []string
	for s.out.Scan() {
		said = append(said, s.out.Text())
	}
	if err := s.cmd.Wait(); err != nil {
		o.t.Errorf("the server ends with %v: %s", err, strings.Join(said, "\n"))
	}
}

// run has clients ask while servers take over from each other, handOvers times, with
// perTime requests at least for each.
func (o *takeOver) run(handOvers int, perTime int64) {
	server := o.start()
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			for !o.over.Load() && o.lost.Load() < 1000 {
				o.ask()
			}
		})
	}
	for i := range handOvers {
		for o.answered.Load() < perTime*int64(i+1) && o.lost.Load() < 1000 {
			time.Sleep(10 * time.Millisecond)
		}
		if o.first {
			o.stop(server)
			server = o.start()
			continue
		}
		next := o.start()
		o.stop(server)
		server = next
	}
	o.over.Store(true)
	clients.Wait()
	o.stop(server)
	o.t.Logf("%d hand-overs, %d requests, %d lost", handOvers, o.asked.Load(), o.lost.Load())
	if o.asked.Load() != o.answered.Load() {
		o.t.Errorf("of %d requests %d were answered", o.asked.Load(), o.answered.Load())
	}
}

// lose notes a request that was not answered; a few of them say why.
func (o *takeOver) lose(err error) {
	if o.lost.Add(1) <= 5 {
		o.t.Errorf("lost: %v", err)
	}
}

// ask asks once, on a connection of its own. Only where a server ends before the next one
// begins may nobody be there; who is connected is answered in every case.
func (o *takeOver) ask() {
	nc, err := o.dial()
	if err != nil {
		if !o.first || !nobodyListens(err) {
			o.lose(err)
		}
		time.Sleep(time.Millisecond)
		return
	}
	defer nc.Close()
	_ = nc.SetDeadline(time.Now().Add(time.Minute)) // only so that the test ends
	o.asked.Add(1)
	if err := askOnce(nc); err != nil {
		o.lose(err)
		return
	}
	o.answered.Add(1)
}

func askOnce(nc net.Conn) error {
	_, err := io.WriteString(nc, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	if err != nil {
		return err
	}
	resp, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && (resp.StatusCode != 200 || string(body) != "here" || !resp.Close) {
		err = fmt.Errorf("%s, %q", resp.Status, body)
	}
	return err
}

func nobodyListens(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, os.ErrNotExist)
}

// TestTakeOverLosesNobody hands over with each way to have two servers at one place.
func TestTakeOverLosesNobody(t *testing.T) {
	handOvers, perTime, burn := 2, int64(200), 1
	long := effort.Long() // `make restart`
	if long {
		handOvers, perTime, burn = 8, 2_500, 2
	}
	tcp := func(addr string) func() (net.Conn, error) {
		return func() (net.Conn, error) { return net.DialTimeout("tcp", addr, time.Minute) }
	}
	t.Run("a shared socket", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		socket, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		defer socket.Close()
		l.Close()
		dial := tcp(l.Addr().String())
		o := &takeOver{t: t, addr: "systemd:http", socket: socket, burn: burn, dial: dial}
		o.run(handOvers, perTime)
	})
	t.Run("a unix socket, one after the other", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "s")
		dial := func() (net.Conn, error) { return net.Dial("unix", path) }
		o := &takeOver{t: t, addr: "unix:" + path, burn: burn, first: true, dial: dial}
		o.run(handOvers, perTime)
	})
	for _, sockets := range []int{1, 3} {
		t.Run(fmt.Sprintf("SO_REUSEPORT, %d sockets each", sockets), func(t *testing.T) {
			addr := freeReusedPort(t)
			o := &takeOver{t: t, addr: addr, reuse: sockets, burn: burn, dial: tcp(addr)}
			o.run(handOvers, perTime)
		})
	}
	if !long {
		return
	}
	for _, proxy := range takeOverProxies {
		t.Run("SO_REUSEPORT behind "+proxy.name, func(t *testing.T) {
			addr, front := freeReusedPort(t), freeReusedPort(t)
			proxy.start(t, front, addr)
			o := &takeOver{t: t, addr: addr, reuse: 1, burn: burn, dial: tcp(front)}
			o.run(handOvers, perTime)
		})
	}
}
