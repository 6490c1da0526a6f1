package runtime

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// careless is a service whose handlers take files of a form and no notice of errors.
func careless() Service {
	files := func(pattern string, use func(p *Parts[upload])) leaf {
		return leaf{"POST", pattern, func(x *Exchange) (Response, error) {
			p, err := DecodeParts(x.Request(), readUploadParts)
			if err != nil {
				return Response{}, err
			}
			use(p)
			return Text("stored"), nil
		}}
	}
	return handwritten(
		files("/copy", func(p *Parts[upload]) {
			for f := range p.Files() {
				if f != nil {
					_, _ = io.Copy(io.Discard, f)
				}
			}
		}),
		files("/list", func(p *Parts[upload]) {
			for range p.Files() {
			}
		}),
		files("/first", func(p *Parts[upload]) {
			for f := range p.Files() {
				_, _ = io.Copy(io.Discard, f)
				return
			}
		}),
		leaf{"POST", "/own", func(x *Exchange) (Response, error) {
			p, err := DecodeParts(x.Request(), readUploadParts)
			if err != nil {
				return Response{}, err
			}
			for _, err := range p.Files() {
				if err != nil {
					return Text("mine: " + err.Error()).WithStatus(409), nil
				}
			}
			return Text("stored"), nil
		}},
	)
}

// An upload that is cut short, or is no form behind its first file, is never acknowledged,
// whatever a handler makes of the error; what it does not ask for is not looked at.
func TestShortUploadsAreNoSuccess(t *testing.T) {
	file := part("name=f; filename=a", strings.Repeat("text", 20_000)) // more than is read ahead
	cut := strings.TrimSuffix(file, "xt\r\n")
	onEachServer(t, careless, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ path, body, want string }{
			{"/copy", file + "--B--", `200 "stored"`},
			{"/copy", cut, `400 "{\"error\": \"the body ends inside part 1\"}"`},
			{"/list", cut, `400 "{\"error\": \"the body ends inside part 1\"}"`},
			{"/first", cut, `400 "{\"error\": \"the body ends inside part 1\"}"`},
			{"/copy", file, `400 "{\"error\": \"the body ends inside part 1\"}"`},
			{"/copy", file + part("name=x", "1") + "--B--", `400 "{\"error\": \"x came behind the first file: send fields first\"}"`},
			{"/copy", part("name=fs; filename=b", "b") + "--B--", `400 "{\"error\": \"f is missing\"`},
			{"/first", file + part("name=x", "1") + "--B--", `200 "stored"`},
			{"/own", cut, `409 "mine: 400 the body ends inside part 1"`},
		} {
			got := s.tell(postForm(row.path, false, row.body))
			if !strings.HasPrefix(got, row.want) {
				t.Errorf("%s, %q: %s\nwanted %s", row.path, row.body, got, row.want)
			}
		}
	})
}

// What a goroutine finds out behind the answer is nobody's.
func TestFilesOfARequestThatIsOver(t *testing.T) {
	left := make(chan *FilePart, 1)
	service := func() Service {
		return handwritten(leaf{"POST", "/", func(x *Exchange) (Response, error) {
			p, err := DecodeParts(x.Request(), readUploadParts)
			if err != nil {
				return Response{}, err
			}
			for f := range p.Files() {
				left <- f
				break
			}
			return Text("done"), nil
		}}, textLeaf("GET", "/", "hello"))
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		c := s.dial()
		c.write(strings.Replace(postForm("/", false, part("name=f; filename=a", "text")), "\r\n", "\r\nX: y\r\n", 1))
		c.want("the first answer", 200, "done")
		f := <-left
		if _, err := io.Copy(io.Discard, f); err == nil {
			t.Error("a file is read behind its answer")
		}
		c.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.want("the next request is none the worse", 200, "hello")
	})
}

// Forms that may be missing, by whether they are, and by what they are then.
func TestFormsThatMayBeMissing(t *testing.T) {
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	const parts = "Content-Type: multipart/form-data; boundary=B\r\n"
	tell := func(v Optional[upload], err error) (Response, error) {
		if got, ok := v.Get(); ok {
			return Text(describeUpload(got)), err
		}
		return Text("none"), err
	}
	service := func() Service {
		return handwritten(
			leaf{"POST", "/form", func(x *Exchange) (Response, error) {
				return tell(DecodeOptionalFormOf(x.Request(), readUploadForm))
			}},
			leaf{"POST", "/whole", func(x *Exchange) (Response, error) {
				return tell(DecodeOptionalMultipartOf(x.Request(), readUploadParts))
			}},
			leaf{"POST", "/parts", func(x *Exchange) (Response, error) {
				p, err := DecodeOptionalParts(x.Request(), readUploadParts)
				return Text(fmt.Sprint(p != nil)), err
			}},
			leaf{"POST", "/untyped", func(x *Exchange) (Response, error) {
				p, err := DecodeOptionalMultipart(x.Request())
				return Text(fmt.Sprint(p != nil)), err
			}},
		)
	}
	whole := part("name=x", "1") + part("name=f; filename=a", "hi") + "--B--"
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ path, fields, body, want string }{
			{"/form", form, "x=1", `200 "x=\"1\" xs=[]"`}, {"/form", form, "", `200 "none"`}, {"/form", "", "", `200 "none"`},
			{"/form", form, "x=1&x=2", `400 "{\"error\": \"x given 2 times\"`}, {"/form", "Content-Type: text/plain\r\n", "x=1", `415`},
			{"/whole", parts, whole, `200 "x=\"1\" xs=[] \"a\" application/octet-stream \"hi\""`},
			{"/whole", parts, "", `200 "none"`}, {"/whole", "", "", `200 "none"`}, {"/whole", "", "x", `415`}, {"/whole", parts, "--B--", `400 "{\"error\": \"f is missing\"`},
			{"/parts", parts, whole, `200 "true"`}, {"/parts", parts, "", `200 "false"`}, {"/parts", form, "", `200 "false"`}, {"/parts", form, "x", `415`},
			{"/untyped", parts, whole, `200 "true"`}, {"/untyped", parts, "", `200 "false"`}, {"/untyped", "", "", `200 "false"`}, {"/untyped", form, "x", `415`},
		} {
			for way, request := range map[string]string{
				"with a length": fmt.Sprintf("POST %s HTTP/1.1\r\nHost: a\r\n%sContent-Length: %d\r\n\r\n%s", row.path, row.fields, len(row.body), row.body),
				"in chunks":     fmt.Sprintf("POST %s HTTP/1.1\r\nHost: a\r\n%sTransfer-Encoding: chunked\r\n\r\n%s", row.path, row.fields, chunks(row.body, 7)),
			} {
				if got := s.tell(request); !strings.HasPrefix(got, row.want) {
					t.Errorf("%s %s%q %s: %s\nwanted %s", row.path, row.fields, row.body, way, got, row.want)
				}
			}
		}
	})
}
