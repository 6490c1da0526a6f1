package main

import (
	"fmt"
	"os"
	"strings"
)

// The list of survivors is read here. It is made of paragraphs:
//
//	gen/internal/plan/cut.go: cutter.ends
//	- old line
//	+ new line
//	same: why nothing changes
//
// with as many pairs of lines as share the reason. "same" is a change that no test could
// notice; "left" is one that a test could, with what speaks against it. Lines are told by
// their words, not by their number. Lines that start with "#" are for people.

type survivor struct {
	file string
	same bool
}

// survivors are the listed ones, by key.
type survivors map[string]*survivor

func readSurvivors(file string) (survivors, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	all := survivors{}
	var place, old, reason string
	var keys []string
	end := func() error {
		same, left := strings.HasPrefix(reason, "same: "), strings.HasPrefix(reason, "left: ")
		if place != "" && (len(keys) == 0 || !same && !left) {
			return fmt.Errorf("%s: %s: lines - and +, then a reason: same: … or left: …",
				file, place)
		}
		path, _, _ := strings.Cut(place, ": ")
		for _, key := range keys {
			if all[key] != nil {
				return fmt.Errorf("%s: twice: %s", file, key)
			}
			all[key] = &survivor{path, same}
		}
		place, reason, keys = "", "", nil
		return nil
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			if err := end(); err != nil {
				return nil, err
			}
		case place == "":
			place = line
		case strings.HasPrefix(line, "- ") && reason == "":
			old = line
		case strings.HasPrefix(line, "+") && reason == "":
			keys = append(keys, fmt.Sprintf("%s\n%s\n%s", place, old, line))
		default:
			reason += line + " "
		}
	}
	return all, end()
}
