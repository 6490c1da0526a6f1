package emit

import (
	"github.com/dave/jennifer/jen"

	"example.com/httpgen/gen/internal/model"
)

// What services need beside routes, as data for the runtime.

// health is
//
//	Health: runtime.Health{
//		Live:  "/healthz",
//		Ready: "/readyz",
//	},
func (e *emitter) health() jen.Code {
	paths := jen.Dict{}
	if e.m.Health.Live != "" {
		paths[jen.Id("Live")] = jen.Lit(e.m.Health.Live)
	}
	if e.m.Health.Ready != "" {
		paths[jen.Id("Ready")] = jen.Lit(e.m.Health.Ready)
	}
	return e.rt("Health").Values(paths)
}

// crossOrigin is
//
//	CORS: &runtime.CrossOrigin{
//		Default: &runtime.CORS{
//			Credentials: true,
//			Origins:     []string{"https://app.example", "https://*.app.example"},
//		},
//		Fields: []runtime.RouteFields{
//			{Route: httpgenRouteRename, Names: []string{"Authorization"}},
//		},
//		Others: []runtime.CORSOf{{
//			Below: []string{"/public"},
//			CORS: &runtime.CORS{
//				MaxAge:  -1,
//				Origins: []string{"*"},
//			},
//			Routes: []int{
//				httpgenRouteNews,
//			},
//		}},
//	},
func (e *emitter) crossOrigin() jen.Code {
	all, fields := jen.Dict{}, []jen.Code(nil)
	if policy := e.m.CORS; policy != nil && !policy.Off {
		all[jen.Id("Default")] = e.policy(policy)
	}
	for i, r := range e.m.Routes {
		if names := e.m.SentFields(r); r.CORS != nil && !r.CORS.Off && len(names) > 0 {
			// not by keys that gofmt aligns: a route added changes no other line
			fields = append(fields, jen.Line().Values(jen.Id("Route").Op(":").Add(e.number(i)),
				jen.Id("Names").Op(":").Index().String().Values(texts(names)...)))
		}
	}
	if len(fields) > 0 {
		all[jen.Id("Fields")] = jen.Index().Add(e.rt("RouteFields")).
			Values(append(fields, jen.Line())...)
	}
	if others := e.m.OtherCORS(); len(others) > 0 {
		all[jen.Id("Others")] = jen.Index().Add(e.rt("CORSOf")).ValuesFunc(func(g *jen.Group) {
			for _, o := range others {
				g.Values(e.corsOf(o))
			}
		})
	}
	return jen.Op("&").Add(e.rt("CrossOrigin")).Values(all)
}

// corsOf is a policy and what it is for.
func (e *emitter) corsOf(o *model.CORSOf) jen.Dict {
	entry := jen.Dict{}
	if o.CORS != nil && !o.Off {
		entry[jen.Id("CORS")] = e.policy(o.CORS)
	}
	if len(o.Below) > 0 {
		entry[jen.Id("Below")] = jen.Index().String().Values(texts(o.Below)...)
	}
	if len(o.Routes) > 0 {
		entry[jen.Id("Routes")] = e.routeList(o.Routes)
	}
	return entry
}

func (e *emitter) policy(c *model.CORS) jen.Code {
	values := jen.Dict{jen.Id("Origins"): jen.Index().String().Values(texts(c.Origins)...)}
	if len(c.Headers) > 0 {
		values[jen.Id("Headers")] = jen.Index().String().Values(texts(c.Headers)...)
	}
	if len(c.Expose) > 0 {
		values[jen.Id("Expose")] = jen.Index().String().Values(texts(c.Expose)...)
	}
	if c.Credentials {
		values[jen.Id("Credentials")] = jen.True()
	}
	if c.PrivateNetwork {
		values[jen.Id("PrivateNetwork")] = jen.True()
	}
	switch {
	case c.MaxAge < 0:
		values[jen.Id("MaxAge")] = jen.Lit(-1)
	case c.MaxAge > 0:
		values[jen.Id("MaxAge")] = duration(int64(c.MaxAge))
	}
	return jen.Op("&").Add(e.rt("CORS")).Values(values)
}

func texts(list []string) (lits []jen.Code) {
	for _, s := range list {
		lits = append(lits, jen.Lit(s))
	}
	return lits
}
