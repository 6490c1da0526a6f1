// Package raw is the form in which measurements are kept: the Go benchmark format,
// one line per sample, so that benchstat reads it too. Facts that benchstat would
// take for different benchmarks (versions, notes) stand in lines "# key: value".
package raw

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A Value is one figure of a sample with its unit, as in "12.5 ns/route".
type Value struct {
	Figure float64
	Unit   string
}

// A Sample is one line.
type Sample struct {
	Name   string // without "Benchmark" and without the processors' suffix
	N      int    // how many operations it was taken from
	Values []Value
}

// Fact is a line about the machine, a version or a note.
type Fact struct{ Key, Value string }

// Header writes what the figures depend on: machine, kernel, Go, linked modules.
func Header(w io.Writer) {
	fmt.Fprintf(w, "goos: %s\ngoarch: %s\npkg: example.com/httpgen/bench\ncpu: %s\n", runtime.GOOS,
		runtime.GOARCH, cpu())
	Write(w, Fact{"machine", fmt.Sprintf("%s, %d cores, %s, %s/%s", cpu(), runtime.NumCPU(),
		kernel(), runtime.GOOS, runtime.GOARCH)})
	Write(w, Fact{"go", runtime.Version()})
	Write(w, Fact{"started", time.Now().UTC().Format("2006-01-02 15:04 UTC") + ", load average " +
		loadAverage()})
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	for _, m := range info.Deps {
		if isRival[m.Path] {
			Write(w, Fact{"version", m.Path + " " + m.Version})
		}
	}
}

// isRival names the modules whose versions matter to a reader.
var isRival = map[string]bool{
	"github.com/ogen-go/ogen": true, "github.com/gin-gonic/gin": true, "github.com/uptrace/bunrouter": true,
	"github.com/julienschmidt/httprouter": true,
	"github.com/labstack/echo/v5":         true, "github.com/go-chi/chi/v5": true,
	"github.com/gofiber/fiber/v3": true,
	"github.com/fasthttp/router":  true, "github.com/valyala/fasthttp": true,
	"github.com/cloudwego/hertz":   true,
	"github.com/cloudwego/netpoll": true, "github.com/bytedance/sonic": true,
	"github.com/go-faster/jx":    true,
	"github.com/mailru/easyjson": true, "github.com/go-json-experiment/json": true,
}

// Write writes a fact on one line.
func Write(w io.Writer, f Fact) {
	fmt.Fprintf(w, "# %s: %s\n", f.Key, strings.ReplaceAll(f.Value, "\n", " "))
}

// WriteSample writes a sample.
func WriteSample(w io.Writer, s Sample) {
	fmt.Fprintf(w, "Benchmark%s-%d\t%d", s.Name, runtime.GOMAXPROCS(0), s.N)
	for _, v := range s.Values {
		fmt.Fprintf(w, "\t%s %s", strconv.FormatFloat(v.Figure, 'g', 6, 64), v.Unit)
	}
	fmt.Fprintln(w)
}

// Read gives the samples and facts of a file, in its order. Lines of neither form
// are configuration lines of the benchmark format and are skipped.
func Read(r io.Reader) (samples []Sample, facts []Fact, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if comment, ok := strings.CutPrefix(line, "# "); ok {
			key, value, _ := strings.Cut(comment, ": ")
			facts = append(facts, Fact{key, value})
		} else if strings.HasPrefix(line, "Benchmark") {
			s, err := parseSample(line)
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", n, err)
			}
			samples = append(samples, s)
		}
	}
	return samples, facts, lines.Err()
}

func parseSample(line string) (Sample, error) {
	fields := strings.Fields(line)
	if len(fields) < 4 || len(fields)%2 != 0 {
		return Sample{}, fmt.Errorf("%d columns in %q: no benchmark line", len(fields), line)
	}
	s := Sample{Name: strings.TrimPrefix(fields[0], "Benchmark")}
	if dash := strings.LastIndexByte(s.Name, '-'); dash > 0 {
		if _, err := strconv.Atoi(s.Name[dash+1:]); err == nil {
			s.Name = s.Name[:dash]
		}
	}
	var err error
	if s.N, err = strconv.Atoi(fields[1]); err != nil {
		return Sample{}, err
	}
	for i := 2; i < len(fields); i += 2 {
		figure, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return Sample{}, err
		}
		s.Values = append(s.Values, Value{figure, fields[i+1]})
	}
	return s, nil
}

// Get is the figure of a unit, and whether the sample has it.
func (s Sample) Get(unit string) (float64, bool) {
	for _, v := range s.Values {
		if v.Unit == unit {
			return v.Figure, true
		}
	}
	return 0, false
}

// Create opens an output file for a run, or standard output for "" and "-".
func Create(path string) (io.WriteCloser, error) {
	if path == "" || path == "-" {
		return nopCloser{os.Stdout}, nil
	}
	return os.Create(path)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func cpu() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func kernel() string {
	var u syscall.Utsname
	if syscall.Uname(&u) != nil {
		return "unknown kernel"
	}
	var release []byte
	for _, c := range u.Release {
		if c == 0 {
			break
		}
		release = append(release, byte(c))
	}
	return "Linux " + string(release)
}

// loadAverage tells a reader whether the machine had other work.
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	if len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], " ")
}
