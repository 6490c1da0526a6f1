package contracts

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The requests live here.

// An Item is what the parameters of a request are, decoded.
type Item struct {
	Shop  string
	Order [16]byte
	Item  int64

	Q     string
	Page  int32
	Tag   []string
	Sort  string
	Since time.Time

	Trace string
	Depth int
}

// A Request is one as it is sent.
type Request struct {
	Item        Item // what it has to be decoded to
	Path, Query string
}

// Requests are the same in every run. Their values differ in length, and their pairs in order, as
// those of many clients do: one request that is decoded again and again is known by heart to the
// processor.
var Requests = requests(16)

var (
	words = []string{"shoe", "left shoes", "größe 42", "sale", "new", "a & b", "winter",
		"for children", "x", "50% off"}
	sorts = []string{"title", "price", "newest"}
)

func requests(n int) (list []Request) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { return words[r.IntN(len(words))] }
	for range n {
		v := Item{Shop: "shop" + strconv.Itoa(r.IntN(1e6)), Item: r.Int64N(1 << (4 + r.UintN(36))),
			Q: word() + " " + word(), Page: 1 + r.Int32N(999), Sort: sorts[r.IntN(len(sorts))],
			Since: time.Unix(1.7e9+r.Int64N(1e8), 0).UTC(), Depth: r.IntN(100),
			Trace: fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())}
		for i := range v.Order {
			v.Order[i] = byte(r.Uint32())
		}
		for range 1 + r.IntN(3) {
			v.Tag = append(v.Tag, word())
		}
		pairs := [][]string{{"q", v.Q}, {"page", strconv.Itoa(int(v.Page))},
			append([]string{"tag"}, v.Tag...), {"sort", v.Sort},
			{"since", v.Since.Format(time.RFC3339)}}
		r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		list = append(list, Request{Item: v, Query: encode(pairs), Path: fmt.Sprintf(
			"/shops/%s/orders/%s/items/%d", v.Shop, uuid(v.Order), v.Item)})
	}
	return list
}

// encode writes names with their values.
func encode(pairs [][]string) string {
	var list []string
	for _, p := range pairs {
		for _, v := range p[1:] {
			list = append(list, p[0]+"="+url.QueryEscape(v))
		}
	}
	return strings.Join(list, "&")
}

func uuid(u [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// Text is the request as bytes of a connection, the last one of it.
func (r Request) Text() string {
	return "GET " + r.Path + "?" + r.Query + " HTTP/1.1\r\nHost: shop.example\r\n" +
		"User-Agent: shop-app/5.2\r\nAccept: application/json\r\nX-Trace: " + r.Item.Trace +
		"\r\nX-Depth: " + strconv.Itoa(r.Item.Depth) + "\r\nConnection: close\r\n\r\n"
}

// HTTP is the request as package net/http has read it.
func (r Request) HTTP() *http.Request {
	req, err := http.NewRequest("GET", "http://shop.example"+r.Path+"?"+r.Query, nil)
	if err != nil {
		panic(err) // they are made here
	}
	req.Header = http.Header{"User-Agent": {"shop-app/5.2"}, "Accept": {"application/json"},
		"X-Trace": {r.Item.Trace}, "X-Depth": {strconv.Itoa(r.Item.Depth)}}
	return req
}

// Own is how many strings and slices a request's values have: what decoding has to allocate where
// the request is a buffer that is used again. Sort is one of three constants.
func Own() float64 {
	n := 0
	for _, r := range Requests {
		n += 3 + 1 + len(r.Item.Tag) // Shop, Q, Trace, and the tags with their slice
	}
	return float64(n) / float64(len(Requests))
}
