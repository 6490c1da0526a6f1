package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// The functions of the dispatcher for before hooks that are called with a credential, or give a
// value. What is plain is called where it stands.

// asks says whether a hook has a function of the dispatcher.
func asks(h *model.Hook) bool {
	return h.Gives != nil || h.Credential.Kind != model.NoCredential
}

// hookKey tells hooks with different functions apart: one name may stand for several, with
// credentials from different places.
func hookKey(h *model.Hook) string {
	key := h.Name + " " + h.Credential.Kind.String() + " " + h.Credential.In + " " + h.Credential.Key
	if h.Gives != nil {
		key += " " + h.Gives.Text
	}
	return key
}

// askName is the name of a hook's function: giveAuthenticate or askCheckKey.
func (e *emitter) askName(h *model.Hook) string {
	if h.Gives != nil {
		return e.name("give"+h.Name, hookKey(h))
	}
	return e.name("ask"+h.Name, hookKey(h))
}

// askingHooks are the before hooks with a function, each once, in the order of the file.
func (e *emitter) askingHooks() (list []*model.Hook) {
	seen := map[string]bool{}
	add := func(hooks []*model.Hook) {
		for _, h := range hooks {
			if asks(h) && !seen[hookKey(h)] {
				seen[hookKey(h)] = true
				list = append(list, h)
			}
		}
	}
	add(e.m.Before)
	for _, g := range e.m.Groups {
		add(g.Before)
	}
	for _, r := range e.m.Routes {
		add(r.Before)
	}
	return list
}

// askFuncs writes
//
//	// giveAuthenticate asks Authenticate with a request's token, and keeps the own.User.
//	func (d *httpgenDispatcher) giveAuthenticate(req runtime.Request) (value own.User, err error) {
//		token, err := runtime.BearerToken(req)
//		if err != nil {
//			return value, err
//		}
//		if value, err = d.h.Authenticate(req, token); err != nil {
//			return value, runtime.Denied(err)
//		}
//		runtime.Give(req, value)
//		return value, nil
//	}
//
//	// askCheckKey asks CheckKey with a request's API key.
//	func (d *httpgenDispatcher) askCheckKey(req runtime.Request) (resp *runtime.Response, err error) {
//		key, err := runtime.HeaderKey(req, "X-Key")
//		if err != nil {
//			return nil, err
//		}
//		if resp, err = d.h.CheckKey(req, key); err != nil {
//			return nil, runtime.Denied(err)
//		}
//		return resp, nil
//	}
func (e *emitter) askFuncs(f *jen.File) {
	for _, h := range e.askingHooks() {
		e.askFunc(f, h)
	}
}

// What a credential is called in comments.
var credentialWords = map[model.CredentialKind]string{
	model.Basic:  " with a request's user and password",
	model.Bearer: " with a request's token",
	model.APIKey: " with a request's API key",
}

func (e *emitter) askFunc(f *jen.File, h *model.Hook) {
	name, names := e.askName(h), credentialNames(h)
	doc := "// " + name + " asks " + h.Name + credentialWords[h.Credential.Kind]
	result, typ, nothing := "resp", jen.Op("*").Add(e.rt("Response")), jen.Nil()
	if h.Gives != nil {
		doc += ", and keeps the " + h.Gives.Text
		result, typ, nothing = "value", e.goType(h.Gives.Text), jen.Id("value")
	}
	args := []jen.Code{jen.Id("req")}
	for _, n := range names {
		args = append(args, jen.Id(n))
	}
	f.Comment(doc + ".")
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id(name).Params(e.request()).
		Params(jen.Id(result).Add(typ), jen.Err().Error()).BlockFunc(func(g *jen.Group) {
		failed := jen.Err().Op("!=").Nil()
		if len(names) > 0 {
			g.ListFunc(func(g *jen.Group) {
				for _, n := range names {
					g.Id(n)
				}
				g.Err()
			}).Op(":=").Add(e.credential(h))
			g.If(failed).Block(jen.Return(nothing, jen.Err()))
		}
		wrong := jen.Err()
		if h.Credential.Kind != model.NoCredential {
			wrong = e.rt("Denied").Call(jen.Err())
		}
		g.If(jen.List(jen.Id(result), jen.Err()).Op("=").Id("d").Dot("h").Dot(h.Name).
			Call(args...), failed.Clone()).Block(jen.Return(nothing.Clone(), wrong))
		if h.Gives != nil {
			g.Add(e.rt("Give").Call(jen.Id("req"), jen.Id("value")))
		}
		g.Return(jen.Id(result), jen.Nil())
	})
	f.Line()
}

// credentialNames are the parameters of a hook beside the request, all of them texts.
func credentialNames(h *model.Hook) []string {
	return map[model.CredentialKind][]string{model.Basic: {"user", "password"},
		model.Bearer: {"token"}, model.APIKey: {"key"}}[h.Credential.Kind]
}

// credential reads what the hook is called with: runtime.BearerToken(req).
func (e *emitter) credential(h *model.Hook) *jen.Statement {
	switch h.Credential.Kind {
	case model.Basic:
		return e.rt("BasicCredentials").Call(jen.Id("req"))
	case model.APIKey:
		name := map[string]string{"header": "HeaderKey", "query": "QueryKey",
			"cookie": "CookieKey"}[h.Credential.In]
		return e.rt(name).Call(jen.Id("req"), jen.Lit(h.Credential.Key))
	}
	return e.rt("BearerToken").Call(jen.Id("req"))
}

// callBefore is the call of a before hook: d.h.One(req), or of the function that asks it.
func (e *emitter) callBefore(h *model.Hook) *jen.Statement {
	if asks(h) {
		return jen.Id("d").Dot(e.askName(h)).Call(jen.Id("req"))
	}
	return jen.Id("d").Dot("h").Dot(h.Name).Call(jen.Id("req"))
}

// early writes a before hook that runs before a route is looked for. A plain one, and one that
// gives:
//
//	if resp, err := d.h.CountRequest(req); resp != nil || err != nil {
//		return resp, err
//	}
//	if _, err := d.giveVisit(req); err != nil {
//		return nil, err
//	}
func (e *emitter) early(h *model.Hook) jen.Code {
	if h.Gives != nil {
		return jen.If(jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(e.callBefore(h)),
			jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
	}
	return jen.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Add(e.callBefore(h)),
		jen.Id("resp").Op("!=").Nil().Op("||").Err().Op("!=").Nil()).
		Block(jen.Return(jen.Id("resp"), jen.Err()))
}

// hasPrefix says whether a hook guards a prefix.
func (e *emitter) hasPrefix() bool {
	for _, g := range e.m.Groups {
		if g.Guarded != "" {
			return true
		}
	}
	return false
}

// prefixFunc writes
//
//	// prefix runs the before hooks that guard prefixes, for paths below these; the first answer
//	// ends them.
//	func (d *httpgenDispatcher) prefix(x *runtime.Exchange, path string) (*runtime.Response, error) {
//		if match.Under(path, "/admin") {
//			req := x.EarlyRequest()
//			if _, err := d.giveGuard(req); err != nil {
//				return nil, err
//			}
//		}
//		return nil, nil
//	}
func (e *emitter) prefixFunc(f *jen.File) {
	if !e.hasPrefix() {
		return
	}
	f.Comment("// prefix runs the before hooks that guard prefixes, for paths below these; the first answer")
	f.Comment("// ends them.")
	f.Func().Params(jen.Id("d").Op("*").Id("httpgenDispatcher")).Id("prefix").
		Params(jen.Id("x").Op("*").Add(e.rt("Exchange")), jen.Id("path").String()).
		Params(jen.Op("*").Add(e.rt("Response")), jen.Error()).BlockFunc(func(g *jen.Group) {
		for _, group := range e.m.Groups {
			if group.Guarded == "" {
				continue
			}
			g.If(e.match("Under").Call(jen.Id("path"), jen.Lit(group.Guarded))).
				BlockFunc(func(g *jen.Group) {
					g.Id("req").Op(":=").Id("x").Dot("EarlyRequest").Call()
					for _, h := range group.Before {
						if h.Prefix {
							g.Add(e.early(h))
						}
					}
				})
		}
		g.Return(jen.Nil(), jen.Nil())
	})
	f.Line()
}

// runBefore writes the before hooks of a route's function, and returns what they give, in the
// order of the handler's parameters. What a hook has given before the route was found comes from
// the request:
//
//	visit, err := runtime.GivenEarlier[own.Visit](req)
//	if err != nil {
//		return runtime.Response{}, err
//	}
//	user, err := d.giveAuthenticate(req)
//	if err != nil {
//		return runtime.Response{}, err
//	}
//	if resp, err := d.h.Open24(req); err != nil {
//		return runtime.Response{}, err
//	} else if resp != nil {
//		return *resp, nil
//	}
func (e *emitter) runBefore(g *jen.Group, r *model.Route) (args []jen.Code) {
	given := e.m.GivenTo(r)
	for _, h := range given {
		args = append(args, jen.Id(h.As))
		if e.m.Early(h) {
			g.List(jen.Id(h.As), jen.Err()).Op(":=").Add(e.rt("GivenEarlier")).
				Types(e.goType(h.Gives.Text)).Call(jen.Id("req"))
			g.Add(e.failed())
		}
	}
	for _, h := range r.BeforeHooks() {
		if h.Gives != nil {
			g.List(jen.Id(h.As), jen.Err()).Op(":=").Add(e.callBefore(h))
			g.Add(e.failed())
			continue
		}
		g.If(jen.List(jen.Id("resp"), jen.Err()).Op(":=").Add(e.callBefore(h)),
			jen.Err().Op("!=").Nil()).Block(
			jen.Return(e.rt("Response").Values(), jen.Err()),
		).Else().If(jen.Id("resp").Op("!=").Nil()).
			Block(jen.Return(jen.Op("*").Id("resp"), jen.Nil()))
	}
	return args
}

// runAround writes around hooks, each of which is called with what is inside of it.
//
//	return d.h.InTx(req, func() (runtime.Response, error) {
//		return d.h.Retry(req, func() (runtime.Response, error) {
//			…
//		})
//	})
func (e *emitter) runAround(g *jen.Group, list []*model.Hook, inside func(*jen.Group)) {
	if len(list) == 0 {
		inside(g)
		return
	}
	g.Return(jen.Id("d").Dot("h").Dot(list[0].Name).Call(jen.Id("req"),
		jen.Func().Params().Params(e.rt("Response"), jen.Error()).BlockFunc(func(g *jen.Group) {
			e.runAround(g, list[1:], inside)
		})))
}
