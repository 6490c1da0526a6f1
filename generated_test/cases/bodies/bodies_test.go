package bodies

import (
	"strings"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

const (
	asJSON  = "\nContent-Type: application/json\n\n"
	asForm  = "\nContent-Type: application/x-www-form-urlencoded\n\n"
	asText  = "\nContent-Type: text/plain\n\n"
	asParts = "\nContent-Type: multipart/form-data; boundary=B\n\n"
)

// Parts of a multipart body: a value and a file.
const (
	value = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
	file  = "--B\r\nContent-Disposition: form-data; name=f; filename=n.txt\r\n\r\nhi\r\n"
)

func TestBodies(t *testing.T) {
	dialogue.Run(t, func() *runtime.App { return New(Server{}) }, []dialogue.Line{
		{"POST /json" + asJSON + `{"name": "cup", "n": 2}`, `200 {"name":"cup","n":2}`},
		{"POST /json" + asJSON + `{"name": 3}`, "400 ~name"},
		{"POST /json" + asJSON + `{"name": "cup"`, "400"},
		{"POST /json" + asJSON + `{"name": "cup"} {}`, "400"},
		{"POST /json" + asText + `{"name": "cup"}`, "415"},
		{"POST /json\nContent-Type: application/problem+json\n\n{}", `200 {"name":"","n":0}`},
		{"POST /json", "400"},
		{"POST /list" + asJSON + `[{}, {}]`, "200 2"},
		{"POST /json" + asJSON + `{"n": -1}`, `422 {"error": "n is -1, at least 0 is wanted", "errors": [` +
			`{"in": "body", "at": "", "rule": "valid", "message": "n is -1, at least 0 is wanted"}]}`},
		{"POST /list" + asJSON + `[{}, {"n": -1}, {"n": -2}]`, "422 ~/1: n is -1, at least 0 is wanted (and 1 more fault)"},
		{"POST /form" + asForm + "a=1&a=2%20+3", "200 [1 2  3]"},
		{"POST /form" + asForm + "a=%zz&b=1;2", "200 [%zz]"},
		{"POST /form" + asJSON + "{}", "415"},
		{"POST /text" + asText + "héllo", "200 héllo"},
		{"POST /text", "200"},
		{"POST /bytes\n\n\x00\xff", "200 \x00\xff"},
		{"POST /lent\nContent-Type: no type\n\n\x00\xff", "200 \x00\xff"},
		{"POST /lent", "200"},
		{"POST /lent-or-not" + asText + "four", "200 text 4"},
		{"POST /lent-or-not\nContent-Type: image/png\n\nfive5", "200 image 5"},
		{"POST /none\n\nanything", "200 anything"},
		{"POST /small" + asText + "1234", "200 1234"},
		{"POST /small" + asText + "12345", "413"},
		{"POST /multipart" + asParts + value + file + "--B--\r\n", "200 [1] n.txt=hi"},
		{"POST /multipart" + asParts + "--B--\r\n", "200 []"},
		{"POST /multipart" + asParts + value, "400 ~the body ends inside part 1"},
		{"POST /multipart" + asParts, "400 ~body is empty"},
		{"POST /multipart" + asParts + strings.Repeat(value, 1001) + "--B--\r\n", "413"},
		{"POST /multipart\nContent-Type: multipart/form-data\n\n--B--\r\n", "400 ~boundary"},
		{"POST /multipart" + asForm + "a=1", "415"},
		{"POST /multipart", "400 ~body is empty"},
		{"POST /stream\n\nany type", "200 8"},
		{"POST /stream", "200 0"},
		{"POST /unread\n\nlittle", "200 unread"},
		{"PUT /7/a%20b" + asJSON + `{"n": 8}`, "200 7 a b 8"},
	})
}

// TestLimitOfTheApp sends a body that is larger than an option allows.
func TestLimitOfTheApp(t *testing.T) {
	app := func() *runtime.App { return New(Server{}, runtime.MaxBodySize(100)) }
	dialogue.Run(t, app, []dialogue.Line{
		{"POST /text" + asText + strings.Repeat("x", 100), "200"},
		{"POST /text" + asText + strings.Repeat("x", 101), "413"},
		{"POST /stream" + asText + strings.Repeat("x", 100), "200 100"},
		{"POST /stream" + asText + strings.Repeat("x", 101), "413"},
		{"POST /unread" + asText + strings.Repeat("x", 101), "413"},
		{"POST /multipart" + asParts + strings.Repeat("x", 101), "413"},
		{"POST /large" + asText + strings.Repeat("x", 101), "200 101"},
	})
}
