// Package load drives a server over loopback and measures what it costs.
//
// It speaks HTTP/1.1 over raw sockets, one goroutine per connection, each sending
// the next request when the last is answered (or, in a paced profile, when its time
// has come). It connects to loopback addresses only, and every run is bounded in
// connections and time.
package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/httpgen/bench/server"
)

// The profiles live here: what is asked, over how many connections.

// A Profile is one kind of load.
type Profile struct {
	Name  string // the second part of a benchmark's name
	About string // a line for the reader

	Conns    int
	Request  []byte // one request
	Pipeline int    // requests sent at once and awaited together; 0 is 1

	ContentType string // of the answer
	Body        []byte // of the answer

	TLS     bool
	NewConn bool    // a connection for each request, which the server closes
	Rate    float64 // requests per second over all connections; 0: as fast as answers come
	Events  bool    // the answer is an endless stream of events
	Idle    bool    // the connections ask once and then wait
	NoFloor bool    // the floor has nothing like it
}

// fileSizes are the files that servers find in their folder.
var fileSizes = map[string]int{"1k.bin": 1 << 10, "1m.bin": 1 << 20}

// WriteFiles makes the files of the file profiles.
func WriteFiles(dir string) error {
	for name, size := range fileSizes {
		if err := os.WriteFile(filepath.Join(dir, name), fileBody(size), 0o644); err != nil {
			return err
		}
	}
	// A server may not trust what has changed just now; one that has run for a while has no such
	// files.
	time.Sleep(2500 * time.Millisecond)
	return nil
}

func fileBody(size int) []byte {
	return bytes.Repeat([]byte("0123456789abcdef"), size/16)
}

// browserFields make a request of 15 fields, Host included, as browsers send them.
const browserFields = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, " +
	"like Gecko) Chrome/141.0.0.0 Safari/537.36\r\n" +
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n" +
	"Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\n" +
	"Accept-Encoding: gzip, deflate, br, zstd\r\n" +
	"Referer: https://shop.example.com/catalogue/shoes?page=3&sort=price\r\n" +
	"Cookie: session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; " +
	"consent=necessary%2Cstatistics; cart=3\r\n" +
	"Connection: keep-alive\r\n" +
	"Cache-Control: max-age=0\r\n" +
	"Upgrade-Insecure-Requests: 1\r\n" +
	"Sec-Fetch-Dest: document\r\n" +
	"Sec-Fetch-Mode: navigate\r\n" +
	"Sec-Fetch-Site: same-origin\r\n" +
	"Sec-Ch-Ua: \"Chromium\";v=\"141\", \"Not?A_Brand\";v=\"8\"\r\n" +
	"Sec-Ch-Ua-Platform: \"Linux\"\r\n"

// Get writes a request without a body; fields end in CRLF.
func Get(path, fields string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n")
}

// SmallFields and BrowserFields are the fields of the two sizes of request that are
// measured in memory.
const (
	SmallFields   = "User-Agent: bench/1.0\r\nAccept: */*\r\n"
	BrowserFields = browserFields
)

func post(path string, size int) []byte {
	return fmt.Appendf(nil,
		"POST "+path+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: "+
			"application/octet-stream\r\nContent-Length: %d\r\n\r\n%s",
		size, strings.Repeat("b", size))
}

func postChunked(path string, chunks, size int) []byte {
	b := []byte("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " +
		"application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
	for range chunks {
		b = fmt.Appendf(b, "%x\r\n%s\r\n", size, strings.Repeat("b", size))
	}
	return append(b, "0\r\n\r\n"...)
}

// Profiles are all profiles, in the order of the report.
func Profiles() []Profile {
	order, err := json.Marshal(server.NewOrder(1729, 42))
	if err != nil {
		panic(err) // a struct of numbers and strings
	}
	text := Profile{Request: Get("/plaintext", ""), ContentType: server.TextType,
		Body: []byte(server.Plaintext)}
	typed := Profile{Request: Get("/users/1729/orders/42", ""), ContentType: server.JSONType,
		Body: order}
	upload := func(request []byte, size int) Profile {
		return Profile{Request: request, ContentType: server.TextType, Body: fmt.Append(nil, size)}
	}
	file := func(name string) Profile {
		return Profile{Request: Get("/files/"+name, ""), Body: fileBody(fileSizes[name]),
			NoFloor: true}
	}
	with := func(p Profile, name, about string, conns int, change ...func(*Profile)) Profile {
		p.Name, p.About, p.Conns = name, about, conns
		for _, f := range change {
			f(&p)
		}
		return p
	}
	browser := with(text, "browser-64", "15 fields, 64 connections", 64,
		func(p *Profile) { p.Request = Get("/plaintext", browserFields) })
	return []Profile{
		with(text, "plaintext-64", "a short text, 64 connections", 64),
		with(text, "plaintext-512", "the same, 512 connections", 512),
		with(text, "plaintext-4096", "the same, 4,096 connections", 4096),
		with(text, "plaintext-16384", "the same, 16,384 connections", 16_384),
		with(typed, "json-64", "two integers of the path, JSON, 64 connections", 64),
		with(typed, "json-512", "the same, 512 connections", 512),
		with(typed, "json-4096", "the same, 4,096 connections", 4096),
		with(text, "pipelined-64", "16 requests at once, 64 connections", 64,
			func(p *Profile) { p.Pipeline = 16 }),
		browser,
		with(upload(post("/upload", 1<<10), 1<<10), "post-1k", "POST of 1 KiB, 64 connections", 64),
		with(upload(post("/upload", 100<<10), 100<<10), "post-100k",
			"POST of 100 KiB, kept by who may keep it, 64 connections", 64),
		with(upload(post("/lent", 100<<10), 100<<10), "post-100k-lent",
			"POST of 100 KiB, lent to the handler, 64 connections", 64),
		with(upload(post("/text", 100<<10), 100<<10), "post-100k-text",
			"POST of 100 KiB as a string that may be kept, 64 connections", 64),
		with(upload(postChunked("/upload", 8, 1<<10), 8<<10), "post-chunked",
			"POST of 8 chunks of 1 KiB, kept by who may keep it, 64 connections", 64),
		with(upload(postChunked("/lent", 8, 1<<10), 8<<10), "post-chunked-lent",
			"POST of 8 chunks of 1 KiB, lent to the handler, 64 connections", 64),
		with(file("1k.bin"), "file-1k", "a file of 1 KiB, 64 connections", 64),
		with(file("1m.bin"), "file-1m", "a file of 1 MiB, 16 connections", 16),
		with(Profile{Request: Get("/events", ""), Events: true, NoFloor: true}, "events-1000",
			"server-sent events, 10 a second to 1,000 clients; a request is an event", 1000),
		with(text, "new-connection", "a connection per request, 64 at once", 64, func(p *Profile) {
			p.NewConn, p.Request = true, Get("/plaintext", "Connection: close\r\n")
		}),
		with(text, "tls-64", "TLS 1.3, 64 connections", 64, func(p *Profile) { p.TLS = true }),
		with(text, "paced-512", "10,000 requests a second over 512 connections, for latency "+
			"below saturation", 512, func(p *Profile) { p.Rate = 10_000 }),
		with(text, "idle-10000", "10,000 connections that asked once and wait", 10_000,
			func(p *Profile) { p.Idle = true }),
	}
}

// Floor is what the floor is told about a profile.
func (p Profile) Floor() server.Floor {
	return server.Floor{RequestBytes: len(p.Request), ContentType: p.ContentType, Body: p.Body,
		Close: p.NewConn}
}

// burst is what one write sends.
func (p Profile) burst() []byte { return bytes.Repeat(p.Request, p.depth()) }

func (p Profile) depth() int { return max(1, p.Pipeline) }
