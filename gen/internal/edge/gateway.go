package edge

import (
	"fmt"
	"slices"
	"strings"
)

// HTTPRoutes of the Kubernetes Gateway API are printed here. Their paths are exact or prefixes of
// whole segments, as they stand in a request, without escapes and parameters: an exact one loses
// the path's other spellings, a prefix covers more than a pattern.

// A cover is a path of an HTTPRoute.
type cover struct {
	path  string // raw
	exact bool
	way   Needs
}

// gatewayLook asks the covers.
func gatewayLook(s *Space, path string) (arrives, why string) {
	s.covers()
	if _, ok := coveredBy(s.prefixes, path); ok || s.exacts[path] {
		return path, "a prefix covers more than the pattern"
	}
	return "", "a gateway compares paths as they stand, without escapes"
}

// covers are the paths of all places, those that another one has left out, the widest way first.
func (s *Space) covers() []cover {
	s.once.Do(func() {
		var list []cover
		for _, p := range s.Places {
			if path := rawText(p.Prefix); p.slash && !strings.Contains(path, "//") {
				list = append(list, cover{path, true, p.Needs.way()})
				if path != "/" {
					list = append(list, cover{path + "/", true, p.Needs.way()})
				}
				continue
			}
			c := cover{rawText(p.Prefix), p.Literal, p.Needs.way()}
			if !p.Literal || strings.Contains(c.path, "//") {
				c.exact = false
				c.path = c.path[:strings.LastIndexByte(c.path, '/')]
				if at := strings.Index(c.path, "//"); at >= 0 {
					c.path = c.path[:at]
				}
				if p.parsed == nil { // a mount has its prefix, too
					c.path = strings.TrimSuffix(rawText(p.Prefix), "/")
				}
				c.path = "/" + strings.TrimPrefix(c.path, "/")
			}
			list = append(list, c)
		}
		s.covering = leastCovers(list)
		s.prefixes, s.exacts = map[string]int{}, map[string]bool{}
		for i, c := range s.covering {
			if c.exact {
				s.exacts[c.path] = true
			} else {
				s.prefixes[c.path] = i
			}
		}
	})
	return s.covering
}

// leastCovers leaves out what a prefix covers, which gets the wider way of both.
func leastCovers(list []cover) (least []cover) {
	slices.SortStableFunc(list, func(a, b cover) int { return strings.Compare(a.path, b.path) })
	prefixes := map[string]int{}
	for _, c := range list {
		if c.exact {
			continue
		}
		if at, ok := coveredBy(prefixes, c.path); ok {
			least[at].way = widerOf(least[at].way, c.way)
			continue
		}
		prefixes[c.path] = len(least)
		least = append(least, c)
	}
	exact := map[string]int{}
	for _, c := range list {
		if !c.exact {
			continue
		}
		at, ok := coveredBy(prefixes, c.path)
		if !ok {
			at, ok = exact[c.path]
		}
		if ok {
			least[at].way = widerOf(least[at].way, c.way)
			continue
		}
		exact[c.path] = len(least)
		least = append(least, c)
	}
	slices.SortStableFunc(least, func(a, b cover) int { return wider(a.way, b.way) })
	return least
}

// coveredBy is the prefix that has a path.
func coveredBy(prefixes map[string]int, path string) (at int, ok bool) {
	for end := len(path); end >= 0; end = strings.LastIndexByte(path[:end], '/') {
		if at, ok = prefixes[path[:end]]; ok {
			return at, true
		}
		if end == 0 {
			break
		}
	}
	at, ok = prefixes["/"]
	return at, ok
}

func widerOf(a, b Needs) Needs {
	if wider(a, b) <= 0 {
		return a
	}
	return b
}

// Bounds of an HTTPRoute: rules, matches of a rule, matches in all.
const (
	maxRules   = 16
	maxMatches = 64
	maxAll     = 128
)

func printGateway(s *Space, p *printer) {
	for i, rules := range httpRoutes(s.covers()) {
		p.line("---")
		p.line("apiVersion: gateway.networking.k8s.io/v1")
		p.line("kind: HTTPRoute")
		p.line("metadata: {name: %s-%03d}", s.App, i)
		p.line("spec:")
		p.line("  parentRefs: [{name: %s}]", s.App)
		p.line("  rules:")
		for _, rule := range rules {
			p.line("  - backendRefs: [{name: %s, port: 80}]", s.App)
			if way := rule[0].way; way.Timeout != 0 {
				p.line("    timeouts: {request: %s}", seconds(way.wait()))
			}
			p.line("    matches:")
			for _, c := range rule {
				kind := "PathPrefix"
				if c.exact {
					kind = "Exact"
				}
				p.line("    - path: {type: %s, value: %s}", kind, quoted(c.path))
			}
		}
	}
	if s.Workload {
		p.workload(s)
	}
}

// httpRoutes are covers in rules of one way, and these in HTTPRoutes, within the bounds.
func httpRoutes(covers []cover) (routes [][][]cover) {
	var rules [][]cover
	for _, c := range covers {
		if n := len(rules) - 1; n >= 0 && rules[n][0].way == c.way && len(rules[n]) < maxMatches {
			rules[n] = append(rules[n], c)
			continue
		}
		rules = append(rules, []cover{c})
	}
	matches := 0
	for _, rule := range rules {
		n := len(routes) - 1
		if n < 0 || len(routes[n]) == maxRules || matches+len(rule) > maxAll {
			routes = append(routes, nil)
			n++
			matches = 0
		}
		routes[n] = append(routes[n], rule)
		matches += len(rule)
	}
	return routes
}

// workload prints what runs the service: not ready, it gets no requests; told to end, it goes on
// for as long as gateways may still send it some.
func (p *printer) workload(s *Space) {
	_, port := hostPort(s.Upstream, "")
	const away = 5 // seconds until every gateway knows that a pod ends
	p.WriteString(strings.NewReplacer("{app}", s.App, "{ready}", probe(s.Ready),
		"{live}", probe(s.Live), "{port}", port, "{away}", fmt.Sprint(away),
		"{grace}", fmt.Sprint(away+int(s.Times.Drain.Seconds())+5)).Replace(workload))
}

// probe asks a raw path, or only whether somebody listens.
func probe(path string) string {
	if path == "" {
		return "tcpSocket: {port: http}"
	}
	return "httpGet: {path: " + quoted(path) + ", port: http}"
}

const workload = `---
apiVersion: v1
kind: Service
metadata: {name: {app}}
spec:
  selector: {app: {app}}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: {app}}
spec:
  replicas: 2
  selector: {matchLabels: {app: {app}}}
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  template:
    metadata: {labels: {app: {app}}}
    spec:
      terminationGracePeriodSeconds: {grace} # preStop, pre_drain, drain_timeout, and 5 s
      containers:
      - name: {app}
        image: {app}:latest
        ports: [{name: http, containerPort: {port}}]
        readinessProbe: {{ready}, periodSeconds: 2, failureThreshold: 2}
        livenessProbe: {{live}, periodSeconds: 10, failureThreshold: 3}
        lifecycle: {preStop: {sleep: {seconds: {away}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: {app}}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: {app}}}
`
