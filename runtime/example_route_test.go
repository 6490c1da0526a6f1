package runtime_test

import (
	"fmt"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// Routes as data: the generated Routes and Lookup.

// Lookup, generated beside New, says which route would answer.
func ExampleMatch() {
	found, ok := bookstore.Lookup("GET", "/books/9780134190440/cover.svg")
	fmt.Println(ok, found.Route.Name, found.Route.Pattern)
	for _, param := range found.Params {
		fmt.Println(param.Name, "is", param.Value)
	}
	// Output:
	// true Cover /books/<isbn:id>/cover.svg
	// id is 9780134190440
}

// Routes is in the order of the manifest.
func ExampleRoute() {
	for _, route := range bookstore.Routes {
		if route.Group == "Admin" {
			fmt.Println(route.Index(), route.Name, route.Methods, route.Pattern)
		}
	}
	// Output:
	// 17 Stats [GET] /admin/stats
	// 18 Import [POST] /admin/import
	// 19 SetStock [PUT] /admin/books/<isbn:id>/stock
	// 20 SetStocks [PUT] /admin/books/stock
	// 21 RemoveBook [DELETE] /admin/books/<isbn:id>
	// 22 Stocks [GET] /admin/books
	// 23 StockReport [GET] /admin/reports/stock.txt
}

// A URL builder of each route knows its parameters' types; URL is the same for texts, "" where
// the route cannot have them.
func ExampleRoute_URL() {
	route := bookstore.Routes[1]
	fmt.Printf("%s: %q %q\n", route.Pattern, route.URL("9780134190440"), route.URL("no ISBN"))
	// Output: /books/<isbn:id>/cover.svg: "/books/9780134190440/cover.svg" ""
}

func ExampleParseUUID() {
	id, ok := runtime.ParseUUID("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6")
	fmt.Println(id, ok)
	_, ok = runtime.ParseUUID("f81d4fae")
	fmt.Println(ok)
	// Output:
	// f81d4fae-7dec-11d0-a765-00a0c91e6bf6 true
	// false
}

// A pattern taken apart: what tools want that write the routes in another form.
func ExampleRoute_Parts() {
	for _, part := range bookstore.Routes[1].Parts() {
		if part.Name != "" {
			fmt.Printf("{%s}", part.Name)
		} else {
			fmt.Print(part.Literal)
		}
	}
	// Output: /books/{id}/cover.svg
}
