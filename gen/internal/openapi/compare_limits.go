package openapi

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
)

// Limits of numbers, lengths and texts are compared here.

// limits compares numbers: what has to be at least and at most so much.
func (n *narrowing) limits(at string, was, is *Map) {
	for _, row := range []struct {
		key  string
		sign int // 1: the larger takes less
	}{{"minimum", 1}, {"maximum", -1}, {"exclusiveMinimum", 1}, {"exclusiveMaximum", -1},
		{"minLength", 1}, {"maxLength", -1}, {"minItems", 1}, {"maxItems", -1},
		{"minProperties", 1}, {"maxProperties", -1}} {
		a, b := numberOf(was.Get(row.key)), numberOf(is.Get(row.key))
		if b == nil || a == nil && strings.HasPrefix(row.key, "min") && row.key != "minimum" &&
			b.Sign() == 0 {
			continue
		}
		if a == nil || b.Cmp(a)*row.sign > 0 {
			n.bound(at, row.key, was.Get(row.key), is.Get(row.key))
		}
	}
	if b := numberOf(is.Get("multipleOf")); b != nil && b.Sign() > 0 {
		a := numberOf(was.Get("multipleOf"))
		if a == nil || !new(big.Rat).Quo(a, b).IsInt() {
			n.bound(at, "multipleOf", was.Get("multipleOf"), is.Get("multipleOf"))
		}
	}
	if is.Get("uniqueItems") == true && was.Get("uniqueItems") != true {
		n.bound(at, "uniqueItems", nil, true)
	}
}

// numberOf is a number of a document, or nil.
func numberOf(v any) *big.Rat {
	switch v := v.(type) {
	case int:
		return new(big.Rat).SetInt64(int64(v))
	case json.Number:
		if len(v) < 50 && !strings.ContainsAny(string(v), "eE") {
			r, _ := new(big.Rat).SetString(string(v))
			return r
		}
		if f, err := v.Float64(); err == nil {
			return new(big.Rat).SetFloat64(f)
		}
	}
	return nil
}

// widths are formats whose values are those of others, too.
var widths = map[string][]string{
	"int8": {"int16", "int32", "int64", "float", "double"}, "int16": {"int32", "int64", "float", "double"},
	"int32": {"int64", "double"}, "uint8": {"uint16", "uint32", "uint64", "int16", "int32", "int64"},
	"uint16": {"uint32", "uint64", "int32", "int64"}, "uint32": {"uint64", "int64"},
	"float": {"double"}, "date": {}, "uuid": {},
}

// texts compares patterns and formats.
func (n *narrowing) texts(at string, was, is *Map) {
	if b := is.Text("pattern"); b != "" && was.Text("pattern") != b {
		n.bound(at, "pattern", was.Get("pattern"), is.Get("pattern"))
	}
	a, b := was.Text("format"), is.Text("format")
	if b == "" || a == b || slices.Contains(widths[a], b) || b == "password" || b == "int64" ||
		b == "double" || b == "binary" {
		return
	}
	n.bound(at, "format", was.Get("format"), is.Get("format"))
}
