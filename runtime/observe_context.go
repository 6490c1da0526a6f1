package runtime

import (
	"context"
	"sync"
	"time"
)

// The context that observers derive theirs from lives here.

// requestContext is a request's context that asks for the real one when somebody wants
// to know whether it has ended. To be told that costs a connection a goroutine, which a
// trace that only adds a value to the context is not to pay for.
type requestContext struct {
	mu  sync.Mutex
	req Request // until ctx is known
	ctx context.Context
}

// newRequestContext is the context of a request that has just begun. That of net/http is
// there already, and may have values.
func newRequestContext(x *Exchange) *requestContext {
	c := &requestContext{req: x.Request()}
	if over, ok := x.origin.(*httpExchange); ok {
		c.ctx = over.context()
	}
	return c
}

// answered is the context of a request that is over and never asked for its own.
var answered = func() context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errAnswered)
	return ctx
}()

func (c *requestContext) real() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx == nil {
		c.ctx = c.req.clientContext()
		c.req = Request{}
	}
	return c.ctx
}

// end lets go of the exchange, whose request has been retired.
func (c *requestContext) end() { c.real() }

// Deadline implements context.Context.
func (c *requestContext) Deadline() (time.Time, bool) { return c.real().Deadline() }

// Done implements context.Context.
func (c *requestContext) Done() <-chan struct{} { return c.real().Done() }

// Err implements context.Context.
func (c *requestContext) Err() error { return c.real().Err() }

// Value implements context.Context. A context that was not asked for has no values.
func (c *requestContext) Value(key any) any {
	c.mu.Lock()
	ctx := c.ctx
	c.mu.Unlock()
	if ctx == nil {
		return nil
	}
	return ctx.Value(key)
}
