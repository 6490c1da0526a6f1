package separate

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func quiet() *runtime.App {
	return New(Server{admin: Admin{own: Own{}}}, runtime.Logger(slog.New(slog.DiscardHandler)))
}

// TestSeparateGroups asks methods of one name in four namespaces, and the hooks and error handlers
// of each.
func TestSeparateGroups(t *testing.T) {
	dialogue.Run(t, quiet, []dialogue.Line{
		{"GET /list", "200 top"},
		{"GET /admin/list/7", "200 admin 7 | X-Stamp: admin"},
		{"GET /admin/own/list/a%20b", "200 own a b | X-Stamp: admin"},
		{"GET /admin/in/x", "200 shows x | X-Stamp: admin"},
		{"GET /shop/7", "200 item 7"},
		{"GET /shop/staff/search?page=3", `200 {"id":3}`},
		{"GET /shop/staff/list", `501 {"error": "ShopStaffList is not implemented"}`},
		{"GET /admin/search?q=abc", `200 {"id":3} | X-Stamp: admin`},
		{"GET /admin/search?q=abc&sort=price", "404 | X-Stamp: admin"},

		{"GET /admin/list/0", "404 admin misses it | X-Stamp: admin"},
		{"GET /list?stop=top", "200 top stops"},
		{"GET /list?stop=admin", "200 top"},
		{"GET /admin/list/7?stop=admin", "200 admin stops | X-Stamp: admin"},
		{"GET /admin/own/list/x?stop=own", "200 own stops | X-Stamp: admin"},
		{"GET /admin/own/list/x?stop=admin", "200 admin stops | X-Stamp: admin"},
	})
}

// TestNamesOfSeparateGroups wants the group's name in front of all that is generated.
func TestNamesOfSeparateGroups(t *testing.T) {
	got := []string{AdminListURL(7), AdminOwnListURL("x"), ListURL(), AdminOldURL(), AdminShowURL("x")}
	if want := "/admin/list/7 /admin/own/list/x /list /admin/old /admin/in/x"; strings.Join(got, " ") != want {
		t.Errorf("URLs are %q", got)
	}
	for path, want := range map[string]string{
		"/list": "List of ", "/admin/list/7": "AdminList of Admin", "/admin/old": "AdminOld of Admin",
		"/admin/own/list/x": "AdminOwnList of AdminOwn", "/admin/in/x": "AdminShow of AdminInner",
		"/shop/staff/list": "ShopStaffList of ShopStaff",
	} {
		m, ok := Lookup("GET", path)
		if !ok {
			t.Fatalf("nothing answers %s", path)
		}
		if got := m.Route.Name + " of " + m.Route.Group; got != want {
			t.Errorf("%s is answered by %s, want %s", path, got, want)
		}
	}
}

// TestSeparateGroupsAreAskedOnce by New, and not by requests.
func TestSeparateGroupsAreAskedOnce(t *testing.T) {
	asked := 0
	New(Server{admin: Admin{own: Own{}}, asked: &asked})
	if asked != 1 {
		t.Errorf("Admin was called %d times", asked)
	}
}

// TestNilGroups wants New to panic and to name the method that gave nil.
func TestNilGroups(t *testing.T) {
	for _, row := range []struct {
		h    Server
		want string
	}{
		{Server{}, "Admin() of Handlers is nil: it has to give the handlers of /admin"},
		{Server{admin: Admin{}}, "Own() of AdminHandlers is nil: it has to give the handlers of /own"},
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != row.want {
					t.Errorf("New panics with %q, want %q", got, row.want)
				}
			}()
			New(row.h)
		}()
	}
}
