package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// build makes the site in a folder of its own.
func build(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "site")
	if err := run(t.Context(), "../..", out); err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	hrefs = regexp.MustCompile(` (?:href|src)="([^"]*)"`)
	ids   = regexp.MustCompile(` id="([^"]*)"`)
)

// TestEveryLinkLeadsSomewhere follows all links of all pages, with their fragments; none leads out.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	out := build(t)
	texts := map[string]string{}
	err := filepath.WalkDir(out, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(out, name)
		texts[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	pages, links := 0, 0
	for name, text := range texts {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		for _, m := range hrefs.FindAllStringSubmatch(text, -1) {
			to, fragment, _ := strings.Cut(m[1], "#")
			if strings.HasPrefix(to, "data:") {
				continue
			}
			links++
			target := name
			if to != "" {
				target = path.Join(path.Dir(name), to)
			}
			other, ok := texts[target]
			switch {
			case !ok:
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			case fragment != "" && !hasID(other, fragment):
				t.Errorf("%s leads to %s, which has no such place", name, m[1])
			}
		}
	}
	if pages < 100 || links < 5000 {
		t.Errorf("only %d pages and %d links", pages, links)
	}
	for _, name := range []string{"index.html", "tour.html", "reference/reference.html",
		"commands/httpgen_match.html", "codes/HG0203.html", "index.js", "site.css"} {
		if texts[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
}

func hasID(text, id string) bool {
	for _, m := range ids.FindAllStringSubmatch(text, -1) {
		if m[1] == id {
			return true
		}
	}
	return false
}

// TestInChromium opens pages from a folder: the search finds, the theme changes, and the console
// says nothing.
func TestInChromium(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: make docs-check installs it where it can")
	}
	out := build(t)
	text, err := os.ReadFile(filepath.Join(out, "tour.html"))
	if err != nil {
		t.Fatal(err)
	}
	// What a person would do, behind the page's own scripts.
	const acts = `<script>addEventListener("load", async () => {
	const wait = ms => new Promise(done => setTimeout(done, ms));
	const before = document.documentElement.dataset.theme;
	document.getElementById("theme").click();
	document.body.dataset.themes = before + " " + document.documentElement.dataset.theme;
	const field = document.getElementById("q");
	field.value = "rate of the sender";
	field.dispatchEvent(new Event("input"));
	for (let i = 0; i < 50 && document.querySelectorAll("#found a").length === 0; i++) await wait(50);
	document.body.dataset.found = document.querySelectorAll("#found a").length;
})</script></body>`
	acted := strings.Replace(string(text), "</body>", acts, 1)
	if err := os.WriteFile(filepath.Join(out, "acted.html"), []byte(acted), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"acted.html", "reference/reference.html", "codes/HG0203.html"} {
		cmd := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu",
			"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--virtual-time-budget=20000",
			"--dump-dom", "file://"+filepath.Join(out, filepath.FromSlash(name)))
		var said strings.Builder
		cmd.Stderr = &said
		dom, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, said.String())
		}
		for line := range strings.Lines(said.String()) {
			if strings.Contains(line, "CONSOLE") {
				t.Errorf("%s: the console says %s", name, line)
			}
		}
		if name != "acted.html" {
			continue
		}
		if !regexp.MustCompile(`data-themes="(dark light|light dark)"`).Match(dom) {
			t.Error("the theme does not change")
		}
		if !regexp.MustCompile(`data-found="[1-9]`).Match(dom) {
			t.Error("the search finds nothing")
		}
	}
}
