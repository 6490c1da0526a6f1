package runtime

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The corpus of gunicorn's requests (testdata/gunicorn/README.md) is read here.

// refusedByRule are the valid requests that a rule of ours refuses, with the rule's
// number in docs/promises.md and what is answered.
var refusedByRule = map[string]struct {
	rule int
	want string
}{
	"005.http":                             {5, "400 closed"}, // "#" in the target
	"009.http":                             {5, "400 closed"}, // the same, and identity beside a length
	"025.http":                             {12, "400 closed"},
	"025_line.http":                        {12, "501 closed"},
	"099.http":                             {19, "400 closed"}, // the body is shorter than its length
	"027.http":                             {5, "400 closed"},  // raw bytes above 0x7F
	"029.http":                             {12, "400 closed"},
	"030.http":                             {12, "400 closed"},
	"rfc9112_smuggle_gzip_chunked_01.http": {12, "501 closed"},
	"rfc9112_smuggle_te_identity_chunked_01.http": {12, "501 closed"},
	"rfc9112_target_absolute_userinfo_01.http":    {5, "400 closed"},
	"rfc9112_target_authority_connect_01.http":    {5, "405 closed"},
	"rfc9112_target_authority_ipv6_01.http":       {5, "405 closed"},
}

// ourPolicy are the invalid requests that only the policy of their origin refuses: a
// second Content-Type; a method in lower case, which is a token and gets the 501 of
// methods that nobody has registered.
var ourPolicy = map[string]string{
	"041.http":  "200 kept",
	"003c.http": "501 kept",
}

// corpusService takes every registered method, or any, on every path.
func corpusService(methods string) Service {
	echo := func(req Request) (Response, error) {
		b, err := req.Body()
		return Bytes(b, ""), err
	}
	return handwritten(
		handlerLeaf("GET", "/probe", func(Request) (Response, error) { return Text("").WithHeader("X-Probe", "1"), nil }),
		handlerLeaf(methods, "/", echo),
		handlerLeaf(methods, "/<path:p>", echo),
	)
}

func TestCorpusValid(t *testing.T) {
	h := serveTest(t, corpusService("*"))
	for name, in := range corpus(t, "valid") {
		want, known := refusedByRule[name]
		for _, kind := range []string{"tcp", "duplex"} {
			got := h.outcome(kind, []string{in}, true)
			statuses := strings.Fields(strings.TrimSuffix(got, " closed"))
			switch {
			case known && got != want.want:
				t.Errorf("%s, %s: %s, want %s by rule %d", name, kind, got, want.want, want.rule)
			case !known && (len(statuses) == 0 || strings.Trim(strings.Join(statuses, ""), "024") != "" || strings.HasSuffix(got, "hangs")):
				t.Errorf("%s, %s: %s, want an answer\n%.300q", name, kind, got, in)
			}
		}
	}
}

func TestCorpusInvalid(t *testing.T) {
	h := serveTest(t, corpusService("GET,POST,PUT,DELETE,PATCH"), MaxTargetSize(4094), MaxLineSize(8188)) // the origin's limits, as we count
	for name, in := range corpus(t, "invalid") {
		for _, kind := range []string{"tcp", "duplex"} {
			if got := h.outcome(kind, []string{in}, true); !refused(got) && ourPolicy[name] == "" {
				t.Errorf("%s, %s, cut off: %s\n%.300q", name, kind, got, in)
			}
			got := h.outcome(kind, []string{in}, false)
			if want := ourPolicy[name]; want != "" && got != want || want == "" && !refused(got) {
				t.Errorf("%s, %s: %s\n%.300q", name, kind, got, in)
			}
		}
	}
}

// refused says whether a connection ended with an error or without an answer.
func refused(outcome string) bool {
	words := strings.Fields(outcome)
	if words[len(words)-1] != "closed" {
		return false
	}
	return len(words) == 1 || words[len(words)-2] >= "400"
}

// corpus reads the requests of a folder.
func corpus(t testing.TB, folder string) map[string]string {
	files, err := filepath.Glob("testdata/gunicorn/" + folder + "/*.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	all := make(map[string]string)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = withHost(unescape(string(b)))
	}
	return all
}

// unescape undoes the encoding of a file.
func unescape(s string) string {
	var b bytes.Buffer
	s = strings.ReplaceAll(s, "\n", "")
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'r':
			b.WriteByte('\r')
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case '0':
			b.WriteByte(0)
		case 'x':
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
			b.WriteString(`\x`)
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// withHost inserts Host into HTTP/1.1 requests that lack it. A start line stands at the
// beginning, or behind the empty line of a message without Content-Length.
func withHost(s string) string {
	const version = " HTTP/1.1\r\n"
	head, rest, whole := strings.Cut(s, "\r\n\r\n")
	if whole {
		head += "\r\n\r\n"
	}
	lower := strings.ToLower(head)
	if line := strings.Index(head, version); line >= 0 && line < strings.Index(head, "\r\n") && !strings.Contains(lower, "\r\nhost:") {
		line += len(version)
		head = head[:line] + "Host: a\r\n" + head[line:]
	}
	if whole && !strings.Contains(lower, "\r\ncontent-length:") {
		rest = withHost(rest)
	}
	return head + rest
}
