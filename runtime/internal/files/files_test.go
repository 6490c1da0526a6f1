package files

import (
	"errors"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestDecide(t *testing.T) {
	const tag = `"tag"`
	asked := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	dated := Validators{tag, fileTime.Truncate(time.Second)}
	for _, row := range []struct {
		sentence string
		q        Question
		v        Validators
		want     int
	}{
		{"nothing asked", Question{}, dated, 200},
		{"changed since", Question{IfUnmodifiedSince: dayPrior}, dated, 412},
		{"not changed since", Question{IfUnmodifiedSince: fileDate}, dated, 200},
		{"no date of a change", Question{IfUnmodifiedSince: "x"}, dated, 200},
		{"changed and so sent", Question{IfModifiedSince: dayPrior}, dated, 200},
		{"not changed and so not", Question{IfModifiedSince: fileDate}, dated, 304},
		{"nor later", Question{IfModifiedSince: dayAfter}, dated, 304},
		{"no date", Question{IfModifiedSince: "x"}, dated, 200},
		{"If-Match beats a date", Question{IfMatch: tag, IfUnmodifiedSince: dayPrior}, dated, 200},
		{"If-None-Match too", Question{IfNoneMatch: `"x"`, IfModifiedSince: dayAfter}, dated, 200},
		{"what holds is followed by what is not changed", Question{IfUnmodifiedSince: fileDate, IfModifiedSince: fileDate}, dated, 304},
		{"no tag, but another", Question{IfMatch: `"x"`}, dated, 412},
		{"the second of a list", Question{IfNoneMatch: `"x" ,	"tag"`}, dated, 304},
		{"a file without validators", Question{IfNoneMatch: tag, IfModifiedSince: dayAfter}, Validators{}, 200},
		{"has no date to be newer than", Question{IfUnmodifiedSince: dayPrior}, Validators{}, 200},
		{"nor one to be older than", Question{IfModifiedSince: dayAfter}, Validators{ETag: tag}, 200},
		{"nor one of a range", Question{Range: "bytes=0-1", IfRange: fileDate}, Validators{ETag: tag}, 200},
		{"not even the zero time", Question{Range: "bytes=0-1", IfRange: zeroDate, Now: asked}, Validators{ETag: tag}, 200},
		{"nor a tag of a range", Question{Range: "bytes=0-1", IfRange: tag}, Validators{Modified: dated.Modified}, 200},
		{"but it is there", Question{IfMatch: "*"}, Validators{}, 200},
		{"and so not none", Question{IfNoneMatch: " *\t"}, Validators{}, 304},
		{"no tag is not an empty one", Question{IfNoneMatch: `""`}, Validators{}, 200},
		{"an empty one is one", Question{IfNoneMatch: `W/""`}, Validators{ETag: `""`}, 304},
		{"a weak tag matches weakly", Question{IfNoneMatch: tag}, Validators{ETag: `W/"tag"`}, 304},
		{"and never strongly", Question{IfMatch: `W/"tag"`}, Validators{ETag: `W/"tag"`}, 412},
		{"nor for a range", Question{Range: "bytes=0-1", IfRange: `W/"tag"`}, Validators{ETag: `W/"tag"`}, 200},
		{"a tag that is cut off", Question{IfMatch: `"tag`}, dated, 412},
		{"W/ and nothing", Question{IfMatch: `W/`}, dated, 412},
		{"a tag of every byte that one may have", Question{IfMatch: "\"!~\x80\xff\""}, Validators{ETag: "\"!~\x80\xff\""}, 200},
		{"none with a space", Question{IfMatch: `"a b", "tag"`}, dated, 412},
		{"none with DEL", Question{IfMatch: "\"a\x7f\", \"tag\""}, dated, 412},
		{"tags without commas", Question{IfMatch: `"a""tag"`}, dated, 200},
		{"a tag without its first quote, and nothing behind it", Question{IfMatch: `x", "tag"`}, dated, 412},
		{"a range is for GET alone", Question{Range: "bytes=0-1", Head: true}, dated, 200},
		{"a range that is outside", Question{Range: "bytes=10-"}, dated, 416},
		{"conditions come before it", Question{Range: "bytes=10-", IfNoneMatch: tag}, dated, 304},
		{"If-Range too", Question{Range: "bytes=10-", IfRange: `"x"`}, dated, 200},
		{"the tag of a range", Question{Range: "bytes=0-1", IfRange: tag}, dated, 206},
		{"and something behind it", Question{Range: "bytes=0-1", IfRange: tag + ` "x"`}, dated, 200},
		{"another date", Question{Range: "bytes=0-1", IfRange: dayPrior, Now: asked}, dated, 200},
		{"no date of a range", Question{Range: "bytes=0-1", IfRange: "x", Now: asked}, dated, 200},
		{"a date of a range, a second after the change", Question{Range: "bytes=0-1", IfRange: fileDate, Now: asked}, dated, 206},
		{"within it", Question{Range: "bytes=0-1", IfRange: fileDate, Now: asked.Add(-1)}, dated, 200},
		{"at it", Question{Range: "bytes=0-1", IfRange: fileDate, Now: dated.Modified}, dated, 200},
		{"the old forms of a date", Question{IfModifiedSince: "Friday, 02-Jan-26 03:04:05 GMT"}, dated, 304},
		{"both", Question{IfModifiedSince: "Fri Jan  2 03:04:05 2026"}, dated, 304},
	} {
		d := Decide(&row.q, &File{row.v, 10, true})
		if d.Status != row.want || (len(d.Ranges) > 0) != (row.want == 206) {
			t.Errorf("%s: %+v of %+v is %+v, want %d", row.sentence, row.q, row.v, d, row.want)
		}
	}
	q := Question{Range: "bytes=0-1"}
	if d := Decide(&q, &File{dated, 10, false}); d.Status != 200 {
		t.Errorf("a file that cannot seek: %+v", d)
	}
}

func TestRangesAtTheirLimits(t *testing.T) {
	for _, row := range []struct {
		sentence, spec string
		size           int64
		want           int
	}{
		{"as many as there may be", "bytes=" + every(256), 1000, 206},
		{"one more", "bytes=" + every(257), 1000, 200},
		{"no unit", "0-1", 1000, 200},
		{"another", "items=0-1", 1000, 200},
		{"backwards", "bytes=2-1", 1000, 200},
		{"no dash", "bytes=1", 1000, 200},
		{"no number", "bytes=-", 1000, 200},
		{"no last number", "bytes=1-x", 1000, 200},
		{"no first number", "bytes=x-1", 1000, 200},
		{"those outside count too", "bytes=0-0," + strings.Repeat("5000-,", MaxRanges), 1000, 200},
		{"empty elements do not", "bytes=" + strings.Repeat(",", MaxRanges+1) + "0-0", 1000, 206},
		{"the last byte", "bytes=999-", 1000, 206},
		{"behind it", "bytes=1000-", 1000, 416},
		{"side by side", "bytes=0-4,5-9", 1000, 206},
		{"one byte in common", "bytes=0-5,5-9", 1000, 200},
		{"the same byte", "bytes=5-5,5-5", 1000, 200},
		{"side by side, the last ones first", "bytes=5-9,0-4", 1000, 206},
		{"an empty file", "bytes=0-", 0, 200},
		{"one byte", "bytes=-1", 1, 206},
		{"as large as a number can be", "bytes=9223372036854775806-9223372036854775807", math.MaxInt64, 206},
		{"and larger", "bytes=9223372036854775808-", math.MaxInt64, 416},
		{"to as large a byte", "bytes=0-9223372036854775808", 1000, 206},
		{"as many of the last", "bytes=-9223372036854775808", 1000, 206},
		{"what is too large is a number all the same", "bytes=0-9223372036854775808x", 1000, 200},
		{"digits and what comes behind and before them", "bytes=/-:", 1000, 200},
		{"a colon", "bytes=1-:", 1000, 200},
	} {
		ranges, status := ParseRanges(row.spec, row.size)
		if status != row.want || (len(ranges) > 0) != (status == 206) {
			t.Errorf("%s: %q of %d is %d, %d ranges, want %d", row.sentence, row.spec, row.size, status, len(ranges), row.want)
		}
	}
}

func TestRangesAreThesePieces(t *testing.T) {
	for spec, want := range map[string]string{
		"0-0": "bytes 0-0/1000", "10-19": "bytes 10-19/1000", "999-": "bytes 999-999/1000", "990-5000": "bytes 990-999/1000",
		"-1": "bytes 999-999/1000", "-1000": "bytes 0-999/1000", "-1001": "bytes 0-999/1000",
	} {
		ranges, status := ParseRanges("bytes="+spec, 1000)
		if status != Partial || len(ranges) != 1 || ranges[0].ContentRange(1000) != want {
			t.Errorf("%s: %d %v, want %s", spec, status, ranges, want)
		}
	}
	if got := NoContentRange(1234); got != "bytes */1234" {
		t.Errorf("NoContentRange: %s", got)
	}
}

// every lists n ranges of one byte.
func every(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(Range{int64(2 * i), 1}.ContentRange(0)[len("bytes "):])
		b.WriteString(",")
	}
	return strings.ReplaceAll(b.String(), "/0", "")
}

func TestMultipart(t *testing.T) {
	const content = "0123456789"
	ranges := []Range{{0, 2}, {4, 1}, {8, 2}}
	m := MakeMultipart(ranges, int64(len(content)), "text/x", "bound")
	var b strings.Builder
	for i, r := range ranges {
		b.WriteString(m.Heads[i] + content[r.Offset:r.Offset+r.Length])
	}
	b.WriteString(m.Tail)
	if body := b.String(); int64(len(body)) != m.Length || !strings.HasPrefix(body, "\r\n--bound\r\n") {
		t.Errorf("%d bytes, said to be %d: %q", len(body), m.Length, body)
	}
	parts := multipart.NewReader(strings.NewReader(b.String()), "bound")
	for _, want := range []string{"bytes 0-1/10 01", "bytes 4-4/10 4", "bytes 8-9/10 89"} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(part)
		if got := part.Header.Get("Content-Range") + " " + string(body); got != want || part.Header.Get("Content-Type") != "text/x" {
			t.Errorf("a part is %q %v, want %q", got, part.Header, want)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("behind the last part: %v", err)
	}
}

func TestLastModified(t *testing.T) {
	date := time.Date(2026, 6, 1, 12, 0, 5, 0, time.UTC)
	for _, row := range []struct {
		sentence       string
		modified, want time.Time
	}{
		{"whole seconds", date.Add(-1500 * time.Millisecond), date.Add(-2 * time.Second)},
		{"this second", date.Add(999), date},
		{"a time to come is now", date.Add(time.Hour), date},
		{"none", time.Time{}, time.Time{}},
		{"0", time.Unix(0, 0), time.Time{}},
		{"1", time.Unix(1, 999_999_999), time.Time{}},
		{"2 is one", time.Unix(2, 0), time.Unix(2, 0)},
		{"before all", time.Unix(-5, 0), time.Time{}},
	} {
		for _, asked := range []time.Time{date, date.Add(999 * time.Millisecond)} {
			if got := LastModified(row.modified, asked); !got.Equal(row.want) {
				t.Errorf("%s: %v at %v is %v, want %v", row.sentence, row.modified, asked, got, row.want)
			}
		}
	}
	for _, text := range []string{fileDate, "Friday, 02-Jan-26 03:04:05 GMT", "Fri Jan  2 03:04:05 2026", "", "x", "Fri, 2 Jan 2026 03:04:05 GMT"} {
		got, ok := ParseDate(text)
		want, err := http.ParseTime(text)
		if ok != (err == nil) || !got.Equal(want) {
			t.Errorf("%q is %v %v, net/http says %v %v", text, got, ok, want, err)
		}
	}
	if got := FormatDate(fileTime.In(time.FixedZone("", 3600))); got != fileDate {
		t.Errorf("FormatDate: %q", got)
	}
}

func TestTags(t *testing.T) {
	one := State{Size: 10, Modified: fileTime, Inode: 7, Changed: fileTime}
	seen := map[string]State{}
	for _, s := range []State{
		one, {11, fileTime, 7, fileTime}, {10, fileTime.Add(1), 7, fileTime}, {10, fileTime.Add(time.Second), 7, fileTime},
		{10, fileTime, 8, fileTime}, {10, fileTime, 7, fileTime.Add(1)}, {10, fileTime, 7, fileTime.Add(time.Second)},
		{10, time.Unix(1, 0), 7, fileTime}, {10, time.Unix(0, 0), 7, fileTime}, {10, fileTime, 0, time.Time{}}, {7, fileTime, 10, fileTime},
	} {
		tag := s.Tag()
		if _, rest, ok := cutTag(tag); !ok || rest != "" || tag[0] != '"' {
			t.Errorf("%+v: %q is no strong tag", s, tag)
		}
		if other, twice := seen[tag]; twice {
			t.Errorf("%+v and %+v are %s", s, other, tag)
		}
		seen[tag] = s
	}
	if again := (&State{10, fileTime.In(time.FixedZone("", 60)), 7, fileTime}).Tag(); again != one.Tag() {
		t.Error("a tag depends on more than the state")
	}
	for _, s := range []State{{Size: 1}, {1, time.Unix(1, 5), 7, time.Unix(0, 0)}, {1, time.Unix(0, 0), 7, time.Time{}}} {
		if tag := s.Tag(); tag != "" {
			t.Errorf("%+v has no time and the tag %s", s, tag)
		}
	}
	a, errA := ContentTag(strings.NewReader("a"))
	b, errB := ContentTag(strings.NewReader("b"))
	if a == b || len(a) != 34 || errA != nil || errB != nil {
		t.Errorf("%q %q %v %v", a, b, errA, errB)
	}
	if tag, err := ContentTag(fstestBroken{}); tag != "" || err == nil {
		t.Errorf("of what cannot be read: %q %v", tag, err)
	}
	if got := CodingTag(a, "br"); got != a[:33]+`-br"` || CodingTag("", "br") != "" {
		t.Errorf("CodingTag: %q", got)
	}
	// A tag stays what it is: with another one every copy that a client has is of no use.
	if got := one.Tag(); got != `"53a621a67187c63479f92b2eb010e4f7"` {
		t.Errorf("the tag of %+v has become %s", one, got)
	}
}

type fstestBroken struct{}

func (fstestBroken) Read([]byte) (int, error) { return 0, errors.New("broken") }

func TestNames(t *testing.T) {
	for rest, want := range map[string]string{
		"": ".", "/": "index.html", "/a": "a", "/a/": "a/index.html", "/.well-known/x": ".well-known/x", "/a.b/..c": "", "/..c": "",
		"/a//b": "", "//": "", "//a": "", "/.": "", "/a/.b": "", "/a\\b": "", "/a\x00b": "", "/.well-known": ".well-known", "/.well-knownx": "",
	} {
		name, ok := Name(rest)
		if name != want || ok != (want != "") {
			t.Errorf("Name(%q) = %q %v, want %q", rest, name, ok, want)
		}
	}
	for rest, want := range map[string]bool{"": true, "/": true, "/a/b": true, "/a.b": true, "/a\x00b": true, "/.a": false, "/a/.b": false} {
		if HasPage(rest) != want {
			t.Errorf("HasPage(%q) is not %v", rest, want)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{"", "/", "/a/../b", "/..%2f", "/.well-known/x", "/a\x00b", `/a\b`, "//etc/passwd", "/a/", "/...", "/. /x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		name, ok := Name(rest)
		if !ok {
			return
		}
		clean := strings.ToValidUTF8(name, "?")
		files := fstest.MapFS{clean: {}}
		if _, err := files.Open(clean); err != nil || strings.ContainsAny(name, "\\\x00") {
			t.Fatalf("%q is the file %q: %v", rest, name, err)
		}
	})
}

func TestCodings(t *testing.T) {
	for _, row := range []struct {
		sentence, accept string
		br, gzip         bool
		want             int
	}{
		{"the better of two", "gzip, br", true, true, 0},
		{"what there is", "gzip, br", false, true, 1},
		{"nothing there", "gzip, br", false, false, -1},
		{"by weight", "br;q=0.5, gzip;q=0.501", true, true, 1},
		{"at equal weight the better", "br;q=0.5, gzip;q=0.5", true, true, 0},
		{"at equal weight not the file", "gzip;q=0.5, identity;q=0.5", true, true, 1},
		{"the file where it is liked better", "gzip;q=0.5, identity;q=0.501", true, true, -1},
		{"not at weight 0", "br;q=0", true, false, -1},
		{"nor with the file refused", "br;q=0, identity;q=0", true, false, -1},
		{"a little is enough", "br;q=0.001", true, false, 0},
		{"a little less than the file is not", "br;q=0.001, identity;q=0.002", true, false, -1},
		{"a little is more than a file that is not named", "br;q=0.001, *", true, false, 0},
		{"any", "*", true, true, 0},
		{"any at no weight", "*;q=0", true, true, -1},
		{"any other", "br;q=0, *;q=0.1", true, true, 1},
		{"what is named beats any", "*, gzip;q=0", false, true, -1},
		{"the old name of gzip", "x-gzip", true, true, 1},
		{"is none of br", "x-gzip", true, false, -1},
		{"nothing", "", true, true, -1},
		{"1 is what no weight is", "identity, br;q=1", true, true, 0},
		{"and no less", "identity, br;q=0.999", true, true, -1},
		{"one digit", "br;q=1", true, true, 0},
		{"a letter and no weight", "br;q", true, true, -1},
		{"no digit", "br;q=", true, true, -1},
		{"a dot and nothing", "br;q=1.", true, true, 0},
		{"a dot alone", "br;q=.5", true, true, -1},
		{"no digit behind the dot", "br;q=0.x", true, true, -1},
		{"two digits before it", "br;q=01", true, true, -1},
		{"above 1", "br;q=1.001", true, true, -1},
		{"2", "br;q=2", true, true, -1},
		{"four digits", "br;q=0.1234", true, true, -1},
		{"three", "br;q=0.123", true, true, 0},
		{"another parameter", "br;w=1", true, true, -1},
		{"in capitals and with space", "\tBR\t; \tQ=1.000", true, true, 0},
	} {
		if got := ChooseCoding(row.accept, [...]bool{row.br, row.gzip}); got != row.want {
			t.Errorf("%s: %q is %d, want %d", row.sentence, row.accept, got, row.want)
		}
	}
	for i, want := range []string{"br .br", "gzip .gz"} {
		if got := Codings[i].Name + " " + Codings[i].Suffix; got != want {
			t.Errorf("coding %d and the end of its files: %s, want %s", i, got, want)
		}
	}
}

func TestAcceptsHTML(t *testing.T) {
	for field, want := range map[string]bool{
		"text/html": true, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": true, "a/b, TEXT/HTML ;level=1;q=0.1": true,
		"text/*": true, "text/*;q=0": false, "text/*, text/html;q=0": false, "text/html;q=0, text/*": false, "text/html;q=0.000": false,
		"": false, "*/*": false, "application/json": false, "text/htmlx": false, "text/html;q": true, "text/html;level=q=0": true, "text/html; q=0": false,
		"text/html;q=0.001": true, "text/html;q=x": false, "text/html;q=": false,
	} {
		if AcceptsHTML(field) != want {
			t.Errorf("%q: %v", field, !want)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	for _, row := range []struct{ name, charset, want string }{
		{"a.txt", "", "text/plain; charset=utf-8"}, {"a.css", "", "text/css; charset=utf-8"}, {"a.js", "", "text/javascript; charset=utf-8"},
		{"a.csv", "", "text/csv; charset=utf-8"}, {"a.md", "", "text/markdown; charset=utf-8"}, {"a.html", "", "text/html"}, {"a.HTM", "", "text/html"},
		{"a.xml", "", "text/xml"}, {"a.svg", "", "image/svg+xml"}, {"a.xhtml", "", "application/xhtml+xml"}, {"a.png", "", "image/png"},
		{"a.html", "utf-8", "text/html; charset=utf-8"}, {"a.svg", "utf-8", "image/svg+xml; charset=utf-8"}, {"a.xml", "utf-8", "text/xml; charset=utf-8"},
		{"a.txt", "iso-8859-1", "text/plain; charset=iso-8859-1"}, {"a.png", "utf-8", "image/png"}, {"a.json", "utf-8", "application/json"},
		{"a.wasm", "utf-8", "application/wasm"}, {"noext", "utf-8", "application/octet-stream"}, {"a.no-such-ext", "", "application/octet-stream"},
		{"dir.txt/a", "", "application/octet-stream"}, {"a.xsl-own", "", "application/xml"}, {"a.shtml-own", "", "text/html"}, {"a.own", "", "text/own; charset=utf-8"},
		{"a.xml-own", "", "text/xml"}, {"a.toml", "", "application/toml"},
	} {
		if got := MediaType(row.name, row.charset); got != row.want {
			t.Errorf("%s with %q: %q, want %q", row.name, row.charset, got, row.want)
		}
	}
	for name, want := range map[string]bool{"utf-8": true, "ISO_8859-1:1987": false, "": false, "a b": false, "a\r\n": false, "aAzZ09!~": true, "{": false, "a@": false, "a[": false, "a`": true, "a/": false} {
		if IsCharset(name) != want {
			t.Errorf("IsCharset(%q) is not %v", name, want)
		}
	}
}
