package runtime

// The end of a request on a connection lives here, as far as others may look at it.

// retire ends the time in which others may look at the exchange, once no user code runs on
// this goroutine any more. Who is waiting for the request's body is woken up.
func (c *conn) retire() {
	x := &c.f.x
	if !x.retire() {
		c.wake()
		x.waitForHolders()
		c.readAt = 1 // long ago
	}
	c.f.body.asker = x.generation
}
