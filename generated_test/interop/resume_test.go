//go:build linux

package interop

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Clients that fetch pieces live here: zsync, aria2, wget2, curl.

func TestZsyncFetchesWhatHasChanged(t *testing.T) {
	needs(t, "zsync", "zsyncmake")
	dir, now := t.TempDir(), text(2<<20)
	file := write(t, "image/disk.img", now)
	abs, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	run(t, filepath.Dir(abs), true, "zsyncmake", "-u", "disk.img", "disk.img")

	// 60 places that are too far apart to be asked for as one.
	before := bytes.Clone(now)
	for i := range 60 {
		copy(before[i*len(before)/60:], "what was here once")
	}
	if err := os.WriteFile(filepath.Join(dir, "old"), before, 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t)
	run(t, dir, true, "zsync", "-q", "-i", "old", "-o", "new", s.url("/files/image/disk.img.zsync"))
	same(t, filepath.Join(dir, "new"), now)
	saw(t, "it asks for many ranges at once", s.tap.asked,
		`(?m)^Range: bytes=(\d+-\d+,){10,}\d+-\d+\r$`)
	saw(t, "and gets them", s.tap.answered, `(?m)^Content-Type: multipart/byteranges`)
	if sent := len(s.tap.answered()); sent > len(now)/2 {
		t.Errorf("%d bytes were sent for 60 blocks of %d bytes", sent, len(now))
	}
}

func TestAria2FetchesWithManyConnections(t *testing.T) {
	needs(t, "aria2c")
	dir, content := t.TempDir(), text(6<<20)
	write(t, "big/many.bin", content)
	s := serve(t)
	run(t, dir, true, "aria2c", "-q", "--no-conf", "-x4", "-s4", "-k1M", "--file-allocation=none",
		"-o", "many.bin", s.url("/files/big/many.bin"))
	same(t, filepath.Join(dir, "many.bin"), content)
	if n := strings.Count(s.tap.asked(), "\nRange: bytes="); n < 2 {
		t.Errorf("%d pieces were asked for, which is no test of pieces", n)
	}
}

// sibling makes a file and its .gz beside it.
func sibling(t *testing.T, name string, content []byte) {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, name, content)
	write(t, name+".gz", b.Bytes())
}

// A client that resumes and takes gzip as well wants the rest of the form that it has.
func TestResumingBesideAPrecompressedSibling(t *testing.T) {
	content := text(100_000)
	const begun = 40_000
	sibling(t, "resume/notes.txt", content)
	for _, row := range []struct {
		sentence, program, args string
	}{
		{"curl -C - --compressed", "curl", "-q -sS --fail --compressed -C - -o notes.txt"},
		{"curl -C -", "curl", "-q -sS --fail -C - -o notes.txt"},
		{"wget2 -c", "wget2", "-q -c --no-config"},
		{"aria2c -c", "aria2c", "-q -c --no-conf -o notes.txt"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			needs(t, row.program)
			dir, s := t.TempDir(), serve(t)
			if err := os.WriteFile(filepath.Join(dir, "notes.txt"), content[:begun], 0o644); err != nil {
				t.Fatal(err)
			}
			args := append(strings.Fields(row.args), s.url("/files/resume/notes.txt"))
			run(t, dir, true, row.program, args...)
			same(t, filepath.Join(dir, "notes.txt"), content)
			// aria2 goes on at a multiple of 16 KiB.
			saw(t, "the rest is asked for", s.tap.asked, `(?m)^Range: bytes=(40000|32768)-`)
			saw(t, "and sent", s.tap.answered, `HTTP/1.1 206 `)
		})
	}
}

func TestCurlFetchesThePrecompressedSibling(t *testing.T) {
	needs(t, "curl")
	content, dir, s := text(100_000), t.TempDir(), serve(t)
	sibling(t, "gzip/notes.txt", content)
	run(t, dir, true, "curl", "-sS", "--compressed", "-o", "notes.txt", s.url("/files/gzip/notes.txt"))
	same(t, filepath.Join(dir, "notes.txt"), content)
	saw(t, "it goes as gzip", s.tap.answered, `(?m)^Content-Encoding: gzip\r$`)
	if sent := len(s.tap.answered()); sent > len(content)/2 {
		t.Errorf("%d bytes were sent for a text of %d", sent, len(content))
	}
}

// zsync takes the first boundary with the line end before it, and no other.
func TestCurlAsksForManyRanges(t *testing.T) {
	needs(t, "curl")
	content, s := text(100_000), serve(t)
	write(t, "ranges/text.bin", content)
	var ranges []string
	for i := range 10 {
		ranges = append(ranges, fmt.Sprintf("%d-%d", 100*i, 100*i+4))
	}
	got := run(t, t.TempDir(), true, "curl", "-q", "-sS", "-r", strings.Join(ranges, ","),
		s.url("/files/ranges/text.bin"))
	if !strings.HasPrefix(got, "\r\n--") {
		t.Errorf("a multipart body begins %q, not with a line end", got[:min(20, len(got))])
	}
	if !strings.Contains(got, string(content[900:905])) {
		t.Errorf("the last part is not there: %q", got)
	}
}
