package layout

import (
	"slices"

	"example.com/httpgen/gen/internal/manifest"
)

// The order of keys lives here.

// keyOrder is the order of keys that people read in. routes stand last at the top and in
// a group, because they are long.
var keyOrder = map[manifest.Place][]string{
	manifest.AtTop: {"package", "out", "runtime", "freshness_test", "client", "docs", "include", "info", "imports",
		"trailing_slash", "bad_param", "problem", "json", "lint", "edge",
		"server", "types", "converters", "security", "hooks", "errors", "health", "cors", "compress", "static", "mounts",
		"routes"},
	manifest.AtIncluded: {"imports", "types", "converters", "security", "static", "mounts",
		"routes"},
	manifest.AtConverter: {"type", "parse", "format"},
	manifest.AtSecurity: {"type", "scheme", "bearerFormat", "in", "name", "openIdConnectUrl",
		"flows", "description"},
	manifest.AtFlows:  {"implicit", "password", "clientCredentials", "authorizationCode"},
	manifest.AtInfo:   {"title", "version", "description", "servers"},
	manifest.AtFlow:   {"authorizationUrl", "tokenUrl", "refreshUrl", "scopes"},
	manifest.AtHooks:  {"before", "around", "after"},
	manifest.AtHook:   {"hook", "scope", "scheme", "in", "key", "gives", "as"},
	manifest.AtStatic: {"prefix", "dir", "fallback", "charset"},
	manifest.AtMount:  {"prefix", "handler", "strip"},
	manifest.AtRoute: {"path", "methods", "handler", "name", "summary", "description", "query",
		"unknown_query", "headers",
		"cookies", "body", "returns", "status", "hooks", "without", "errors", "max_body_size", "min_body_rate",
		"timeout", "cors", "decode", "compress", "deprecated", "tags"},
	manifest.AtGroup: {"group", "name", "separate", "hooks", "without", "errors", "max_body_size", "min_body_rate",
		"timeout", "cors", "compress", "routes"},
	manifest.AtHealth:   {"live", "ready"},
	manifest.AtCompress: {"codings", "min_size", "types"},
	manifest.AtCORS: {"origins", "headers", "credentials", "expose", "max_age",
		"private_network"},
	manifest.AtResult: {"body", "headers"},
	manifest.AtJSON:   {"unknown"},
	manifest.AtEdge:   {"upstream", "listen"},
	manifest.AtServer: settingNames(),
	manifest.AtRecord: {"description", "extends", "unknown", "fields"},
	manifest.AtUnion:  {"description", "oneof"},
	manifest.AtOneOf:  {"by", "of"},
	manifest.AtField: {"type", "default", "go", "style", "explode", "description", "example",
		"deprecated", "secret", "sse"},
}

// settingNames are the keys of server in the order of their table, which is that of the
// documentation.
func settingNames() (names []string) {
	for i := range manifest.SettingTable {
		names = append(names, manifest.SettingTable[i].Key)
	}
	return names
}

// rankIn is where a key stands in an order; those that it does not know keep theirs, behind
// all others.
func rankIn(order []string, key string) int {
	if i := slices.Index(order, key); i >= 0 {
		return i
	}
	return len(order)
}
