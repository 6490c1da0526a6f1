// Package converters has one route for each converter; its handlers answer with the
// value and its Go type.
package converters

import (
	"fmt"
	"time"

	"example.com/httpgen/generated_test/cases/converters/own"
	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

// Links that are made before the routes' table is, which stands in a later file.
var (
	earlyInt = IntURL(-3)
	earlyOwn = HexURL(0xff8800)
	earlyBad = ShortURL("a")
)

func tell[T any](v T) (runtime.Response, error) {
	return runtime.Text(fmt.Sprintf("%T %v", v, v)), nil
}

func (Server) Any(req runtime.Request, v Sort) (runtime.Response, error)          { return tell(v) }
func (Server) Bool(req runtime.Request, v bool) (runtime.Response, error)         { return tell(v) }
func (Server) UUID(req runtime.Request, v runtime.UUID) (runtime.Response, error) { return tell(v) }
func (Server) Date(req runtime.Request, v time.Time) (runtime.Response, error)    { return tell(v) }
func (Server) Uint8(req runtime.Request, v uint8) (runtime.Response, error)       { return tell(v) }
func (Server) Uint16(req runtime.Request, v uint16) (runtime.Response, error)     { return tell(v) }
func (Server) Uint32(req runtime.Request, v uint32) (runtime.Response, error)     { return tell(v) }
func (Server) Uint64(req runtime.Request, v uint64) (runtime.Response, error)     { return tell(v) }
func (Server) Uint(req runtime.Request, v uint) (runtime.Response, error)         { return tell(v) }
func (Server) Int8(req runtime.Request, v int8) (runtime.Response, error)         { return tell(v) }
func (Server) Int16(req runtime.Request, v int16) (runtime.Response, error)       { return tell(v) }
func (Server) Int32(req runtime.Request, v int32) (runtime.Response, error)       { return tell(v) }
func (Server) Int64(req runtime.Request, v int64) (runtime.Response, error)       { return tell(v) }
func (Server) Int(req runtime.Request, v int) (runtime.Response, error)           { return tell(v) }
func (Server) Float(req runtime.Request, v float64) (runtime.Response, error)     { return tell(v) }
func (Server) Hex(req runtime.Request, v own.Color) (runtime.Response, error)     { return tell(v) }
func (Server) Short(req runtime.Request, v string) (runtime.Response, error)      { return tell(v) }
func (Server) Str(req runtime.Request, v string) (runtime.Response, error)        { return tell(v) }
func (Server) Path(req runtime.Request, v string) (runtime.Response, error)       { return tell(v) }
