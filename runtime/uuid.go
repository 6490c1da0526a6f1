package runtime

import (
	"example.com/httpgen/runtime/match"
	"example.com/httpgen/runtime/wire"
)

// UUID is the value of a uuid parameter, RFC 9562: 16 bytes in network order. Its text is
// the 8-4-4-4-12 form.
type UUID = wire.UUID

// ParseUUID takes 8-4-4-4-12 hex digits of either case.
func ParseUUID(s string) (u UUID, ok bool) { return match.ParseUUID(s) }
