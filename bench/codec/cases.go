// Package codec has what reads and writes JSON measured beside each other: the codecs that
// httpgen, ogen and easyjson generate, and libraries. All of them have records of the same 13
// members, with lists, a record inside, members that may be absent or null, an enum and a time.
package codec

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/bytedance/sonic"
	"github.com/bytedance/sonic/encoder"
	"github.com/go-faster/jx"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/mailru/easyjson/jwriter"

	"example.com/httpgen/bench/codec/easy"
	"example.com/httpgen/bench/codec/httpgen"
	"example.com/httpgen/bench/codec/ogen"
)

// A Case is what one contestant does with one document.
type Case struct {
	Name       string // what/size/variant
	Contestant string
	Run        func() error
}

// Cases are all of them, those that are compared behind each other.
func Cases() (list []Case, err error) {
	for _, d := range Documents() {
		decode := decoders(d.Text)
		encode, marshal, err := encoders(d.Text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
		for _, part := range []struct {
			what  string
			cases []Case
		}{{"decode", decode}, {"encode", encode}, {"marshal", marshal}} {
			if part.what != "decode" && d.Rewritten {
				continue // it is the compact one's value
			}
			for _, c := range part.cases {
				c.Name = part.what + "/" + d.Name
				list = append(list, c)
			}
		}
	}
	return list, nil
}

// decoders read a text into a fresh value, whose strings are its own where the library has that
// as a choice and not sonic's default.
func decoders(text []byte) []Case {
	fresh := func(name string, unmarshal func([]byte, any) error) Case {
		return Case{Contestant: name, Run: func() error { return unmarshal(text, new(Page)) }}
	}
	return []Case{
		{Contestant: "httpgen", Run: func() error { return new(httpgen.Page).UnmarshalJSON(text) }},
		fresh("v1", json.Unmarshal),
		fresh("v2", func(text []byte, v any) error { return jsonv2.Unmarshal(text, v) }),
		fresh("sonic", sonic.ConfigDefault.Unmarshal),
		fresh("sonic-std", sonic.ConfigStd.Unmarshal),
		fresh("sonic-fastest", sonic.ConfigFastest.Unmarshal),
		{Contestant: "ogen", Run: func() error { return new(ogen.Page).Decode(jx.DecodeBytes(text)) }},
		{Contestant: "easyjson", Run: func() error { return new(easy.Page).UnmarshalJSON(text) }},
	}
}

// encoders append to a buffer that is used again; marshal makes a fresh slice.
func encoders(text []byte) (encode, marshal []Case, err error) {
	var ours httpgen.Page
	var theirs Page
	var generated ogen.Page
	var easily easy.Page
	for _, err := range []error{ours.UnmarshalJSON(text), json.Unmarshal(text, &theirs),
		generated.Decode(jx.DecodeBytes(text)), easily.UnmarshalJSON(text)} {
		if err != nil {
			return nil, nil, err
		}
	}
	var buf, bufSonic []byte
	var e jx.Encoder
	again := func(name string, marshal func(any) ([]byte, error)) Case {
		return Case{Contestant: name, Run: func() error { _, err := marshal(&theirs); return err }}
	}
	encode = []Case{
		{Contestant: "httpgen", Run: func() (err error) {
			buf, err = ours.AppendJSON(buf[:0])
			return err
		}},
		again("v1", json.Marshal),
		again("v2", func(v any) ([]byte, error) { return jsonv2.Marshal(v) }),
		{Contestant: "sonic", Run: func() error {
			bufSonic = bufSonic[:0]
			return encoder.EncodeInto(&bufSonic, &theirs, 0)
		}},
		{Contestant: "ogen", Run: func() error { e.Reset(); generated.Encode(&e); return nil }},
		{Contestant: "easyjson", Run: func() error {
			var w jwriter.Writer
			easily.MarshalEasyJSON(&w)
			_, err := w.DumpTo(io.Discard) // gives its pieces back
			return errors.Join(w.Error, err)
		}},
	}
	marshal = []Case{
		{Contestant: "httpgen", Run: func() error { _, err := ours.MarshalJSON(); return err }},
		again("v1", json.Marshal),
		again("v2", func(v any) ([]byte, error) { return jsonv2.Marshal(v) }),
		again("sonic", sonic.ConfigDefault.Marshal),
		again("sonic-std", sonic.ConfigStd.Marshal),
		again("sonic-fastest", sonic.ConfigFastest.Marshal),
		{Contestant: "ogen", Run: func() error { _, err := generated.MarshalJSON(); return err }},
		{Contestant: "easyjson", Run: func() error { _, err := easily.MarshalJSON(); return err }},
	}
	return encode, marshal, nil
}
