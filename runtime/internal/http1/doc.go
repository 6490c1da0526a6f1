// Package http1 is the grammar of HTTP/1.1 messages (RFC 9112) on bytes: request heads,
// targets, hosts, lists, body framing and chunked bodies. It knows no connection, no
// time and no setting but the limits it is given.
//
// Everything is decided by position: whatever way the input is cut into pieces, the
// first byte that breaks a rule decides the fault, and bytes behind the given data are
// never looked at. Where a grammar allows a lenient reading, the strict one is taken: a
// request that two readers could frame differently is a fault.
package http1
