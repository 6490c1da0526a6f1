package runtime_test

import (
	"log"
	"os"
	"path/filepath"
	"testing/fstest"

	"example.com/httpgen/examples/bookstore"
	"example.com/httpgen/runtime"
)

// Answers from files. In a program public would be an embed.FS.
var public = fstest.MapFS{
	"shop.css":      {Data: []byte("body { font: sans-serif }")},
	"app.html":      {Data: []byte("<title>Shop</title>")},
	"docs/terms.md": {Data: []byte("# Terms")},
}

// File answers ranges and conditions itself; here a client wants the first bytes alone.
func ExampleFile() {
	dir, err := os.MkdirTemp("", "covers")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	cover := filepath.Join(dir, "emma.txt")
	if err := os.WriteFile(cover, []byte("Emma, by Jane Austen"), 0o600); err != nil {
		log.Fatal(err)
	}

	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.File(cover).WithHeader("Cache-Control", "no-cache"), nil
	}
	ask(handler, "GET /cover", "Range: bytes=0-3")
	ask(handler, "GET /cover", "Range: bytes=-6")
	// Output:
	// 206 Emma
	// 206 Austen
}

// A name that a client chose belongs into a file system of its own: it cannot lead out.
func ExampleFileFS() {
	handler := func(req runtime.Request) (runtime.Response, error) {
		return runtime.FileFS(public, "docs/"+req.Query().Get("name")), nil
	}
	ask(handler, "GET /docs?name=terms.md")
	ask(handler, "GET /docs?name=../../etc/passwd")
	// Output:
	// 200 # Terms
	// 404 {"error": "Not Found"}
}

// Files under a prefix are looked for before the routes.
func ExampleStaticFS() {
	app := bookstore.New(bookstore.NewShop("secret"), runtime.StaticFS("/public", public))
	askApp(app, "GET /public/shop.css")
	askApp(app, "GET /status")
	// Output:
	// 200 body { font: sans-serif }
	// 200 {"status":"ok"}
}

// An application that draws its pages in the browser is one file under many paths.
func ExampleStaticFallback() {
	app := bookstore.New(bookstore.NewShop("secret"),
		runtime.StaticFS("/app", public,
			runtime.StaticFallback("app.html"),
			runtime.StaticCharset("utf-8")))
	askApp(app, "GET /app/basket/3", "Accept: text/html")
	askApp(app, "GET /app/basket.png", "Accept: image/png")
	// Output:
	// 200 <title>Shop</title>
	// 404 {"error":"Not Found","path":"/app/basket.png"}
}
