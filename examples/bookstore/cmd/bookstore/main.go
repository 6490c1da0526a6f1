// Bookstore serves the example shop and prints curl commands to try on it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"example.com/httpgen/examples/bookstore"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8000", "`ADDRESS` to listen on; port 0 takes a free one")
	token := flag.String("token", "secret", "bearer `TOKEN` of the admin routes")
	flag.Parse()
	if err := serve(*addr, *token); err != nil {
		log.Fatal(err)
	}
}

// serve listens before it prints, so that what it prints is true, and ends gracefully
// on a signal.
func serve(addr, token string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	tour(os.Stdout, "http://"+l.Addr().String(), token)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return bookstore.New(bookstore.NewShop(token)).Serve(ctx, l)
}

// tour prints commands to try. TestTour runs them and holds their answers.
func tour(w io.Writer, base, token string) {
	fmt.Fprintf(w, "The bookstore is at %s. Try:\n\n", base)
	lines := strings.NewReplacer("BASE", base, "TOKEN", token)
	for _, line := range commands {
		fmt.Fprintln(w, "  "+lines.Replace(line))
	}
	fmt.Fprintln(w)
}

var commands = []string{
	"curl -i BASE/books",
	"curl -i BASE/books/9780134190440",
	"curl -i 'BASE/search?q=go&sort=price'",
	"curl -i 'BASE/search?page=0&pages=1'",
	"curl -i BASE/shelves/cheap",
	"curl -i BASE/report-2026-02-28.txt",
	"curl -i BASE/notes/a/b/c.md",
	"curl -i BASE/assets/shop.css",
	"curl -i -H 'Accept: text/html' BASE/shelf/go",
	"curl -i -d hello 'BASE/echo?x=1'",
	`curl -i -H 'Content-Type: application/json' -d '{"isbn":"9781718501263","title":"Rust","cents":3000}' BASE/books`,
	`curl -i -H 'Content-Type: application/json' -d '{"isbn":"9781718501263","title":"","price":30}' BASE/books`,
	`curl -i -H 'Content-Type: application/json' -d '{"kind":"praise","text":"fine"}' BASE/feedback`,
	`curl -i -H 'Content-Type: application/json' -d '{"stars":5,"text":"terse"}' BASE/books/9780131103627/reviews`,
	"curl -i BASE/books/9780131103627/reviews",
	"curl -i -d copies=2 BASE/books/9780131103627/orders",
	"curl -i -d copies=99 BASE/books/9780131103627/orders",
	"curl -i -N BASE/events",
	"curl -i BASE/admin/stats",
	"curl -i -H 'Authorization: Bearer TOKEN' BASE/admin/stats",
	`curl -i -H 'Authorization: Bearer TOKEN' -d '{"isbn":"9780262510875","title":"SICP"}' BASE/admin/import`,
	"curl -i BASE/admin/nowhere",
	"curl -i -H 'X-Partner: corner-shop' BASE/partners/books",
	`curl -i -X PUT -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -d '[{"isbn":"9780201633610","stock":9},{"isbn":"9780306406157","stock":1}]' BASE/admin/books/stock`,
	"curl -i -X PUT -H 'Authorization: Bearer TOKEN' -H 'Content-Type: text/plain' -d many BASE/admin/books/9780201633610/stock",
	"curl -i -H 'Authorization: Bearer TOKEN' BASE/admin/reports/stock.txt",
	"curl -i -X OPTIONS BASE/books",
	"curl -i BASE/nowhere",
}
