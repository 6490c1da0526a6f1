// Package runtimetest helps to test services: handlers and hooks one by one, with a Request
// made in one line, and a whole App by a client in memory. Neither takes a port.
//
//	resp, err := shop{}.GetCover(runtimetest.NewRequest("GET", "/books/1/cover",
//		runtimetest.Header("Accept", "image/png")), 1)
//	answer := runtimetest.Send(req, resp) // what a client would see of it
//
//	c := runtimetest.NewClient(t, bookstore.New(shop{}))
//	answer := c.Get("/books/9780134190440")
//
// # Time
//
// A Client and its App work inside a bubble of testing/synctest: timeouts, keep-alives and
// the pauses of streams then take no time, and happen in the order that they would have.
// The client is made inside of the bubble, and ends with Close before it does.
//
// # Golden answers
//
// Answer.Golden compares an answer with the text in testdata, and writes it there when the
// environment has HTTPGEN_UPDATE=1.
package runtimetest
