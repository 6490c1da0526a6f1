package runtime

import (
	"context"
	"reflect"
	"slices"
)

// What is made of a request while it is answered lives here: its route and parameters, its
// context, and the values that hooks set. All of it may be asked for by several goroutines.

// Param returns a path parameter's text, decoded, by its name in the pattern; "" if the
// route has none of that name, and where Route is nil.
func (r Request) Param(name string) string {
	x, held := r.enter()
	params := r.params(x)
	r.leave(held)
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// params are those of the route that answers. x is held.
func (r Request) params(x *Exchange) []Param {
	if route := r.route(x); route != nil {
		return x.kept.params(route)
	}
	return nil
}

// params are made at the first call.
func (k *requestKept) params(route *Route) []Param {
	more := k.rare()
	if known := more.params.Load(); known != nil {
		return *known
	}
	params := route.params(cloned(k.path))
	more.params.Store(&params) // another goroutine's are the same
	return params
}

// Route returns the route that answers; nil before matching and where none does. A
// goroutine that a global before hook or an Observer started beside the request's own is
// told once the handler has returned.
func (r Request) Route() *Route {
	x, held := r.enter()
	route := r.route(x)
	r.leave(held)
	return route
}

// route is the route that answers, as far as who asks may know. x is held.
func (r Request) route(x *Exchange) *Route {
	if r.generation&early != 0 && !x.isOwner() {
		return x.answers.Load()
	}
	return x.currentRoute()
}

// Context ends when the client is gone, when the server ends streams to shut down or is
// closed, when the handler's time is up, and when the answer is complete. It is the
// one that SetContext set, if any. After the answer it is a context that has ended.
func (r Request) Context() context.Context {
	held, ok := r.held()
	if !ok {
		return answered
	}
	ctx := r.x.context()
	r.leave(held)
	return ctx
}

// context is the request's, or what SetContext made of it. x is held.
func (x *Exchange) context() context.Context {
	if more := x.kept.more.Load(); more != nil {
		if ctx := more.ctx.Load(); ctx != nil {
			return *ctx
		}
	}
	return x.origin.context()
}

// clientContext is the request's context, whatever SetContext made of it.
func (r Request) clientContext() context.Context {
	held, ok := r.held()
	if !ok {
		return answered
	}
	ctx := r.x.origin.context()
	r.leave(held)
	return ctx
}

// SetContext sets what Context returns from now on, for hooks; ctx is to be derived from
// Context, or handlers no longer learn that the client is gone. It panics if ctx is nil.
func (r Request) SetContext(ctx context.Context) {
	if ctx == nil {
		panic("runtime: SetContext(nil)")
	}
	x, held := r.enter()
	x.kept.rare().ctx.Store(&ctx)
	r.leave(held)
}

// Set keeps a value with the request, for Value. Keys are compared with ==, and best of
// a type of one's own. It panics if the key is nil or cannot be compared.
func (r Request) Set(key, value any) {
	if key == nil || !reflect.TypeOf(key).Comparable() {
		panic("runtime: Set with a key that is nil or cannot be compared")
	}
	x, held := r.enter()
	defer r.leave(held) // == on what holds an interface may still panic
	x.kept.rare().set(key, value)
}

// set replaces the list by one with the value: others may be reading it.
func (m *requestMore) set(key, value any) {
	for {
		old := m.values.Load()
		var values []keyValue
		if old != nil {
			values = append(make([]keyValue, 0, len(*old)+1), *old...)
		}
		if i := slices.IndexFunc(values, func(kv keyValue) bool { return kv.key == key }); i >= 0 {
			values[i].value = value
		} else {
			values = append(values, keyValue{key, value})
		}
		if m.values.CompareAndSwap(old, &values) {
			return
		}
	}
}

// Value returns what Set kept under the key, or nil.
func (r Request) Value(key any) any {
	x, held := r.enter()
	var values []keyValue
	if more := x.kept.more.Load(); more != nil {
		if list := more.values.Load(); list != nil {
			values = *list
		}
	}
	r.leave(held)
	for i := range values {
		if values[i].key == key {
			return values[i].value
		}
	}
	return nil
}
