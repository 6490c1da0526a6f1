package edge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// What printers share lives here: the header with the checksum, comments.

// A File is a configuration file: a base name and its text.
type File struct {
	Name string
	Text []byte
}

// Print writes the configuration of an engine.
func (s *Space) Print(engine string, report *Report) File {
	e := engineOf(engine)
	p := &printer{}
	for _, line := range report.Lines() {
		p.line("# %s", line)
	}
	p.line("")
	e.print(s, p)
	return File{e.file, sealed(e.name, s.Source, p.String())}
}

// Mark is what a file that was written here begins with.
const Mark = "# httpgen emit "

// sealed is a text behind its header, which has a checksum of it.
func sealed(engine, source, text string) []byte {
	return []byte(fmt.Sprintf(Mark+"%s from %s; checksum %s. DO NOT EDIT.\n%s", engine,
		quoted(source), checksum(text), text))
}

func checksum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// Edited tells of a text that was written here whether it was changed since.
func Edited(text string) bool {
	head, below, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	return !strings.Contains(head, "; checksum "+checksum(below)+".")
}

// A printer gathers lines.
type printer struct {
	strings.Builder
	indent string
}

// line writes one, indented; an empty one is empty.
func (p *printer) line(format string, args ...any) {
	if format == "" {
		p.WriteByte('\n')
		return
	}
	fmt.Fprintf(p, p.indent+format+"\n", args...)
}

// block writes lines between two, indented by unit.
func (p *printer) block(open, end, unit string, inside func()) {
	p.line("%s", open)
	before := p.indent
	p.indent += unit
	inside()
	p.indent = before
	p.line("%s", end)
}

// places writes a comment for each place of a lump: its methods, pattern and routes.
func (p *printer) places(list []*Place) {
	for _, place := range list {
		p.line("# %s %s %s", methodList(place), quoted(place.Pattern), names(place))
	}
}

func methodList(p *Place) string {
	if p.Methods == nil {
		return "*"
	}
	return printable(strings.Join(p.Methods, ","))
}

func names(p *Place) string { return printable(strings.Join(p.Names, ", ")) }

// quoted is any text as one of printable ASCII between quotes, so that no comment ends with it,
// is continued by it, or shows what it is not.
//
// Caddy puts variables of the environment into comments, too.
func quoted(text string) string {
	return strings.ReplaceAll(strconv.QuoteToASCII(text), "{$", `{\x24`)
}

func printable(text string) string {
	text = quoted(text)
	return strings.TrimRight(text[1:len(text)-1], `\`)
}

// seconds is a time as most engines have it, rounded up.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%ds", int64((d+time.Second-1)/time.Second))
}

// hostPort takes an address apart; a host that is left out is every address.
func hostPort(addr, host string) (string, string) {
	h, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr, "80"
	}
	if h == "" {
		h = host
	}
	return h, port
}
