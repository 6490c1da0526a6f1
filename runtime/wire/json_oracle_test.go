package wire

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// A slow reader of JSON, written from RFC 8259 line by line and without a thought of speed, is
// the oracle of the Decoder. It shares nothing with it.

// A tree is a JSON value: nil, bool, number, string, []tree or members.
type tree any

type number string // as it stands in the text

type members []member // in the order of the text

type member struct {
	name  string
	value tree
}

var errNoJSON = errors.New("no JSON")

// oracle reads a text. It panics with errNoJSON inside, and nowhere else.
func oracle(text []byte) (value tree, err error) {
	defer func() {
		if e := recover(); e != nil {
			if e != errNoJSON {
				panic(e)
			}
			err = errNoJSON
		}
	}()
	if !utf8.Valid(text) { // §8.1
		return nil, errNoJSON
	}
	r := &slowReader{text: string(text)}
	r.space()
	value = r.value(0)
	r.space()
	if r.text != "" {
		return nil, errNoJSON
	}
	return value, nil
}

type slowReader struct{ text string } // what is not read yet

func (r *slowReader) takes(literal string) bool {
	if len(r.text) < len(literal) || r.text[:len(literal)] != literal {
		return false
	}
	r.text = r.text[len(literal):]
	return true
}

func (r *slowReader) must(literal string) {
	if !r.takes(literal) {
		panic(errNoJSON)
	}
}

func (r *slowReader) space() { // §2
	for r.takes(" ") || r.takes("\t") || r.takes("\n") || r.takes("\r") {
	}
}

func (r *slowReader) value(depth int) tree { // §3
	switch {
	case r.takes("null"):
		return nil
	case r.takes("true"):
		return true
	case r.takes("false"):
		return false
	case r.takes("["):
		return r.array(depth + 1)
	case r.takes("{"):
		return r.object(depth + 1)
	case r.takes(`"`):
		return r.string()
	}
	return r.number()
}

func (r *slowReader) array(depth int) tree { // §5
	if depth > 128 {
		panic(errNoJSON)
	}
	list := []tree{}
	if r.space(); r.takes("]") {
		return list
	}
	for {
		r.space()
		list = append(list, r.value(depth))
		if r.space(); r.takes("]") {
			return list
		}
		r.must(",")
	}
}

func (r *slowReader) object(depth int) tree { // §4
	if depth > 128 {
		panic(errNoJSON)
	}
	list, had := members{}, map[string]bool{}
	if r.space(); r.takes("}") {
		return list
	}
	for {
		r.space()
		r.must(`"`)
		name := r.string()
		if had[name] {
			panic(errNoJSON)
		}
		had[name] = true
		r.space()
		r.must(":")
		r.space()
		list = append(list, member{name, r.value(depth)})
		if r.space(); r.takes("}") {
			return list
		}
		r.must(",")
	}
}

func (r *slowReader) number() tree { // §6
	from := r.text
	r.takes("-")
	if !r.takes("0") {
		r.digits()
	}
	if r.takes(".") {
		r.digits()
	}
	if r.takes("e") || r.takes("E") {
		if !r.takes("+") {
			r.takes("-")
		}
		r.digits()
	}
	return number(from[:len(from)-len(r.text)])
}

func (r *slowReader) digits() {
	for n := 0; ; n++ {
		if r.text == "" || r.text[0] < '0' || r.text[0] > '9' {
			if n == 0 {
				panic(errNoJSON)
			}
			return
		}
		r.text = r.text[1:]
	}
}

func (r *slowReader) string() string { // §7, §8.2
	out := ""
	for {
		if r.text == "" || r.text[0] < 0x20 {
			panic(errNoJSON)
		}
		if r.takes(`"`) {
			return out
		}
		if !r.takes(`\`) {
			c, size := utf8.DecodeRuneInString(r.text)
			out, r.text = out+string(c), r.text[size:]
			continue
		}
		if r.takes("u") {
			out += string(r.unicode())
			continue
		}
		if r.text == "" {
			panic(errNoJSON)
		}
		plain, ok := map[byte]string{'"': `"`, '\\': `\`, '/': "/", 'b': "\b", 'f': "\f",
			'n': "\n", 'r': "\r", 't': "\t"}[r.text[0]]
		if !ok {
			panic(errNoJSON)
		}
		out, r.text = out+plain, r.text[1:]
	}
}

func (r *slowReader) unicode() rune {
	c := r.hex()
	switch {
	case c >= 0xDC00 && c <= 0xDFFF:
		panic(errNoJSON)
	case c >= 0xD800 && c <= 0xDBFF:
		r.must(`\u`)
		low := r.hex()
		if low < 0xDC00 || low > 0xDFFF {
			panic(errNoJSON)
		}
		c = 0x10000 + (c-0xD800)<<10 + (low - 0xDC00)
	}
	return c
}

func (r *slowReader) hex() rune {
	if len(r.text) < 4 {
		panic(errNoJSON)
	}
	n, err := strconv.ParseUint(r.text[:4], 16, 32)
	if err != nil || r.text[0] == '+' || r.text[0] == '-' {
		panic(errNoJSON)
	}
	r.text = r.text[4:]
	return rune(n)
}
