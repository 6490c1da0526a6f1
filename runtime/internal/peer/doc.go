// Package peer is what is known of who is at the other end of a connection: addresses, the
// header of the PROXY protocol, the fields that proxies write, and whom to believe. It has
// no state: text and addresses in, addresses out.
package peer
