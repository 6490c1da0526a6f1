package main

// What depends on whether a person looks on lives here: colour, and the form of
// diagnostics.

import (
	"cmp"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"example.com/httpgen/gen"
)

// style is how diagnostics are written to one stream.
type style struct {
	gen.Style
	format gen.Format
}

// styleFor is source lines with carets on a terminal and one line a fault elsewhere. A
// command's --color decides about colour; without it NO_COLOR does (no-color.org), then
// whether the stream is a terminal.
func styleFor(cmd *cobra.Command, w io.Writer) style {
	terminal := isTerminal(w)
	s := style{format: gen.Concise}
	if terminal {
		s.format = gen.Text
		s.Color = os.Getenv("NO_COLOR") == ""
		s.ASCII = !showsUnicode()
	}
	if flag := cmd.Flags().Lookup("color"); flag != nil {
		switch flag.Value.String() {
		case "always":
			s.Color = true
		case "never":
			s.Color = false
		}
	}
	return s
}

// showsUnicode tells whether the locale is one of UTF-8; where none is set it is taken
// to be.
func showsUnicode() bool {
	locale := strings.ToUpper(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG")))
	return locale == "" || strings.Contains(locale, "UTF-8") || strings.Contains(locale, "UTF8")
}

// colorMode is the value of --color.
type colorMode string

func (m *colorMode) String() string { return string(*m) }
func (m *colorMode) Type() string   { return "WHEN" }

func (m *colorMode) Set(value string) error {
	switch value {
	case "auto", "always", "never":
		*m = colorMode(value)
		return nil
	}
	return errors.New("one of auto, always, never")
}

// addColor gives a command that writes diagnostics its --color; such a command takes manifests
// unless it says otherwise.
func addColor(cmd *cobra.Command) {
	mode := colorMode("auto")
	cmd.Flags().Var(&mode, "color", "colour in diagnostics: auto, always or never")
	completeFlag(cmd, "color", among("auto", "always", "never"))
	if cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = manifests(0)
	}
}

// isTerminal tells a terminal from a file or a pipe. The null device is taken for one,
// which nobody sees.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
