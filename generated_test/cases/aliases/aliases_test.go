package aliases

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func service() *runtime.App { return New(Server{}) }

const (
	asJSON = "\nContent-Type: application/json\n\n"
	least  = `"home":"https://a.example/","homes":[],"tag":"t","tags":["a"],"box":null`
	usual  = `,"when":"2026-01-02T03:04:05Z","order":"down"`
	all    = "POST /all" + asJSON + `{` + least
)

// Names are read and written as what they stand for.
func TestNames(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{all + `}`, `200 {"home":"https://a.example/","homes":[],"tag":"t","tags":["a"],"box":null` + usual + `}`},
		{all + `,"maybe":null,"code":"c","shape":[1],"when":"2026-01-02T03:04:05+01:00","order":"up"}`,
			`200 {"home":"https://a.example/","homes":[],"maybe":null,"tag":"t","tags":["a"],"code":"c","shape":[1],` +
				`"box":null,"when":"2026-01-02T03:04:05+01:00","order":"up"}`},
		{"POST /all" + asJSON + `{"home":"https://a.example/","homes":[],"tag":"bad","tags":[],"box":{"n":5}}`,
			`422 ~/tag: \"bad\" is no tag`},
		{all + `,"order":"left"}`, `422 ~/order: \"left\" is none of up, down`},
		{"POST /home" + asJSON + `"https://b.example/"`, `200 "https://b.example/"`},
		{"POST /home" + asJSON + `5`, `422 ~a number, a string is wanted`},
		{"POST /either" + asJSON + `{"kind":"fork","a":{"kind":"leaf","n":1},"b":[{"kind":"leaf","n":2}],"c":null}`,
			`200 [{"kind":"fork","a":{"kind":"leaf","n":1},"b":[{"kind":"leaf","n":2}],"c":null}]`},
		{"POST /child" + asJSON + `{"n":1,"up":{"n":2}}`, `200 {"up":{"n":2}}`},
		{"GET /query", `200  | Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT`},
		{"GET /query?home=https://a.example/&tag=t&codes=a&codes=b&when=2026-01-02T05:04:05Z&day=2026-01-03&every=5s&order=up",
			`200 home=https%3A%2F%2Fa.example%2F&tag=t&codes=a&codes=b&when=2026-01-02T05%3A04%3A05Z&day=2026-01-03&every=5s&order=up`},
		{"GET /query?when=2026-01-02T04:04:05%2B01:00", `200  | Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT`},
		{"GET /query\nX-Code: c\n\n", `200 | X-Code: c`},
	})
}

// Members of unions may be names for records.
func TestNamesInUnions(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /told" + asJSON + `{"n":1,"side":"port"}`, `200 {"side":"port","n":1}`},
		{"POST /told" + asJSON + `{"side":"left","n":1}`, `200 {"side":"left","n":1}`},
		{"POST /told" + asJSON + `{"side":"right","m":1}`, `200 {"side":"right","m":1}`},
		{"POST /told" + asJSON + `{"side":"right","n":1}`, `422 ~/n is not known`},
		{"POST /guessed" + asJSON + `{"n":1}`, `200 {"n":1}`},
		{"POST /guessed" + asJSON + `{"m":1}`, `200 {"m":2}`},
		{"POST /guessed" + asJSON + `{}`, `422 ~is none of Harbour, Starboard`},
	})
}

// What may be null may have a default, too: for what is absent.
func TestDefaultsOfWhatMayBeNull(t *testing.T) {
	dialogue.Run(t, service, []dialogue.Line{
		{"POST /usual" + asJSON + `{}`, `200 {"a":"x","b":3,"c":"up","d":"y","e":"2026-01-02T03:04:05Z"}`},
		{"POST /usual" + asJSON + `{"a":null,"b":4,"c":null,"d":"z","e":null}`, `200 {"a":null,"b":4,"c":null,"d":"z","e":null}`},
	})
}

// Elements are equal by what they say: URLs, which are pointers, times of other zones, bytes.
func TestUnique(t *testing.T) {
	const twice = ` ~has an element twice`
	dialogue.Run(t, service, []dialogue.Line{
		{all + `,"times":["2026-01-02T03:04:05Z",null,"2026-01-02T04:04:05Z"]}`, `200`},
		{all + `,"times":["2026-01-02T03:04:05Z","2026-01-02T04:04:05+01:00"]}`, `422` + twice},
		{all + `,"times":["2026-01-02T03:04:05+02:00","2026-01-02T03:04:05+02:00"]}`, `422` + twice},
		{all + `,"times":[null,null]}`, `422` + twice},
		{all + `,"blobs":["aGk=","aGo="]}`, `200`},
		{all + `,"blobs":["aGk=","aGk="]}`, `422` + twice},
		{all + `,"urls":["http://a/",null,"http://b/"]}`, `200`},
		{all + `,"urls":["http://a/",null,"http://a/"]}`, `422` + twice},
		{"GET /query?homes=http://a/&homes=http://b/", `200`},
		{"GET /query?homes=http://a/&homes=http://a/", `400` + twice},
		{"GET /query?times=2026-01-02T03:04:05Z&times=2026-01-02T03:04:05z", `400` + twice},
		{"GET /query?blobs=aGk=&blobs=aGk=", `400` + twice},
	})
}
