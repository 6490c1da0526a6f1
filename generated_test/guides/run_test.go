package guides

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// address is where services listen in the guides; each gets a port of its own here.
const address = "127.0.0.1:8000"

// mainFile is what guides leave out: it is in the tour.
const mainFile = `package main

import "log"

func main() {
	if err := New(&Server{}).Run("` + address + `"); err != nil {
		log.Fatal(err)
	}
}
`

func TestGuides(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("the guides need curl") // .ci/run installs it
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin+"/", "./cmd/httpgen")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(root, "docs/guide/*.md"))
	if err != nil || len(files) < 12 {
		t.Fatalf("%d guides, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			steps, err := stepsOf(string(text))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			r := &reader{t: t, guide: filepath.Base(file), dir: t.TempDir(), bin: bin, root: root,
				addr: freeAddress(t)}
			r.follow(steps)
		})
	}
}

// A reader follows a guide.
type reader struct {
	t                    *testing.T
	guide                string
	dir, bin, root, addr string
	service              *exec.Cmd
	said                 bytes.Buffer // by the service, once it has ended
	changed              bool         // since the service was started
}

func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// follow does all steps. What a file is, it is from its block on.
func (r *reader) follow(steps []step) {
	if len(steps) == 0 {
		return
	}
	defer r.stop()
	r.write("go.mod", "module example.com/shop\n\ngo 1.26\n\nrequire example.com/httpgen v0.0.0\n\n"+
		"replace example.com/httpgen => "+r.root+"\n")
	r.write("main.go", mainFile)
	for _, s := range steps {
		if s.file != "" {
			r.write(s.file, s.text)
			continue
		}
		for _, c := range s.commands() {
			r.run(c)
		}
	}
	r.build() // a guide that runs nothing compiles
	for _, args := range [][]string{{"vet", "./..."}} {
		if out, err := r.command("go", args...).CombinedOutput(); err != nil {
			r.t.Errorf("%s: go %v: %v\n%s", r.guide, args, err, out)
		}
	}
}

func (r *reader) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, address, r.addr)), 0o666); err != nil {
		r.t.Fatal(err)
	}
	r.changed = true
}

func (r *reader) command(name string, args ...string) *exec.Cmd {
	if name == "httpgen" {
		name = filepath.Join(r.bin, name) // it is in the path of the command, not in ours
	}
	cmd := exec.CommandContext(r.t.Context(), name, args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "PATH="+r.bin+":"+os.Getenv("PATH"), "GOFLAGS=-mod=mod",
		"GOWORK=off", "NO_COLOR=1")
	return cmd
}

// run runs a line and holds what it prints to the guide. Whoever asks the service needs it.
func (r *reader) run(c command) {
	r.t.Helper()
	if strings.Contains(c.text, address) {
		r.start()
	}
	text := strings.ReplaceAll(c.text, address, r.addr)
	out, err := r.command("sh", "-c", text).CombinedOutput()
	got := strings.ReplaceAll(string(out), r.addr, address)
	got = strings.ReplaceAll(got, "\r\n", "\n")
	var lines []string
	for line := range strings.Lines(got) {
		lines = append(lines, strings.TrimRight(line, "\n"))
	}
	if !prints(lines, c.want) {
		r.stop()
		r.t.Errorf("docs/guide/%s:%d: $ %s\nprints\n%swant\n%s\n%v\nthe service said\n%s", r.guide, c.line,
			c.text, got, strings.Join(c.want, "\n"), err, r.said.String())
	}
}

// build generates and compiles what there is.
func (r *reader) build() {
	r.t.Helper()
	for _, args := range [][]string{{"httpgen", "generate"}, {"go", "build", "-o", "service", "."}} {
		if out, err := r.command(args[0], args[1:]...).CombinedOutput(); err != nil {
			r.t.Fatalf("docs/guide/%s: %v: %v\n%s", r.guide, args, err, out)
		}
	}
}

// start has the service of the files as they are now running.
func (r *reader) start() {
	r.t.Helper()
	if r.service != nil && !r.changed {
		return
	}
	r.stop()
	r.build()
	r.said.Reset()
	r.service = r.command(filepath.Join(r.dir, "service"))
	r.service.Stdout, r.service.Stderr = &r.said, &r.said
	if err := r.service.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.changed = false
	for range 300 {
		conn, err := net.Dial("tcp", r.addr)
		if err == nil {
			conn.Close()
			return
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			r.t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	r.stop()
	r.t.Fatalf("docs/guide/%s: the service does not listen:\n%s", r.guide, r.said.String())
}

func (r *reader) stop() {
	if r.service == nil {
		return
	}
	_ = r.service.Process.Signal(os.Interrupt)
	_ = r.service.Wait()
	r.service = nil
}
