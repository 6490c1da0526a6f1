package main

import (
	"bytes"
	"fmt"
)

// The manifests live here: services as they are written, grown by number of resources.

// shapes are the routes of one resource, as in most REST services: a collection, an
// item, things of an item, and an action.
var shapes = []struct{ method, path string }{
	{"GET", ""},
	{"POST", ""},
	{"GET", "/<int64:id>"},
	{"PUT", "/<int64:id>"},
	{"DELETE", "/<int64:id>"},
	{"GET", "/<int64:id>/comments"},
	{"GET", "/<int64:id>/comments/<int64:comment>"},
	{"GET", "/<int64:id>/files/<name>"},
	{"POST", "/<int64:id>/archive"},
	{"GET", "/search"},
}

// manifest writes so many routes; resources stand under a few sections, as in large
// services.
func manifest(routes int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package: cost\nroutes:\n")
	for i := range routes {
		resource, shape := i/len(shapes), shapes[i%len(shapes)]
		fmt.Fprintf(&b, "  - {path: \"/v1/section%d/resource%d%s\", methods: [%s], handler: "+
			"Route%d}\n",
			resource/25, resource, shape.path, shape.method, i)
	}
	return b.Bytes()
}
