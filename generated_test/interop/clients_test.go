//go:build linux

package interop

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Clients of one row or two live here: ipptool, w3m, xmllint, git, ffmpeg.

func TestIPPToolPrints(t *testing.T) {
	needs(t, "ipptool")
	dir := t.TempDir()
	for name, content := range map[string]string{
		"job.test": `{
	NAME "print a document"
	OPERATION Print-Job
	GROUP operation-attributes-tag
	ATTR charset attributes-charset utf-8
	ATTR naturalLanguage attributes-natural-language en
	ATTR uri printer-uri $uri
	ATTR name requesting-user-name nobody
	ATTR mimeMediaType document-format text/plain
	FILE $filename
	STATUS successful-ok
}
`,
		"document": string(text(100_000)),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for way, flag := range map[string]string{"in chunks": "-C", "with a length": "-L"} {
		t.Run(way, func(t *testing.T) {
			s := serve(t)
			out := run(t, dir, true, "ipptool", "-t", flag, "-f", "document",
				"ipp://"+s.addr+"/print", "job.test")
			if !strings.Contains(out, "[PASS]") {
				t.Error(out)
			}
			saw(t, "it waits for the 100", s.tap.asked, `(?m)^Expect: 100-continue\r$`)
			saw(t, "and gets it, though the first piece is here", s.tap.answered,
				`^HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK`)
		})
	}
}

// w3m follows 301 and 302, not 308.
func TestW3mFollowsTheRedirectToASlash(t *testing.T) {
	needs(t, "w3m")
	s := serve(t)
	out := run(t, t.TempDir(), true, "w3m", "-o", "use_proxy=0", "-dump", s.url("/pages"))
	if !strings.Contains(out, "the page with a slash") {
		t.Errorf("w3m shows %q", out)
	}
}

// A document that says its charset itself must not be told another one.
func TestXmllintReadsALatin1Document(t *testing.T) {
	needs(t, "xmllint")
	s := serve(t)
	const document = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<word>caf\xe9</word>\n"
	write(t, "docs/latin1.xml", []byte(document))
	out := run(t, t.TempDir(), true, "xmllint", "--xpath", "string-length(/word)",
		s.url("/files/docs/latin1.xml"))
	if strings.TrimSpace(out) != "4" {
		t.Errorf("café has %s characters", out)
	}
}

func TestGitClonesOverPlainHTTP(t *testing.T) {
	needs(t, "git")
	dir, s := t.TempDir(), serve(t)
	bare, err := filepath.Abs("public/project.git")
	if err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) {
		t.Helper()
		run(t, dir, true, "git", append([]string{"-c", "init.defaultBranch=main",
			"-c", "user.name=nobody", "-c", "user.email=nobody@example.com"}, args...)...)
	}
	content := text(50_000)
	git("init", "-q", "work")
	if err := os.WriteFile(filepath.Join(dir, "work/file"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	git("-C", "work", "add", "file")
	git("-C", "work", "commit", "-q", "-m", "first")
	git("clone", "-q", "--bare", "work", bare)
	git("-C", bare, "update-server-info")

	git("clone", "-q", s.url("/files/project.git"), "clone")
	same(t, filepath.Join(dir, "clone/file"), content)

	if err := os.WriteFile(filepath.Join(dir, "work/file"), content[:100], 0o644); err != nil {
		t.Fatal(err)
	}
	git("-C", "work", "commit", "-q", "-a", "-m", "second")
	git("-C", "work", "push", "-q", bare, "HEAD:main")
	git("-C", bare, "update-server-info")
	git("-C", "clone", "pull", "-q", "--ff-only")
	same(t, filepath.Join(dir, "clone/file"), content[:100])
}

func TestFfmpeg(t *testing.T) {
	needs(t, "ffmpeg")
	tone := []string{"-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "sine=duration=2"}

	t.Run("a recording is put in chunks", func(t *testing.T) {
		s := serve(t)
		put := []string{"-f", "wav", "-method", "PUT", s.url("/live/tone")}
		run(t, t.TempDir(), true, "ffmpeg", slices.Concat(tone, put)...)
		saw(t, "in chunks", s.tap.asked, `(?m)^Transfer-Encoding: chunked\r$`)
		saw(t, "and taken", s.tap.answered,
			`(?s)^(HTTP/1.1 100 Continue\r\n\r\n)?HTTP/1.1 200 OK\r\n.*\n176\d\d\d `)
	})
	// It announces a body, and not how long that will be: no form of HTTP/1.1.
	t.Run("an icecast source is told that a length is missing", func(t *testing.T) {
		s := serve(t)
		source := []string{"-f", "mp2", "-content_type", "audio/mpeg",
			"icecast://source:secret@" + s.addr + "/live/tone"}
		run(t, t.TempDir(), false, "ffmpeg", slices.Concat(tone, source)...)
		saw(t, "it expects", s.tap.asked, `(?m)^Expect: 100-continue\r$`)
		saw(t, "and is told", s.tap.answered, `^HTTP/1.1 411 `)
	})
	t.Run("a file is read from the middle", func(t *testing.T) {
		s, dir := serve(t), t.TempDir()
		file, err := filepath.Abs("public/tone.wav")
		if err != nil {
			t.Fatal(err)
		}
		run(t, dir, true, "ffmpeg", "-nostdin", "-loglevel", "error", "-y",
			"-f", "lavfi", "-i", "sine=duration=120", "-f", "wav", file)
		run(t, dir, true, "ffmpeg", "-nostdin", "-loglevel", "error",
			"-ss", "100", "-i", s.url("/files/tone.wav"), "-f", "wav", "end.wav")
		saw(t, "a later piece is asked for", s.tap.asked, `(?mi)^Range: bytes=[1-9]\d+-\r$`)
		if info, err := os.Stat(filepath.Join(dir, "end.wav")); err != nil || info.Size() < 20*88_200 {
			t.Errorf("20 seconds are %v bytes (%v)", info, err)
		}
	})
}
