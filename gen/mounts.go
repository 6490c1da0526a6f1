package gen

// Mounts as data, for the commands that show them.

import (
	"net/http"
	"strings"

	"example.com/httpgen/gen/internal/model"
	"example.com/httpgen/gen/internal/plan"
)

// A Mount is one mount of a manifest: everything below Prefix that no route answers.
type Mount struct {
	Prefix  string `json:"prefix"`
	Handler string `json:"handler"`
	Strip   bool   `json:"strip,omitempty"` // of its prefix
	File    string `json:"file"`
	Line    int    `json:"line"`
}

// RoutesAndMounts lists both, each in the order of the manifest, which is read once: it may be
// standard input. Its errors are those of Compile.
func RoutesAndMounts(file string) ([]Route, []Mount, error) {
	m, _, err := load(file)
	if err != nil {
		return nil, nil, err
	}
	mounts := make([]Mount, len(m.Mounts))
	for i, mount := range m.Mounts {
		mounts[i] = mountOf(m, mount)
	}
	return routesOf(m), mounts, nil
}

func mountOf(m *model.Manifest, mount *model.Mount) Mount {
	return Mount{Prefix: mount.Prefix, Handler: mount.Handler, Strip: mount.Strip,
		File: mount.Span.Of(m.File), Line: mount.Span.Line}
}

// mounted is the mount that answers where no route does, or nil: of those whose prefix the path
// has, the one with the longest. It is asked before redirects, 405 and 404.
func (q *question) mounted() (longest *model.Mount) {
	method := q.answer.Method
	path, status, _ := plan.Canonical(q.answer.Path)
	if status != 0 || method == http.MethodConnect || method == http.MethodTrace {
		return nil
	}
	for _, m := range q.m.Mounts {
		rest, below := strings.CutPrefix(path, strings.TrimSuffix(m.Prefix, "/"))
		if below && (rest == "" || rest[0] == '/') &&
			(longest == nil || len(m.Prefix) > len(longest.Prefix)) {
			longest = m
		}
	}
	return longest
}
