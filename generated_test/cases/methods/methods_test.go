package methods

import (
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func TestMethods(t *testing.T) {
	dialogue.Run(t, func() *runtime.App { return New(Server{}) }, []dialogue.Line{
		{"GET /get", "200 Get GET"},
		{"HEAD /get", "200 | X-Handler: Get | Content-Length: 8"},
		{"POST /get", "405 | Allow: GET, HEAD, OPTIONS"},
		{"OPTIONS /get", "204 | Allow: GET, HEAD, OPTIONS"},
		{"HEAD /head", "200 | X-Handler: Head"},
		{"GET /head", "405 | Allow: HEAD, OPTIONS"},
		{"PATCH /many", "200 Many PATCH"},
		{"PROPFIND /many", "405 | Allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"},
		{"BREW /many", "501"},
		{"GET /any", "200 Any GET"},
		{"HEAD /any", "200 | X-Handler: Any"},
		{"BREW /any", "200 Any BREW"},
		{"OPTIONS /any", "200 Any OPTIONS"},
		{"TRACE /any", "405"},
		{"GET /any/too", "200 GetToo GET"},
		{"HEAD /any/too", "200 | X-Handler: GetToo"},
		{"POST /any/too", "200 AnyToo POST"},
		{"PROPFIND /dav", "200 Dav PROPFIND"},
		{"MKCOL /dav", "200 Dav MKCOL"},
		{"propfind /dav", "501"},
		{"GET /dav", "405 | Allow: MKCOL, OPTIONS, PROPFIND"},
		{"OPTIONS /options", "200 Options OPTIONS"},
		{"GET /split/1", "200 SplitInt GET"},
		{"POST /split/1", "200 SplitStr POST"},
		{"PUT /split/1", "405 | Allow: GET, HEAD, OPTIONS, POST"},
		{"PUT /split/x", "405 | Allow: OPTIONS, POST"},
		{"HEAD /head/1", "200 | X-Handler: HeadInt"},
		{"HEAD /head/x", "200 | X-Handler: HeadStr"},
		{"OPTIONS *", "204"},
		{"GET /nowhere", `404 {"error": "Not Found"}`},
		{"OPTIONS /nowhere", "404"},
	})
}
