// Package web has libraries that people put behind net/http work behind a generated service:
// as routes that return http, as mounts, and as middleware in front, on our own connections, over
// HTTP/2 and behind net/http itself. WebSocket is talked by clients that were not written to test
// a server: Python's websockets, and Chromium.
//
// It is a module of its own, so that none of this enters the project's go.mod. `make interop`
// runs it; the rows that need programs are passed over where these are not.
package web
