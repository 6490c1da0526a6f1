package codec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// The documents are made here: the same in each run.

// A Document is a page of orders as text.
type Document struct {
	Name      string // size/variant
	Text      []byte
	Rewritten bool // it has the values of another, written otherwise
}

// Sizes are about how long documents are, in bytes.
var sizes = []struct {
	name  string
	bytes int
}{{"0.3KB", 300}, {"3KB", 3_000}, {"300KB", 300_000}}

// Variants change what an order has, or how the text is written.
var variants = []struct {
	name  string
	order func(r *rand.Rand, v *Order)
	text  func(r *rand.Rand, text []byte) []byte
}{
	{name: "compact"},
	{name: "floats", order: withFloats},
	{name: "utf8", order: withUTF8},
	{name: "strings", order: withStrings},
	{name: "shuffled", text: shuffled},
	{name: "indented", text: indented},
}

// Documents are those of each size and variant.
func Documents() (list []Document) {
	for _, size := range sizes {
		for _, v := range variants {
			r := rand.New(rand.NewPCG(17, 4))
			var page Page
			var text []byte
			for n := 0; len(page.Orders) == 0 || n < size.bytes*9/10; n += len(text) {
				o := someOrder(r, size.bytes > 300)
				if v.order != nil {
					v.order(r, &o)
				}
				page.Orders = append(page.Orders, o)
				text = marshal(o)
			}
			text = marshal(page)
			if v.text != nil {
				text = v.text(r, text)
			}
			list = append(list, Document{size.name + "/" + v.name, text, v.text != nil})
		}
	}
	return list
}

// marshal writes what encoding/json does, without escapes that only HTML needs.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // a bug of this file
	}
	return bytes.TrimSpace(b.Bytes())
}

var (
	names  = []string{"Ada Lovelace", "Grace Hopper", "Barbara Liskov", "Radia Perlman"}
	cities = []string{"London", "New York", "Los Angeles", "Portsmouth"}
	tags   = []string{"books", "gift", "express", "fragile", "returned before"}
)

// someOrder has up to three articles, or just one.
func someOrder(r *rand.Rand, lists bool) Order {
	v := Order{
		ID: r.Int64N(1e9), Number: fmt.Sprintf("A-%07d", r.IntN(1e7)),
		State:  []State{"open", "paid", "sent", "back"}[r.IntN(4)],
		Placed: time.Date(2026, 11, 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), 0, time.UTC),
		Total:  price(r), Cents: r.Int32N(1e6), Paid: r.IntN(2) == 0,
		Customer: Customer{names[r.IntN(4)], "someone@example.org", cities[r.IntN(4)],
			r.Int64N(1e5)},
		Tags: []string{tags[r.IntN(5)]}, Lines: []Line{someLine(r)}, Weights: []float64{price(r)},
	}
	if r.IntN(2) == 0 {
		note := "leave it at the door, please"
		v.Note = &note
	}
	if r.IntN(2) == 0 {
		discount := float64(r.IntN(100)) / 100
		v.Discount = &discount
	}
	for lists && r.IntN(3) > 0 {
		v.Tags = append(v.Tags, tags[r.IntN(5)])
		v.Lines = append(v.Lines, someLine(r))
		v.Weights = append(v.Weights, price(r))
	}
	return v
}

func price(r *rand.Rand) float64 { return float64(r.IntN(1e6)) / 100 }

func someLine(r *rand.Rand) Line {
	return Line{fmt.Sprintf("SKU-%05d", r.IntN(1e5)), 1 + r.IntN(9), price(r)}
}

// withFloats has numbers of 16 and 17 digits.
func withFloats(r *rand.Rand, v *Order) {
	v.Total = r.Float64() * 1000
	for i := range v.Lines {
		v.Lines[i].Price = r.Float64() * 100
	}
	for i := range v.Weights {
		v.Weights[i] = r.Float64()
	}
	if v.Discount != nil {
		*v.Discount = r.Float64()
	}
}

// withUTF8 has letters beyond ASCII, and characters that are escaped.
func withUTF8(r *rand.Rand, v *Order) {
	v.Customer.Name = []string{"Émilie du Châtelet", "Софья Ковалевская", "湯川 秀樹"}[r.IntN(3)]
	v.Customer.City = []string{"Zürich", "Санкт-Петербург", "東京都"}[r.IntN(3)]
	note := "\"Bitte\" bei den Nachbarn läuten\nдверь слева\t(C:\\Hof)"
	v.Note = &note
	for i := range v.Tags {
		v.Tags[i] = []string{"Bücher", "подарок", "速達"}[r.IntN(3)]
	}
}

// withStrings has a long text.
func withStrings(r *rand.Rand, v *Order) {
	var b strings.Builder
	for b.Len() < 1000 {
		b.WriteString(names[r.IntN(4)] + " of " + cities[r.IntN(4)] + ", ")
	}
	note := b.String()
	v.Note = &note
}

func indented(_ *rand.Rand, text []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// shuffled has the members of each object in another order.
func shuffled(r *rand.Rand, text []byte) []byte {
	var b bytes.Buffer
	separated := func(open, end byte, n int, element func(i int)) {
		b.WriteByte(open)
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			element(i)
		}
		b.WriteByte(end)
	}
	var members map[string]json.RawMessage
	var elements []json.RawMessage
	switch {
	case text[0] == '{' && json.Unmarshal(text, &members) == nil:
		var keys []string
		for key := range members {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		separated('{', '}', len(keys), func(i int) {
			fmt.Fprintf(&b, "%q:%s", keys[i], shuffled(r, members[keys[i]]))
		})
	case text[0] == '[' && json.Unmarshal(text, &elements) == nil:
		separated('[', ']', len(elements), func(i int) { b.Write(shuffled(r, elements[i])) })
	default:
		return text
	}
	return b.Bytes()
}

// SomeOrder is an order of about so many bytes.
func SomeOrder(size int) []byte {
	r := rand.New(rand.NewPCG(17, 5))
	v := someOrder(r, true)
	for len(marshal(v)) < size {
		v.Lines = append(v.Lines, someLine(r))
	}
	return marshal(v)
}
