//go:build linux

package interop

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/cases/services"
	"example.com/httpgen/runtime"
)

// Pages of another origin live here: a browser decides what they may read, and it is asked.

// asksOfPages are what a page does, and what comes of it: status and text, "refused" where the
// browser keeps the answer to itself.
var asksOfPages = []struct{ sentence, fetch, want string }{
	{"an answer, and a field that is exposed",
		`fetch(api + "/notes").then(async r => r.status + " " + await r.text() + r.headers.get("X-Total") + r.headers.get("Date"))`,
		"200 no notes\n0null"},
	{"with credentials", `fetch(api + "/notes", {credentials: "include"}).then(tell)`, "200 no notes\n"},
	{"a preflight for JSON and fields", `fetch(api + "/notes", {method: "POST", body: '{"text":"a"}', headers: {
		"Content-Type": "application/json", "Idempotency-Key": "1", "X-Trace": "2"}}).then(tell)`, `201 {"text":"a"}`},
	{"a field that nobody declared", `fetch(api + "/notes", {headers: {"X-Other": "1"}}).then(tell)`, "refused"},
	{"what was wrong can be read", `fetch(api + "/notes", {method: "POST", body: '{"text":""}', headers: {
		"Content-Type": "application/json"}}).then(r => "" + r.status)`, "422"},
	{"a credential of a hook", `fetch(api + "/mine/name", {method: "PUT", headers: {Authorization: "Bearer ann"}}).then(tell)`, "200 ann\n"},
	{"the lack of one can be read", `fetch(api + "/mine/name", {method: "PUT"}).then(r => "" + r.status)`, "401"},
	{"nothing there can be read", `fetch(api + "/nothing").then(r => "" + r.status)`, "404"},
	{"a method that the path has not", `fetch(api + "/notes", {method: "DELETE"}).then(tell)`, "refused"},
	{"another method of a form can be read", `fetch(api + "/mine/name", {method: "POST"}).then(r => "" + r.status)`, "405"},
	{"a route that is off", `fetch(api + "/inside").then(tell)`, "refused"},
	{"one for all", `fetch(api + "/public/news").then(tell)`, "200 news\n"},
	{"one for all, with credentials", `fetch(api + "/public/news", {credentials: "include"}).then(tell)`, "refused"},
	{"a route's own policy", `fetch(api + "/public/news", {method: "DELETE"}).then(r => "" + r.status)`, "204"},
	{"a timeout can be read", `fetch(api + "/slow").then(r => "" + r.status)`, "503"},
	{"compressed text", `fetch(api + "/long").then(async r => r.status + " " + (await r.text()).length)`, "200 20000"},
}

func TestPagesInChromium(t *testing.T) {
	needs(t, "chromium")
	var api string
	told := make(chan []string, 1)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			b, _ := io.ReadAll(r.Body)
			told <- strings.Split(string(b), "\x00")
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, pageThatAsks(api))
	}))
	defer page.Close()
	app := services.New(services.Server{}, runtime.AllowOrigins(page.URL))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- app.Serve(context.Background(), l) }()
	defer func() {
		app.Stop()
		<-ended
	}()
	api = "http://" + l.Addr().String()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	browser := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--remote-debugging-port=0", page.URL)
	browser.WaitDelay = 5 * time.Second
	if err := browser.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cancel()
		_ = browser.Wait() // it was killed
	}()
	select {
	case got := <-told:
		for i, row := range asksOfPages {
			if i >= len(got) || got[i] != row.want {
				t.Errorf("%s: the page tells %q, want %q", row.sentence, got[min(i, len(got)-1)], row.want)
			}
		}
	case <-ctx.Done():
		t.Fatal("the page has not told anything")
	}
}

// pageThatAsks asks one after the other, and tells its own server.
func pageThatAsks(api string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><script>
const api = %q;
const tell = async r => r.status + " " + await r.text();
(async () => {
	const all = [];
`, api)
	for _, row := range asksOfPages {
		fmt.Fprintf(&b, "\tall.push(await %s.catch(() => \"refused\"));\n", row.fetch)
	}
	b.WriteString("\tawait fetch(\"/told\", {method: \"POST\", body: all.join(\"\\0\")});\n})();\n</script>")
	return b.String()
}
