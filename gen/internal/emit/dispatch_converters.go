package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/pattern"
)

// The functions behind any(…) and the own converters.

// ownName is the function that gives a text to an own converter.
func (e *emitter) ownName(name string) string {
	return e.name("httpgenOwn"+word(name), "converter "+name)
}

// wordsName is the function that knows the words of an any(…).
func (e *emitter) wordsName(c pattern.Conv) string {
	key := strings.Join(c.Words, ",")
	if !slices.Contains(e.words, key) {
		e.words = append(e.words, key)
	}
	return e.wordNames[key]
}

// nameWords names the functions of all words, each like the first type that has them.
func (e *emitter) nameWords() {
	for _, r := range e.m.Routes {
		for i, c := range convs(r) {
			if c.Kind != pattern.Any {
				continue
			}
			if key := strings.Join(c.Words, ","); e.wordNames[key] == "" {
				e.wordNames[key] = e.name("httpgenWords"+r.Params[i].Any.Ident, "words "+key)
			}
		}
	}
}

// converterFuncs writes the functions of those that the dispatcher calls:
//
//	func httpgenWordsSort(text string) (string, bool) {
//		switch text {
//		case "new":
//			return "new", true
//		}
//		return "", false
//	}
//
//	func httpgenOwnIsbn(x *runtime.Exchange, text string) (value model.ISBN, ok bool) {
//		if text == "" {
//			return value, false
//		}
//		value, err := model.ParseISBN(x.Text(text))
//		return value, err == nil
//	}
func (e *emitter) converterFuncs(f *jen.File) {
	for _, key := range e.words {
		name := e.wordNames[key]
		f.Comment(fmt.Sprintf("// %s takes the words of any(%s); what it returns is "+
			"nobody's buffer.", name, oneLiner(key)))
		f.Func().Id(name).Params(jen.Id("text").String()).Params(jen.String(), jen.Bool()).Block(
			jen.Switch(jen.Id("text")).BlockFunc(func(g *jen.Group) {
				for w := range strings.SplitSeq(key, ",") {
					g.Case(jen.Lit(w)).Block(jen.Return(jen.Lit(w), jen.True()))
				}
			}),
			jen.Return(jen.Lit(""), jen.False()))
		f.Line()
	}
	for _, c := range e.m.Converters {
		if !e.used(c.Name) {
			continue
		}
		name := e.ownName(c.Name)
		f.Comment(fmt.Sprintf("// %s is the converter %s; no value is empty.", name, c.Name))
		f.Func().Id(name).Params(jen.Id("x").Op("*").Add(e.rt("Exchange")),
			jen.Id("text").String()).
			Params(jen.Id("value").Add(e.goType(c.Type.Text)), jen.Id("ok").Bool()).Block(
			jen.If(jen.Id("text").Op("==").Lit("")).Block(jen.Return(jen.Id("value"), jen.False())),
			jen.List(jen.Id("value"), jen.Err()).Op(":=").Add(e.goType(c.Parse.Text)).
				Call(jen.Id("x").Dot("Text").Call(jen.Id("text"))),
			jen.Return(jen.Id("value"), jen.Err().Op("==").Nil()))
		f.Line()
	}
}

// used says whether some route has an own converter.
func (e *emitter) used(name string) bool {
	for _, r := range e.m.Routes {
		for _, c := range convs(r) {
			if c.Kind == pattern.OwnKind && c.Own.Name == name {
				return true
			}
		}
	}
	return false
}
