package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/types"
)

// What reads forms of the manifest's types. Their fields are read as parameters are; a record in
// a form is spread over n[R]=1&n[G]=2, or one value of JSON.

// formReader is the name of what reads a body.
func formReader(b model.Body) string {
	if b.Kind == model.TypedFormBody {
		return readerName(b.Decl.Name + "Form")
	}
	return readerName(b.Decl.Name + "Parts")
}

// formReaders writes the readers of all forms, each once.
func (e *emitter) formReaders(f *jen.File) {
	done := map[string]bool{}
	for _, r := range e.m.Routes {
		for _, b := range bodiesOf(r) {
			if b.Decl == nil || done[formReader(b.Body)] {
				continue
			}
			done[formReader(b.Body)] = true
			w := &formWriter{emitter: e, decl: b.Decl, parts: b.Kind != model.TypedFormBody}
			w.collect()
			w.write(f, formReader(b.Body))
		}
	}
}

// A formWriter writes one reader.
type formWriter struct {
	*emitter
	decl    *types.Decl
	parts   bool // of multipart/form-data
	list    []*param
	records []*formRecord
}

// A formRecord is a record in a form.
type formRecord struct {
	spread
	json   *param // all of it in one value
	target *jen.Statement
}

func hasDefault(f *types.Field) bool { return f.Type.Default != nil }

func (r *formRecord) decl() *types.Decl { return r.field.Type.Base().Decl }

// collect lists what stands on the wire.
func (w *formWriter) collect() {
	add := func(p *param) *param {
		p.n = len(w.list)
		if w.parts && !p.t.IsFile() {
			p.text = jen.Id("parts").Dot("Text").Call(jen.Id("in"))
		}
		w.list = append(w.list, p)
		return p
	}
	for _, field := range w.decl.Fields {
		target := jen.Id("form").Dot(field.Go)
		base := field.Type.Base()
		p := add(&param{name: field.Name, t: field.Type, field: field,
			owner: w.decl.Name + field.Go, target: target})
		if base.Kind != types.Named || base.Decl.Form != types.Record {
			continue
		}
		r := &formRecord{spread: spread{field: field}, json: p, target: target}
		if field.Type.Optional {
			r.local = "of" + field.Go
			r.target = jen.Id(r.local)
		}
		for _, m := range base.Decl.Fields {
			member := add(&param{name: field.Name + "[" + m.Name + "]", t: m.Type, field: m,
				owner: base.Decl.Name + m.Go, target: r.target.Clone().Dot(m.Go),
				within: &r.spread})
			r.members = append(r.members, member)
		}
		p.within = &r.spread
		w.records = append(w.records, r)
	}
}

// write writes
//
//	// httpgenReadNeedForm reads a Need from a form; in gets the faults.
//	func httpgenReadNeedForm(in *wire.Params) Need {
//		form := Need{}
//		for in.Next() {
//			switch in.Name {
//			case "x":
//				if in.One(0) {
//					…
//
// and of multipart/form-data
//
//	func httpgenReadPhotoParts(parts *runtime.PartReader, in *wire.Params) Photo {
//		form := Photo{}
//		for parts.Next(in) {
//			switch in.Name {
//			case "title":
//				if parts.Text(in) && in.One(0) {
//					…
//			case "photo":
//				if v, ok := parts.File(in, 1); ok {
//					form.Photo = v
//				}
func (w *formWriter) write(f *jen.File, name string) {
	args := []jen.Code{w.inParam()}
	next := jen.Id("in").Dot("Next").Call()
	if w.parts {
		args = []jen.Code{jen.Id("parts").Op("*").Add(w.rt("PartReader")), w.inParam()}
		next = jen.Id("parts").Dot("Next").Call(jen.Id("in"))
	}
	f.Comment("// " + name + " reads a " + w.decl.Name + " from a form; in gets the faults.")
	f.Func().Id(name).Params(args...).Id(w.decl.Name).BlockFunc(func(g *jen.Group) {
		in := input{&model.Input{Ident: w.decl.Name, Fields: w.decl.Fields}, "form"}
		g.Id("form").Op(":=").Add(w.defaults(in))
		for _, r := range w.records {
			fresh := w.defaults(input{&model.Input{Ident: r.decl().Name, Fields: r.decl().Fields},
				"form"})
			if r.local != "" {
				g.Id(r.local).Op(":=").Add(fresh)
			} else if slices.ContainsFunc(r.decl().Fields, hasDefault) {
				g.Add(r.target.Clone()).Op("=").Add(fresh)
			}
		}
		for _, p := range w.list {
			if p.listed() && p.t.Optional {
				g.Var().Id(p.local()).Add(w.typeOf(p.t, p.field.GoType))
			}
		}
		g.For(next).BlockFunc(func(g *jen.Group) { names(g, w.list, w.read) })
		w.finish(g)
		g.Return(jen.Id("form"))
	})
	f.Line()
}

// read reads the present pair or part as a value of p.
func (w *formWriter) read(g *jen.Group, p *param) {
	switch record := w.recordOf(p); {
	case p.t.IsFile():
		w.readFile(g, p)
	case record != nil:
		condition := jen.Id("in").Dot("Filled").Call(jen.Lit(p.n))
		if p.text != nil {
			condition = p.text.Clone().Op("&&").Add(condition)
		}
		g.If(condition).BlockFunc(func(g *jen.Group) {
			w.secret(g, p)
			g.Add(w.wire("ReadJSON")).Call(jen.Id("in"), jen.Op("&").Add(record.target.Clone()),
				w.decoderOf(p.t.Base().Decl))
		})
	case p.listed() && w.parts:
		texts := jen.Id("parts").Dot("Texts").Call(jen.Id("in"))
		g.If(texts).BlockFunc(func(g *jen.Group) { w.readList(g, p) })
	case p.listed():
		w.readList(g, p)
	default:
		w.readOne(g, p, p.text)
	}
}

// recordOf is the record that p is as JSON.
func (w *formWriter) recordOf(p *param) *formRecord {
	for _, r := range w.records {
		if r.json == p {
			return r
		}
	}
	return nil
}

// readList reads the present value as elements. Lists of forms repeat.
func (w *formWriter) readList(g *jen.Group, p *param) {
	elem := p.t.Base().Elem
	repeats := *p.field
	repeats.Explode = true
	w.readElements(g, p, jen.Id("in").Dot("Each").Call(
		jen.Lit(p.n), w.wire(separator(&repeats, elem)), jen.Lit(isString(elem))))
}

// readFile reads the present part as a file.
func (w *formWriter) readFile(g *jen.Group, p *param) {
	v := jen.Id("v")
	call := jen.Id("parts").Dot("File").Call(jen.Id("in"), jen.Lit(p.n))
	keep := p.target.Clone().Op("=").Add(v)
	switch {
	case p.listed():
		_, most := fileBounds(p)
		call = jen.Id("parts").Dot("Element").Call(jen.Id("in"), jen.Lit(p.n), most)
		target := p.target
		if p.t.Optional {
			target = jen.Id(p.local())
		}
		keep = target.Clone().Op("=").Append(target.Clone(), v)
	case p.t.Optional:
		keep = p.target.Clone().Op("=").Add(w.rt("Some").Call(v))
	}
	g.If(jen.List(jen.Id("v"), jen.Id("ok")).Op(":=").Add(call), jen.Id("ok")).Block(keep)
}

// fileBounds are how many files a list has.
func fileBounds(p *param) (least, most jen.Code) {
	least, most = jen.Lit(0), jen.Lit(-1)
	for _, r := range rulesOf(p.t, p.owner) {
		if r.Min != nil {
			least = bound(r.Min, 0)
		}
		if r.Max != nil {
			most = bound(r.Max, -1)
		}
	}
	return least, most
}

// finish writes what can be told when everything is read.
func (w *formWriter) finish(g *jen.Group) {
	for _, p := range w.list {
		switch {
		case p.t.IsFile():
			w.finishFile(g, p)
		case p.within == nil:
			w.finishParam(g, p)
		}
	}
	for _, r := range w.records {
		w.finishRecord(g, r)
	}
}

// finishFile asks for files that have to come.
func (w *formWriter) finishFile(g *jen.Group, p *param) {
	in := jen.Id("in")
	switch {
	case !p.listed() && !p.t.Optional:
		g.Id("parts").Dot("Required").Call(in, jen.Lit(p.n), jen.Lit(p.name))
	case p.listed():
		least, most := fileBounds(p)
		check := jen.Id("parts").Dot("Elements").Call(in, jen.Lit(p.n), jen.Lit(p.name),
			least, most)
		if !p.t.Optional {
			g.Add(check)
			return
		}
		g.If(in.Clone().Dot("Has").Call(jen.Lit(p.n))).Block(check)
		g.If(jen.Id(p.local()).Op("!=").Nil()).Block(
			p.target.Clone().Op("=").Add(w.rt("Some").Call(jen.Id(p.local()))))
	}
}

// finishRecord asks for the members of a record that did not come as JSON.
func (w *formWriter) finishRecord(g *jen.Group, r *formRecord) {
	whole := jen.Id("in").Dot("Has").Call(jen.Lit(r.json.n))
	members := jen.If(jen.Op("!").Add(whole.Clone())).BlockFunc(func(g *jen.Group) {
		for _, m := range r.members {
			w.finishParam(g, m)
		}
	})
	if r.local == "" {
		g.Add(members)
		return
	}
	given := whole.Clone()
	for _, m := range r.members {
		given.Op("||").Id("in").Dot("Given").Call(jen.Lit(m.n))
	}
	g.If(given).Block(
		members,
		jen.Id("form").Dot(r.field.Go).Op("=").Add(w.rt("Some").Call(jen.Id(r.local))),
	)
}
