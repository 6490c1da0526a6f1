package wire

import (
	"encoding/json"
	"errors"
	"strings"
)

// Values of forms live here: of application/x-www-form-urlencoded, and of the parts of
// multipart/form-data, which come one at a time as they are.

// Form begins with the pairs of a form. One line end behind them is none of theirs: what programs
// send that post a file ends in one, and an encoder escapes all others.
func (p *Params) Form(text string) {
	text, ended := strings.CutSuffix(text, "\n")
	if ended {
		text = strings.TrimSuffix(text, "\r")
	}
	p.begin("body", text, formBody, true)
}

// Parts begins with the parts of a form. Part goes to each of them.
func (p *Params) Parts() { p.begin("body", "", partText, true) }

// Part goes to a part; PartText has its text.
func (p *Params) Part(name string) {
	p.element, p.hidden, p.decoded, p.listing = false, false, false, 0
	p.Name, p.text = name, ""
}

// PartText sets the text of the present part, which may be kept.
func (p *Params) PartText(text string) { p.text = text }

// Page notes the charset that the page of a form had, as browsers tell it in the field
// _charset_.
func (p *Params) Page(charset string) { p.page = charset }

// EndForm tells in faults of texts that are not UTF-8 where that comes from, if the page of the
// form was not.
func (p *Params) EndForm() {
	if p.page == "" || strings.EqualFold(p.page, "utf-8") || strings.EqualFold(p.page, "utf8") {
		return
	}
	page := shortened(strings.ToValidUTF8(p.page, "\uFFFD"))
	for i := range p.Faults.List {
		if f := &p.Faults.List[i]; f.Message == notUTF8 {
			f.Message += " (the form was sent as " + page + "; serve the page as UTF-8)"
		}
	}
}

const notUTF8 = "is not UTF-8"

// InList says that the name of the present pair was that of a list's element.
func (p *Params) InList() bool { return p.element }

// Has says whether parameter n came and was not empty.
func (p *Params) Has(n uint) bool { return p.filled.has(n) }

// File notes that the present part is a file of parameter n; several says that there may be more
// of them, and absent that it stands for none, as that of an input in which no file was chosen
// does. It is false if there is no file to be had.
func (p *Params) File(n uint, several, absent bool) bool {
	switch {
	case absent:
		p.given.add(n)
		return false
	case !several && p.filled.has(n):
		p.twiceOver(n)
		return false
	}
	p.given.add(n)
	p.filled.add(n)
	return true
}

// RequiredFile adds a fault if file n did not come.
func (p *Params) RequiredFile(n uint, name string) {
	message := "is missing"
	switch {
	case p.filled.has(n):
		return
	case p.given.has(n):
		message = "no file was chosen"
	}
	p.Faults.Add(Fault{In: p.in, Name: name, Rule: RuleRequired, Message: message})
}

// ReadJSON reads the present value, of a record, as JSON. Faults have the name of the parameter,
// and in their messages the place within.
func ReadJSON[T any](p *Params, v *T, decode func(*Decoder, int, *T) (int, bool)) bool {
	text, ok := p.read(nil)
	if !ok {
		return false
	}
	var e *JSONError
	switch err := Unmarshal([]byte(text), v, decode); {
	case err == nil:
		return true
	case !errors.As(err, &e):
		p.Fault(RuleType, err.Error())
	case e.Syntax():
		p.Fault(RuleSyntax, "invalid JSON: "+e.Error())
	default:
		for _, f := range e.Faults {
			if f.At != "" {
				f.Message = f.At + ": " + f.Message
			}
			p.Fault(f.Rule, f.Message)
		}
	}
	return false
}

// isArray says whether a part of a list holds all of it as JSON, for which one part for each
// element is wanted. A text in brackets alone may be an element.
func (p *Params) isArray(separator Separator) bool {
	if p.coding != partText || !strings.HasPrefix(p.text, "[") || !strings.HasSuffix(p.text, "]") {
		return false
	}
	if separator == Alone && !strings.HasPrefix(p.text, `["`) {
		return false
	}
	return json.Valid([]byte(p.text))
}
