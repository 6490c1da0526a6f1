package runtimetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Answers as clients see them live here.

// An Answer is a whole answer.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// Broken says that the answer ended before it was whole; Body is what had come.
	Broken bool
}

// Text returns the body as a string.
func (a *Answer) Text() string { return string(a.Body) }

// JSON decodes the body into v, which must have a place for each field of it.
func (a *Answer) JSON(v any) error {
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("runtimetest: %w in %.200q", err, a.Body)
	}
	if d.More() {
		return fmt.Errorf("runtimetest: more than one value in %.200q", a.Body)
	}
	return nil
}

// Cookies returns the cookies that the answer sets.
func (a *Answer) Cookies() []*http.Cookie {
	return (&http.Response{Header: a.Header}).Cookies()
}

// Want fails the test at once if the status is another one, and says what the answer was.
// It returns the answer, to go on with.
func (a *Answer) Want(t testing.TB, status int) *Answer {
	t.Helper()
	if a.Status != status || a.Broken {
		t.Fatalf("want status %d, got\n%s", status, a)
	}
	return a
}

// String is the answer to read: the status, the fields by name and the body, which gets a
// line end if it has none. What differs from run to run (Date) is left out, and what only
// the connection needs.
func (a *Answer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s\n", a.Status, http.StatusText(a.Status))
	for _, name := range sortedNames(a.Header) {
		if name == "Date" || name == "Connection" || name == "Content-Length" {
			continue
		}
		for _, value := range a.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	b.WriteByte('\n')
	b.Write(a.Body)
	if len(a.Body) > 0 && a.Body[len(a.Body)-1] != '\n' {
		b.WriteByte('\n')
	}
	if a.Broken {
		b.WriteString("(broken off)\n")
	}
	return b.String()
}

// update names the variable of the environment.
const update = "HTTPGEN_UPDATE"

// Golden compares String with the file testdata/NAME.golden and reports a difference. With
// HTTPGEN_UPDATE=1 in the environment the file is written instead. It returns the answer.
func (a *Answer) Golden(t testing.TB, name string) *Answer {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	got := a.String()
	if os.Getenv(update) == "1" {
		if err := writeGolden(file, got); err != nil {
			t.Fatal(err)
		}
		return a
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v (%s=1 go test writes it)", err, update)
		return a
	}
	if diff := firstDifference(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s: %s\n%s=1 go test takes what came", file, diff, update)
	}
	return a
}

func writeGolden(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o666)
}

// firstDifference tells the first line that differs, or "".
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		switch {
		case i >= len(w):
			return fmt.Sprintf("line %d: %q is too much", i+1, g[i])
		case i >= len(g):
			return fmt.Sprintf("line %d: %q is missing", i+1, w[i])
		case w[i] != g[i]:
			return fmt.Sprintf("line %d: want %q, got %q", i+1, w[i], g[i])
		}
	}
	return ""
}
