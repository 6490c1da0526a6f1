package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// What is too long is told here.

// An excuse lets a file be longer, up to so many lines, for a reason.
type excuse struct {
	path   string
	lines  int
	reason string
}

// readExcuses reads lines of "path lines reason"; those that start with # are for people.
func readExcuses(name string) (list []excuse, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return nil, fmt.Errorf("%s: want a path, a number of lines and the reason: %s",
				name, line)
		}
		n, err := strconv.Atoi(fields[1])
		if err != nil || n <= mostFile {
			return nil, fmt.Errorf("%s: want a number of lines over %d: %s", name, mostFile, line)
		}
		list = append(list, excuse{fields[0], n, strings.Join(fields[2:], " ")})
	}
	return list, nil
}

// judgeFiles returns the files that are too long, and the excuses that nobody needs.
func judgeFiles(files []file, excused []excuse) (faults []string) {
	needed := map[string]bool{}
	for _, f := range files {
		if f.lines <= mostFile {
			continue
		}
		needed[f.path] = true
		i := slices.IndexFunc(excused, func(e excuse) bool { return e.path == f.path })
		switch {
		case i < 0:
			faults = append(faults, fmt.Sprintf("%s: %d lines, want at most %d, or a reason in %s",
				f.path, f.lines, mostFile, excuses))
		case f.lines > excused[i].lines:
			faults = append(faults, fmt.Sprintf("%s: %d lines, %s lets it have %d", f.path, f.lines,
				excuses, excused[i].lines))
		}
	}
	for _, e := range excused {
		if !needed[e.path] {
			faults = append(faults, fmt.Sprintf("%s: excuses %s, which needs none", excuses,
				e.path))
		}
	}
	return faults
}

// judgeFunctions returns the packages whose functions are too long.
func judgeFunctions(rooms []*room) (faults []string) {
	for _, r := range rooms {
		most := mostFunction
		if r.tests {
			most = mostTest
		}
		if p90 := percentile(r.functions, 90); p90 > most {
			faults = append(faults,
				fmt.Sprintf("%s: functions of %d lines at the 90th percentile, want at most %d",
					r.name, p90, most))
		}
	}
	return faults
}
