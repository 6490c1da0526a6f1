package runtime

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Real proxies in front of servers that take over from each other live here.

// A takeOverProxy is a proxy that stands in front, and opens a connection for each request
// or keeps them.
type takeOverProxy struct {
	name   string
	args   func(config string) []string
	config string // FRONT, BACK and DIR stand for addresses and a folder
}

var takeOverProxies = []takeOverProxy{
	{"nginx", nginxArgs, with(nginxConfig, "KEEP", "")},
	{"nginx that keeps connections", nginxArgs, with(nginxConfig, "KEEP", "keepalive 16;")},
	{"haproxy", haproxyArgs, with(haproxyConfig, "REUSE", "never")},
	{"haproxy that keeps connections", haproxyArgs, with(haproxyConfig, "REUSE", "always")},
}

func with(config, name, value string) string { return strings.Replace(config, name, value, 1) }

func nginxArgs(config string) []string   { return []string{"nginx", "-c", config} }
func haproxyArgs(config string) []string { return []string{"haproxy", "-f", config} }

const nginxConfig = `
daemon off;
pid DIR/pid;
error_log DIR/log;
events { worker_connections 1024; }
http {
	access_log off;
	client_body_temp_path DIR/body;
	proxy_temp_path DIR/proxy;
	fastcgi_temp_path DIR/fastcgi;
	uwsgi_temp_path DIR/uwsgi;
	scgi_temp_path DIR/scgi;
	upstream service { server BACK; KEEP }
	server {
		listen FRONT;
		location / {
			proxy_pass http://service;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
		}
	}
}
`

const haproxyConfig = `
defaults
	mode http
	timeout connect 10s
	timeout client 30s
	timeout server 30s
	http-reuse REUSE
frontend front
	bind FRONT
	default_backend service
backend service
	server service BACK
`

// start starts a proxy and waits until it listens.
func (p *takeOverProxy) start(t *testing.T, front, back string) {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "config")
	text := strings.NewReplacer("FRONT", front, "BACK", back, "DIR", dir).Replace(p.config)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := p.args(config)
	cmd := exec.Command(args[0], args[1:]...)
	out := new(safeBuffer)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatalf("the long form needs %s: %v", args[0], err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Logf("%s says: %s%s", p.name, out, log)
		}
	})
	waitFor(t, p.name, func() bool {
		nc, err := net.Dial("tcp", front)
		if err == nil {
			nc.Close()
		}
		return err == nil
	})
}
