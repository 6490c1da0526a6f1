package guides

import (
	"fmt"
	"strings"
)

// A step of a guide is a fenced block: a file that the reader writes, or commands.
//
//	```go handlers.go
//
// is a file of that name, and
//
//	```console
//	$ curl -s http://127.0.0.1:8000/
//	hello
//
// commands with what they print. Other blocks are for people alone.
type step struct {
	line int // of the fence
	file string
	text string
}

// stepsOf are the steps of a guide. A fence is closed by as many backquotes as it has.
func stepsOf(guide string) (steps []step, err error) {
	var open *step
	for i, line := range strings.Split(guide, "\n") {
		info, isFence := strings.CutPrefix(line, "```")
		switch {
		case open != nil && isFence && info == "":
			if open.file != "" || open.line > 0 {
				steps = append(steps, *open)
			}
			open = nil
		case open != nil:
			open.text += line + "\n"
		case isFence:
			open = &step{}
			switch language, file, named := strings.Cut(info, " "); {
			case named:
				*open = step{line: i + 1, file: file}
			case language == "console":
				*open = step{line: i + 1}
			case language != "text" && language != "yaml" && language != "go" && language != "dockerfile":
				return nil, fmt.Errorf("line %d: a block of %q", i+1, info)
			}
		}
	}
	if open != nil {
		return nil, fmt.Errorf("a block is not closed")
	}
	return steps, nil
}

// A command is a line of a console, and what is printed behind it.
type command struct {
	line int
	text string
	want []string
}

// commands are those of a console. A backslash at the end of a line goes on in the next.
func (s step) commands() (list []command) {
	lines := strings.Split(strings.TrimSuffix(s.text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if text, ok := strings.CutPrefix(lines[i], "$ "); ok {
			c := command{line: s.line + 1 + i, text: text}
			for strings.HasSuffix(c.text, "\\") && i+1 < len(lines) {
				i++
				c.text += "\n" + lines[i]
			}
			list = append(list, c)
			continue
		}
		if len(list) > 0 {
			list[len(list)-1].want = append(list[len(list)-1].want, lines[i])
		}
	}
	return list
}

// prints says whether lines are those that are wanted: … is any text in a line, and a line that
// is … alone any lines.
func prints(got, want []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] == "…" {
		for skip := range len(got) + 1 {
			if prints(got[skip:], want[1:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && likeLine(got[0], want[0]) && prints(got[1:], want[1:])
}

func likeLine(got, want string) bool {
	parts := strings.Split(want, "…")
	rest, ok := strings.CutPrefix(got, parts[0])
	if !ok || len(parts) == 1 {
		return ok && rest == ""
	}
	for _, part := range parts[1 : len(parts)-1] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
