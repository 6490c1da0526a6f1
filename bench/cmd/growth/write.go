package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"example.com/httpgen/generated_test/sets"
)

// What is written for a set lives here.

// write writes the manifest, handlers of nothing, what asks the dispatcher, and a program.
func write(shape sets.Shape, n int) error {
	set, err := shape.Growth(n)
	if err != nil {
		return err
	}
	set.Name = "growth"
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "run"), 0o755); err != nil {
		return err
	}
	hits, misses := shape.Paths(n)
	var ask bytes.Buffer
	if err := asking.Execute(&ask, map[string]any{"Routes": set.Names, "Params": params(set),
		"Nonce": time.Now().UnixNano()}); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"routes.yaml": set.Manifest(),
		"ask.go":      ask.String(),
		"run/main.go": program,
		"run/hits":    strings.Join(hits, "\n"),
		"run/misses":  strings.Join(misses, "\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// params are the parameters of handlers, after the request.
func params(set sets.Set) (list []string) {
	for _, r := range set.Routes {
		var b strings.Builder
		for _, part := range strings.Split(r.Pattern, "<")[1:] {
			conv, _, _ := strings.Cut(part, ">")
			typ := "string"
			switch {
			case strings.HasPrefix(conv, "int:"):
				typ = "int"
			case strings.HasPrefix(conv, "any("):
				typ = conv[strings.LastIndex(conv, ":")+1:]
				typ = strings.ToUpper(typ[:1]) + typ[1:]
			}
			fmt.Fprintf(&b, ", _ %s", typ)
		}
		list = append(list, b.String())
	}
	return list
}

// asking has a nonce, so that each package is new to the compiler's cache.
var asking = template.Must(template.New("ask.go").Parse(`// Made by cmd/growth. DO NOT EDIT.

package growth

import "example.com/httpgen/runtime"

const nonce = {{.Nonce}}

type handlers struct{}
{{$params := .Params}}
{{- range $i, $name := .Routes}}
func (*handlers) {{$name}}(_ runtime.Request{{index $params $i}}) (runtime.Response, error) {
	return runtime.Response{}, nil
}
{{end}}
// Asker asks the dispatcher what a connection would.
type Asker struct {
	dispatcher *httpgenDispatcher
	probe      *runtime.Exchange
}

// NewAsker makes one.
func NewAsker() *Asker {
	return &Asker{httpgenVerbatim(&handlers{}), runtime.NewProbe()}
}

// Ask says whether a route answers.
func (a *Asker) Ask(path string) bool {
	a.probe.Ask(runtime.GET)
	_, _ = a.dispatcher.dispatch(a.probe, path)
	return a.probe.Entered != 0
}
`))

// program asks paths in a shuffled sequence that no branch predictor learns, for as long as its
// argument says, and prints the nanoseconds for a hit and for a miss.
const program = `// Made by cmd/growth. DO NOT EDIT.

package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"time"

	"example.com/httpgen/bench/generated/growth"
	"example.com/httpgen/bench/raw"
)

//go:embed hits
var hits string

//go:embed misses
var misses string

func main() {
	runtime.LockOSThread() // for raw.ThreadTime
	length, err := time.ParseDuration(os.Args[1])
	if err != nil {
		panic(err)
	}
	fmt.Println(measure(hits, true, length), measure(misses, false, length))
}

func measure(text string, hit bool, length time.Duration) float64 {
	if text == "" {
		return 0
	}
	rng, a, paths := rand.New(rand.NewPCG(1, 2)), growth.NewAsker(), strings.Split(text, "\n")
	var sequence []string
	for len(sequence) < 16384 {
		sequence = append(sequence, paths...)
	}
	rng.Shuffle(len(sequence), func(i, j int) { sequence[i], sequence[j] = sequence[j], sequence[i] })
	for _, path := range paths {
		if a.Ask(path) != hit {
			panic(path)
		}
	}
	passes, start := 0, raw.ThreadTime()
	for raw.ThreadTime()-start < length {
		for _, path := range sequence {
			a.Ask(path)
		}
		passes++
	}
	return float64(raw.ThreadTime()-start) / float64(passes*len(sequence))
}
`
