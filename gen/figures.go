package gen

// Figures about a generated package live here: how much there is of it, and about how
// long it takes to compile.

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"time"

	"example.com/httpgen/gen/internal/pattern"
)

// Figures are sizes of a manifest and of the package that it becomes.
// They are for the question whether a manifest has become too large for one package: what
// grows with it, and how long its compilation will take before anybody has waited for it.
type Figures struct {
	Routes     int `json:"routes"`
	Patterns   int `json:"patterns"` // different ones, names of parameters aside
	Handlers   int `json:"handlers"` // methods that answer routes
	Groups     int `json:"groups"`
	Converters int `json:"converters"` // own ones

	Files           int    `json:"files"`
	Bytes           int    `json:"bytes"`
	Lines           int    `json:"lines"`
	Functions       int    `json:"functions"` // of the dispatcher
	LargestFunction string `json:"largestFunction"`
	LargestLines    int    `json:"largestLines"`

	// StepsPerByte bounds what matching does for each byte of a path, in bytes looked at;
	// WorstPath is one that comes near to it, raw: … stands for what is repeated.
	StepsPerByte int    `json:"stepsPerByte"`
	WorstPath    string `json:"worstPath"`

	// Build is about how much time of one core the Go compiler takes for the package
	// alone.
	Build time.Duration `json:"buildNanoseconds"`
}

// buildTime is what the compiler takes for a byte of generated text, its runtime compiled
// already. Measured with Go 1.26.8 on manifests of 1,000, 5,632 and 10,000 routes: 4.3, 28.6
// and 53.0 s for 1.16, 6.57 and 11.7 MB (bench/cmd/cost). A text that is compiled otherwise
// would change it, another machine its scale.
const buildTime = 4300 * time.Nanosecond

// Measure compiles a manifest and measures the result. Nothing is written. Its errors are
// those of Compile.
// The compile time is estimated from the bytes: it grows with them, and to compile would take
// as long as it says.
func Measure(file string) (*Figures, error) {
	m, report, err := load(file)
	if err != nil {
		return nil, err
	}
	pkg, err := Compile(Options{Manifest: file})
	if err != nil {
		return nil, err
	}
	f := &Figures{Routes: len(m.Routes), Groups: len(m.Groups), Converters: len(m.Converters),
		Files: len(pkg.Files)}
	f.StepsPerByte, f.WorstPath = report.plan.Work().PerByte, shownWitness(report.plan.Witness())
	patterns, handlers := map[string]bool{}, map[string]bool{}
	for _, r := range m.Routes {
		patterns[r.Pattern.Text(pattern.Nameless)], handlers[r.Handler] = true, true
	}
	f.Patterns, f.Handlers = len(patterns), len(handlers)
	for _, file := range pkg.Files {
		f.Bytes += len(file.Content)
		f.Lines += bytes.Count(file.Content, []byte("\n"))
		if file.Name == "dispatch_gen.go" {
			if err := f.dispatcher(file); err != nil {
				return nil, err
			}
		}
	}
	f.Build = time.Duration(f.Bytes) * buildTime
	return f, nil
}

// dispatcher counts the functions of the dispatcher and finds the longest.
func (f *Figures) dispatcher(file File) error {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file.Name, file.Content, parser.SkipObjectResolution)
	if err != nil {
		return &InternalError{Stage: "stats", Err: err}
	}
	for _, decl := range parsed.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		f.Functions++
		if lines := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line +
			1; lines > f.LargestLines {
			f.LargestFunction, f.LargestLines = fn.Name.Name, lines
		}
	}
	return nil
}
