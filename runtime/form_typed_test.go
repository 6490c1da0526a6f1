package runtime

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/httpgen/runtime/internal/formdata"
	"example.com/httpgen/runtime/wire"
)

// Typed forms are tested here as generated code reads them; what is taken of values is tested
// through generated packages.

// upload is a form as generated code has it.
type upload struct {
	X  string
	Xs []string
	F  *FormFile
	Fs []*FormFile
}

func readUploadForm(in *wire.Params) (form upload) {
	for in.Next() {
	names:
		switch in.Name {
		case "x":
			if in.One(0) {
				form.X, _ = in.String()
			}
		case "xs":
			for in.Each(1, wire.Alone, true) {
				if v, ok := in.String(); ok {
					form.Xs = append(form.Xs, v)
				}
			}
		default:
			if in.Element() {
				goto names
			}
			in.Unknown()
		}
	}
	return form
}

func readUploadParts(parts *PartReader, in *wire.Params) (form upload) {
	for parts.Next(in) {
	names:
		switch in.Name {
		case "x":
			if parts.Text(in) && in.One(0) {
				form.X, _ = in.String()
			}
		case "xs":
			if parts.Texts(in) {
				for in.Each(1, wire.Alone, true) {
					if v, ok := in.String(); ok {
						form.Xs = append(form.Xs, v)
					}
				}
			}
		case "f":
			if v, ok := parts.File(in, 2); ok {
				form.F = v
			}
		case "fs":
			if v, ok := parts.Element(in, 3, 3); ok {
				form.Fs = append(form.Fs, v)
			}
		default:
			if in.Element() {
				goto names
			}
			in.Unknown()
		}
	}
	in.Elements("xs", len(form.Xs), 0, 2)
	parts.Required(in, 2, "f")
	parts.Elements(in, 3, "fs", 0, 3)
	return form
}

// describeUpload says what came.
func describeUpload(form upload) string {
	text := fmt.Sprintf("x=%q xs=%q", form.X, form.Xs)
	for _, f := range append([]*FormFile{form.F}, form.Fs...) {
		if f == nil {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err.Error()
		}
		b, err := io.ReadAll(r)
		if err != nil || r.Close() != nil || int64(len(b)) != f.Size {
			return fmt.Sprint(err)
		}
		text += fmt.Sprintf(" %q %s %.20q", f.Name, f.ContentType, b)
	}
	return text
}

// uploads is a service that reads forms. The files of one are told to seen.
func uploads(seen func(Request, upload)) Service {
	whole := func(req Request) (Response, error) {
		form, err := DecodeMultipartOf(req, readUploadParts)
		if err != nil {
			return Response{}, err
		}
		if seen != nil {
			seen(req, form)
		}
		return Text(describeUpload(form)), nil
	}
	return handwritten(
		handlerLeaf("POST", "/whole", whole),
		leaf{"POST", "/large", func(x *Exchange) (Response, error) { x.LimitBody(64 << 20); return whole(x.Request()) }},
		handlerLeaf("POST", "/stream", streamUpload),
		leaf{"POST", "/endless", func(x *Exchange) (Response, error) { x.LimitBody(-1); return streamUpload(x.Request()) }},
		handlerLeaf("POST", "/form", func(req Request) (Response, error) {
			form, err := DecodeFormOf(req, readUploadForm)
			return Text(describeUpload(form)), err
		}),
	)
}

func streamUpload(req Request) (Response, error) {
	parts, err := DecodeParts(req, readUploadParts)
	if err != nil {
		return Response{}, err
	}
	text := fmt.Sprintf("x=%q xs=%q", parts.Fields.X, parts.Fields.Xs)
	var last *FilePart
	for f, err := range parts.Files() {
		if err != nil {
			return Response{}, err
		}
		if last != nil {
			if _, err := last.Read(make([]byte, 1)); err != errPartOver {
				return Response{}, fmt.Errorf("a file that is over: %w", err)
			}
		}
		last = f
		if strings.HasPrefix(f.Name, "skip") {
			text += fmt.Sprintf(" %s %q skipped", f.Field, f.Name)
			continue
		}
		n, err := io.Copy(io.Discard, f)
		if err != nil {
			return Response{}, err
		}
		text += fmt.Sprintf(" %s %q %d", f.Field, f.Name, n)
	}
	return Text(text), nil
}

// part is a part of a form under the boundary B.
func part(disposition, text string) string {
	return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n"
}

// postForm is a request with a form of parts, sent in chunks or with its length.
func postForm(path string, chunked bool, body string) string {
	head := "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\n"
	if !chunked {
		return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(body), body)
	}
	head += "Transfer-Encoding: chunked\r\n\r\n"
	if body != "" {
		head += fmt.Sprintf("%x\r\n%s\r\n", len(body), body)
	}
	return head + "0\r\n\r\n"
}

func TestTypedMultipart(t *testing.T) {
	const end = "--B--\r\n"
	x, f := part("name=x", "1"), part(`name=f; filename=a.txt`, "hi")
	large := part(`name=fs; filename=b`, strings.Repeat("b", 100<<10))
	onEachServer(t, func() Service { return uploads(nil) }, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ path, body, want string }{
			{"/whole", x + f + end, `200 "x=\"1\" xs=[] \"a.txt\" application/octet-stream \"hi\""`},
			{"/whole", f + large + x + large + end, `200 "x=\"1\" xs=[] \"a.txt\" application/octet-stream \"hi\" \"b\" application/octet-stream \"bbbbbbbbbbbbbbbbbbbb\" \"b\" application/octet-stream \"bbbbbbbbbbbbbbbbbbbb\""`},
			{"/whole", "", `400 "{\"error\": \"body is empty\"}"`},
			{"/whole", x + end, `400 "{\"error\": \"f is missing\", \"errors\": [{\"in\": \"body\", \"name\": \"f\", \"rule\": \"required\", \"message\": \"is missing\"}]}"`},
			{"/whole", f + large + large + large + large + end, `400 "{\"error\": \"fs: has 4 elements, at most 3 are wanted\", \"errors\": [{\"in\": \"body\", \"name\": \"fs\", \"rule\": \"max\", \"message\": \"has 4 elements, at most 3 are wanted\"}]}"`},
			{"/whole", f + strings.Repeat(large, 11) + end, `413 "{\"error\": \"Request Entity Too Large\"}" close`},
			{"/large", f + part("name=x", strings.Repeat("x", maxField+1)) + end, `413 "{\"error\": \"x has more than 1048576 bytes\"}"`},
			{"/large", f + strings.Repeat(part("name=xs", strings.Repeat("x", maxField)), 9) + end, `413 "{\"error\": \"the fields have more than 8388608 bytes\"}"`},
			{"/large", f + part("name=other", strings.Repeat("x", maxField+1)) + end, `200 "x=\"\" xs=[] \"a.txt\" application/octet-stream \"hi\""`},

			{"/stream", x + f + large + end, `200 "x=\"1\" xs=[] f \"a.txt\" 2 fs \"b\" 102400"`},
			{"/stream", x + strings.Replace(large, "=b\r", "=skip\r", 1) + f + end, `200 "x=\"1\" xs=[] fs \"skip\" skipped f \"a.txt\" 2"`},
			{"/stream", f + part("name=button", "go") + part("name=x[0]", "") + end, `200 "x=\"\" xs=[] f \"a.txt\" 2"`},
			{"/stream", part("name=xs", "1") + part("name=xs[]", "2") + f + end, `200 "x=\"\" xs=[\"1\" \"2\"] f \"a.txt\" 2"`},
			{"/stream", f + x + end, `400 "{\"error\": \"x came behind the first file: send fields first\"}"`},
			{"/stream", f + part("name=xs[]", "1") + end, `400 "{\"error\": \"xs came behind the first file: send fields first\"}"`},
			{"/stream", x + end, `400 "{\"error\": \"f is missing\", \"errors\": [{\"in\": \"body\", \"name\": \"f\", \"rule\": \"required\", \"message\": \"is missing\"}]}"`},
			{"/stream", x + large + end, `400 "{\"error\": \"f is missing\", \"errors\": [{\"in\": \"body\", \"name\": \"f\", \"rule\": \"required\", \"message\": \"is missing\"}]}"`},
			{"/stream", f + f + end, `400 "{\"error\": \"f given 2 times\", \"errors\": [{\"in\": \"body\", \"name\": \"f\", \"rule\": \"repeat\", \"message\": \"given 2 times\"}]}"`},
			{"/stream", f + large + large + large + large + end, `400 "{\"error\": \"fs: has 4 elements, at most 3 are wanted\", \"errors\": [{\"in\": \"body\", \"name\": \"fs\", \"rule\": \"max\", \"message\": \"has 4 elements, at most 3 are wanted\"}]}"`},
			{"/stream", strings.Repeat(part("name=xs", "1"), 3) + f + end, `400 "{\"error\": \"xs: has 3 elements, at most 2 are wanted\", \"errors\": [{\"in\": \"body\", \"name\": \"xs\", \"rule\": \"max\", \"message\": \"has 3 elements, at most 2 are wanted\"}]}"`},
			{"/stream", x + part(`name=f; filename=""`, "") + end, `400 "{\"error\": \"f: no file was chosen\", \"errors\": [{\"in\": \"body\", \"name\": \"f\", \"rule\": \"required\", \"message\": \"no file was chosen\"}]}"`},
			{"/stream", part(`name=f; filename=""`, "") + f + end, `200 "x=\"\" xs=[] f \"a.txt\" 2"`},
			{"/stream", f + large, `400 "{\"error\": \"the body ends inside part 2\"}"`},
			{"/stream", f + strings.Repeat(part(`name=fs; filename=""`, ""), 1000) + end, `413 "{\"error\": \"more than 1000 parts\"}"`},
		} {
			for _, chunked := range []bool{false, true} {
				got := s.tell(postForm(row.path, chunked, row.body))
				if status := row.want[:3]; status != "200" { // what is not read closes the connection
					got, row.want = strings.TrimSuffix(got, " close"), strings.TrimSuffix(row.want, " close")
				}
				if got != row.want {
					t.Errorf("%s %.200q, chunked %v: %.600s\nwanted %s", row.path, row.body, chunked, got, row.want)
				}
			}
		}
	})
}

// TestFormFilesEnd asks for files when their request is over, however that ended.
func TestFormFilesEnd(t *testing.T) {
	body := part("name=f; filename=a", strings.Repeat("a", maxFileInMemory+1)) + part("name=fs; filename=b", "b") + "--B--"
	for _, row := range []struct {
		sentence string
		end      func(Request)
		opts     []Option
	}{
		{"an answer", func(Request) {}, nil},
		{"an error", func(Request) { Abort(500, "") }, nil},
		{"a panic", func(Request) { panic("a panic") }, nil},
		{"a handler that ends its goroutine", func(Request) { goruntime.Goexit() }, nil},
		{"a timeout", func(req Request) { <-req.Context().Done() }, []Option{Timeout(20 * time.Millisecond)}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			folder := t.TempDir()
			t.Setenv("TMPDIR", folder)
			t.Setenv("TEMP", folder)
			t.Setenv("TMP", folder)
			forms := make(chan upload, 100)
			service := func() Service {
				return uploads(func(req Request, form upload) { forms <- form; row.end(req) })
			}
			onEachServer(t, service, row.opts, func(t *testing.T, s *hosted) {
				var form upload
				waitFor(t, "the handler to be called", func() bool { // not, where time is up before
					s.tell(postForm("/whole", false, body))
					select {
					case form = <-forms:
						return true
					case <-time.After(100 * time.Millisecond):
						return false
					}
				})
				waitFor(t, "the large file to be gone", func() bool {
					_, err := form.F.Open()
					return errors.Is(err, fs.ErrClosed)
				})
				if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
					t.Errorf("%v, %v", left, err)
				}
				if r, err := form.Fs[0].Open(); err != nil {
					t.Error(err)
				} else if b, err := io.ReadAll(r); err != nil || string(b) != "b" {
					t.Errorf("%q, %v", b, err)
				}
			})
		})
	}
}

// TestFormFilesOfAClientThatIsGone are those that came before it went.
func TestFormFilesOfAClientThatIsGone(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Setenv("TEMP", folder)
	t.Setenv("TMP", folder)
	onEachServer(t, func() Service { return uploads(nil) }, nil, func(t *testing.T, s *hosted) {
		c := s.dial()
		body := part("name=f; filename=a", strings.Repeat("a", maxFileInMemory+1))
		c.write(strings.Replace(postForm("/whole", false, body), "Content-Length: ", "Content-Length: 1", 1))
		c.nc.Close()
		waitFor(t, "the file to be gone", func() bool {
			left, err := os.ReadDir(folder)
			return err == nil && len(left) == 0
		})
	})
}

// TestStreamedFormMemory sends a file that is larger than the memory that it may take.
func TestStreamedFormMemory(t *testing.T) {
	const pieces, piece = 64, 1 << 20
	onEachServer(t, func() Service { return uploads(nil) }, nil, func(t *testing.T, s *hosted) {
		if s.tls {
			t.Skip("crypto/tls allocates for the client, too")
		}
		c := s.dial()
		head := postForm("/endless", false, part("name=f; filename=a", ""))
		head = strings.Replace(head, "Content-Length: ", fmt.Sprintf("Content-Length: %d\r\nX: ", pieces*piece+len(part("name=f; filename=a", "")+"--B--")), 1)
		head = strings.TrimSuffix(head, "\r\n")
		text := []byte(strings.Repeat("\r\n--B-text", piece/10+1)[:piece])
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		c.write(head)
		for range pieces {
			if _, err := c.nc.Write(text); err != nil {
				t.Fatal(err)
			}
		}
		c.write("\r\n--B--")
		c.want("the length of the file", 200, fmt.Sprintf(`x="" xs=[] f "a" %d`, pieces*piece))
		goruntime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%d bytes were allocated for %d", n, pieces*piece)
		}
	})
}

// TestTypedForm has what is special of a form as a body.
func TestTypedForm(t *testing.T) {
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	post := func(fields, body string) string {
		return fmt.Sprintf("POST /form HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n%s", fields, len(body), body)
	}
	onEachServer(t, func() Service { return uploads(nil) }, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ fields, body, want string }{
			{form, "x=1&xs[]=2&xs[0]=%33", `200 "x=\"1\" xs=[\"2\" \"3\"]"`},
			{form, "x=1\n", `200 "x=\"1\" xs=[]"`},
			{form, "x=1\r\n", `200 "x=\"1\" xs=[]"`},
			{form, "x=1\n\n", `200 "x=\"1\\n\" xs=[]"`},
			{form, `{"x": "1"}`, `400 "{\"error\": \"body is JSON under a form type\"}"`},
			{form, "{x=1", `200 "x=\"\" xs=[]"`},
			{form, "", `200 "x=\"\" xs=[]"`},
			{"Content-Type: text/plain\r\n", "", `200 "x=\"\" xs=[]"`},
			{"", "x=1", `200 "x=\"1\" xs=[]"`},
			{"Content-Type: text/plain\r\n", "x=1", `415 Accept=application/x-www-form-urlencoded "{\"error\": \"this needs a body of application/x-www-form-urlencoded in UTF-8\"}"`},
			{form, strings.Repeat("y&", maxPairs-1) + "x=1", `200 "x=\"1\" xs=[]"`},
			{form, strings.Repeat("y&", maxPairs) + "x=1", `413 "{\"error\": \"more than 10000 values\"}"`},
		} {
			if got := s.tell(post(row.fields, row.body), "Accept"); got != row.want {
				t.Errorf("%s%.100q: %s\nwanted %s", row.fields, row.body, got, row.want)
			}
		}
	})
}

// FuzzTypedForm holds the reader of a form to the values that Request.Form has.
func FuzzTypedForm(f *testing.F) {
	for _, seed := range []string{"xs=1&xs=2", "xs[]=%41+&&xs", "xs=\xff&xs[7]=a;b\n", "_charset_=l&xs=%e9", "xs=%zz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var in wire.Params
		in.Form(text)
		form := readUploadForm(&in)
		in.EndForm()
		if len(in.Faults.List) > 0 {
			if Refused(&in) == nil {
				t.Fatal("faults, and no error")
			}
			return
		}
		text, ended := strings.CutSuffix(text, "\n")
		if ended {
			text = strings.TrimSuffix(text, "\r")
		}
		var want []string
		for name, value := range encodedPairs(text) {
			name, _ = decodePair(name)
			if base, index, ok := strings.Cut(strings.TrimSuffix(name, "]"), "["); ok && name != base+"["+index && strings.Trim(index, "0123456789") == "" {
				name = base
			}
			if value, _ = decodePair(value); name == "xs" {
				want = append(want, value)
			}
		}
		if !slices.Equal(form.Xs, want) {
			t.Fatalf("%q, wanted %q", form.Xs, want)
		}
	})
}

// FuzzTypedMultipart wants a form to be the same in whichever pieces it comes, and its files as
// they come to be those that are there as a whole.
func FuzzTypedMultipart(f *testing.F) {
	for _, seed := range []string{
		part("name=x", "1") + part("name=f; filename=a", "hi") + part(`name=fs[]; filename=""`, "") + "--B--",
		part("name=f", "hi") + part("name=fs\r\nContent-Type: image/png", "ho") + part("name=_charset_", "l") + part("name=xs", "\xe9") + "--B--",
	} {
		f.Add(seed, 9)
	}
	f.Fuzz(func(t *testing.T, body string, at int) {
		at = max(0, min(at, len(body)))
		whole := readInPieces(t, body)
		if pieces := readInPieces(t, body[:at], body[at:]); pieces != whole {
			t.Fatalf("at once: %s\nsplit at %d: %s", whole, at, pieces)
		}
	})
}

// readInPieces says what a form is whose body comes in pieces.
func readInPieces(t *testing.T, pieces ...string) string {
	var from []io.Reader
	for _, piece := range pieces {
		from = append(from, strings.NewReader(piece))
	}
	r := &PartReader{in: formdata.NewReader(io.MultiReader(from...), "B"), req: Request{x: new(Exchange)}}
	defer r.req.x.kept.removeFiles()
	var in wire.Params
	in.Parts()
	form := readUploadParts(r, &in)
	in.EndForm()
	for _, err := range []error{r.err, Refused(&in)} {
		if e, ok := errors.AsType[*HTTPError](err); err != nil && (!ok || e.Status != 400 && e.Status != 413) {
			t.Fatal(err)
		} else if err != nil {
			return err.Error()
		}
	}
	return describeUpload(form)
}
