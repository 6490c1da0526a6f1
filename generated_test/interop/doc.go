// Package interop has programs that were not written to test a server do their real work
// against a generated service: clients (apt, zsync, aria2, wget2, curl, ipptool, w3m,
// xmllint, git, ffmpeg) straight, whoever comes through nginx, haproxy, varnish,
// apache and caddy, and libraries and generated clients that send typed values. What they want
// is often not what a reader of the RFCs would guess.
//
// `make interop` installs the programs and runs the tests, `make clients` those with clients
// that have to be generated first; without it they are passed
// over, since what a machine has by chance must not decide what `go test ./...` says.
package interop
