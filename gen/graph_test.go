package gen

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// drawn is the graph of a manifest.
func drawn(t *testing.T, text string) *Graph {
	t.Helper()
	file := filepath.Join(t.TempDir(), "routes.yaml")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	g, err := DrawRoutes(file)
	if err != nil {
		t.Fatal(err)
	}
	g.root.label = "routes.yaml"
	return g
}

// TestGraphDOT holds the order, which is that of precedence, and what has to be escaped.
func TestGraphDOT(t *testing.T) {
	g := drawn(t, `routes:
  - GET /users/<name> GetUser
  - GET /users/me Me
  - GET,POST /users/<int:id> Both
  - PUT /users/<slug> Put
  - {path: '/a"b\', handler: Odd}
`)
	const want = `digraph routes {
	rankdir=LR;
	ordering=out;
	node [shape=box, fontname="monospace"];
	n0 [label="routes.yaml\l"];
	n1 [label="/a\"b\\\lGET Odd\l", style=bold];
	n0 -> n1;
	n2 [label="/users\l"];
	n0 -> n2;
	n3 [label="/me\lGET Me\l", style=bold];
	n2 -> n3;
	n4 [label="/<int:id>\lGET,POST Both\l", style=bold];
	n2 -> n4;
	n5 [label="/<name>\lGET GetUser\lPUT Put\l", style=bold];
	n2 -> n5;
}
`
	var b strings.Builder
	if err := g.DOT(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}

// TestGraphText shows the same tree in lines.
func TestGraphText(t *testing.T) {
	g := drawn(t, `routes:
  - GET /users/<name> GetUser
  - POST /users Add
  - GET /users Users
  - GET /users/me/x Me
  - GET / Home
`)
	const want = `routes.yaml
├── /            GET Home
└── /users       POST Add  GET Users
    ├── /me
    │   └── /x   GET Me
    └── /<name>  GET GetUser
`
	var b strings.Builder
	if err := g.Text(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}

// TestGraphSVG reads the picture of the example: every route is in it, nothing stands
// outside of it, and no two boxes lie on each other.
func TestGraphSVG(t *testing.T) {
	g, err := DrawRoutes(exampleManifest)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := g.SVG(&b); err != nil {
		t.Fatal(err)
	}
	type box struct{ x, y, w, h float64 }
	var boxes []box
	var width, height float64
	var texts strings.Builder
	for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.CharData:
			texts.Write(e)
		case xml.StartElement:
			at := map[string]float64{}
			for _, a := range e.Attr {
				at[a.Name.Local], _ = strconv.ParseFloat(a.Value, 64) // of a colour: 0
			}
			switch {
			case e.Name.Local == "svg":
				width, height = at["width"], at["height"]
			case e.Name.Local == "rect" && at["rx"] > 0:
				boxes = append(boxes, box{at["x"], at["y"], at["width"], at["height"]})
			}
		}
	}
	routes, err := Routes(exampleManifest)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routes {
		if !strings.Contains(texts.String(), r.FullName()) {
			t.Errorf("the route %s is not in the picture", r.FullName())
		}
	}
	for i, a := range boxes {
		if a.x < 0 || a.y < 0 || a.x+a.w > width || a.y+a.h > height {
			t.Errorf("box %v stands outside of %v × %v", a, width, height)
		}
		for _, b := range boxes[i+1:] {
			if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
				t.Errorf("boxes %v and %v lie on each other", a, b)
			}
		}
	}
	if len(boxes) < len(routes) {
		t.Errorf("%d boxes for %d routes", len(boxes), len(routes))
	}
}
