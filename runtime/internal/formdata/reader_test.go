package formdata

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// describe says what a body holds: each part's fields and bytes, and how it ends.
func describe(from io.Reader, boundary string) string {
	var b strings.Builder
	r := NewReader(from, boundary)
	for {
		h, err := r.Next()
		if err == io.EOF {
			return b.String() + "end"
		}
		if err != nil {
			return fmt.Sprintf("%s%d: %v", b.String(), r.Part(), err)
		}
		value, err := io.ReadAll(r)
		if err != nil {
			return fmt.Sprintf("%s%d: %v", b.String(), r.Part(), err)
		}
		fmt.Fprintf(&b, "%q %q, ", h, value)
	}
}

// inPieces describes a body whose bytes come one by one, and in other pieces.
func inPieces(t *testing.T, body, boundary string) string {
	t.Helper()
	whole := describe(strings.NewReader(body), boundary)
	if single := describe(iotest.OneByteReader(strings.NewReader(body)), boundary); single != whole {
		t.Errorf("byte by byte %q is %s\nand at once %s", body, single, whole)
	}
	if len(body) < 400 {
		for at := range len(body) {
			from := io.MultiReader(strings.NewReader(body[:at]), iotest.DataErrReader(strings.NewReader(body[at:])))
			if split := describe(from, boundary); split != whole {
				t.Errorf("split at %d %q is %s\nand at once %s", at, body, split, whole)
			}
		}
	}
	return whole
}

func TestReader(t *testing.T) {
	const (
		x    = "--B\r\nA: x\r\n\r\n1\r\n"
		y    = "--B\r\nA: y\r\n\r\n22\r\n"
		last = "--B--\r\n"
	)
	for _, row := range []struct{ sentence, body, want string }{
		{"two parts", x + y + last, `[{"A" "x"}] "1", [{"A" "y"}] "22", end`},
		{"no part", last, `end`},
		{"no part, and no line end", "--B--", `end`},
		{"a line end first", "\r\n" + x + last, `[{"A" "x"}] "1", end`},
		{"a preamble and an epilogue", "hello --B\r\n--Bc\r\n" + x + last + "\r\n" + y, `[{"A" "x"}] "1", end`},
		{"blanks behind delimiters", "--B \t\r\nA: x\r\n\r\n1\r\n--B-- \t\r\n", `[{"A" "x"}] "1", end`},
		{"nothing behind the last delimiter", x + "--B--", `[{"A" "x"}] "1", end`},
		{"half a line end behind the last delimiter", x + "--B--\r", `[{"A" "x"}] "1", end`},
		{"LF throughout", strings.ReplaceAll(x+y+last, "\r\n", "\n"), `[{"A" "x"}] "1", [{"A" "y"}] "22", end`},
		{"LF before what looks like a delimiter", "--B\r\nA: x\r\n\r\n1\n--B\r\n\r\n--B--", `[{"A" "x"}] "1\n--B\r\n", end`},
		{"a longer boundary is text", "--B\r\nA: x\r\n\r\n\r\n--Bc\r\n--B-c\r\n--B--c\r\n--B-\r\n--B --\r\n" + last, `[{"A" "x"}] "\r\n--Bc\r\n--B-c\r\n--B--c\r\n--B-\r\n--B --", end`},
		{"no bytes", "--B\r\nA: x\r\n\r\n\r\n" + last, `[{"A" "x"}] "", end`},
		{"no bytes and no line end for them", "--B\r\nA: x\r\n\r\n" + last, `[{"A" "x"}] "", end`},
		{"line ends of a value", "--B\r\nA: x\r\n\r\n\r\n\r\n\r\n" + last, `[{"A" "x"}] "\r\n\r\n", end`},
		{"a value that ends in CR", "--B\r\nA: x\r\n\r\n1\r\r\n" + last, `[{"A" "x"}] "1\r", end`},
		{"no fields", "--B\r\n\r\n1\r\n" + last, `[] "1", end`},
		{"folded, and without blanks", "--B\r\nA:x;\r\n\ty\r\nb: \r\n z\r\n\r\n1\r\n" + last, `[{"A" "x; y"} {"b" "z"}] "1", end`},

		{"nothing", "", `0: there is no delimiter in the body`},
		{"another boundary", "--C\r\n\r\n1\r\n--C--\r\n", `0: there is no delimiter in the body`},
		{"cut in the first delimiter", "--B", `1: the body ends inside of a part`},
		{"cut behind the first delimiter", "--B\r\n", `1: the body ends inside of a part`},
		{"cut in a header", x + y[:9], `[{"A" "x"}] "1", 2: the body ends inside of a part`},
		{"cut in a value", x + y[:15], `[{"A" "x"}] "1", 2: the body ends inside of a part`},
		{"cut behind a value's line end", x[:len(x)-2] + "\r\n", `1: the body ends inside of a part`},
		{"cut in a delimiter, whose part may be longer", x + "--B", `2: the body ends inside of a part`},
		{"cut in the last delimiter", x + "--B-", `1: the body ends inside of a part`},
		{"cut behind a delimiter", x + "--B\r\n", `[{"A" "x"}] "1", 2: the body ends inside of a part`},
		{"no last delimiter", x + y, `[{"A" "x"}] "1", 2: the body ends inside of a part`},
		{"a line that is no field", "--B\r\nnonsense\r\n\r\n" + last, `1: the header of a part cannot be read`},
		{"a name with a blank", "--B\r\nA : x\r\n\r\n" + last, `1: the header of a part cannot be read`},
		{"a NUL", "--B\r\nA: \x00\r\n\r\n" + last, `1: the header of a part cannot be read`},
		{"a CR alone", "--B\r\nA: a\rb\r\n\r\n" + last, `1: the header of a part cannot be read`},
		{"a header that begins folded", "--B\r\n A: x\r\n\r\n" + last, `1: the header of a part cannot be read`},
		{"a delimiter in a header", "--B\r\nA: x\r\n" + last + "\r\n", `1: the header of a part cannot be read`},
	} {
		if got := inPieces(t, row.body, "B"); got != row.want {
			t.Errorf("%s: %s\nwanted %s", row.sentence, got, row.want)
		}
	}
}

func TestBoundaries(t *testing.T) {
	for _, b := range []string{"xYzZY", " B B", "a:b", "--", "-", strings.Repeat("b", MaxBoundary)} {
		body := "--" + b + "\r\nA: x\r\n\r\n--" + b[:len(b)-1] + "\r\n--" + b + "--\r\n"
		want := fmt.Sprintf(`[{"A" "x"}] %q, end`, "--"+b[:len(b)-1])
		if got := inPieces(t, body, b); got != want {
			t.Errorf("boundary %q: %s, wanted %s", b, got, want)
		}
	}
}

func TestBounds(t *testing.T) {
	part := func(lines, text string) string { return "--B\r\n" + lines + "\r\n" + text + "\r\n" }
	for _, row := range []struct {
		sentence, body string
		part           int
		want           error
	}{
		{"1000 parts", strings.Repeat(part("A: x\r\n", ""), MaxParts) + "--B--", MaxParts, io.EOF},
		{"1001 parts", strings.Repeat(part("A: x\r\n", ""), MaxParts+1) + "--B--", MaxParts + 1, ErrTooManyParts},
		{"a header of 8 KiB", part("A: "+strings.Repeat("x", MaxHeader-5)+"\r\n", "") + "--B--", 1, io.EOF},
		{"a larger header", part("A: "+strings.Repeat("x", MaxHeader-4)+"\r\n", "") + "--B--", 1, ErrLargeHeader},
		{"a larger header of many lines", part(strings.Repeat("A: x\r\n", MaxHeader), "") + "--B--", 1, ErrLargeHeader},
		{"a header without an end", part(strings.Repeat("x", 1<<20), ""), 1, ErrLargeHeader},
		{"256 blanks behind a delimiter", part("", "") + "--B--" + strings.Repeat(" ", maxPadding) + "\r\n", 1, io.EOF},
		{"more blanks", part("", "") + "--B--" + strings.Repeat(" ", maxPadding+1) + "\r\n", 1, ErrEnds},
		{"a large value", part("", strings.Repeat("\r\n--B--\r", 1<<17)) + "--B--", 1, io.EOF},
		{"a large preamble", strings.Repeat("-", 1<<20) + "\n" + part("", "") + "--B--", 1, io.EOF},
	} {
		for _, from := range []io.Reader{strings.NewReader(row.body), iotest.OneByteReader(strings.NewReader(row.body))} {
			r := NewReader(from, "B")
			var err error
			for err == nil {
				_, err = r.Next()
			}
			if err != row.want || r.Part() != row.part {
				t.Errorf("%s: part %d, %v", row.sentence, r.Part(), err)
			}
			if _, again := r.Next(); again != err {
				t.Errorf("%s: asked again: %v", row.sentence, again)
			}
		}
	}
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("gone")
	from := io.MultiReader(strings.NewReader("--B\r\n\r\n1"), iotest.ErrReader(broken))
	r := NewReader(from, "B")
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); err != broken {
		t.Error(err)
	}
	if _, err := r.Next(); err != broken {
		t.Error(err)
	}
}

// FuzzReader holds the reader to: what it yields, written again, is read as the same, and in
// whichever pieces a body comes, it is the same.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"--B\r\nA: x\r\n\r\n1\r\n--B\r\nA: y\r\n\r\n\r\n--B--\r\n", "\n--B\nA:x\n y\n\n1\n--Bc\n--B-- \n--B", "--B--", "x\r\n--B\r\n\r\n\r\n--B\r\n--B--",
	} {
		f.Add(seed, 7)
	}
	f.Fuzz(func(t *testing.T, body string, at int) {
		whole := describe(strings.NewReader(body), "B")
		at = max(0, min(at, len(body)))
		pieces := io.MultiReader(strings.NewReader(body[:at]), iotest.OneByteReader(strings.NewReader(body[at:])))
		if split := describe(pieces, "B"); split != whole {
			t.Fatalf("split at %d: %s\nand at once %s", at, split, whole)
		}
		again, ok := writeAgain(body)
		if !ok {
			return
		}
		if got := describe(strings.NewReader(again), "B"); got != whole {
			t.Fatalf("written again as %q: %s\nand before %s", again, got, whole)
		}
	})
}

// writeAgain writes the parts of a body that can be read.
func writeAgain(body string) (again string, ok bool) {
	r := NewReader(strings.NewReader(body), "B")
	for {
		h, err := r.Next()
		if err == io.EOF {
			return again + "--B--\r\n", true
		}
		if err != nil {
			return "", false
		}
		again += "--B\r\n"
		for _, field := range h {
			again += field.Name + ": " + field.Value + "\r\n"
		}
		value, err := io.ReadAll(r)
		if err != nil {
			return "", false
		}
		if strings.Contains(string(value), "\r\n--B") { // with LF throughout that is text
			return "", false
		}
		again += "\r\n" + string(value) + "\r\n"
	}
}
