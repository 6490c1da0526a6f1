package forms

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
)

// part is a part whose header has these lines: what is behind "form-data; " of the first, and the
// others.
func part(lines, text string) string {
	return "--B\r\nContent-Disposition: form-data; " + strings.ReplaceAll(lines, "\n", "\r\n") + "\r\n\r\n" + text + "\r\n"
}

const last = "--B--\r\n"

// upload posts a form of parts.
func upload(parts ...string) string {
	return "POST /upload" + asParts + strings.Join(parts, "") + last
}

// file posts a form of one file.
func file(lines, text string) string { return upload(part(lines, text)) }

// as posts a form under another Content-Type.
func as(contentType, body string) string {
	return "POST /upload\nContent-Type: " + contentType + "\n\n" + body
}

var (
	x  = part("name=x", "1")
	f  = part("name=f; filename=a.txt\nContent-Type: text/plain", "hi")
	fs = part("name=fs; filename=b\nContent-Type: image/png", "ho")
)

// What f is told as.
const fTold = `f="a.txt"(text/plain)"hi"`

func TestMultipartFiles(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{upload(x, f, fs), `200 x="1" ` + fTold + ` fs="b"(image/png)"ho"`},
		{upload(fs, f, x, fs), `200 x="1" ` + fTold + ` fs="b"(image/png)"ho" fs="b"(image/png)"ho"`},

		{file("name=f\nContent-Type: image/png", "hi"), `200 f=""(image/png)"hi"`},
		{file("name=f; filename=-", "hi"), `200 f="-"(application/octet-stream)"hi"`},
		{file("name=f", "undefined"), `400 ~f: text, a file is wanted (the part has no filename)`},
		{file("name=f\nContent-Type: text/plain; charset=utf-8", "a"), `400 ~f: text, a file is wanted`},
		{file("name=f", ""), `200 `},
		{file("name=f; filename=\"\"\nContent-Type: application/octet-stream", ""), `200 `},
		{file("name=fs; filename=\"\"\nContent-Type: application/octet-stream", ""), `200 `},
		{file("name=f; filename=\"\"", "hi"), `200 f=""(application/octet-stream)"hi"`},
		{file("name=f; filename=\"a.txt\"", ""), `200 f="a.txt"(application/octet-stream)""`},
		{file("name=f; filename=a\nContent-Type: text/plain; charset=utf-8", "é"), `200 f="a"(text/plain; charset=utf-8)"é"`},
		{file("name=f; filename=a.json\nContent-Type: application/octet-stream", "{"), `200 f="a.json"(application/octet-stream)"{"`},

		{"POST /photo" + asParts + part("name=title", "t") + part("name=photo; filename=a", "hi") + last, `200 title="t" photo="a"(application/octet-stream)"hi"`},
		{"POST /photo" + asParts + part("name=title", "t") + part("name=photo; filename=\"\"", "") + last, `400 ~photo: no file was chosen`},
		{"POST /photo" + asParts + part("name=title", "t") + last, `400 ~photo is missing`},
		{"POST /photo" + asParts + last, `400 ~title is missing (and 1 more fault)`},
		{"POST /photo" + asParts + part("name=title", "t") + part("name=photo; filename=a", "") +
			strings.Repeat(part("name=more; filename=b", ""), 3) + last, `400 ~more: has 3 elements, at most 2 are wanted`},

		{upload(f, f), `400 ~f given 2 times`},
		{upload(strings.Replace(fs, "=fs", "=fs[]", 1), strings.Replace(fs, "=fs", "=fs[0]", 1)), `200 fs="b"(image/png)"ho" fs="b"(image/png)"ho"`},
		{upload(fs, fs, fs, fs), `400 ~fs: has 4 elements, at most 3 are wanted`},
		{upload(strings.Replace(f, "=f;", "=f[];", 1)), `200 `},
		{file("name=f\nContent-Type: multipart/mixed; boundary=C", "--C--"), `400 ~f: multipart/mixed is not read, send one part for each file`},
		{file("name=fs; filename=a\nContent-Type: multipart/mixed; boundary=C", "--C--"), `400 ~fs: multipart/mixed is not read, send one part for each file`},
		{file("name=f; filename=a\nContent-Transfer-Encoding: base64", "aGk="), `400 ~f: Content-Transfer-Encoding base64 is not read`},
	})
}

// TestMultipartNames has names of files and fields, as programs spell them.
func TestMultipartNames(t *testing.T) {
	for _, row := range []struct{ filename, want string }{
		{`"/d/e/a.txt"`, "a.txt"}, {`"..\a.txt"`, "a.txt"}, {`"C:\d\new.txt"`, "new.txt"}, {`"d/"`, "d"},
		{`"."`, ""}, {`".."`, ""}, {`"/"`, ""}, {`"a\\..\\b"`, "b"},
		{`"a\"b"`, `a"b`}, {`"a\\b"`, `b`}, {`"a\nb"`, `nb`}, {`"a\ b"`, " b"}, {`"notes\"`, "notes"},
		{`"a"; filename*=utf-8''gr%C3%BC.txt`, "grü.txt"}, {`x; filename*=ISO-8859-1'de'gr%FC.txt`, "grü.txt"},
		{`"a%20b.txt"`, "a%20b.txt"}, {`"100%25.txt"`, "100%25.txt"}, {`"a%22b"`, "a%22b"}, {`"=?UTF-8?B?w6Q=?="`, "=?UTF-8?B?w6Q=?="},
		{`"grü.txt"`, "grü.txt"}, {"\"gr\xfc\xe9.txt\"", "gr\uFFFD\uFFFD.txt"}, {`a b`, "a b"},
	} {
		dialogue.Run(t, service, []dialogue.Line{
			{file("name=f; filename="+row.filename+"\nContent-Type: t/t", "hi"), fmt.Sprintf(`200 f=%q(t/t)"hi"`, row.want)},
		})
	}
	dialogue.Run(t, service, []dialogue.Line{
		{file(`filename*=utf-8''gr%C3%BC.txt; name=f`, "hi"), `200 f="grü.txt"(application/octet-stream)"hi"`},
		{file(`name*=utf-8''%78`, "hi"), `200 x="hi"`},
		{file("name=\"\xff\"", "hi"), `200 `},
		{file(`name=""`, "hi"), `200 `},
		{file(`name=""; filename=a`, "hi"), `200 `},
		{file(`name=submit`, "hi"), `200 `},
		{file("name=other; filename=a\nContent-Transfer-Encoding: base64", "hi"), `200 `},
		{upload(x, part(`name=f; name=x`, "")), `400 ~part 2: Content-Disposition cannot be read`},
		{upload(x, part(`name="f`, "")), `400 ~part 2: Content-Disposition cannot be read`},
		{upload(x, "--B\r\nContent-Disposition: form-data; name=x\r\ncontent-disposition: form-data; name=x\r\n\r\n\r\n"), `400 ~part 2: Content-Disposition cannot be read`},
		{upload(part("=v", "")), `400 ~part 1: Content-Disposition cannot be read`},
		{upload(part("filename=a", "")), `400 ~part 1 has no name`},
		{upload("--B\r\n\r\nv\r\n"), `400 ~part 1 has no name`},
		{upload("--B\r\nContent-Type: text/plain\r\n\r\nv\r\n"), `400 ~part 1 has no name`},
		{upload("--B\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nv\r\n"), `400 ~part 1 has no name`},
	})
}

func TestMultipartFields(t *testing.T) {
	field := func(name, text string) string { return upload(part("name="+name, text)) }
	dialogue.Run(t, service, []dialogue.Line{
		{field("b", "on"), "200 b=true"},
		{field("n", ""), "200 "},
		{field("d", ""), "200 "},
		{field("x", ""), `200 x=""`},
		{upload(x, x), `400 ~x given 2 times`},
		{field("n", "5\r\n"), `400 ~n: \"5\\r\\n\" is not an int`},
		{field("x", "a\r\nb"), `200 x="a\r\nb"`},
		{field("x", "a\nb"), `200 x="a\nb"`},
		{field("x", "v\r\n"), `200 x="v\r\n"`},
		{field("x", "a+%20"), `200 x="a+%20"`},
		{field("x", "--Bc"), `200 x="--Bc"`},
		{field("x", "\r\n--Bc\r\n-"), `200 x="\r\n--Bc\r\n-"`},
		{field("n", "null"), `400 ~(leave the field out instead)`},
		{field("x", "\xe9"), `400 ~x is not UTF-8`},
		{upload(part("name=_charset_", "windows-1252"), part("name=x", "\xe9\x80")), `400 ~x is not UTF-8 (the form was sent as windows-1252; serve the page as UTF-8)`},
		{upload(part("name=x", "\xe9\x80"), part("name=_charset_", "windows-1252")), `400 ~x is not UTF-8 (the form was sent as windows-1252; serve the page as UTF-8)`},

		{upload(part("name=l", "p"), part("name=l", "q,r")), `200 l=["p" "q,r"]`},
		{upload(part("name=l[]", "p"), part("name=l[1]", "q")), `200 l=["p" "q"]`},
		{field("ns", "1,2"), `200 ns=[1 2]`},
		{field("ns", "[1,2]"), `400 ~ns is a JSON array, send one part for each element`},
		{field("l", `["a","b"]`), `400 ~l is a JSON array, send one part for each element`},
		{field("l", `[a]`), `200 l=["[a]"]`},
		{upload(part("name=c[R]", "1"), part("name=c[G]", "2")), `200 c=1 2`},
		{upload(part("name=c; filename=blob\nContent-Type: application/json", `{"R": 1}`)), `200 c=1 -1`},
		{upload(part("name=x; filename=blob\nContent-Type: text/plain; charset=utf-8", `é`)), `200 x="é"`},
		{upload(part("name=x\nContent-Type: image/png", `a`)), `200 x="a"`},

		{upload(part("name=x\nContent-Type: text/plain; charset=ISO-8859-1", "\xe9")), `200 x="é"`},
		{upload(part("name=x\nContent-Type: text/plain; charset=\"us-ascii\"", "e")), `200 x="e"`},
		{upload(part("name=x\nContent-Type: text/plain; charset=Utf-8", "é")), `200 x="é"`},
		{upload(part("name=x\nContent-Type: text/plain; charset=utf-16", "\x00e")), `400 ~x: charset utf-16 is not read, send UTF-8`},
		{upload(part("name=x\nContent-Transfer-Encoding: 8BIT", "e")), `200 x="e"`},
		{upload(part("name=x\nContent-Transfer-Encoding: binary", "e")), `200 x="e"`},
		{upload(part("name=x\nContent-Transfer-Encoding: 7bit", "e")), `200 x="e"`},
		{upload(part("name=x\nContent-Transfer-Encoding: base64", "e")), `400 ~x: Content-Transfer-Encoding base64 is not read`},
		{upload(part("name=x\nContent-Transfer-Encoding: quoted-printable", "e")), `400 ~x: Content-Transfer-Encoding quoted-printable is not read`},
		{upload(part("name=x", "12345678901"), part("name=n", "a")), `400 ~x: has 11 characters, at most 10 are wanted (and 1 more fault)`},
		{"POST /text" + asParts + part("name=x", "a") + part("name=n", "1") + part("name=c", `{"R":2}`) + part("name=sorts", "title") + last, `200 "a" 1 2 -1 ["title"]`},
	})
}

// TestMultipartBodies has what stands around parts, and what a body is that is none.
func TestMultipartBodies(t *testing.T) {
	whole := x + f + last
	const told = `200 x="1" ` + fTold
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /upload" + asParts + "hello\r\n" + whole + "\r\nbye", told},
		{"POST /upload" + asParts + "\r\n" + whole + "\r\n", told},
		{"POST /upload" + asParts + strings.TrimSuffix(whole, "\r\n"), told},
		{"POST /upload" + asParts + strings.ReplaceAll(whole, "--B\r\n", "--B \t\r\n"), told},
		{"POST /upload" + asParts + strings.ReplaceAll(whole, "\r\n", "\n"), told},
		{upload("--B\r\ncontent-type:image/png\r\nCONTENT-DISPOSITION:FORM-DATA;\r\n\tfilename=a;NAME=f;\r\nContent-Length: 7\r\n\r\nhi\r\n"), `200 f="a"(image/png)"hi"`},

		{as(`multipart/form-data; boundary="B"`, whole), told},
		{as(`MULTIPART/FORM-DATA; charset=UTF-8; BOUNDARY=B;`, whole), told},
		{as(`multipart/form-data; boundary="a b"`, strings.ReplaceAll(whole, "--B", "--a b")), told},
		{as(`multipart/form-data; boundary=`+strings.Repeat("b", 200), strings.ReplaceAll(whole, "--B", "--"+strings.Repeat("b", 200))), told},
		{as(`multipart/form-data; boundary=`+strings.Repeat("b", 201), whole), `400 ~the boundary of Content-Type is longer than 200 bytes`},
		{as(`multipart/form-data`, whole), `400 ~multipart/form-data without a boundary (let the client set Content-Type)`},
		{as(`multipart/form-data; boundary=a:b`, whole), `400 ~Content-Type cannot be read (quote the boundary)`},
		{as(`multipart/form-data; boundary=C`, whole), `400 ~the boundary of Content-Type is not in the body`},
		{as(`multipart/mixed; boundary=B`, whole), `415 | Accept: multipart/form-data`},
		{as(`multipart/related; boundary=B`, whole), `415 | Accept: multipart/form-data`},
		{as(`text/plain`, "x=1"), `415 | Accept: multipart/form-data`},
		{as("multipart/form-data; boundary=B\nContent-Encoding: gzip", whole), `415 ~without Content-Encoding | Accept-Encoding: identity`},
		{"POST /upload\n\nx", `415 | Accept: multipart/form-data`},
		{"POST /upload", `400 ~body is empty`},
		{"POST /upload" + asParts, `400 ~body is empty`},
		{"POST /upload\nContent-Type: text/plain\nContent-Length: 0", `400 ~body is empty`},

		{upload(), `200 `},
		{"POST /photo" + asParts + last, `400`},
		{"POST /upload" + asParts + x + f, `400 ~the body ends inside part 2`},
		{"POST /upload" + asParts + x + f[:30], `400 ~the body ends inside part 2`},
		{"POST /upload" + asParts + x + strings.TrimSuffix(f, "\r\n"), `400 ~the body ends inside part 2`},
		{"POST /upload" + asParts + x + "--B", `400 ~the body ends inside part 2`},
		{"POST /upload" + asParts + x + "--B\r\n", `400 ~the body ends inside part 2`},
		{upload(x, "--B\r\nnonsense\r\n\r\n\r\n"), `400 ~part 2: its header cannot be read`},
		{upload(x, part("name=n\nX: "+strings.Repeat("x", 8<<10), "")), `413 ~part 2: its header is larger than 8192 bytes`},
		{upload(strings.Repeat(part("name=y", ""), 1000)), `200 `},
		{upload(strings.Repeat(part("name=y", ""), 1001)), `413 ~more than 1000 parts`},
		{upload(x, part("name=f; filename=a", strings.Repeat("x", 1<<20))), `413`},
	})
}

// TestMultipartStreams has what is special where files come as they are.
func TestMultipartStreams(t *testing.T) {
	stream := func(parts ...string) string {
		return "POST /stream" + asParts + strings.Join(parts, "") + last
	}
	skip := part("name=fs; filename=skip", strings.Repeat("x", 100<<10))
	dialogue.Run(t, service, []dialogue.Line{
		{stream(x, f, fs), `200 x="1" ` + fTold + ` fs="b"(image/png)"ho"`},
		{stream(x), `200 x="1"`},
		{stream(), `200 `},
		{stream(fs, skip, f), `200 fs="b"(image/png)"ho" fs=skipped ` + fTold},
		{stream(part("name=l", "p"), part("name=l[]", "q"), part("name=c[R]", "1"), f), `200 l=["p" "q"] c=1 -1 ` + fTold},
		{stream(f, x), `400 ~x came behind the first file: send fields first`},
		{stream(f, part("name=c[R]", "1")), `400 ~c[R] came behind the first file: send fields first`},
		{stream(x, f, part("name=submit", "go"), part("name=img.x", "1"), part("name=x[0]", "1")), `200 x="1" ` + fTold},
		{stream(f, part("name=f", "text")), `400 ~f: text, a file is wanted`},
		{stream(f, f), `400 ~f given 2 times`},
		{stream(part("name=f; filename=\"\"", ""), x, fs), `200 x="1" fs="b"(image/png)"ho"`},
		{stream(fs, fs, fs, fs), `400 ~fs: has 4 elements, at most 3 are wanted`},
		{stream(part("name=n", "a"), f), `400 ~n: \"a\" is not an int`},
		{"POST /stream" + asParts + x + f, `400 ~the body ends inside part 2`},
		{"POST /stream" + asParts + x + f + fs[:20], `400 ~the body ends inside part 3`},
		{stream(f, strings.Repeat(part("name=y", ""), 1000)), `413 ~more than 1000 parts`},
		{"POST /stream" + asParts, `400 ~body is empty`},
		{as("text/plain", "x"), `415 | Accept: multipart/form-data`},
		{"POST /photos" + asParts + part("name=title", "t") + part("name=photo; filename=a", strings.Repeat("x", 2<<20)) + last, `200 "t" 2097152`},
		{"POST /photos" + asParts + part("name=title", "t") + last, `400 ~photo is missing`},
		{"POST /photos" + asParts + part("name=photo; filename=a", "x") + last, `400 ~title is missing`},
		{"POST /photos" + asParts + part("name=title", "t") + part("name=more; filename=a", "x") + last, `400 ~photo is missing`},
	})
}

// TestMultipartOfOldClients has HTTP/1.0, and chunks of a client that waits for 100 (Continue).
func TestMultipartOfOldClients(t *testing.T) {
	const head = "Host: a\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=B\r\n"
	body := x + f + last
	dialogue.BothWays(t, service, func(t *testing.T, addr string) {
		for _, request := range []string{
			fmt.Sprintf("POST /upload HTTP/1.0\r\n%sContent-Length: %d\r\n\r\n%s", head, len(body), body),
			fmt.Sprintf("POST /upload HTTP/1.1\r\n%sExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", head, len(body), body),
		} {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			if _, err := io.WriteString(conn, request); err != nil {
				t.Fatal(err)
			}
			in := bufio.NewReader(conn)
			resp, err := http.ReadResponse(in, nil)
			if err == nil && resp.StatusCode == http.StatusContinue {
				resp, err = http.ReadResponse(in, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			told, err := io.ReadAll(resp.Body)
			if want := `x="1" ` + fTold; err != nil || string(told) != want {
				t.Errorf("%.30q: %d %s, %v", request, resp.StatusCode, told, err)
			}
			conn.Close()
		}
	})
}
