package wire

import (
	"bytes"
	"reflect"
)

// An Optional is a value that may be absent. The zero value is absent.
//
// In a struct of one's own it works with encoding/json under the option omitzero; without it,
// absent is written as null. null is read as absent.
type Optional[T any] struct {
	value T
	set   bool
}

// Some is an Optional that has a value.
func Some[T any](v T) Optional[T] { return Optional[T]{value: v, set: true} }

// Get returns the value and whether there is one.
func (o Optional[T]) Get() (v T, ok bool) { return o.value, o.set }

// Or returns the value, or another where there is none.
func (o Optional[T]) Or(absent T) T {
	if o.set {
		return o.value
	}
	return absent
}

// IsSet says whether there is a value.
func (o Optional[T]) IsSet() bool { return o.set }

// IsZero says whether there is none, for encoding/json's option omitzero.
func (o Optional[T]) IsZero() bool { return !o.set }

// MarshalJSON returns the value's JSON, or null.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if !o.set {
		return []byte("null"), nil
	}
	return AppendGo(nil, o.value)
}

// UnmarshalJSON reads a value. null is none, unless it is a value: of a Nullable or a pointer.
func (o *Optional[T]) UnmarshalJSON(text []byte) error {
	v, ok, err := unmarshal[T](text)
	if _, nullable := any(&v).(interface{ IsNull() bool }); nullable ||
		reflect.TypeFor[T]().Kind() == reflect.Pointer {
		ok = true
	}
	if err == nil {
		*o = Optional[T]{v, ok}
	}
	return err
}

// A Nullable is a value that may be null. The zero value is null.
type Nullable[T any] struct {
	value T
	set   bool
}

// NonNull is a Nullable that has a value.
func NonNull[T any](v T) Nullable[T] { return Nullable[T]{value: v, set: true} }

// Get returns the value and whether there is one.
func (n Nullable[T]) Get() (v T, ok bool) { return n.value, n.set }

// Or returns the value, or another where it is null.
func (n Nullable[T]) Or(null T) T {
	if n.set {
		return n.value
	}
	return null
}

// IsNull says whether it is null.
func (n Nullable[T]) IsNull() bool { return !n.set }

// MarshalJSON returns the value's JSON, or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if !n.set {
		return []byte("null"), nil
	}
	return AppendGo(nil, n.value)
}

// UnmarshalJSON reads a value or null.
func (n *Nullable[T]) UnmarshalJSON(text []byte) error {
	v, ok, err := unmarshal[T](text)
	if err == nil {
		*n = Nullable[T]{v, ok}
	}
	return err
}

// unmarshal reads a value; ok is false for null.
func unmarshal[T any](text []byte) (v T, ok bool, err error) {
	if bytes.Equal(bytes.TrimSpace(text), []byte("null")) {
		return v, false, nil
	}
	err = ReadGo(text, &v)
	return v, err == nil, err
}
