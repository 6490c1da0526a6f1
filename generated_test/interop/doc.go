// Package interop has programs that were not written to test a server do their real work
// against a generated service: clients (apt, zsync, aria2, wget2, curl, ipptool, w3m,
// xmllint, git, ffmpeg) straight, and whoever comes through nginx, haproxy, varnish,
// apache and caddy. What they want is often not what a reader of the RFCs would guess.
//
// `make interop` installs the programs and runs the tests; without it they are passed
// over, since what a machine has by chance must not decide what `go test ./...` says.
package interop
