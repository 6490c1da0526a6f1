package routing

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// The making of requests lives here.

// A Request is one request to a router.
type Request struct {
	Method string
	Path   string
	ID     int   // its place in Workload.Requests, for routers that prepare something per request
	Want   int   // the row that answers, or NotFound or WrongMethod
	Sum    int64 // of the path's integers, in a typed set

	MethodNumber uint8 // what our router's Prepare finds, as a server's parser does
}

// What Want says of a request that no row answers.
const (
	NotFound    = -1
	WrongMethod = -2
)

// A Workload is all that is asked of the routers that hold one set.
type Workload struct {
	Set      *Set
	Requests []Request
	Orders   []Order
}

// An Order is a row of requests that is asked again and again.
type Order struct {
	Name     string
	Sequence []*Request // of the workload
}

// sequenceLen is long enough that no branch predictor learns a shuffled sequence.
const sequenceLen = 16384

// NewWorkload makes, for each row, a request that hits it, one that nothing matches
// and one with a method that no matching row takes, and the orders to ask them in.
// It is a pure function of the set.
func NewWorkload(set *Set) (*Workload, error) {
	rng := rand.New(rand.NewPCG(1, 2))
	o := newOracle(set)
	w := &Workload{Set: set}
	var hits, misses, wrong []int32
	for row, route := range set.Routes {
		hit, err := hitOf(route, row, o, rng)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", set.Name, err)
		}
		hits = append(hits, w.add(hit))
		if miss, ok := missOf(hit, row, o); ok {
			misses = append(misses, w.add(miss))
		}
		if other, ok := wrongMethodOf(hit, row, o); ok {
			wrong = append(wrong, w.add(other))
		}
	}
	if set.Typed {
		w.Orders = []Order{{"typed-in-order", w.at(hits)},
			{"typed-random", w.at(shuffled(hits, rng))}}
	} else {
		w.Orders = []Order{{"in-order", w.at(hits)}, {"random", w.at(shuffled(hits, rng))},
			{"miss", w.at(shuffled(misses, rng))}, {"wrong-method", w.at(shuffled(wrong, rng))}}
	}
	return w, nil
}

// at are the requests at these places, when all are there.
func (w *Workload) at(places []int32) []*Request {
	list := make([]*Request, len(places))
	for i, place := range places {
		list[i] = &w.Requests[place]
	}
	return list
}

func (w *Workload) add(q Request) int32 {
	q.ID = len(w.Requests)
	w.Requests = append(w.Requests, q)
	return int32(q.ID)
}

// shuffled holds every request equally often, in random order.
func shuffled(requests []int32, rng *rand.Rand) []int32 {
	var sequence []int32
	for len(requests) > 0 && len(sequence) < sequenceLen {
		sequence = append(sequence, requests...)
	}
	rng.Shuffle(len(sequence), func(i, j int) {
		sequence[i], sequence[j] = sequence[j],
			sequence[i]
	})
	return sequence
}

// words are values as services see them: names, slugs, hashes.
var words = []string{
	"octocat", "hello-world", "torvalds", "linux", "golang", "release-1.26", "main", "v2.4.1",
	"7fd1a60b01f91b314f59955a4e4d4e80d8edf11d", "cus_NffrFeUfNV2Hib", "acme-inc", "jane.doe",
	"help-wanted",
	"a1b2c3d4e5f6", "docs", "backend-team", "p0", "x", "staging", "in_1MtHbELkdIwHu7ixl4OzzPMv",
}

func hitOf(route Route, row int, o *oracle, rng *rand.Rand) (Request, error) {
	for range 50 { // a value may happen to be a literal of another row
		q := Request{Method: route.Method, Want: row}
		q.Path = route.Pattern(func(s Segment) string {
			var b strings.Builder
			for _, p := range s {
				switch {
				case p.Name == "":
					b.WriteString(p.Literal)
				case p.Number:
					n := 1 + rng.Int64N(9_999_999)
					if p.Int {
						q.Sum += n
					}
					b.WriteString(strconv.FormatInt(n, 10))
				default:
					b.WriteString(words[rng.IntN(len(words))])
				}
			}
			return b.String()
		})
		if o.answer(q.Method, q.Path) == row {
			return q, nil
		}
	}
	return Request{}, fmt.Errorf("row %d, %s %s: no request found that it answers", row,
		route.Method, route.shape())
}

// missOf changes a hit in one place, another one from row to row, such that nothing matches.
func missOf(hit Request, row int, o *oracle) (Request, bool) {
	segments := strings.Split(hit.Path[1:], "/")
	changed := []func() string{
		func() string { return hit.Path + "x" },
		func() string { return strings.TrimSuffix(hit.Path, "/") + "/none" },
		func() string {
			return "/" + segments[0] + "x" +
				strings.TrimPrefix(hit.Path, "/"+segments[0])
		},
		func() string { return strings.TrimSuffix(hit.Path, "/") + "/none/of/these" },
	}
	for i := range changed {
		q := Request{Method: hit.Method, Path: changed[(row+i)%len(changed)](), Want: NotFound}
		if o.answer(q.Method, q.Path) == NotFound {
			return q, true
		}
	}
	return Request{}, false
}

func wrongMethodOf(hit Request, row int, o *oracle) (Request, bool) {
	methods := []string{"POST", "DELETE", "PUT", "GET", "PATCH"}
	for i := range methods {
		q := Request{Method: methods[(row+i)%len(methods)], Path: hit.Path, Want: WrongMethod}
		if o.answer(q.Method, q.Path) == WrongMethod {
			return q, true
		}
	}
	return Request{}, false
}
