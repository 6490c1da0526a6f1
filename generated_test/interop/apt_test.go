//go:build linux

package interop

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// apt on a flat repository lives here: `deb URL ./` makes it ask for /./Release and
// /./x.deb, with the dot, and it leaves the dot's meaning to the server.

// repository makes a flat repository of one package below public and returns the package.
func repository(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	control := "Package: depot-sample\nVersion: 1.0\nArchitecture: all\n" +
		"Maintainer: Nobody <nobody@example.com>\nDescription: a file to fetch\n"
	for name, content := range map[string]string{
		"DEBIAN/control":              control,
		"usr/share/depot-sample/text": string(text(200_000)),
	} {
		file := filepath.Join(dir, "root", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, true, "dpkg-deb", "-Znone", "--root-owner-group", "--build", "root", "sample.deb")
	deb, err := os.ReadFile(filepath.Join(dir, "sample.deb"))
	if err != nil {
		t.Fatal(err)
	}
	packages := fmt.Appendf(nil, "%sFilename: ./depot-sample_1.0_all.deb\nSize: %d\nSHA256: %x\n\n",
		control, len(deb), sha256.Sum256(deb))
	release := fmt.Sprintf("Date: %s\nSHA256:\n %x %d Packages\n",
		time.Now().UTC().Format(time.RFC1123), sha256.Sum256(packages), len(packages))
	write(t, "repo/depot-sample_1.0_all.deb", deb)
	write(t, "repo/Packages", packages)
	write(t, "repo/Release", []byte(release))
	return deb
}

// aptGet runs apt-get with everything of its own below a folder.
func aptGet(t *testing.T, s *service, dir string, args ...string) {
	t.Helper()
	for _, name := range []string{"state/lists/partial", "cache/archives/partial", "etc"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	list := filepath.Join(dir, "etc/sources.list")
	source := "deb [trusted=yes] " + s.url("/files/repo") + " ./\n"
	if err := os.WriteFile(list, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, dir, true, "apt-get", append([]string{
		"-q", "-y", "-o", "Dir::State=" + filepath.Join(dir, "state"),
		"-o", "Dir::State::status=" + filepath.Join(dir, "status"),
		"-o", "Dir::Cache=" + filepath.Join(dir, "cache"), "-o", "Dir::Etc=" + filepath.Join(dir, "etc"),
		"-o", "Dir::Etc::SourceList=" + list, "-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1",
		"-o", "Acquire::Retries=0", "-o", "Acquire::http::Proxy=DIRECT", "-o", "Acquire::Languages=none",
	}, args...)...)
}

func TestAptOnAFlatRepository(t *testing.T) {
	needs(t, "apt-get", "dpkg-deb")
	deb, s, dir := repository(t), serve(t), t.TempDir()
	aptGet(t, s, dir, "update")
	saw(t, "apt asks with the dot", s.tap.asked, `(?m)^GET /files/repo/\./(In)?Release HTTP/1.1\r$`)
	saw(t, "and follows the redirect", s.tap.asked, `(?m)^GET /files/repo/Packages HTTP/1.1\r$`)

	t.Run("a package is fetched", func(t *testing.T) {
		aptGet(t, s, dir, "install", "--download-only", "depot-sample")
		same(t, filepath.Join(dir, "cache/archives/depot-sample_1.0_all.deb"), deb)
	})
	t.Run("a package that was begun is gone on with", func(t *testing.T) {
		dir := t.TempDir()
		aptGet(t, s, dir, "update")
		partial := filepath.Join(dir, "cache/archives/partial/depot-sample_1.0_all.deb")
		if err := os.WriteFile(partial, deb[:50_000], 0o644); err != nil {
			t.Fatal(err)
		}
		// apt gives a piece the time of the file, and asks for the rest if that is so still.
		info, err := os.Stat("public/repo/depot-sample_1.0_all.deb")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(partial, info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
		aptGet(t, s, dir, "install", "--download-only", "depot-sample")
		same(t, filepath.Join(dir, "cache/archives/depot-sample_1.0_all.deb"), deb)
		saw(t, "the rest is asked for", s.tap.asked, `(?m)^Range: bytes=50000-\r$`)
		saw(t, "and is all that is sent", s.tap.answered,
			fmt.Sprintf(`(?mi)^Content-Range: bytes 50000-%d/%d\r$`, len(deb)-1, len(deb)))
	})
	t.Run("what has not changed is not sent again", func(t *testing.T) {
		before := strings.Count(s.tap.answered(), "HTTP/1.1 304")
		aptGet(t, s, dir, "update")
		if strings.Count(s.tap.answered(), "HTTP/1.1 304") == before {
			t.Error("no 304 in", clip(s.tap.answered()))
		}
	})
	if !bytes.Contains([]byte(s.tap.answered()), []byte("HTTP/1.1 404")) {
		t.Error("InRelease is not there and has to be 404")
	}
}
