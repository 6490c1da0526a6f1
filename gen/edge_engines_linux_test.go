package gen

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The engines themselves live here, as far as they are installed: `make edge` runs these.

// An engineProgram is a program that reads an emitted file.
type engineProgram struct {
	target, program string
	main            string // a file around the emitted one, or ""; the last word of check and run
	check, run      string // arguments: %m is main, %f the emitted file, %d their folder, %l where it listens
}

var enginePrograms = []engineProgram{
	{"nginx", "nginx", `daemon off; worker_processes 1; pid %d/pid; error_log stderr;
events { worker_connections 512; }
http {
	access_log off;
	client_body_temp_path %d/t1; proxy_temp_path %d/t2; fastcgi_temp_path %d/t3;
	uwsgi_temp_path %d/t4; scgi_temp_path %d/t5;
	include %f;
}
`, "-t -c %m -e stderr", "-c %m -e stderr"},
	{"haproxy", "haproxy", "", "-c -f %f", "-db -f %f"},
	{"varnish", "varnishd", "", "-C -n %d/work -f %f",
		"-F -f %f -a %l -n %d/work -s malloc,32m -j none -T none"},
	{"caddy", "caddy", "", "validate --config %f --adapter caddyfile",
		"run --config %f --adapter caddyfile"},
	{"apache", "apache2", `ServerName localhost
PidFile %d/pid
ErrorLog /dev/stderr
Listen %l
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
Include %f
`, "-t -f %m", "-DFOREGROUND -f %m"},
}

// asked is set by .ci/edge; passedOver lists the programs that it could not have.
var (
	engineAsked = os.Getenv("HTTPGEN_EDGE") != ""
	passedOver  = strings.Fields(os.Getenv("HTTPGEN_EDGE_MISSING"))
)

// needs passes the test over where nobody asked for it, or where the program could not be
// installed, which .ci/edge has said. Where it is here and only its checker runs, nobody has to
// ask.
func (e engineProgram) needs(t *testing.T) {
	t.Helper()
	if !engineAsked {
		t.Skip("make edge runs this")
	}
	if slices.Contains(passedOver, e.program) {
		t.Skipf("%s is not here, and apt has none", e.program)
	}
	if _, err := exec.LookPath(e.program); err != nil {
		t.Fatal(err)
	}
}

// files writes what an engine reads, and returns the arguments for it.
func (e engineProgram) files(t *testing.T, made *Emission, args, listen string) (dir string, list []string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "edge")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // servers that give up their rights have to be let in
		t.Fatal(err)
	}
	if err := made.Write(dir); err != nil {
		t.Fatal(err)
	}
	main := filepath.Join(dir, "main.conf")
	fill := strings.NewReplacer("%d", dir, "%f", filepath.Join(dir, made.Name), "%m", main, "%l", listen)
	if err := os.WriteFile(main, []byte(fill.Replace(e.main)), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, strings.Fields(fill.Replace(args))
}

// accepts holds an emission to the engine's own checker.
func (e engineProgram) accepts(t *testing.T, made *Emission) {
	t.Helper()
	dir, args := e.files(t, made, e.check, "127.0.0.1:8080")
	cmd := exec.Command(e.program, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		text := string(out)
		t.Errorf("%s does not take it: %v\n…%s", e.program, err, text[max(0, len(text)-1500):])
	}
}

// start runs the engine until the test ends.
func (e engineProgram) start(t *testing.T, made *Emission, listen string) {
	t.Helper()
	dir, args := e.files(t, made, e.run, listen)
	cmd := exec.Command(e.program, args...)
	var said bytes.Buffer
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // to end it with its children
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	})
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if conn, err := net.Dial("tcp", listen); err == nil {
			conn.Close()
			return
		}
		select {
		case <-ended:
			t.Fatalf("%s has ended:\n%s", e.program, said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("%s does not listen", e.program)
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestEnginesTakeWhateverANameHolds gives each engine's own checker names that would end a
// string, a line, a block or a comment of its configuration.
func TestEnginesTakeWhateverANameHolds(t *testing.T) {
	file := manifestFile(t, hostileManifest())
	for _, e := range enginePrograms {
		t.Run(e.target, func(t *testing.T) {
			e.needs(t)
			made, err := Emit(EmitOptions{Manifest: file, Target: e.target})
			if err != nil {
				t.Fatal(err)
			}
			e.accepts(t, made)
		})
	}
}

// pageSnippets are configurations of docs/edge.md: the language of the block, the engine, where the
// page says that the emitted file lies ("": it is given beside), and how the engine checks both.
var pageSnippets = []struct{ language, target, beside, check string }{
	{"nginx", "nginx", "/etc/nginx/nginx-httpgen.conf", "-t -c %m -e stderr -p %d"},
	{"haproxy", "haproxy", "", "-c -f %m -f %f"},
	{"caddyfile", "caddy", "/etc/caddy/Caddyfile-httpgen", "validate --config %m --adapter caddyfile"},
	{"apache", "apache", "/etc/apache2/apache-httpgen.conf", "-t -f %m"},
}

// TestEnginesTakeTheSnippetsOfThePage gives each engine what docs/edge.md tells to write around the
// emitted file.
func TestEnginesTakeTheSnippetsOfThePage(t *testing.T) {
	page, err := os.ReadFile("../docs/edge.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range pageSnippets {
		t.Run(s.target, func(t *testing.T) {
			e := enginePrograms[slices.IndexFunc(enginePrograms,
				func(e engineProgram) bool { return e.target == s.target })]
			_, text, found := strings.Cut(string(page), "```"+s.language+"\n")
			if text, _, _ = strings.Cut(text, "```"); !found ||
				s.beside != "" && strings.Count(text, s.beside) != 1 {
				t.Fatalf("the page has no such snippet:\n%s", text)
			}
			e.needs(t)
			if e.main, e.check = text, s.check; s.beside != "" {
				e.main = strings.Replace(text, s.beside, "%f", 1)
			}
			made, err := Emit(EmitOptions{Manifest: "testdata/edge/routes.yaml", Target: s.target})
			if err != nil {
				t.Fatal(err)
			}
			e.accepts(t, made)
		})
	}
}

// TestNginxTakesTheFile asks nginx itself where it is installed, without anybody having asked for
// more (make edge).
func TestNginxTakesTheFile(t *testing.T) {
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not here")
	}
	made, err := Emit(EmitOptions{Manifest: "testdata/edge/routes.yaml", Target: "nginx"})
	if err != nil {
		t.Fatal(err)
	}
	enginePrograms[0].accepts(t, made)
}
