package users

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/httpgen/generated_test/cases/users/own"
	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

// quiet is the application without its log.
func quiet() *runtime.App { return New(Server{}, runtime.Logger(slog.New(slog.DiscardHandler))) }

const (
	bearer       = `WWW-Authenticate: Bearer realm="restricted"`
	invalidToken = `WWW-Authenticate: Bearer realm="restricted", error="invalid_token"`
	basic        = `WWW-Authenticate: Basic realm="restricted", charset="UTF-8"`
	apiKey       = `WWW-Authenticate: APIKey realm="restricted"`
	unauthorized = `401 {"error": "Unauthorized"} | `
)

func TestTokens(t *testing.T) {
	dialogue.Run(t, quiet, []dialogue.Line{
		{"GET /open", "200 open 7 | X-Signed: 7"},
		{"GET /me\nAuthorization: Bearer good", "200 ann 7 | X-Signed: 7 ann"},
		{"GET /me\nauthorization: bEARER   good", "200 ann 7"},
		{"GET /users/5/b%2Fc\nAuthorization: Bearer good", "200 ann looks at b/c 5"},
		{"POST /orders\nAuthorization: Bearer good\nContent-Type: application/json\n\n{\"title\": \"Go\"}",
			`200 {"title":"Go for ann"}`},
		{"POST /orders\n\n{}", unauthorized + bearer}, // before anything is decoded
		{"GET /prices", "200 prices"},

		// What is missing, and what is no token.
		{"GET /me", unauthorized + bearer + " | X-Signed: 7"},
		{"GET /me\nAuthorization: ", unauthorized + bearer},
		{"GET /me\nAuthorization: Basic Z29vZA==", unauthorized + bearer},
		{"GET /me\nAuthorization: good", unauthorized + bearer},
		{"GET /me\nAuthorization: Bearer", unauthorized + invalidToken},
		{"GET /me\nAuthorization: Bearer a b", unauthorized + invalidToken},
		{"GET /me\nAuthorization: Bearer \"good\"", unauthorized + invalidToken},
		{"GET /me\nAuthorization: Bearer go\u00f6d", unauthorized + invalidToken},
		{"GET /me\nAuthorization: Bearer good\nAuthorization: Bearer good", unauthorized + bearer},
		{"GET /me?access_token=good", unauthorized + bearer},

		// What the hook says.
		{"GET /me\nAuthorization: Bearer bad", unauthorized + invalidToken + " | X-Signed: 7"},
		{"GET /me\nAuthorization: Bearer late", `401 {"error": "too late"} | ` + invalidToken},
		{"GET /me\nAuthorization: Bearer poor", `402 {"error": "pay first"} | WWW-Authenticate: `},
		{"GET /me\nAuthorization: Bearer banned", "403 bob is banned | WWW-Authenticate: "},
		{"GET /me\nAuthorization: Bearer down", `500 {"error": "Internal Server Error"} | WWW-Authenticate: `},
		{"GET /me\nAuthorization: Bearer panic", "500 | WWW-Authenticate: "},
		{"GET /me\nAuthorization: Bearer abort", `401 {"error": "aborted"} | ` + invalidToken},

		// One that gives without a credential, to every handler.
		{"GET /open\nX-Visit: none", `500 {"error": "Internal Server Error"} | X-Signed: `},
	})
}

func user(s string) string {
	return "\nAuthorization: Basic " + base64.StdEncoding.EncodeToString([]byte(s))
}

func TestPasswords(t *testing.T) {
	dialogue.Run(t, quiet, []dialogue.Line{
		{"GET /shop/alone" + user("cleo:secret"), "200 cleo | X-Signed: 7 *cleo"},
		{"GET /shop/alone" + user("\u00e9l\u00e8ve:secret"), "200 \u00e9l\u00e8ve"},
		{"GET /shop/alone", unauthorized + basic},
		{"GET /shop/alone\nAuthorization: Bearer good", unauthorized + basic},
		{"GET /shop/alone\nAuthorization: Basic", unauthorized + basic},
		{"GET /shop/alone\nAuthorization: Basic %%%", unauthorized + basic},
		{"GET /shop/alone\nAuthorization: Basic Y2xlbzpzZWNyZXQ=", "200 cleo"},
		{"GET /shop/alone\nAuthorization: Basic Y2xlbzpzZWNyZXQ", unauthorized + basic},
		{"GET /shop/alone" + user("cleo"), unauthorized + basic},
		{"GET /shop/alone" + user("cleo\n:secret"), unauthorized + basic},
		{"GET /shop/alone" + user("cleo:\xff"), unauthorized + basic},
		{"GET /shop/alone" + user("cleo:wrong"), unauthorized + basic},
		{"GET /shop/alone" + user("cleo:banned"), "403 bob is banned"},
		// Two hooks want two things of one field: nobody is let in.
		{"GET /shop/both\nAuthorization: Bearer good", unauthorized + basic + " | X-Signed: 7 ann"},
	})
}

func TestKeys(t *testing.T) {
	dialogue.Run(t, quiet, []dialogue.Line{
		{"GET /key/header\nx-key: k1", "200 <k1> | X-Signed: 7 <k1>"},
		{"GET /key/header", unauthorized + apiKey},
		{"GET /key/header\nX-Key: ", unauthorized + apiKey},
		{"GET /key/header\nX-Key: k1\nX-Key: k1", unauthorized + apiKey},
		{"GET /key/header\nX-Key: \xff", unauthorized + apiKey},
		{"GET /key/query?a=b&partner+key=k%201", "200 <k 1>"},
		{"GET /key/query?partner%20key=k1", "200 <k1>"},
		{"GET /key/query", unauthorized + apiKey},
		{"GET /key/query?partner+key", unauthorized + apiKey},
		{"GET /key/query?partner+key=%00", unauthorized + apiKey},
		{"GET /key/query?partner+key=%0a", unauthorized + apiKey},
		{"GET /key/query?partner+key=%ff", unauthorized + apiKey},
		{"GET /key/query?partner+key=k1&partner+key=k2", unauthorized + apiKey},
		{"GET /key/cookie\nCookie: a=b; session=\"k1\"", "200 <k1>"},
		{"GET /key/cookie\nCookie: session=", unauthorized + apiKey},
		{"GET /key/cookie", unauthorized + apiKey},
		{"GET /key/check\nX-Key: good", "200 checked"},
		{"GET /key/check\nX-Key: answer", "200 the hook answers"},
		{"GET /key/check\nX-Key: bad", unauthorized + apiKey},
		{"GET /key/check", unauthorized + apiKey},
	})
}

func TestGuardedPrefix(t *testing.T) {
	const good = "\nAuthorization: Bearer good"
	dialogue.Run(t, quiet, []dialogue.Line{
		{"GET /admin/stats" + good, "200 stats for boss | X-Signed: 7 boss"},
		{"GET /admin/files/a.txt" + good, "200 a file | X-Signed: 7 boss"},
		{"GET /admin/nowhere" + good, "404 missing for 7 boss"},
		{"GET /admin" + good, "404"},
		{"POST /admin/stats" + good, "405 | Allow: GET, HEAD, OPTIONS"},
		{"GET /admin/slash" + good, "301 | Location: slash/"},
		{"GET /admin/./stats" + good, "301"},
		{"GET /admin/deep/down" + good, "200 down for boss"},
		{"GET /admin/deep/up" + good + "\nX-Deeper: answer", "200 deeper answers | X-Signed: 7 boss"},

		// Whatever is below it, nobody learns what there is.
		{"GET /admin/stats", unauthorized + bearer + " | X-Signed: 7"},
		{"HEAD /admin/stats", "401 | " + bearer},
		{"GET /admin/files/a.txt", unauthorized + bearer},
		{"GET /admin/files", unauthorized + bearer},
		{"GET /admin/nowhere", unauthorized + bearer},
		{"GET /admin", unauthorized + bearer},
		{"GET /admin/", unauthorized + bearer},
		{"GET /%61dmin/nowhere", unauthorized + bearer},
		{"POST /admin/stats", unauthorized + bearer},
		{"OPTIONS /admin/stats", unauthorized + bearer},
		{"BREW /admin/stats", unauthorized + bearer},
		{"GET /admin/slash", unauthorized + bearer},
		{"GET /admin/./stats", unauthorized + bearer},
		{"GET /./admin/stats", unauthorized + bearer},
		{"GET /admin/../open", unauthorized + bearer},
		{"GET /admin/%2e%2e/open", unauthorized + bearer},
		{"GET /admin/x%2fy", unauthorized + bearer},
		{"GET /admin/deep/up\nX-Deeper: answer", unauthorized + bearer},
		{"GET /admin/stats\nAuthorization: Bearer bad", unauthorized + invalidToken},

		// What is not below it.
		{"GET /administer", "404 missing for 7"},
		{"GET /Admin/stats", "404"},
		{"GET //admin/stats", "404"},
		{"GET /admin%2fstats", "404"},
		{"GET /x/../admin", "404"},
		{"GET /admin/%zz", "400"},
		{"OPTIONS *", "204"},
	})
}

// TestLargeCredentials has limits that let a credential of 1 MiB in, which is none.
func TestLargeCredentials(t *testing.T) {
	const size = 1 << 20
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	app := New(Server{}, runtime.MaxHeadSize(4*size), runtime.MaxLineSize(2*size), runtime.MaxTargetSize(2*size),
		runtime.Logger(logger), runtime.AccessLog(logger))
	long := strings.Repeat("long", size/4)
	for _, row := range [][3]string{
		{"/me", "Authorization", "Bearer " + long}, {"/shop/alone", "Authorization", "Basic " + long},
		{"/key/header", "X-Key", long}, {"/key/query?partner+key=" + long, "X-Other", "x"},
		{"/key/cookie", "Cookie", "session=" + long},
		{"/me", "Authorization", "Bearer word"}, {"/shop/alone", "Authorization", "Basic " +
			base64.StdEncoding.EncodeToString([]byte("a:word"))},
	} {
		req := httptest.NewRequest("GET", row[0], nil)
		req.Header.Set(row[1], row[2])
		w := httptest.NewRecorder()
		app.ServeHTTP(w, req)
		if body := w.Body.String(); w.Code != 401 || body != `{"error": "Unauthorized"}` {
			t.Errorf("%.20s: %d %.100s", row[0], w.Code, body)
		}
	}
	if text := log.String(); strings.Contains(text, "word") || strings.Contains(text, "longlong") ||
		strings.Contains(text, "error") {
		t.Errorf("logged: %.1000s", text)
	}
}

// TestTheAccessLogTellsWhoAsked looks at lines of the access log.
func TestTheAccessLogTellsWhoAsked(t *testing.T) {
	var log bytes.Buffer
	app := New(Server{}, runtime.AccessLog(slog.New(slog.NewTextHandler(&log, nil))),
		runtime.LogGiven("user", func(u own.User) slog.Value { return slog.StringValue(u.Name) }),
		runtime.LogGiven[own.Partner]("partner", nil))
	for _, token := range []string{"good", "bad"} {
		req := httptest.NewRequest("GET", "/me", nil)
		req.Header.Set("Authorization", "Bearer "+token)
		app.ServeHTTP(httptest.NewRecorder(), req)
	}
	lines := strings.SplitAfter(log.String(), "\n")
	if !strings.Contains(lines[0], " user=ann\n") || strings.Contains(lines[1], "user=") ||
		strings.Contains(log.String(), "partner=") {
		t.Errorf("logged:\n%s", log.String())
	}
}

// TestNobodyIsLetInUnimplemented asks what can be embedded to begin with.
func TestNobodyIsLetInUnimplemented(t *testing.T) {
	type begun struct{ UnimplementedHandlers }
	dialogue.Run(t, func() *runtime.App {
		return New(begun{}, runtime.Logger(slog.New(slog.DiscardHandler)))
	}, []dialogue.Line{
		{"GET /open", `501 {"error": "Visit is not implemented"}`},
	})
	for _, err := range []error{
		second(UnimplementedHandlers{}.Guard(runtime.Request{}, "good")),
		second(UnimplementedHandlers{}.Clerk(runtime.Request{}, "cleo", "secret")),
		second(UnimplementedHandlers{}.CheckKey(runtime.Request{}, "good")),
	} {
		if _, ok := err.(runtime.NotImplemented); !ok {
			t.Errorf("%v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
