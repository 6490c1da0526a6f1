package runtime

import (
	"net/http"
	"strings"

	"example.com/httpgen/runtime/match"
)

// Redirects that the runtime makes itself live here: to a path without its "." segments,
// to the other form of a trailing slash, to a directory of files. The location is a
// relative reference, so that it is right behind a prefix that somebody in front took away.

// redirectTo sends the client from the exchange's path to target, which differs in one of
// these ways, and keeps the query: by 301 for GET and HEAD, which every client follows,
// by 308 for other methods, which keep method and body so (RFC 9110 §15.4.2, §15.4.9).
func (x *Exchange) redirectTo(target string) (Response, bool) {
	location, ok := relativeReference(x.path, target)
	if !ok {
		return Response{}, false
	}
	status := http.StatusPermanentRedirect
	if x.Method == GET {
		status = http.StatusMovedPermanently
	}
	return Redirect(status, x.withQuery(location)), true
}

// relativeReference returns what a client has to resolve against the raw path that it
// asked for (RFC 3986 §5.2) to come to target: that path with a slash behind it, without
// its last one, or without its "." segments. Where the path is one below another, the
// reference still leads to its neighbour.
//
// There is none to a path that begins with two slashes, which some clients take for a
// host, or with a slash and a backslash, which browsers do.
func relativeReference(asked, target string) (reference string, ok bool) {
	if strings.HasPrefix(target, "//") || strings.HasPrefix(target, `/\`) {
		return "", false
	}
	switch {
	case len(target) == len(asked)+1: // asked and a slash
		reference = lastSegment(asked) + "/"
	case asked == target+"/":
		return "../" + escapeReference(lastSegment(target)), true
	default:
		reference = lastSegment(target)
	}
	if first, _, _ := strings.Cut(reference, "/"); reference == "" || strings.Contains(first, ":") {
		reference = "./" + reference // RFC 3986 §4.2: else it is nothing, or a scheme
	}
	return escapeReference(reference), true
}

func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// escapeReference percent-encodes what no path may hold and a target may: a backslash
// above all, which browsers read as a slash.
func escapeReference(raw string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(raw) {
		if c := raw[i]; c == '%' || match.IsPathByte(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// withoutDots takes the literal "." segments out of a raw path, as a client does that
// normalises its URLs (RFC 3986 §5.2.4). ok is false where there is none, or one that
// stays wrong: "..", or an encoded one.
func withoutDots(raw string) (target string, ok bool) {
	segments := strings.Split(raw, "/")
	kept := segments[:0]
	for i, segment := range segments {
		if segment == "." {
			if ok = true; i == len(segments)-1 {
				kept = append(kept, "")
			}
			continue
		}
		if decoded, _ := match.Decode(segment); decoded == "." || decoded == ".." {
			return "", false
		}
		kept = append(kept, segment)
	}
	if !ok {
		return "", false
	}
	return strings.Join(kept, "/"), true
}

// redirectDots answers a path with a segment "." or "..".
func (a *App) redirectDots(x *Exchange) Response {
	target, ok := withoutDots(x.path)
	if !ok || x.Method == TRACE || x.Method == CONNECT {
		return a.noRoute(x)
	}
	resp, ok := x.redirectTo(target)
	switch {
	case !ok:
		return a.noRoute(x)
	case x.isAPT():
		return resp.WithHeader("Location", x.withQuery(escapeReference(target)))
	}
	return resp
}

// isAPT says whether the client is Debian's apt, which asks for the files of a flat
// repository by /./Release, and takes a Location without a slash in front for a scheme
// (2.6.1). It is given an absolute path, which is wrong behind a stripped prefix alone.
func (x *Exchange) isAPT() bool {
	agent, _ := x.origin.header("User-Agent")
	return strings.Contains(agent, "APT-HTTP/")
}

// withQuery is a location with the query of the request.
func (x *Exchange) withQuery(location string) string {
	if x.query == "" {
		return location
	}
	return escapeLocation(location + "?" + x.query)
}

// redirectSlash sends the client to the path with its trailing slash added or left out,
// if a route for this method has that.
func (a *App) redirectSlash(x *Exchange, path string) (Response, bool) {
	target := x.path + "/"
	if strings.HasSuffix(path, "/") {
		path, target = path[:len(path)-1], x.path[:len(x.path)-1]
	} else {
		path += "/"
	}
	if path == "" {
		return Response{}, false
	}
	allowed := x.Allowed
	found := x.find(a.service.Table, path) != nil
	x.Allowed = allowed
	if !found {
		return Response{}, false
	}
	return x.redirectTo(target)
}

// redirectIndex sends a client that asked for a directory of files without its slash to
// the path with it, if that has an index: links in it are relative to it.
func (a *App) redirectIndex(x *Exchange, path string) (Response, bool) {
	if strings.HasSuffix(path, "/") || x.Method == MethodOther || !a.hasFile(path+"/") {
		return Response{}, false
	}
	return x.redirectTo(x.path + "/")
}
