package sets

import (
	"fmt"
	"strings"
)

// Paths that are longer than a machine word has bits, and patterns that have more
// segments: a matcher may know short ones better.

// longRows have values of every length around that.
var longRows = []Regression{
	regression("a path may be of any length", routes("GET /a/<x>/b/<y>", "GET /a/<x>/c/<int:n>/<z>",
		"GET /<p>/<q>/d", "GET /a/<x>/b/<y>/e/f/<z>"), longValues()...),
	regression("a literal may be of any length", routes("GET /"+strings.Repeat("l", 70)+"/<x>/<y>",
		"GET /<x>/"+strings.Repeat("l", 64)+"/<y>"),
		hit("GET /"+strings.Repeat("l", 70)+"/1/2", 0, "x", "1", "y", "2"),
		no("GET /"+strings.Repeat("l", 70)+"/1", 404),
		hit("GET /"+strings.Repeat("l", 69)+"/"+strings.Repeat("l", 64)+"/2", 1, "x",
			strings.Repeat("l", 69), "y", "2")),
	regression("all slashes that matter may be behind a long literal",
		routes("GET /"+longLiteral[:70]+"/<x>"),
		hit("GET /"+longLiteral[:70]+"/v", 0, "x", "v"), no("GET /"+longLiteral[:70], 404),
		no("GET /"+longLiteral[:70]+"/v/w", 404)),
	regression("each byte of literals that are told apart by a hash counts", hashed(),
		neighbours()...),
	regression("each byte of a long literal counts", longLiteralRoutes(), longLiterals()...),
	regression("each byte counts of what a few patterns begin with", commonRoutes(),
		commonBeginnings()...),
	regression("pages beside any text are pages, and nothing else is", pagesBeside(), besides()...),
	regression("a pattern may have any number of segments", deepRoutes(), deepHits()...),
}

func longValues() (list []Exchange) {
	for n := 1; n < 140; n++ {
		long := strings.Repeat("v", n)
		list = append(list,
			hit("GET /a/"+long+"/b/y", 0, "x", long, "y", "y"),
			hit("GET /a/x/b/"+long, 0, "x", "x", "y", long),
			hit("GET /a/"+long+"/c/7/"+long, 1, "x", long, "n", "7", "z", long),
			hit("GET /a/"+long+"/d", 2, "p", "a", "q", long),
			hit("GET /"+long+"/b/d", 2, "p", long, "q", "b"),
			hit("GET /a/x/b/"+long+"/e/f/z", 3, "x", "x", "y", long, "z", "z"),
			no("GET /a/"+long+"/b", 404), no("GET /a/"+long+"/b/", 404),
			no("GET /a/"+long+"/c/x/"+long, 404))
	}
	return list
}

// hashed are enough literals for a hash.
func hashed() (list []string) {
	for _, word := range strings.Fields("alpha bravo delta gamma hotel india lima mikes oscar " +
		"papas romeo sierra") {
		list = append(list, "GET /"+word+"/end")
	}
	return list
}

// neighbours are these with another byte in one place.
func neighbours() (list []Exchange) {
	for route, path := range hashed() {
		list = append(list, hit(path, route))
		for i := len("GET /"); i < len(path); i++ {
			for other := '0'; other <= 'z'; other++ {
				if byte(other) != path[i] && other != '?' { // which would begin a query
					list = append(list, no(path[:i]+string(other)+path[i+1:], 404))
				}
			}
		}
	}
	return list
}

// pagesBeside are enough pages for a hash, beside a parameter of each kind, at the root and
// below another one; and one of the pages has a page below it.
func pagesBeside() (list []string) {
	for _, before := range []string{"", "/<int:t>"} {
		for _, word := range strings.Fields("a ab abc b bcde c cd d de def e ef efgh") {
			list = append(list, "GET "+before+"/"+word)
		}
		list = append(list, "POST "+before+"/a/b", "GET "+before+"/<s>", "PUT "+before+"/<bool:n>",
			"GET "+before+"/<a>/<b>", "DELETE "+before+"/<path:p>")
	}
	return append(list, "GET /<int:t>")
}

// besides ask for each page, for what is nearly one, and with the methods of what is beside it.
func besides() (list []Exchange) {
	routes := pagesBeside()
	half := len(routes) / 2
	for i, text := range routes[:half-5] {
		page := strings.TrimPrefix(text, "GET /")
		for k, before := range []string{"/", "/7/"} {
			tenant := []string{"t", "7"}[:2*k]
			path, at := before+page, k*half
			list = append(list, hit("GET "+path, at+i, tenant...),
				hit("GET "+path+"x", at+half-4, append(tenant, "s", page+"x")...),
				hit("DELETE "+path, at+half-1, append(tenant, "p", page)...),
				allow("POST "+path, 405, "DELETE GET HEAD OPTIONS"))
		}
	}
	return append(list, hit("POST /a/b", half-5), hit("POST /7/a/b", 2*half-5, "t", "7"),
		hit("GET /a/b", half-2, "a", "a", "b", "b"), hit("PUT /true", half-3, "n", "true"),
		hit("PUT /7/true", 2*half-3, "t", "7", "n", "true"), allow("GET /a/b/c", 405, "DELETE OPTIONS"),
		hit("GET /7", 2*half, "t", "7"))
}

// longLiteral is more than is compared without a call.
var longLiteral = strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz", 5)

// longLiteralRoutes begin alike, end in a literal, and go on behind one.
func longLiteralRoutes() []string {
	return routes("GET /"+longLiteral, "GET /"+longLiteral+"/<x>", "GET /"+longLiteral+"1", "GET /"+
		longLiteral+"2/<x>", "PUT /"+longLiteral+"3")
}

// longLiterals ask these routes, and have another byte in each place.
func longLiterals() []Exchange {
	list := []Exchange{hit("GET /"+longLiteral, 0), hit("GET /"+longLiteral+"/v", 1, "x", "v"),
		hit("GET /"+longLiteral+"1", 2),
		hit("GET /"+longLiteral+"2/v", 3, "x", "v"), allow("GET /"+longLiteral+"3", 405,
			"OPTIONS PUT")}
	for i := range longLiteral {
		other := longLiteral[:i] + "-" + longLiteral[i+1:]
		for _, end := range []string{"", "/v", "1", "2/v", "3"} {
			list = append(list, no("GET /"+other+end, 404))
		}
	}
	return list
}

// commonStarts are what three patterns begin with, of many lengths.
func commonStarts() (list []string) {
	for _, n := range []int{1, 3, 5, 13, 40, 67, 90} {
		list = append(list, fmt.Sprintf("/n%d/%s", n, strings.Repeat("c", n)))
	}
	return list
}

// commonRoutes end with one of them, and go on behind it; also behind a parameter. Bytes behind
// the start tell only the first from the other two, which have the same there.
func commonRoutes() (list []string) {
	for _, start := range commonStarts() {
		for _, before := range []string{"", "/<int:q>"} {
			list = append(list, "GET "+before+start, "GET "+before+start+"/end", "GET "+before+
				start+"/<x>/on")
		}
	}
	return list
}

// commonBeginnings ask them, and have another byte in each place.
func commonBeginnings() (list []Exchange) {
	for i, start := range commonStarts() {
		list = append(list,
			hit("GET "+start, 6*i), hit("GET "+start+"/end", 6*i+1),
			hit("GET "+start+"/v/on", 6*i+2, "x", "v"),
			hit("GET /7"+start, 6*i+3, "q", "7"), hit("GET /7"+start+"/end", 6*i+4, "q", "7"),
			hit("GET /7"+start+"/v/on", 6*i+5, "q", "7", "x", "v"))
		for at := 1; at < len(start); at++ {
			other := start[:at] + "-" + start[at+1:]
			for _, end := range []string{"", "/end", "/v/on"} {
				list = append(list, no("GET "+other+end, 404), no("GET /7"+other+end, 404))
			}
		}
	}
	return list
}

const deepest = 40

// deepRoutes are "/<p0>/<p1>…" to the depth of 40, and literals between parameters.
func deepRoutes() (list []string) {
	for _, depth := range []int{30, 31, 32, 33, deepest} {
		list = append(list, "GET "+
			deep(depth, func(i int) string { return fmt.Sprintf("<p%d>", i) }))
	}
	return append(list, "GET "+deep(deepest, func(i int) string {
		if i%2 == 0 {
			return "lit"
		}
		return fmt.Sprintf("<int:p%d>", i)
	}))
}

func deep(depth int, segment func(int) string) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString("/" + segment(i))
	}
	return b.String()
}

func deepHits() (list []Exchange) {
	values := func(depth int, value func(int) string) (params []string) {
		for i := range depth {
			params = append(params, fmt.Sprintf("p%d", i), value(i))
		}
		return params
	}
	for _, value := range []func(int) string{
		func(i int) string { return fmt.Sprint(i) },
		func(i int) string { return strings.Repeat("v", 1+i%5) },
	} {
		for route, depth := range []int{30, 31, 32, 33, deepest} {
			list = append(list, hit("GET "+deep(depth, value), route, values(depth, value)...))
		}
		list = append(list, no("GET "+deep(deepest-1, value), 404),
			no("GET "+deep(deepest+1, value), 404))
	}
	literal := func(i int) string {
		if i%2 == 0 {
			return "lit"
		}
		return fmt.Sprint(i)
	}
	var odd []string
	for i := 1; i < deepest; i += 2 {
		odd = append(odd, fmt.Sprintf("p%d", i), fmt.Sprint(i))
	}
	return append(list, hit("GET "+deep(deepest, literal), len(deepRoutes())-1, odd...))
}
