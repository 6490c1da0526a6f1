package runtime

import (
	"math"
	"time"
)

// What the function of a route calls beside the decoders (DecodeJSON, DecodeForm,
// DecodeText, DecodeBytes) and EncodeJSON lives here. It is for generated code.

// LimitBody sets the route's own limit of the body in bytes, before hooks run. Zero is
// the App's limit, a negative value none.
func (x *Exchange) LimitBody(bytes int64) {
	if bytes < 0 {
		bytes = math.MaxInt64
	}
	x.kept.limit.Store(bytes)
}

// SetMinBodyRate sets what the sender of the route's streamed body has to keep up, in bytes
// per second, before hooks run. Zero is the App's, a negative value no such demand. It does
// nothing for requests of ServeHTTP, whose bodies are held to the http.Server's timeouts.
func (x *Exchange) SetMinBodyRate(bytesPerSecond int64) { x.kept.rate.Store(bytesPerSecond) }

// SetTimeout sets the route's own bound of the handler's time, before hooks run. It
// counts from now. Zero is the App's, a negative value none.
func (x *Exchange) SetTimeout(d time.Duration) {
	if d != 0 {
		x.early = true
		x.answers.Store(x.currentRoute())
		x.bound(max(d, 0))
	}
}
