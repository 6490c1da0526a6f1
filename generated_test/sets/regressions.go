package sets

import (
	"fmt"
	"slices"
	"strings"

	"example.com/httpgen/generated_test/oracle"
)

// The form of the named regressions lives here; the rows are in regressions_*.go,
// written by hand from the rules: none is computed.

// A Regression is a set and what its matcher must answer.
type Regression struct {
	Name     string // a sentence
	Set      Set
	Requests []Exchange
}

// An Exchange is a request and the answer to it.
type Exchange struct {
	Method, Path string
	Want         oracle.Result
}

// Regressions returns every sentence of the rules for paths and routing as rows, and
// every fault that other routers are known for.
func Regressions() []Regression {
	return slices.Concat(patternRows, pathRows, orderRows, methodRows, settingRows, longRows,
		fieldRows, rivalRows)
}

// regression makes a row. Each route is "METHOD[,METHOD] PATTERN"; requests name the
// routes by their place.
func regression(name string, routes []string, requests ...Exchange) Regression {
	return withOptions(name, oracle.Options{}, routes, requests...)
}

func withOptions(name string, opts oracle.Options, routes []string,
	requests ...Exchange) Regression {
	var list []oracle.Route
	for _, r := range routes {
		methods, pattern, _ := strings.Cut(r, " ")
		list = append(list, oracle.Route{Methods: strings.Split(methods, ","), Pattern: pattern})
	}
	s, err := New("set", OwnConverters, opts, list...)
	if err != nil {
		panic(fmt.Sprintf("sets: regression %q: %v", name, err))
	}
	return Regression{name, s, requests}
}

func routes(r ...string) []string { return r }

// hit is a request that a route answers; params are names and values in turn.
func hit(request string, route int, params ...string) Exchange {
	want := oracle.Result{Status: 200, Route: route}
	for pair := range slices.Chunk(params, 2) {
		want.Params = append(want.Params, oracle.Param{Name: pair[0], Value: pair[1]})
	}
	return exchange(request, want)
}

// no is a request that no route answers.
func no(request string, status int) Exchange {
	return exchange(request, oracle.Result{Status: status})
}

// allow is a request that is answered with the methods of the path: 204 or 405.
func allow(request string, status int, methods string) Exchange {
	return exchange(request, oracle.Result{Status: status, Allow: strings.Fields(methods)})
}

// moved is a request for another form of a path.
func moved(request, location string) Exchange {
	status := 308
	if method, _, _ := strings.Cut(request, " "); method == "GET" || method == "HEAD" {
		status = 301
	}
	return exchange(request, oracle.Result{Status: status, Location: location})
}

// badParam is a request that a parameter's converter refused.
func badParam(request, name string) Exchange {
	return exchange(request, oracle.Result{Status: 400, Refused: name})
}

func exchange(request string, want oracle.Result) Exchange {
	method, path, ok := strings.Cut(request, " ")
	if !ok {
		panic(fmt.Sprintf("sets: no request: %q", request))
	}
	if want.Status != 200 {
		want.Route = -1
	}
	return Exchange{method, path, want}
}
