package runtime

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"mime/multipart"
	"slices"
	"strings"
	"testing"
)

// Bodies of multipart/form-data are tested here.

// describeForm says what a form holds, sorted by name.
func describeForm(form *multipart.Form) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(form.Value)) {
		fmt.Fprintf(&b, "%s=%q ", name, form.Value[name])
	}
	for _, name := range slices.Sorted(maps.Keys(form.File)) {
		for _, h := range form.File[name] {
			f, err := h.Open()
			if err != nil {
				return err.Error()
			}
			text, _ := io.ReadAll(f)
			f.Close()
			fmt.Fprintf(&b, "%s: %q %s %q ", name, h.Filename, h.Header.Get("Content-Type"), text)
			if h.Size != int64(len(text)) {
				fmt.Fprintf(&b, "of %d bytes ", h.Size)
			}
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func readOfForm(body string) string {
	form, err := readForm([]byte(body), "B")
	if err != nil {
		return err.Error()
	}
	return describeForm(form)
}

// onePart is a form of one part with these lines in its header.
func onePart(lines, text string) string {
	return "--B\r\n" + lines + "\r\n" + text + "\r\n--B--\r\n"
}

func TestForms(t *testing.T) {
	const (
		x    = "--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n"
		f    = "--B\r\nContent-Disposition: form-data; name=f; filename=n.txt\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
		last = "--B--\r\n"
	)
	for _, row := range []struct{ sentence, body, want string }{
		{"a value and a file", x + f + last, `x=["1"] f: "n.txt" text/plain "hi"`},
		{"a file first", f + x + last, `x=["1"] f: "n.txt" text/plain "hi"`},
		{"several of a name, in order", x + f + strings.Replace(x, "\r\n1\r\n", "\r\n2\r\n", 1) + strings.Replace(f, "hi", "ho", 1) + last, `x=["1" "2"] f: "n.txt" text/plain "hi" f: "n.txt" text/plain "ho"`},
		{"no part", last, ``},
		{"a preamble, blanks, an epilogue", "hello\r\n" + strings.Replace(x, "--B\r\n", "--B \t\r\n", 1) + "--B-- \r\nbye\r\n--B\r\n", `x=["1"]`},
		{"CRLF first and none at the end", "\r\n" + x + "--B--", `x=["1"]`},
		{"LF throughout", strings.ReplaceAll(x+f+last, "\r\n", "\n"), `x=["1"] f: "n.txt" text/plain "hi"`},
		{"a longer boundary is text", strings.Replace(x, "1", "1\r\n--Bc\r\n2", 1) + strings.Replace(f, "hi", "--Bc\r\n--B-c", 1) + last, `x=["1\r\n--Bc\r\n2"] f: "n.txt" text/plain "--Bc\r\n--B-c"`},
		{"line ends of a text", strings.Replace(x, "1", "a\r\nb\nc\r\n", 1) + last, `x=["a\r\nb\nc\r\n"]`},
		{"a file that ends in CR", strings.Replace(f, "hi", "hi\r", 1) + last, `f: "n.txt" text/plain "hi\r"`},
		{"no bytes", onePart("Content-Disposition: form-data; name=x\r\n", "") + "", `x=[""]`},
		{"a file without bytes", onePart("Content-Disposition: form-data; name=f; filename=a\r\n", ""), `f: "a"  ""`},
		{"bytes that are not UTF-8", onePart("Content-Disposition: form-data; name=x\r\n", "\xff\x00"), `x=["\xff\x00"]`},
		{"a coding that changes nothing", onePart("Content-Disposition: form-data; name=x\r\nContent-Transfer-Encoding: 8BIT\r\n", "a=3D"), `x=["a=3D"]`},
		{"other fields before, in any case, folded", onePart("content-type:text/plain\r\nCONTENT-DISPOSITION:FORM-DATA;\r\n\tNAME=x;\r\n", "1"), `x=["1"]`},
		{"a wrong length", onePart("Content-Disposition: form-data; name=x\r\nContent-Length: 7\r\n", "1"), `x=["1"]`},

		{"no end", x + strings.TrimSuffix(f, "\r\n"), "400 the body ends inside part 2: unexpected EOF"},
		{"no last delimiter", x + f, "400 the body ends inside part 2: unexpected EOF"},
		{"cut in a value", strings.TrimSuffix(x, "\r\n"), "400 the body ends inside part 1: unexpected EOF"},
		{"cut in a header", x + f[:len(f)-15], "400 the body ends inside part 2: EOF"},
		{"cut in a line of a header", x + f[:20], "400 the body ends inside part 2: *"},
		{"cut behind a delimiter", x + "--B\r\n", "400 the body ends inside part 2: EOF"},
		{"cut in a delimiter", x + "--B", "400 the body ends inside part 2: multipart: NextPart: EOF"},
		{"one dash too few at the end", x + "--B-\r\n", "400 the body ends inside part 1: unexpected EOF"},
		{"something behind the last delimiter's dashes", x + "--B--c\r\n" + last, "400 part 2 cannot be read: *"},
		{"only the end of a delimiter in an earlier text", strings.Replace(x, "1", "a--B--", 1) + "--B\r\n", "400 the body ends inside part 2: EOF"},
		{"another boundary", strings.ReplaceAll(x+last, "--B", "--C"), "400 the boundary of Content-Type is not in the body: multipart: NextPart: EOF"},
		{"nonsense behind a part", x + "--B\r\nnonsense\r\n\r\n1\r\n" + last, "400 part 2: its header cannot be read: *"},

		{"no Content-Disposition", onePart("Content-Type: text/plain\r\n", "1"), "400 part 1 has no name"},
		{"no header", x + onePart("", "1"), "400 part 2 has no name"},
		{"no name", onePart("Content-Disposition: form-data\r\n", "1"), "400 part 1 has no name"},
		{"no name but a filename", onePart("Content-Disposition: form-data; filename=a\r\n", "1"), "400 part 1 has no name"},
		{"another kind", onePart("Content-Disposition: attachment; name=x\r\n", "1"), "400 part 1 has no name"},
		{"an empty name is one", onePart("Content-Disposition: form-data; name=\"\"\r\n", "1"), `=["1"]`},
		{"a name twice", x + onePart("Content-Disposition: form-data; name=\"f\"; name=\"g\"\r\n", "1"), "400 part 2: Content-Disposition cannot be read"},
		{"two Content-Dispositions", onePart("Content-Disposition: form-data; name=x\r\nContent-Disposition: form-data; name=y\r\n", "1"), "400 part 1: Content-Disposition cannot be read"},
		{"a quote that is not closed", onePart("Content-Disposition: form-data; name=\"f\r\n", "1"), "400 part 1: Content-Disposition cannot be read"},
		{"base64", onePart("Content-Disposition: form-data; name=x\r\nContent-Transfer-Encoding: base64\r\n", "MQ=="), "400 x: Content-Transfer-Encoding base64 is not read"},
		{"quoted-printable", onePart("Content-Disposition: form-data; name=x\r\nContent-Transfer-Encoding: Quoted-Printable\r\n", "=31"), "400 x: Content-Transfer-Encoding Quoted-Printable is not read"},
		{"1000 parts", strings.Repeat(x, 500) + strings.Repeat(f, 500) + last, "*"},
		{"1001 parts", strings.Repeat(x, 501) + strings.Repeat(f, 500) + last, "413 more than 1000 parts"},
		{"too many fields", strings.Repeat("--B\r\nContent-Disposition: form-data; name=x\r\n"+strings.Repeat("a: b\r\n", 5000)+"\r\n\r\n", 2) + last, "413 more than 10000 fields of parts"},
		{"too many fields in one part", onePart("Content-Disposition: form-data; name=x\r\n"+strings.Repeat("a: b\r\n", 10_001), ""), "413 Request Entity Too Large: *"},
	} {
		got, want, open := readOfForm(row.body), row.want, false
		if want, open = strings.CutSuffix(want, "*"); got != want && !(open && strings.HasPrefix(got, want)) {
			t.Errorf("%s\ngot  %.300s\nwant %s", row.sentence, got, row.want)
		}
	}
}

func TestContentTypesOfForms(t *testing.T) {
	d := talkTo(t, handwritten(handlerLeaf("POST", "/", func(req Request) (Response, error) {
		form, err := req.Multipart()
		if err != nil {
			return Response{}, err
		}
		return Text(describeForm(form)), nil
	})))
	for _, row := range []struct {
		contentType string
		status      int
		body        string
	}{
		{"multipart/form-data; boundary=B", 200, `x=["1"]`},
		{`Multipart/Form-Data;charset=UTF-8; BOUNDARY="B";`, 200, `x=["1"]`},
		{"multipart/form-data", 400, `{"error": "multipart/form-data without a boundary (let the client set Content-Type)"}`},
		{"multipart/form-data; boundary=a:b", 400, `{"error": "Content-Type cannot be read (quote the boundary)"}`},
		{"multipart/form-data; boundary=B; boundary=C", 400, `{"error": "Content-Type cannot be read (quote the boundary)"}`},
		{"multipart/mixed; boundary=B", 415, `{"error": "this needs a body of multipart/form-data"}`},
		{"multipart/mixed; boundary=a:b", 415, `{"error": "this needs a body of multipart/form-data"}`},
		{"", 415, `{"error": "this needs a body of multipart/form-data"}`},
	} {
		head := "POST /"
		if row.contentType != "" {
			head += "\nContent-Type: " + row.contentType
		}
		d.want(row.contentType, head+"\n\n--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--B--\r\n", row.status, row.body)
	}
	d.want("no body", "POST /\nContent-Type: multipart/form-data; boundary=B\n\n", 400, `{"error": "body is empty"}`)
}

func TestDispositions(t *testing.T) {
	for _, row := range []struct{ field, want string }{
		{`form-data; name="a"`, `"a" ""`},
		{`form-data;name=a;filename=b`, `"a" "b"`},
		{`form-data ; filename = "b" ; name = "a" ;`, `"a" "b"`},
		{`Form-Data; NAME=a; FileName=b; other="x;y"; ; x=`, `"a" "b"`},
		{`form-data; name="a;b=c"`, `"a;b=c" ""`},
		{`form-data; name=a b ; filename=grü n.txt`, `"a b" "grü n.txt"`},
		{`form-data; name="a\"b\\c"`, `"a\"b\\c" ""`},
		{`form-data; name="a\nb\ c\%"`, `"a\\nb\\ c\\%" ""`},
		{`form-data; name="f"; filename="notes\"`, `"f" "notes\\"`},
		{`form-data; name="f"; filename="notes\" ;`, `"f" "notes\\"`},
		{`form-data; name="dir\"`, `"dir\\" ""`},
		{`form-data; name="f"; filename="a\"b\"`, `"f" "a\"b\\"`},
		{`form-data; name="f"; filename="a\\"`, `"f" "a\\"`},
		{`form-data; name="f"; filename="\"`, `"f" "\\"`},
		{`form-data; name="a%20%22b"; filename="=?UTF-8?B?YQ==?="`, `"a%20%22b" "=?UTF-8?B?YQ==?="`},
		{`form-data; name=f; filename="x"; filename*=utf-8''gr%C3%BC.txt`, `"f" "grü.txt"`},
		{`form-data; name=f; filename*=UTF-8'de'a+b%2B`, `"f" "a+b+"`},
		{`form-data; name=f; filename*=iso-8859-1''gr%FC`, `"f" "grü"`},
		{`form-data; name*=utf-8''%C3%BC`, `"ü" ""`},
		{`form-data; name=""`, `"" ""`},
		{`form-data`, `no name`},
		{`form-data; filename=a`, `no name`},
		{`attachment; name=a`, `no form`},

		{``, `unreadable`},
		{`name="a"`, `unreadable`},
		{`form-data; name`, `unreadable`},
		{`form-data; ="a"`, `unreadable`},
		{`form-data; na me="a"`, `unreadable`},
		{`form-data; name="f"; name="g"`, `unreadable`},
		{`form-data; name=f; NAME=f`, `unreadable`},
		{`form-data; name="f`, `unreadable`},
		{`form-data; name="f\`, `unreadable`},
		{`form-data; name=f"g`, `unreadable`},
		{`form-data; name="f"g`, `unreadable`},
		{`form-data; name="a\"; filename="b"`, `unreadable`},
		{`form-data; name=f; filename*=utf-8'x`, `unreadable`},
		{`form-data; name=f; filename*=koi8-r''x`, `unreadable`},
		{`form-data; name=f; filename*=utf-8''%zz`, `unreadable`},
		{`form-data; name=f; filename*0=a; filename*1=b`, `unreadable`},
		{`form-data; name*0*=utf-8''a`, `unreadable`},
	} {
		got := "unreadable"
		switch d, ok := parseDisposition(row.field); {
		case !ok:
		case !d.form:
			got = "no form"
		case !d.named:
			got = "no name"
		default:
			got = fmt.Sprintf("%q %q", d.name, d.filename)
		}
		if got != row.want {
			t.Errorf("%s: %s, want %s", row.field, got, row.want)
		}
	}
	for filename, want := range map[string]string{
		"a.txt": "a.txt", "/d/e/a.txt": "a.txt", `..\a.txt`: "a.txt", `C:\d\new.txt`: "new.txt", "d/": "d", `notes\`: "notes",
		".": "", "..": "", "/": "", `\/`: "", "../..": "", "a/..": "", "...": "...", "": "", "gr\xfc\xfc": "gr\ufffd\ufffd", ".a": ".a",
	} {
		if got := baseName(filename); got != want {
			t.Errorf("%q is called %q, want %q", filename, got, want)
		}
	}
}

// FuzzForm: what is taken is what mime/multipart finds, part by part, and every part of it.
func FuzzForm(f *testing.F) {
	f.Add("--B\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"f\\\"\"; filename=\"a\\\"\r\n\r\n2\r\n--B--\r\n")
	f.Add("--B\nContent-Disposition: form-data; name=x\n\n1\n--Bc\n--B\nContent-Disposition: form-data; name=f; filename=\"/\"\n\n\n--B--")
	f.Add("x\r\n--B--\r\n--B\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := readForm([]byte(body), "B")
		if err != nil {
			if form != nil {
				t.Fatalf("%q: a form and %v", body, err)
			}
			return
		}
		taken := 0
		for _, values := range form.Value {
			taken += len(values)
		}
		for _, files := range form.File {
			taken += len(files)
		}
		parts := multipart.NewReader(strings.NewReader(body), "B")
		for ; ; taken-- {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q is taken, mime/multipart says %v", body, err)
			}
			text, err := io.ReadAll(part)
			if err != nil || !strings.Contains(describeForm(form), fmt.Sprintf("%q", text)) {
				t.Fatalf("%q: %q is not in %s, %v", body, text, describeForm(form), err)
			}
		}
		if taken != 0 {
			t.Fatalf("%q: %d parts more were taken than sent", body, taken)
		}
	})
}

// FuzzFormsOfPrograms: what mime/multipart writes comes back as it was.
func FuzzFormsOfPrograms(f *testing.F) {
	f.Add("x", "1", "f\\\"", "a\\b.txt", []byte("\r\n--"))
	f.Fuzz(func(t *testing.T, name, value, file, filename string, content []byte) {
		if strings.ContainsAny(name+file+filename, "\r\n") || !isFieldValue(name+file+filename) || filename == "" {
			return
		}
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		w.WriteField(name, value)
		if part, err := w.CreateFormFile(file, filename); err == nil {
			part.Write(content)
		}
		w.Close()
		form, err := readForm(b.Bytes(), w.Boundary())
		if err != nil {
			t.Fatalf("%q: %v", b.Bytes(), err)
		}
		if form.Value[name] == nil || form.Value[name][0] != value || len(form.File[file]) != 1 {
			t.Fatalf("%q: %s", b.Bytes(), describeForm(form))
		}
		if h := form.File[file][0]; h.Filename != baseName(filename) || h.Size != int64(len(content)) {
			t.Fatalf("%q: %q, %d bytes", b.Bytes(), h.Filename, h.Size)
		}
		if want, err := multipart.NewReader(&b, w.Boundary()).ReadForm(math.MaxInt64); err != nil || len(want.Value)+len(want.File) > 2 {
			t.Fatalf("mime/multipart: %v", err)
		}
	})
}
