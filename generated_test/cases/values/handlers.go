// Package values has a route for every converter; its handlers say which of them was
// called, and with what.
package values

import (
	"fmt"
	"time"

	"example.com/httpgen/generated_test/sets/conv"
	"example.com/httpgen/runtime"
)

// Handler answers with the name of the handler and its values.
type Handler struct{}

var _ Handlers = Handler{}

func said(name string, values ...any) (runtime.Response, error) {
	return runtime.Text(fmt.Sprint(append([]any{name}, values...)...)), nil
}

func (Handler) SortedBy(_ runtime.Request, sort Sort) (runtime.Response, error) {
	return said("SortedBy ", sort == SortHot)
}
func (Handler) Switch(_ runtime.Request, on bool) (runtime.Response, error) {
	return said("Switch ", on)
}
func (Handler) ByUUID(_ runtime.Request, id runtime.UUID) (runtime.Response, error) {
	return said("ByUUID ", id)
}
func (Handler) ByDay(_ runtime.Request, day time.Time) (runtime.Response, error) {
	return said("ByDay ", day.Weekday())
}
func (Handler) Uint8(_ runtime.Request, n uint8) (runtime.Response, error) {
	return said("Uint8 ", n)
}
func (Handler) Uint16(_ runtime.Request, n uint16) (runtime.Response, error) {
	return said("Uint16 ", n)
}
func (Handler) Uint32(_ runtime.Request, n uint32) (runtime.Response, error) {
	return said("Uint32 ", n)
}
func (Handler) Uint64(_ runtime.Request, n uint64) (runtime.Response, error) {
	return said("Uint64 ", n)
}
func (Handler) Uint(_ runtime.Request, n uint) (runtime.Response, error) { return said("Uint ", n) }
func (Handler) Int8(_ runtime.Request, n int8) (runtime.Response, error) { return said("Int8 ", n) }
func (Handler) Int16(_ runtime.Request, n int16) (runtime.Response, error) {
	return said("Int16 ", n)
}
func (Handler) Int32(_ runtime.Request, n int32) (runtime.Response, error) {
	return said("Int32 ", n)
}
func (Handler) Int64(_ runtime.Request, n int64) (runtime.Response, error) {
	return said("Int64 ", n)
}
func (Handler) Int(_ runtime.Request, n int) (runtime.Response, error) { return said("Int ", n) }
func (Handler) Float(_ runtime.Request, x float64) (runtime.Response, error) {
	return said("Float ", x)
}
func (Handler) ByEven(_ runtime.Request, text conv.Even) (runtime.Response, error) {
	return said("ByEven ", string(text))
}
func (Handler) Bounded(_ runtime.Request, code string) (runtime.Response, error) {
	return said("Bounded ", code)
}
func (Handler) Named(_ runtime.Request, name string) (runtime.Response, error) {
	return said("Named ", name)
}
func (Handler) ByPath(_ runtime.Request, file string) (runtime.Response, error) {
	return said("ByPath ", file)
}
func (Handler) Raw(_ runtime.Request, file string) (runtime.Response, error) {
	return said("Raw ", file)
}
func (Handler) Repository(_ runtime.Request, repo string, n int, name string) (runtime.Response,
	error) {
	return said("Repository ", repo, " ", n, " ", name)
}
func (Handler) Between(_ runtime.Request, base, head string) (runtime.Response, error) {
	return said("Between ", base, " ", head)
}
func (Handler) JSONOf(_ runtime.Request, id int) (runtime.Response, error) {
	return said("JSONOf ", id)
}
func (Handler) Report(_ runtime.Request, y, m int) (runtime.Response, error) {
	return said("Report ", y, " ", m)
}
func (Handler) Cancel(_ runtime.Request, id string) (runtime.Response, error) {
	return said("Cancel ", id)
}
func (Handler) Split(_ runtime.Request, from time.Time, id runtime.UUID) (runtime.Response, error) {
	return said("Split ", from.Year(), " ", id)
}
func (Handler) User(req runtime.Request, id int) (runtime.Response, error) {
	return said("User ", req.Method(), " ", id)
}
func (Handler) UserByName(req runtime.Request, name string) (runtime.Response, error) {
	return said("UserByName ", req.Param("name"))
}
func (Handler) Post(_ runtime.Request, id, post int) (runtime.Response, error) {
	return said("Post ", id, " ", post)
}
