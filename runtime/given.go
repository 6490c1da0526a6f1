package runtime

import (
	"fmt"
	"log/slog"
	"reflect"
)

// What hooks give to handlers lives here: values that are found by their type.

// Give keeps a value with the request, for Given and for generated code, which calls it with what
// a hook gives. A later value of the same type hides an earlier one.
func Give[T any](req Request, value T) {
	kept := &req.x.kept
	all := &kept.given
	if all.used == maxGifts {
		kept.rare().set(giftKey[T]{}, value)
		return
	}
	placeOf[T](all).value = value
	all.used++
	all.known.Store(knownOf(req.generation, all.used))
}

// Given returns the value of type T that a hook gave (`gives` in the manifest) to the handlers of
// this request; ok is false where none did so far. Handlers have it as a parameter: this is for
// after hooks, error handlers, around hooks and what these call. T is the type as the manifest has
// it: a *User is not found as a User.
func Given[T any](req Request) (value T, ok bool) {
	x, held := req.enter()
	value, ok = found[T](x, req.generation)
	req.leave(held)
	return value, ok
}

// GivenEarlier is Given for generated code: what a hook gave before the route was looked for. That
// there is nothing is a mistake of the program: 500, and nobody is let in.
func GivenEarlier[T any](req Request) (T, error) {
	value, ok := found[T](req.x, req.generation)
	if !ok {
		return value, fmt.Errorf("runtime: no hook has given a %v", reflect.TypeFor[T]())
	}
	return value, nil
}

// LogGiven has AccessLog tell of what hooks gave: lines of requests for which one gave a T have
// the attribute key with what value makes of it, behind the others. value is called by many
// requests at once; nil adds nothing.
//
//	runtime.LogGiven("user", func(u model.User) slog.Value { return slog.StringValue(u.Name) })
func LogGiven[T any](key string, value func(T) slog.Value) Option {
	return func(s *settings) {
		if value == nil {
			return
		}
		s.logGiven = append(s.logGiven, func(attrs []slog.Attr, given []gift) []slog.Attr {
			if v, ok := giftOf[T](given); ok {
				return append(attrs, slog.Attr{Key: key, Value: value(v)})
			}
			return attrs
		})
	}
}
