package bookstore

// Hooks and error handlers outside any group live here.

import (
	"errors"
	"log/slog"

	"example.com/httpgen/examples/bookstore/model"
	"example.com/httpgen/runtime"
)

// CountRequest is the first hook of every request.
func (s *Shop) CountRequest(req runtime.Request) (*runtime.Response, error) {
	s.requests.Add(1)
	return nil, nil
}

// Partner is the before hook of what partners may see: their keys are their names.
func (s *Shop) Partner(req runtime.Request, key string) (model.Partner, error) {
	if key != "corner-shop" {
		return "", errors.New("no such partner")
	}
	return model.Partner(key), nil
}

// Stamp marks every response of a route.
func (s *Shop) Stamp(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Shop", "bookstore")
	return nil
}

// LogResponse sees every response, those that no route gave included.
func (s *Shop) LogResponse(req runtime.Request, resp *runtime.Response) error {
	slog.Debug("answered", "method", req.Method(), "path", req.Path(), "status", resp.Status())
	return nil
}

// RequireStock is a before hook of the orders: no orders for what the shop does not have.
func (s *Shop) RequireStock(req runtime.Request) (*runtime.Response, error) {
	id, err := model.ParseISBN(req.Param("id"))
	if err != nil {
		return nil, err
	}
	if _, ok := s.book(id); !ok {
		return nil, noBook(id)
	}
	return nil, nil
}

// AskWho answers 401; the field WWW-Authenticate is added to it.
func (s *Shop) AskWho(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return runtime.JSON(map[string]string{"error": "who are you?"}).WithStatus(401), nil
}

// PageMissing answers 404.
func (s *Shop) PageMissing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return runtime.JSON(map[string]string{"error": err.Message, "path": req.Path()}).
		WithStatus(404), nil
}

// OutOfStock turns a *model.StockError into a conflict.
func (s *Shop) OutOfStock(req runtime.Request, err *model.StockError) (runtime.Response, error) {
	return runtime.JSON(map[string]any{"error": err.Error(), "stock": err.Stock}).
		WithStatus(409), nil
}

// Conflict answers 409 of adding a book.
func (s *Shop) Conflict(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return runtime.JSON(map[string]string{"error": err.Message,
		"help": "change the book that is there"}).WithStatus(409), nil
}
