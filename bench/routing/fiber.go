package routing

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

// fiber v3 without middleware, case-sensitive and strict like the others (which
// saves it the lowering of paths).
type fiberRouter struct {
	handler fasthttp.RequestHandler
	fastRequest
}

func (r *fiberRouter) Name() string { return "fiber" }

func (r *fiberRouter) Load(set *Set) error {
	app := fiber.New(fiber.Config{CaseSensitive: true, StrictRouting: true,
		ErrorHandler: func(_ fiber.Ctx, err error) error {
			Answered = NotFound
			if failure := (*fiber.Error)(nil); errors.As(err, &failure) &&
				failure.Code == fiber.StatusMethodNotAllowed {
				Answered = WrongMethod
			}
			return nil
		}})
	for row, route := range set.Rows() {
		handler := func(fiber.Ctx) error { Answered = row; return nil }
		if ints := route.Ints(); len(ints) > 0 {
			handler = func(c fiber.Ctx) error {
				Answered = row
				if !sumInts(ints, func(name string) string { return c.Params(name) }) {
					Answered = badValue
				}
				return nil
			}
		}
		app.Add([]string{route.Method}, route.Pattern(fiberColons), handler)
	}
	r.handler = app.Handler()
	return nil
}

// fiberColons spells mixed segments too: fiber ends a name at "." and "-".
func fiberColons(s Segment) string {
	var b strings.Builder
	for _, p := range s {
		if p.Name != "" {
			b.WriteString(":" + p.Name)
		}
		b.WriteString(p.Literal)
	}
	return b.String()
}

func (r *fiberRouter) Serve(q *Request) { r.handler(r.set(q)) }
