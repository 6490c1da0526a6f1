// Package separate has groups whose methods have a namespace of their own: three types with a
// method List, and four hooks called Guard.
package separate

import (
	"errors"
	"fmt"

	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct {
	admin AdminHandlers
	asked *int // how often Admin was called
}

// Guard runs before every request.
func (Server) Guard(req runtime.Request) (*runtime.Response, error) { return guard(req, "top") }

// guard answers a request that asks it to.
func guard(req runtime.Request, name string) (*runtime.Response, error) {
	if req.Query().Get("stop") == name {
		r := runtime.Text(name + " stops")
		return &r, nil
	}
	return nil, nil
}

// List implements GET /list.
func (Server) List(runtime.Request) (runtime.Response, error) { return runtime.Text("top"), nil }

// ShopItem implements GET /shop/<id>.
func (Server) ShopItem(_ runtime.Request, id string) (runtime.Response, error) {
	return runtime.Text("item " + id), nil
}

// Admin gives the handlers of /admin.
func (s Server) Admin() AdminHandlers {
	if s.asked != nil {
		*s.asked++
	}
	return s.admin
}

// ShopStaff gives the handlers of /shop/staff.
func (Server) ShopStaff() ShopStaffHandlers { return Staff{} }

// Admin implements AdminHandlers.
type Admin struct{ own AdminOwnHandlers }

// Guard runs before the handlers of /admin.
func (Admin) Guard(req runtime.Request) (*runtime.Response, error) { return guard(req, "admin") }

// Stamp runs after them.
func (Admin) Stamp(_ runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Stamp", "admin")
	return nil
}

// Missing answers 404.
func (Admin) Missing(runtime.Request, *runtime.HTTPError) (runtime.Response, error) {
	return runtime.Text("admin misses it").WithStatus(404), nil
}

// List implements GET /admin/list/<int:id>.
func (Admin) List(_ runtime.Request, id int) (runtime.Response, error) {
	if id == 0 {
		return runtime.Response{}, runtime.Errorf(404, "none")
	}
	return runtime.Text(fmt.Sprint("admin ", id)), nil
}

// List2 implements GET /admin/old.
func (Admin) List2(runtime.Request) (runtime.Response, error) {
	return runtime.Response{}, errors.New("old")
}

// Search implements GET /admin/search.
func (Admin) Search(_ runtime.Request, query AdminSearchQuery) (AdminSearchResult, error) {
	if query.Sort == AdminSearchQuerySortPrice {
		return AdminSearch404{}, nil
	}
	return AdminSearch200{Body: Item{ID: len(query.Q)}}, nil
}

// Show implements GET /admin/in/<name>.
func (Admin) Show(_ runtime.Request, name string) (runtime.Response, error) {
	return runtime.Text("shows " + name), nil
}

// Own gives the handlers of /admin/own.
func (a Admin) Own() AdminOwnHandlers { return a.own }

// Own implements AdminOwnHandlers.
type Own struct{}

// Guard runs before the handlers of /admin/own.
func (Own) Guard(req runtime.Request) (*runtime.Response, error) { return guard(req, "own") }

// List implements GET /admin/own/list/<name>.
func (Own) List(_ runtime.Request, name string) (runtime.Response, error) {
	return runtime.Text("own " + name), nil
}

// Put implements PUT /admin/own/item.
func (Own) Put(_ runtime.Request, body Item) error {
	if body.ID == 0 {
		return runtime.Errorf(404, "none")
	}
	return nil
}

// Missing answers 404 of Put.
func (Own) Missing(runtime.Request, *runtime.HTTPError) (runtime.Response, error) {
	return runtime.Text("own misses it").WithStatus(404), nil
}

// Staff implements ShopStaffHandlers. What it lacks answers 501.
type Staff struct{ UnimplementedShopStaffHandlers }

// Search implements GET /shop/staff/search.
func (Staff) Search(_ runtime.Request, query ShopStaffSearchQuery) (Item, error) {
	return Item{ID: query.Page}, nil
}
