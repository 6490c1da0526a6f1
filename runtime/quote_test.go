package runtime

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// How much of what was sent is repeated is tested here.

func TestShortened(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, row := range []struct{ text, want string }{
		{"", ""}, {long[:100], long[:100]}, {long[:101], long[:100] + "…"},
		{long[:99] + "é", long[:99] + "…"}, {long[:98] + "éé", long[:98] + "é…"},
		{long[:97] + "😀x", long[:97] + "…"}, {long[:96] + "😀x", long[:96] + "😀…"},
		{strings.Repeat("\x80", 101), "…"},
	} {
		if got := shortened(row.text); got != row.want {
			t.Errorf("%.120q is %q, want %q", row.text, got, row.want)
		}
	}
	for _, row := range []struct{ text, want string }{
		{`short "text"`, `short "text"`},
		{`parsing time "` + long + `" as "2006": cannot parse "` + long + `"`, `parsing time "` + long[:100] + `…" as "2006": cannot parse "` + long[:100] + `…"`},
		{`bad "` + long, `bad "` + long[:100] + "…"},
		{`bad "` + long[:150] + `\"` + long[:150] + `" end`, `bad "` + long[:100] + `…" end`},
		{long, long[:500] + "…"},
		{strings.Repeat(`"a"`, 1000), strings.Repeat(`"a"`, 166) + `"a…`},
	} {
		if got := foreignText(row.text); got != row.want {
			t.Errorf("%.200q\ngot  %q\nwant %q", row.text, got, row.want)
		}
	}
}

func FuzzForeignText(f *testing.F) {
	f.Add(`a "b\"` + strings.Repeat("é", 100) + `" c`)
	f.Fuzz(func(t *testing.T, text string) {
		got := foreignText(text)
		if len(got) > maxForeign+len("…") || utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q is %q", text, got)
		}
	})
}

// A megabyte that is wrong is neither sent back nor logged.
func TestMessagesQuoteLittleOfWhatWasSent(t *testing.T) {
	type all struct {
		N  int            `json:"n"`
		T  time.Time      `json:"t"`
		M  map[int]int    `json:"m"`
		MM map[string]int `json:"mm"`
		U  UUID           `json:"u"`
		S  int            `json:"s,string"`
		A  any            `json:"a"`
		J  json.Number    `json:"j"`
	}
	const size = 1 << 20
	digits, letters, accents := strings.Repeat("1", size), strings.Repeat("x", size), strings.Repeat("é", size/2)
	s := handwritten(
		decodeLeaf("/json", DecodeJSON[all]), decodeLeaf("/form", DecodeForm), decodeLeaf("/multipart", DecodeMultipart), decodeLeaf("/text", DecodeText),
		handlerLeaf("POST", "/header", func(req Request) (Response, error) {
			b, err := req.Body()
			return Text("").WithHeader("X", string(b)+"\n"), err
		}),
		handlerLeaf("POST", "/name", func(req Request) (Response, error) {
			b, err := req.Body()
			return Text("").WithHeader(string(b)+" ", ""), err
		}),
		handlerLeaf("POST", "/type", func(req Request) (Response, error) { b, err := req.Body(); return Bytes(nil, string(b)+"\n"), err }),
		handlerLeaf("POST", "/echo", func(req Request) (Response, error) { b, err := req.Body(); return JSON(json.Number(b)), err }),
	)
	const multi = "POST /multipart\nContent-Type: multipart/form-data; boundary=B\n\n"
	for _, request := range []string{
		`/json {"n": ` + digits + `}`, `/json {"n": 1e` + digits + `}`, `/json {"a": 1e` + digits + `}`, `/json {"n": "` + letters + `"}`,
		`/json {"t": "` + letters + `"}`, `/json {"t": "` + accents + `"}`, `/json {"t": ` + digits + `}`, `/json {"m": {"` + letters + `": 1}}`,
		`/json {"m": {"` + digits + `": 1}}`, `/json {"mm": {"` + letters + `": "x"}}`, `/json {"u": "` + letters + `"}`, `/json {"s": "` + letters + `"}`,
		`/json {"s": ` + digits + `}`, `/json {"j": "` + letters + `"}`, `/json ` + letters, `/json "` + letters, `/json "\u` + letters + `"`, `/json t` + letters,
		`/json [` + digits + letters, `/text ` + letters + "\xff",
		`/header ` + letters, `/name ` + letters, `/type ` + accents, `/echo ` + letters,
		multi + letters,
		multi + "--B\r\n" + letters + "\r\n\r\nx\r\n--B--\r\n",
		multi + "--B\r\nContent-Disposition: form-data; name=" + letters + "\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--B--\r\n",
		multi + "--B\r\nContent-Disposition: form-data; name=x\r\nContent-Transfer-Encoding: " + letters + "\r\n\r\nx\r\n--B--\r\n",
		multi + "--B\r\nContent-Disposition: form-data; x=" + letters + "\r\n\r\nx\r\n--B--\r\n",
		multi + "--B\r\nContent-Disposition: form-data; name=x\r\n\r\n" + letters + "\r\n--B" + letters,
	} {
		if !strings.HasPrefix(request, "POST") {
			request = "POST " + strings.Replace(request, " ", "\n\n", 1)
		}
		d := talkTo(t, s, MaxBodySize(-1))
		d.app.settings.accessLog = textLogger(d.logs)
		resp := d.ask(request)
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode < 400 {
			t.Errorf("%.60q: %d %.100q %v", request, resp.StatusCode, body, err)
		}
		if !utf8.Valid(body) || len(body) > 1000 || d.logs.Len() > 3000 {
			t.Errorf("%.60q: an answer of %d bytes, a log of %d: %.600q\n%.600q", request, len(body), d.logs.Len(), body, d.logs)
		}
	}
}

// What an error was, is still to be found in what its text is cut of.
func TestErrorsThatAreCutStayWhatTheyWere(t *testing.T) {
	var v struct{ T time.Time }
	err := decodeJSON([]byte(`{"T": "`+strings.Repeat("x", 1000)+`"}`), &v)
	var parse *time.ParseError
	if !errors.As(err, &parse) || len(parse.Value) < 1000 || len(err.Error()) > 1200 {
		t.Errorf("%d bytes: %.200s, %v", len(err.Error()), err, parse != nil)
	}
	if got := fmt.Sprint(short(nil)); got != "<nil>" {
		t.Errorf("no error is %s", got)
	}
}
