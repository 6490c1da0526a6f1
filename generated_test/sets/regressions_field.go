package sets

// What misled prototypes of a compiled form, and the faults that other routers are
// known for.

var fieldRows = []Regression{
	regression("inside a mixed segment tails mislead", routes("GET /<a>.x", "GET /<a>-<b>.x"),
		hit("GET /q-w.x", 1, "a", "q", "b", "w"), hit("GET /q.x", 0, "a", "q"), hit("GET /-w.x", 0, "a", "-w")),
	regression("inside a mixed segment prefixes mislead", routes("GET /<a>-x<b>", "GET /<a>-<b>yyy"),
		hit("GET /q-xwyyy", 1, "a", "q", "b", "xw"), hit("GET /q-xw", 0, "a", "q", "b", "w"), no("GET /q-yyy", 404)),
	regression("any words are no literals", routes("GET /a/<z>", "GET /<any(a,b):x>/y"),
		hit("GET /a/y", 0, "z", "y"), hit("GET /b/y", 1, "x", "b"), hit("GET /a/q", 0, "z", "q"), no("GET /b/q", 404)),
	regression("segments of equal rank but different text stay apart and in order",
		routes("GET /<a>-<b>/<int:n>", "GET /<c>.<d>/5", "GET /<a>-<b>/6", "GET /<c>.<d>/<s>"),
		hit("GET /q-w.e/5", 0, "a", "q", "b", "w.e", "n", "5"), hit("GET /q-w.e/6", 2, "a", "q", "b", "w.e"), hit("GET /q-w.e/z", 3, "c", "q-w", "d", "e", "s", "z"), hit("GET /q.w/5", 1, "c", "q", "d", "w"), hit("GET /q.w/6", 3, "c", "q", "d", "w", "s", "6"), no("GET /q-w/z", 404)),
	regression("a path's end is found per route, from the right, not by trying splits around the children",
		routes("GET /<path:p>/x", "GET /<path:p>/<y>/z", "GET /<path:p>/<int:n>", "GET /<path:p>.git/<s>"),
		hit("GET /a/x/b/x", 0, "p", "a/x/b"), hit("GET /a/x/z", 1, "p", "a", "y", "x"), hit("GET /x/z/z/z", 1, "p", "x/z", "y", "z"), hit("GET /a/x/7", 2, "p", "a/x", "n", "7"), hit("GET /a/b.git/7", 3, "p", "a/b", "s", "7"), hit("GET /a.git/b.git/x", 3, "p", "a.git/b", "s", "x")),
	regression("literal tails behind a parameter yield to the typed segment before them", routes("GET /<s>/a/b", "GET /<int:n>/<t>/b", "GET /<int:n>/a/<u>"),
		hit("GET /7/a/b", 2, "n", "7", "u", "b"), hit("GET /7/q/b", 1, "n", "7", "t", "q"), hit("GET /x/a/b", 0, "s", "x"), hit("GET /7/a/c", 2, "n", "7", "u", "c")),
	regression("falling out of a subtree comes back to every sibling", routes("GET /a/b/c/d", "GET /a/b/<x>/e", "GET /a/<y>/c/f", "GET /<z>/b/c/g", "GET /<path:p>/h"),
		hit("GET /a/b/c/d", 0), hit("GET /a/b/c/e", 1, "x", "c"), hit("GET /a/b/c/f", 2, "y", "b"), hit("GET /a/b/c/g", 3, "z", "a"), hit("GET /a/b/c/h", 4, "p", "a/b/c"), no("GET /a/b/c/i", 404)),
	regression("a longer tail is not cut short by a shorter one", routes("GET /<a>/x", "GET /<a>/x/x", "GET /<a>/xx", "GET /<a>"),
		hit("GET /x/x", 0, "a", "x"), hit("GET /x/x/x", 1, "a", "x"), hit("GET /x/xx", 2, "a", "x"), hit("GET /x", 3, "a", "x"), no("GET /x/", 404)),
}

var rivalRows = []Regression{
	regression("ogen: a value is not cut short", routes("GET /x/s-<q>", "GET /x/<p>/y"),
		hit("GET /x/s-1/y", 1, "p", "s-1"), hit("GET /x/s-1", 0, "q", "1"), no("GET /x/s-1/z", 404)),
	regression("ogen: a mixed segment does not hide its plain sibling", routes("GET /z/<a>-<b>", "GET /z/<a>/y"),
		hit("GET /z/foo-bar/y", 1, "a", "foo-bar"), hit("GET /z/foo-bar", 0, "a", "foo", "b", "bar")),
	regression("ogen: a non-ASCII literal is found when the path is escaped", routes("GET /é/<x>", "GET /日本"),
		hit("GET /%C3%A9/%2F", 0, "x", "/"), hit("GET /%c3%a9/a", 0, "x", "a"), hit("GET /%E6%97%A5%E6%9C%AC", 1)),
	regression("ogen: a method found only on the less specific pattern", routes("GET /a/<x>", "POST /<y>/b", "DELETE /a/b"),
		hit("POST /a/b", 1, "y", "a"), hit("GET /a/b", 0, "x", "b"), hit("DELETE /a/b", 2), allow("PUT /a/b", 405, "DELETE GET HEAD OPTIONS POST")),
	regression("gin#4783: backtracking past a static sibling", routes("GET /<x>/<y>", "GET /bc/<x>/a"),
		hit("GET /bc/bc", 0, "x", "bc", "y", "bc"), hit("GET /bc/bc/a", 1, "x", "bc"), no("GET /bc/bc/b", 404)),
	regression("echo: a last parameter does not swallow slashes", routes("GET /a/<x>"),
		no("GET /a/b/c", 404), no("GET /a/b/", 404), hit("GET /a/b%2Fc", 0, "x", "b/c")),
	regression("chi, bunrouter, echo: %2F and %252F do not look alike", routes("GET /f/<x>"),
		hit("GET /f/a%2Fb", 0, "x", "a/b"), hit("GET /f/a%252Fb", 0, "x", "a%2Fb")),
	regression("ServeMux: pairs where neither is more specific are routed", routes("GET /repos/<owner>/<repo>", "GET /<org>/events/x", "GET /repos/<owner>/x", "GET /<org>/<y>/<z>"),
		hit("GET /repos/events/x", 2, "owner", "events"), hit("GET /repos/a/b", 0, "owner", "a", "repo", "b"), hit("GET /me/events/x", 1, "org", "me"), hit("GET /me/a/b", 3, "org", "me", "y", "a", "z", "b")),
	regression("werkzeug#2510: a converter that refuses does not end the search", routes("GET /<int:n>/a", "GET /<s>/b", "GET /<date:d>", "GET /<x>-<y>-<z>"),
		hit("GET /7/b", 1, "s", "7"), hit("GET /7/a", 0, "n", "7"), no("GET /x/a", 404), hit("GET /2023-02-30", 3, "x", "2023", "y", "02", "z", "30")),
	regression("different names and types stand at one place", routes("GET /u/<int:id>", "GET /u/<name>/x", "POST /u/<uuid:key>", "PUT /u/<who>"),
		hit("GET /u/7", 0, "id", "7"), hit("GET /u/7/x", 1, "name", "7"), hit("POST /u/"+someUUID, 2, "key", someUUID), hit("PUT /u/7", 3, "who", "7"), allow("POST /u/7", 405, "GET HEAD OPTIONS PUT")),
}
