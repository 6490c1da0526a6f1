package runtime

import (
	"fmt"
	"strings"
	"testing"
)

// Which content type a body has, of several that are taken.
func TestBodiesAreChosenByContentType(t *testing.T) {
	types := []string{"application/json", "application/vnd.shop+json", "text/csv", "multipart/form-data"}
	choose := func(pattern string, choose func(Request, ...string) (string, error), types []string) leaf {
		return leaf{"POST", pattern, func(x *Exchange) (Response, error) {
			content, err := choose(x.Request(), types...)
			if err != nil || content == "" {
				return Text("nothing"), err
			}
			b, err := x.Request().Body()
			return Text(content + " " + string(b)), err
		}}
	}
	service := func() Service {
		return handwritten(choose("/needed", ChooseBody, types), choose("/maybe", ChooseOptionalBody, types),
			choose("/one", ChooseBody, types[1:2]))
	}
	const wanted = "application/json, application/vnd.shop+json, text/csv, multipart/form-data"
	refused := func(was string) string {
		return `415 Accept=` + wanted + ` "{\"error\": \"send Content-Type: application/json, application/vnd.shop+json, text/csv or multipart/form-data (` + was + `)\"}"`
	}
	onEachServer(t, service, nil, func(t *testing.T, s *hosted) {
		for _, row := range []struct{ path, content, body, want string }{
			{"/needed", "application/json", "x", `200 "application/json x"`},
			{"/needed", "APPLICATION/json ; charset=utf-8", "x", `200 "application/json x"`},
			{"/needed", "application/merge-patch+json", "x", `200 "application/json x"`},
			{"/needed", "application/vnd.shop+json", "x", `200 "application/vnd.shop+json x"`},
			{"/needed", "text/csv;header=present", "x", `200 "text/csv x"`},
			{"/needed", "multipart/form-data; boundary=a:b", "x", `200 "multipart/form-data x"`},
			{"/needed", "application/json", "", `200 "application/json "`},
			{"/maybe", "text/csv", "", `200 "text/csv "`},

			{"/needed", "text/plain", "x", refused("it was text/plain")},
			{"/needed", "image/svg+json", "x", refused("it was image/svg+json")},
			{"/needed", "*/*", "x", refused("it was */*")},
			{"/needed", ";", "x", refused("it was ;")},
			{"/needed", "", "x", refused("there was none")},
			{"/maybe", "", "x", refused("there was none")},
			{"/maybe", "text/plain", "x", refused("it was text/plain")},
			{"/one", "application/json", "x", `415 Accept=application/vnd.shop+json "{\"error\": \"send Content-Type: application/vnd.shop+json (it was application/json)\"}"`},

			{"/needed", "", "", `400 "{\"error\": \"body is empty\"}"`},
			{"/needed", "text/plain", "", `400 "{\"error\": \"body is empty\"}"`},
			{"/maybe", "", "", `200 "nothing"`},
			{"/maybe", "text/plain", "", `200 "nothing"`},
		} {
			fields := "Host: a\r\n"
			if row.content != "" {
				fields += "Content-Type: " + row.content + "\r\n"
			}
			for way, request := range map[string]string{
				"with a length": fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", row.path, fields, len(row.body), row.body),
				"in chunks":     fmt.Sprintf("POST %s HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n%s", row.path, fields, chunks(row.body, 1)),
			} {
				if got := strings.TrimSuffix(s.tell(request, "Accept"), " close"); got != row.want {
					t.Errorf("%s %q %q %s: %s\nwanted %s", row.path, row.content, row.body, way, got, row.want)
				}
			}
		}
	})
}
