package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
)

// Files become packages, and packages a table, here.

// A room is the code of a package, or its tests.
type room struct {
	name      string
	tests     bool
	files     []int // their lines, in order of size
	functions []int
	text      int
	comments  int
	wide      int
}

// gather makes rooms of files, in order of their names.
func gather(files []file) (rooms []*room) {
	byName := map[string]*room{}
	for _, f := range files {
		name, tests := path.Dir(f.path), strings.HasSuffix(f.path, "_test.go")
		if tests {
			name += " (tests)"
		}
		r := byName[name]
		if r == nil {
			r = &room{name: name, tests: tests}
			byName[name] = r
			rooms = append(rooms, r)
		}
		r.files = append(r.files, f.lines)
		for _, fn := range f.functions {
			r.functions = append(r.functions, fn.lines)
		}
		r.text += f.text
		r.comments += f.comments
		r.wide += f.wide
	}
	slices.SortFunc(rooms, func(a, b *room) int { return strings.Compare(a.name, b.name) })
	for _, r := range rooms {
		slices.Sort(r.files)
		slices.Sort(r.functions)
	}
	return rooms
}

// percentile is the value below or at which p of 100 sorted values lie; of none it is 0.
// Of fewer than ten the 90th is not the greatest: one long function does not condemn a
// small package.
func percentile(sorted []int, p int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*p/100]
}

func printTable(w io.Writer, rooms []*room) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "files\tp50\tp90\tmax\tfunctions\tp50\tp90\tmax\tcomments\twide\t\t")
	for _, r := range rooms {
		fmt.Fprintf(t, "%s%s%d %%\t%d\t\t%s\n", spread(r.files), spread(r.functions), share(r),
			r.wide, r.name)
	}
	t.Flush()
}

func spread(sorted []int) string {
	return fmt.Sprintf("%d\t%d\t%d\t%d\t", len(sorted), percentile(sorted, 50),
		percentile(sorted, 90), percentile(sorted, 100))
}

// share is how many of the lines with something in them are comments, in percent.
func share(r *room) int {
	if r.text == 0 {
		return 0
	}
	return 100 * r.comments / r.text
}
