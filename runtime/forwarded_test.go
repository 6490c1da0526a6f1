package runtime

import (
	"net/netip"
	"strings"
	"testing"
)

// Fields of proxies are tested here as they come in a request; what else they may say, in
// internal/peer.

var forwardedRows = []struct{ sentence, fields, want string }{
	{"nothing is said", "X: 1", "peer"},
	{"what the client says is not believed", "X-Forwarded-For: 6.6.6.6, 192.0.2.7", "192.0.2.7"},
	{"several fields are one list", "X-Forwarded-For: 6.6.6.6\nx-forwarded-for: 192.0.2.7 ,\t10.0.0.2\nX-FORWARDED-FOR: 10.0.0.3", "192.0.2.7"},
	{"empty", "X-Forwarded-For:", "peer"},
	{"unknown behind a proxy", "X-Forwarded-For: 6.6.6.6, unknown, 10.0.0.2", "10.0.0.2"},
	{"elements", `Forwarded: for=6.6.6.6, for=192.0.2.7;by="10.0.0.2",for=10.0.0.3`, "192.0.2.7"},
	{"fields", "Forwarded: for=6.6.6.6\nForwarded: for=192.0.2.7, for=10.0.0.2", "192.0.2.7"},
	{"both agree", "Forwarded: for=192.0.2.7\nX-Forwarded-For: 192.0.2.7", "192.0.2.7"},
	{"one of them is the client's", "Forwarded: for=6.6.6.6\nX-Forwarded-For: 192.0.2.7", "peer"},
}

func TestForwarded(t *testing.T) {
	service := handwritten(handlerLeaf("GET", "/", func(req Request) (Response, error) {
		return Text(req.ClientIP().String()), nil
	}))
	trust := TrustForwarded(netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("127.0.0.0/8"))
	h := serveTest(t, service, trust)
	c := h.client("tcp")
	d := talkTo(t, service, TrustForwarded(netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")))
	for _, row := range forwardedRows {
		c.write("GET / HTTP/1.1\r\nHost: a\r\n" + strings.ReplaceAll(row.fields, "\n", "\r\n") + "\r\n\r\n")
		c.want(row.sentence, 200, strings.Replace(row.want, "peer", "127.0.0.1", 1))
		d.want(row.sentence+", net/http", "GET /\n"+row.fields, 200, strings.Replace(row.want, "peer", "192.0.2.1", 1))
	}
	for sentence, opts := range map[string][]Option{
		"by default": nil, "of nobody": {TrustForwarded()}, "the last call counts": {trust, TrustForwarded()},
		"of others": {TrustForwarded(netip.MustParsePrefix("10.0.0.0/8"))},
	} {
		talkTo(t, service, opts...).want("not believed "+sentence, "GET /\nX-Forwarded-For: 6.6.6.6\nForwarded: for=6.6.6.6", 200, "192.0.2.1")
	}
}
