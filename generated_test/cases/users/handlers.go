// Package users has handlers that are given who asks: by a token, a password or a key, and by
// hooks that want no credential.
package users

import (
	"errors"
	"fmt"
	"net"

	"example.com/httpgen/generated_test/cases/users/own"
	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

// known are what hooks make of a token or a key.
func known(word string) error {
	switch word {
	case "good":
		return nil
	case "late":
		return runtime.Errorf(401, "too late")
	case "poor":
		return runtime.Errorf(402, "pay first")
	case "banned":
		return &own.Banned{Name: "bob"}
	case "down":
		return fmt.Errorf("asking: %w", &net.OpError{Op: "dial", Err: errors.New("refused")})
	case "panic":
		panic("out of order")
	case "abort":
		runtime.Abort(401, "aborted")
	}
	return errors.New("no such word: " + word)
}

func (Server) Count(req runtime.Request) (*runtime.Response, error) { return nil, nil }

func (Server) Visit(req runtime.Request) (own.Visit, error) {
	if req.Header("X-Visit") == "none" {
		return 0, errors.New("no visits")
	}
	return 7, nil
}

func (Server) Authenticate(req runtime.Request, token string) (own.User, error) {
	return own.User{Name: "ann"}, known(token)
}

func (Server) Guard(req runtime.Request, token string) (own.User, error) {
	if req.Route() != nil {
		return own.User{}, errors.New("a route was looked for already")
	}
	return own.User{Name: "boss"}, known(token)
}

func (Server) Clerk(req runtime.Request, user, password string) (*own.User, error) {
	if password != "secret" {
		return nil, known(password)
	}
	return &own.User{Name: user}, nil
}

func (Server) Partner(req runtime.Request, key string) (own.Partner, error) {
	return own.Partner("<" + key + ">"), nil
}

func (Server) CheckKey(req runtime.Request, key string) (*runtime.Response, error) {
	if key == "answer" {
		resp := runtime.Text("the hook answers")
		return &resp, nil
	}
	return nil, known(key)
}

func (Server) Open24(req runtime.Request) (*runtime.Response, error) { return nil, nil }

func (Server) Quota(req runtime.Request) (*runtime.Response, error) {
	if _, ok := runtime.Given[own.User](req); !ok {
		return nil, errors.New("nobody was let in")
	}
	return nil, nil
}

func (Server) Deeper(req runtime.Request) (*runtime.Response, error) {
	if req.Header("X-Deeper") == "answer" {
		resp := runtime.Text("deeper answers")
		return &resp, nil
	}
	return nil, nil
}

// Signed says who was asking, as far as hooks have found out.
func (Server) Signed(req runtime.Request, resp *runtime.Response) error {
	*resp = resp.WithHeader("X-Signed", who(req))
	return nil
}

func who(req runtime.Request) string {
	text := ""
	if visit, ok := runtime.Given[own.Visit](req); ok {
		text += fmt.Sprint(visit)
	}
	if user, ok := runtime.Given[own.User](req); ok {
		text += " " + user.Name
	}
	if clerk, ok := runtime.Given[*own.User](req); ok {
		text += " *" + clerk.Name
	}
	if partner, ok := runtime.Given[own.Partner](req); ok {
		text += " " + string(partner)
	}
	return text
}

func (Server) Missing(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
	return runtime.Text("missing for " + who(req)).WithStatus(404), nil
}

func (Server) Banned(req runtime.Request, err *own.Banned) (runtime.Response, error) {
	return runtime.Text(err.Error()).WithStatus(403), nil
}

func text(args ...any) (runtime.Response, error) { return runtime.Text(fmt.Sprint(args...)), nil }

func (Server) Open(req runtime.Request, visit own.Visit) (runtime.Response, error) {
	return text("open ", visit)
}

func (Server) Me(req runtime.Request, visit own.Visit, user own.User) (runtime.Response, error) {
	return text(user.Name, " ", visit)
}

func (Server) Profile(req runtime.Request, visit own.Visit, user own.User, id int, name string) (runtime.Response, error) {
	return text(user.Name, " looks at ", name, " ", id)
}

func (Server) PostOrder(req runtime.Request, visit own.Visit, user own.User, query PostOrderQuery, body Order) (Order, error) {
	return Order{Title: body.Title + " for " + user.Name}, nil
}

func (Server) Prices(req runtime.Request, visit own.Visit) (runtime.Response, error) {
	return text("prices")
}

func (Server) Both(req runtime.Request, visit own.Visit, user own.User, clerk *own.User) (runtime.Response, error) {
	return text(user.Name, " ", clerk.Name)
}

func (Server) Alone(req runtime.Request, visit own.Visit, clerk *own.User) (runtime.Response, error) {
	return text(clerk.Name)
}

func (Server) ByHeader(req runtime.Request, visit own.Visit, partner own.Partner) (runtime.Response, error) {
	return text(partner)
}

func (Server) ByQuery(req runtime.Request, visit own.Visit, partner own.Partner) (runtime.Response, error) {
	return text(partner)
}

func (Server) ByCookie(req runtime.Request, visit own.Visit, partner own.Partner) (runtime.Response, error) {
	return text(partner)
}

func (Server) Checked(req runtime.Request, visit own.Visit) (runtime.Response, error) {
	return text("checked")
}

func (Server) Stats(req runtime.Request, visit own.Visit, user own.User) (runtime.Response, error) {
	return text("stats for ", user.Name)
}

func (Server) Slash(req runtime.Request, visit own.Visit, user own.User) (runtime.Response, error) {
	return text("slash for ", user.Name)
}

func (Server) Down(req runtime.Request, visit own.Visit, user own.User) (runtime.Response, error) {
	return text("down for ", user.Name)
}
