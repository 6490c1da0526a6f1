package gen

import "testing"

func TestBreakingCredentials(t *testing.T) {
	const gives = ", gives: User}"
	with := func(hook string) string {
		return "routes: [{group: /a, hooks: {before: [" + hook + "]}, routes: [GET /b B]}]"
	}
	bearer, basic := with("{hook: H, scheme: bearer"+gives), with("{hook: H, scheme: basic"+gives)
	compareBreaks(t, []breakRow{
		{"a credential is new", with("H"), with("{hook: H, scheme: bearer}"),
			[]string{"credential-needed: requests need a token (Bearer), needed nothing: without it they are answered 401"}},
		{"a credential is gone", bearer, with("H"), nil},
		{"another hook wants the same", bearer, with("{hook: Other, scheme: bearer}"), nil},
		{"a value is given too", with("{hook: H, scheme: bearer}"), bearer, nil},
		{"another kind of it", bearer, basic,
			[]string{"credential-needed: requests need a user and a password (Basic), needed a token (Bearer)"}},
		{"the name of a key", with("{hook: H, scheme: apikey, in: header, key: X-Key}"),
			with("{hook: H, scheme: apikey, in: header, key: X-Other}"),
			[]string{"credential-needed: requests need the API key X-Other of the header, needed the API key X-Key of the header"}},
		{"the same by an entry of security", with("{hook: H, scheme: apikey, in: query, key: k}"),
			"security: {shop: {type: apiKey, in: query, name: k}}\n" + with("{hook: H, scheme: shop}"), nil},
		{"at the top", "routes: [GET /a/b B]", "hooks: {before: [{hook: H, scheme: bearer}]}\nroutes: [GET /a/b B]",
			[]string{"credential-needed: requests need a token (Bearer)"}},
		{"by the prefix of another group", "routes: [GET /a/b B]",
			"routes: [GET /a/b B, {group: /a, hooks: {before: [{hook: H, scheme: bearer, scope: prefix}]}, routes: [GET /c C]}]",
			[]string{"credential-needed: requests need a token (Bearer)"}},
		{"beside the prefix of another group", "routes: [GET /ab B]",
			"routes: [GET /ab B, {group: /a, hooks: {before: [{hook: H, scheme: bearer, scope: prefix}]}, routes: [GET /c C]}]", nil},
		{"a route is without it", bearer,
			"routes: [{group: /a, hooks: {before: [{hook: H, scheme: basic}]}, routes: [{path: /b, handler: B, without: [H]}]}]", nil},
	})
}
