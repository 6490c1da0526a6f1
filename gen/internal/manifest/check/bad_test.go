package check

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/httpgen/gen/internal/diag"
)

var update = flag.Bool("update", false, "write testdata/bad/*.txt anew")

// Expectations stand in the manifests of testdata/bad as comments:
//
//   - GET /x getX             # want 12 HG0301: message      on the faulty line
//     #v 12 HG0301: message                                    above it, where a comment there would change the fault
//     # want file HG0001: message                              of the file as a whole
//
// 12 is the column. Beside each manifest, a .txt file holds all that is said, as people
// see it.
var (
	wantHere  = regexp.MustCompile(`# want (\d+|file) (HG\d{4}): (.*)$`)
	wantBelow = regexp.MustCompile(`^\s*#v (\d+) (HG\d{4}): (.*)$`)
)

func wanted(src string) []string {
	var list []string
	var below [][]string
	for i, text := range strings.Split(strings.TrimPrefix(src, "\uFEFF"), "\n") {
		if m := wantBelow.FindStringSubmatch(text); m != nil {
			below = append(below, m)
			continue
		}
		for _, m := range below {
			list = append(list, fmt.Sprintf("%d:%s %s: %s", i+1, m[1], m[2], m[3]))
		}
		below = nil
		if m := wantHere.FindStringSubmatch(text); m != nil && m[1] == "file" {
			list = append(list, fmt.Sprintf("0:0 %s: %s", m[2], m[3]))
		} else if m != nil {
			list = append(list, fmt.Sprintf("%d:%s %s: %s", i+1, m[1], m[2], m[3]))
		}
	}
	slices.Sort(list)
	return list
}

func found(l diag.List) []string {
	var list []string
	for _, d := range l {
		list = append(list, fmt.Sprintf("%d:%d %s: %s", d.Primary.Line, d.Primary.Col, d.Code, d.Message))
	}
	slices.Sort(list)
	return list
}

func TestBadManifests(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d manifests in testdata/bad, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, faults := parse(name, src)
			if d := cmp.Diff(wanted(string(src)), found(faults)); d != "" {
				t.Errorf("what is said is not what the comments want (-want +got):\n%s", d)
			}
			if (m == nil) != faults.HasErrors() {
				t.Errorf("manifest is nil: %v, errors: %v", m == nil, faults.HasErrors())
			}
			checkPlaces(t, src, faults)
			var text bytes.Buffer
			diag.Text(&text, name, src, faults, diag.Options{Max: -1})
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", text.Bytes())
		})
	}
}

// checkPlaces wants each place to be one of the source.
func checkPlaces(t *testing.T, src []byte, faults diag.List) {
	t.Helper()
	lines := strings.Split(strings.TrimPrefix(string(src), "\uFEFF"), "\n")
	for _, f := range faults {
		for i, l := range append([]diag.Label{f.Primary}, f.Others...) {
			if i == 0 && l.Line == 0 && l.Col == 0 {
				continue
			}
			if l.Line < 1 || l.Line > len(lines) {
				t.Errorf("%s: no line %d", f.Code, l.Line)
				continue
			}
			if n := len([]rune(lines[l.Line-1])); l.Col < 1 || l.Col > n+1 || l.Len < 1 || l.Len > 1 && l.Col+l.Len > n+1 {
				t.Errorf("%s: no place %s in a line of %d runes", f.Code, strconv.Quote(fmt.Sprint(l.Span)), n)
			}
		}
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, d)
	}
}

// TestEveryCode wants each code of the registry to be said by some test here.
func TestEveryCode(t *testing.T) {
	said := map[string]bool{}
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range wanted(string(src)) {
			said[w[strings.Index(w, "HG"):][:6]] = true
		}
	}
	for _, row := range inputRows {
		said[row.code] = true
	}
	// by a later stage: TestHeavyPaths and TestWidePlaces of package gen
	said[diag.HeavyPath], said[diag.WidePlace] = true, true
	// with files: TestIncludedFiles of package gen
	said[diag.BadInclude], said[diag.IncludedTwice] = true, true
	for _, c := range diag.Codes {
		if !said[c.ID] {
			t.Errorf("%s (%s) is said by no test", c.ID, c.Title)
		}
	}
}
