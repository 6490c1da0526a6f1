package manifest

// serviceKeys are the keys of what services need beside routes.
var serviceKeys = []Key{
	{Name: "health", In: AtTop, Shape: Object, Of: AtHealth,
		Doc: "Paths that orchestrators ask, answered before all hooks."},
	{Name: "live", In: AtHealth, Shape: Word,
		Doc: "Path that is answered 200 as long as the process serves, such as /healthz."},
	{Name: "ready", In: AtHealth, Shape: Word,
		Doc: "Path that is answered 200 while the service is to be sent requests, else 503, " +
			"such as /readyz."},

	{Name: "cors", In: AtTop | AtGroup | AtRoute, Shape: ObjectOrOff, Of: AtCORS,
		Doc: "Which pages of other origins may ask, or off; of a group or route, in the place of " +
			"the one around it."},
	{Name: "origins", In: AtCORS, Shape: WordList, Required: true,
		Doc: "Origins such as https://app.example.com, https://*.example.com (all hosts below), " +
			"http://localhost:* (all ports); \"*\" is every origin."},
	{Name: "headers", In: AtCORS, Shape: WordList,
		Doc: "Request fields that pages may send beside those that routes declare; \"*\" is all " +
			"but Authorization."},
	{Name: "credentials", In: AtCORS, Shape: Flag, Default: "false",
		Doc: "Whether pages may send cookies and other credentials of the browser."},
	{Name: "expose", In: AtCORS, Shape: WordList,
		Doc: "Fields of answers that pages may read; \"*\" is all."},
	{Name: "max_age", In: AtCORS, Shape: TimeValue,
		Doc: "How long browsers keep the answer to a preflight, in whole seconds, or off; by " +
			"default 5 s."},
	{Name: "private_network", In: AtCORS, Shape: Flag, Default: "false",
		Doc: "Whether pages of public networks may ask a service of a private one."},

	{Name: "compress", In: AtTop | AtGroup | AtRoute, Shape: CodingList, Of: AtCompress,
		Doc: "Codings in which answers are sent to clients that take them, the one liked best " +
			"first, or off; of a group or route, in the place of those around it."},
	{Name: "codings", In: AtCompress, Shape: WordList, Required: true,
		Doc: "The codings, such as gzip; others than that are options of New."},
	{Name: "min_size", In: AtCompress, Shape: SizeValue, Default: "1KiB",
		Doc: "Size from which on a body is compressed."},
	{Name: "types", In: AtCompress, Shape: WordList,
		Doc: "Content types that are compressed, such as text/*; by default those of texts, " +
			"without text/event-stream."},
	{Name: "decode", In: AtRoute, Shape: WordList,
		Doc: "Codings in which the body of a request may come; max_body_size bounds what it is " +
			"decoded to."},
}
