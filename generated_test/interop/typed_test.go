//go:build linux

package interop

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/cases/sent"
	"example.com/httpgen/runtime"
)

// Clients that know types, or write them as typed services want them, live here: each sends the
// values of package sent in the forms that it has for them, and the service says whether they came.
// Who must not be guessed at is told by what is missing: a client leaves out what it cannot send.

// serveSent starts the service until the test ends.
func serveSent(t *testing.T) (server *sent.Server, url string) {
	t.Helper()
	server = &sent.Server{}
	app := sent.New(server, runtime.Logger(slog.New(slog.DiscardHandler)))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return server, "http://" + l.Addr().String()
}

// came compares the calls of a client, each as its operation and what it left out.
func came(t *testing.T, server *sent.Server, want []string) {
	t.Helper()
	var got []string
	for _, c := range server.Calls() {
		got = append(got, strings.TrimSpace(c.Operation+" - "+c.Missing))
	}
	if !slices.Equal(got, want) {
		t.Errorf("came:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// packages is a folder beside node_modules with the packages that .ci/npm has installed, as the
// variable says, and the files of a folder of testdata.
func packages(t *testing.T, variable, from string) string {
	t.Helper()
	needs(t)
	installed := os.Getenv(variable)
	if installed == "" {
		t.Skip("the packages of npm are not here")
	}
	dir := t.TempDir()
	modules := "node_modules"
	if err := os.Symlink(filepath.Join(installed, modules), filepath.Join(dir, modules)); err != nil {
		t.Fatal(err)
	}
	copyFiles(t, dir, filepath.Join(testdata, "clients"), "*.mjs")
	copyFiles(t, dir, filepath.Join(testdata, "clients", from), "*.mjs")
	copyFiles(t, dir, filepath.Join(testdata, "..", "..", "cases", "sent"), "*.yaml")
	return dir
}

func copyFiles(t *testing.T, to, from, pattern string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(from, pattern))
	if err != nil || files == nil {
		t.Fatalf("%s in %s: %v", pattern, from, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// What a client sends that has no cookies, and nothing for what is undefined.
const (
	someItem  = "getItem - missing"
	someField = "getFields - X-Missing count sid"
	created   = "createItem - day"
	ordered   = "createOrder -"
	uploaded  = "createUpload -"
)

func TestClientsOfNpm(t *testing.T) {
	dir := packages(t, "HTTPGEN_INTEROP_NPM", ".")
	rare := "getItem - at big csv day empty missing n num rgb tag uid"
	for script, want := range map[string][]string{
		"axios": {someItem, someItem, "getItem - csv missing", "getItem - csv missing num rgb",
			someField, created, created, uploaded, ordered, ordered},
		"got": {"getItem - missing rgb", rare, "getFields - X-Missing", created,
			"createOrder - l", uploaded},
		"ky":                   {"getItem - missing rgb", rare, someField, created, ordered, uploaded},
		"openapi-client-axios": {someItem, someField, created, ordered, uploaded},
		"openapi-fetch": {"getItem - csv missing", "getItem - missing tag", someField, created,
			ordered, uploaded},
		"qs": {someItem, ordered, someItem, ordered, someItem, ordered, "getItem - missing tag",
			"getItem - missing n x", someItem},
		"swagger-client": {"getItem - empty missing", "getFields - X-Missing count",
			"getFields - X-Missing sid", created, ordered, "createUpload - l"},
	} {
		t.Run(script, func(t *testing.T) {
			server, url := serveSent(t)
			run(t, dir, true, "node", script+".mjs", url, "openapi.yaml")
			came(t, server, want)
		})
	}
}

func TestClientsOfPython(t *testing.T) {
	for _, module := range []string{"requests", "httpx"} {
		t.Run(module, func(t *testing.T) {
			needs(t)
			if slices.Contains(strings.Fields(os.Getenv("HTTPGEN_INTEROP_ABSENT")), module) {
				t.Skip("the module is not here, and apt has none")
			}
			server, url := serveSent(t)
			script := filepath.Join(testdata, "clients", "with-"+module+".py")
			run(t, t.TempDir(), true, python, "-B", script, url)
			came(t, server, []string{someItem, "getFields - X-Missing", created, ordered, uploaded})
		})
	}
}

// python is Debian's, which has Debian's modules.
const python = "/usr/bin/python3"
