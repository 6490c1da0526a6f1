//go:build linux

package interop

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// The proxies live here: their configurations are in testdata, plain ones that do not
// much more than name the service.

// A proxy is a program that can stand in front of the service.
type proxy struct {
	name, program, config string
	args                  string // %c is the configuration, %d its folder, %l where to listen
	plain                 bool   // the configuration of its program that all is tested with
}

var proxies = []proxy{
	{"nginx", "nginx", "nginx.conf", "-c %c -p %d -e stderr", true},
	{"nginx with a URI", "nginx", "nginx-uri.conf", "-c %c -p %d -e stderr", false},
	{"haproxy", "haproxy", "haproxy.cfg", "-db -f %c", true},
	{"varnish", "varnishd", "varnish.vcl",
		"-F -f %c -a %l -n %d/work -s malloc,32m -j none -T none", true},
	{"apache", "apache2", "apache.conf", "-DFOREGROUND -f %c", true},
	{"apache nocanon", "apache2", "apache-nocanon.conf", "-DFOREGROUND -f %c", false},
	{"caddy", "caddy", "Caddyfile", "run --config %c --adapter caddyfile", true},
}

// throughAll runs a test through the plain configuration of every proxy.
func throughAll(t *testing.T, test func(t *testing.T, p proxy, s *service, addr string)) {
	t.Helper()
	for _, p := range proxies {
		if p.plain {
			t.Run(p.name, func(t *testing.T) {
				needs(t, p.program)
				s := serve(t)
				test(t, p, s, p.start(t, s.addr))
			})
		}
	}
}

// start runs the proxy in front of a backend until the test ends, and returns its address.
func (p proxy) start(t *testing.T, backend string) string {
	t.Helper()
	for range 3 { // the port that is free may be taken before the proxy takes it
		if addr := p.try(t, backend); addr != "" {
			return addr
		}
	}
	t.Fatalf("%s does not start", p.name)
	return ""
}

func (p proxy) try(t *testing.T, backend string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	dir := p.configure(t, addr, backend)
	fill := strings.NewReplacer("%c", filepath.Join(dir, p.config), "%d", dir, "%l", addr)
	args := strings.Fields(fill.Replace(p.args))
	cmd := exec.Command(p.program, args...)
	var said bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, environ(dir), &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // to end it with its children
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	if listens(addr, ended) {
		t.Cleanup(func() { end(cmd, ended) })
		return addr
	}
	end(cmd, ended)
	t.Logf("%s: %s", p.name, &said)
	return ""
}

// configure fills in the configuration in a folder that servants of the proxy may enter.
func (p proxy) configure(t *testing.T, listen, backend string) (dir string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "proxy")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	config, err := template.ParseFiles(filepath.Join(testdata, p.config))
	if err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(backend)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := config.Execute(&b, map[string]any{
		"Dir": dir, "Listen": listen, "Backend": backend, "BackendHost": host, "BackendPort": port,
		"Root": os.Getuid() == 0, "Modules": "/usr/lib/apache2/modules",
	}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, p.config), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// listens waits until somebody takes connections at addr, or until the program has ended.
func listens(addr string, ended chan struct{}) bool {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return true
		}
		select {
		case <-ended:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return false
}

// end ends a program and its children.
func end(cmd *exec.Cmd, ended chan struct{}) {
	syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
	}
	// Children that outlive their parent are of its group still.
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	<-ended
}
