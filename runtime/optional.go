package runtime

import "example.com/httpgen/runtime/wire"

// An Optional is a value that may be absent: of a parameter or a member that was not sent. The
// zero value is absent.
type Optional[T any] = wire.Optional[T]

// Some is an Optional that has a value.
func Some[T any](v T) Optional[T] { return wire.Some(v) }

// A Nullable is a value of JSON that may be null. The zero value is null.
type Nullable[T any] = wire.Nullable[T]

// NonNull is a Nullable that has a value.
func NonNull[T any](v T) Nullable[T] { return wire.NonNull(v) }
