package gen_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"example.com/httpgen/gen"
)

// The generator as a library. The manifests lie in testdata.

// Compile makes the files in memory; Write brings a folder up to date.
func ExampleCompile() {
	out, err := os.MkdirTemp("", "hello")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(out)

	pkg, err := gen.Compile(gen.Options{Manifest: "testdata/hello.yaml", Out: out})
	if err != nil {
		log.Fatal(err)
	}
	changes, err := pkg.Write()
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range changes {
		fmt.Println(pkg.Name, filepath.Base(change.Path), change.State)
	}
	changes, err = pkg.Compare() // again: what a check in CI does
	fmt.Println(changes[0].State, err)
	// Output:
	// hello dispatch_gen.go missing
	// hello handlers_gen.go missing
	// hello routes_gen.go missing
	// fresh <nil>
}

// What is wrong with a manifest comes back as one report, never as the first fault alone.
func ExampleCompile_faults() {
	_, err := gen.Compile(gen.Options{Manifest: "testdata/faulty.yaml"})
	var faults *gen.FaultsError
	if errors.As(err, &faults) {
		fmt.Println(faults.Errors(), "faults")
	}
	// Output: 2 faults
}

func ExampleCheck() {
	report, err := gen.Check("testdata/faulty.yaml")
	if err != nil { // it cannot be read
		log.Fatal(err)
	}
	if err := report.Write(os.Stdout, gen.Text, gen.Style{}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// error[HG0203]: two routes answer GET /hello/new
	//  --> testdata/faulty.yaml:4:9
	// 3 |   - GET /hello/<name> Hello
	//   |         ------------- also matches
	// 4 |   - GET /hello/<who> Greet
	//   |         ^^^^^^^^^^^^ the same pattern but for the name
	//   = help: give one of them a converter, or another method
	//
	// error[HG0301]: a handler is an exported Go identifier, not "bye"
	//  --> testdata/faulty.yaml:5:21
	// 5 |   - GET /bye/<name> bye
	//   |                     ^^^
	//   = help: did you mean Bye?
}

// Match answers as a server of the manifest would, and says why.
func ExampleMatch() {
	for _, path := range []string{"/add/1/2", "/add/1/two"} {
		answer, err := gen.Match("testdata/hello.yaml", "GET", path)
		if err != nil {
			log.Fatal(err)
		}
		if answer.Route == nil {
			fmt.Println(path, answer.Status, answer.Reason)
			continue
		}
		fmt.Println(path, answer.Route.Handler, answer.Values)
	}
	// Output:
	// /add/1/2 Add [{a 1} {b 2}]
	// /add/1/two 404 no pattern matches the path
}

func ExampleRoutes() {
	routes, err := gen.Routes("testdata/hello.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for _, route := range routes {
		fmt.Println(route.Line, route.Methods, route.Pattern, route.Handler, route.Params)
	}
	// Output:
	// 3 [GET] /hello/<name> Hello [{name str}]
	// 4 [GET] /add/<int:a>/<int:b> Add [{a int} {b int}]
}

// Breaking compares with what was published before.
func ExampleBreaking() {
	old := []byte("package: hello\nroutes:\n  - GET /hello/<name> Hello\n  - GET /bye Bye\n")
	breaks, err := gen.Breaking("v1", old, nil, "testdata/hello.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range breaks {
		fmt.Println(b.Kind, b.Method, b.Pattern)
	}
	// Output: route-removed GET /bye
}

// Explain has the page of every code, with a manifest that has the fault and one that has not.
func ExampleExplain() {
	page, ok := gen.Explain("HG0203")
	if !ok {
		log.Fatal("no such code")
	}
	fmt.Println(page.ID, page.Severity, page.Title)
	// Output: HG0203 error two routes answer the same requests
}
