package sets

import (
	"bufio"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/routesets"
)

// The route tables of real services, turned into sets, live here.

// Refused is a row of a table that no route can be made of.
type Refused struct {
	Table        string
	Line         int // in the table's file, from 1 on
	Method, Path string
	Reason       string
}

func (r Refused) String() string {
	return fmt.Sprintf("%s.tsv:%d: %s %s: %s", r.Table, r.Line, r.Method, r.Path, r.Reason)
}

// Tables returns the names of the tables, sorted.
func Tables() []string {
	files, err := fs.Glob(routesets.Files, "*.tsv")
	if err != nil {
		panic(err) // the pattern is constant
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".tsv")
	}
	return files
}

// Table turns a table into a set. "{x}" becomes a parameter by its type: an integer
// <int32:x>, <int64:x> or, with another format or none, <int:x>; everything else <x>.
// Handlers are named after operation ids, or after method and path where there is none.
// Rows that are no route come back as refused; a row that breaks the table's format is
// an error.
func Table(name string) (Set, []Refused, error) {
	file, err := routesets.Files.Open(name + ".tsv")
	if err != nil {
		return Set{}, nil, fmt.Errorf("no route table %q", name)
	}
	defer file.Close()
	t := tableReader{set: Set{Name: name}, table: name, names: map[string]bool{}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		t.line++
		if err := t.row(lines.Text()); err != nil {
			return Set{}, nil, fmt.Errorf("%s.tsv:%d: %w", name, t.line, err)
		}
	}
	if err := lines.Err(); err != nil {
		return Set{}, nil, err
	}
	_, err = oracle.New(t.set.Routes, nil)
	return t.set, t.refused, err
}

type tableReader struct {
	table   string
	line    int
	set     Set
	taken   []takenRow // one for each route of set
	names   map[string]bool
	refused []Refused
}

type takenRow struct {
	pattern oracle.Pattern
	line    int
}

func (t *tableReader) row(line string) error {
	columns := strings.Split(line, "\t")
	if len(columns) != 4 {
		return fmt.Errorf("%d columns, not 4", len(columns))
	}
	if t.line == 1 {
		return nil // the header
	}
	method, path, operation := columns[0], columns[1], columns[3]
	refuse := func(format string, args ...any) error {
		t.refused = append(t.refused, Refused{t.table, t.line, method, path,
			fmt.Sprintf(format, args...)})
		return nil
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		return refuse("a path holds neither a query nor a fragment: %q begins one", path[i])
	}
	types, err := paramTypes(columns[2])
	if err != nil {
		return err
	}
	text, err := patternOf(path, types)
	if err != nil {
		return err
	}
	pattern, err := oracle.ParsePattern(text, nil)
	if err != nil {
		return refuse("%v", err)
	}
	for i, r := range t.taken {
		if slices.Contains(t.set.Routes[i].Methods, method) &&
			oracle.Compare(r.pattern, pattern) == 0 {
			return refuse("line %d has the same pattern but for the names of its parameters: %s",
				r.line, r.pattern.Text)
		}
	}
	t.set.Routes = append(t.set.Routes, oracle.Route{Methods: []string{method}, Pattern: text})
	t.set.Names = append(t.set.Names, t.handler(method, path, operation))
	t.taken = append(t.taken, takenRow{pattern, t.line})
	return nil
}

// paramTypes reads the column PARAM_TYPES.
func paramTypes(column string) (map[string]string, error) {
	types := map[string]string{}
	if column == "" {
		return types, nil
	}
	for entry := range strings.SplitSeq(column, ",") {
		name, typ, ok := strings.Cut(entry, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not name=type", entry)
		}
		types[name] = typ
	}
	return types, nil
}

var tableParam = regexp.MustCompile(`\{[^{}]*\}`)

// patternOf turns a path of the OpenAPI form into a pattern.
func patternOf(path string, types map[string]string) (string, error) {
	var err error
	path = strings.ReplaceAll(path, "<", "<<")
	pattern := tableParam.ReplaceAllStringFunc(path, func(param string) string {
		name := param[1 : len(param)-1]
		typ, ok := types[name]
		if !ok {
			err = fmt.Errorf("the parameter %q has no type", name)
		}
		switch typ {
		case "integer:int32":
			return "<int32:" + name + ">"
		case "integer:int64":
			return "<int64:" + name + ">"
		}
		if typ == "integer" || strings.HasPrefix(typ, "integer:") {
			return "<int:" + name + ">"
		}
		return "<" + name + ">"
	})
	return pattern, err
}

// handler makes a new exported Go identifier of an operation id: issues/list-comments
// is IssuesListComments. A name that was given before gets a number.
func (t *tableReader) handler(method, path, operation string) string {
	if operation == "" {
		operation = strings.ToLower(method) + " " + path
	}
	var b strings.Builder
	start := true
	for _, r := range operation {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			start = true
			continue
		case start:
			r = unicode.ToUpper(r)
		}
		start = false
		b.WriteRune(r)
	}
	name := b.String()
	if name == "" || !unicode.IsLetter(rune(name[0])) {
		name = "Op" + name
	}
	unique := name
	for n := 2; t.names[unique]; n++ {
		unique = fmt.Sprintf("%s_%d", name, n)
	}
	t.names[unique] = true
	return unique
}
