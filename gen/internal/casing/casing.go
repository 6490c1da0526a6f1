// Package casing spells words of a manifest as Go names. The rules are fixed: the same word is
// always the same name.
package casing

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// initialisms are written in one case, as Go's own packages do.
// The list is closed: a word more would rename what is generated.
var initialisms = map[string]bool{
	"ACL": true, "API": true, "ASCII": true, "CPU": true, "CSS": true, "DNS": true, "EOF": true,
	"GUID": true,
	"HTML": true, "HTTP": true, "HTTPS": true, "ID": true, "IP": true, "ISBN": true, "JSON": true,
	"QPS": true,
	"RAM": true, "RPC": true, "SHA": true, "SLA": true, "SMTP": true, "SQL": true, "SSH": true,
	"TCP": true,
	"TLS": true, "TTL": true, "UDP": true, "UI": true, "UID": true, "URI": true, "URL": true,
	"UTF8": true,
	"UUID": true, "VM": true, "XML": true,
}

// Words splits a name into words: at whatever no identifier can hold, at _, and
// where upper case begins (userId, HTTPServer).
//
//	userId        user Id
//	HTTPServer    HTTP Server
//	page_size     page size
//	v2-beta       v2 beta
func Words(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if unicode.IsUpper(r) && i > 0 {
			afterLower := !unicode.IsUpper(runes[i-1])
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower {
				flush()
			}
		}
		word = append(word, r)
	}
	flush()
	return words
}

// titled is a word as it stands inside a name: user is User, id is ID.
func titled(word string) string {
	if upper := strings.ToUpper(word); initialisms[upper] {
		return upper
	}
	runes := []rune(word)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// Exported is the exported Go name of a word: sort is Sort, user-id is UserID. A name
// that no upper-case letter can start gets an X.
func Exported(name string) string {
	var b strings.Builder
	for _, w := range Words(name) {
		b.WriteString(titled(w))
	}
	s := b.String()
	if first, _ := utf8.DecodeRuneInString(s); unicode.IsUpper(first) {
		return s
	}
	return "X" + s
}

// Param is the Go name of a path parameter, before it is compared with others: id
// is id, user-id is userID, 2fa is p2fa.
func Param(name string) string {
	words := Words(name)
	if len(words) == 0 {
		return "p"
	}
	first := words[0]
	if upper := strings.ToUpper(first); initialisms[upper] || upper == first {
		first = strings.ToLower(first)
	} else {
		runes := []rune(first)
		runes[0] = unicode.ToLower(runes[0])
		first = string(runes)
	}
	if r := []rune(first)[0]; !unicode.IsLetter(r) {
		first = "p" + first
	}
	for _, w := range words[1:] {
		first += titled(w)
	}
	return first
}

// symbols are the names of characters in words of any(…), where they do not just
// separate letters.
var symbols = map[rune]string{
	'+': "Plus", '-': "Minus", '.': "Dot", '_': "Underscore", ' ': "Space", '*': "Star", '@': "At",
	'#': "Hash",
	'$': "Dollar", '%': "Percent", '&': "And", '=': "Equal", '!': "Bang", '~': "Tilde",
	':': "Colon", ';': "Semicolon",
	'\'': "Quote", '"': "DoubleQuote", '<': "Less", '>': "Greater", '|': "Bar", '\\': "Backslash",
	'^': "Caret",
	'`': "Backquote", '[': "Open", ']': "Close", '{': "OpenBrace", '}': "CloseBrace",
	'?': "Question", '(': "OpenParen",
	')': "CloseParen", ',': "Comma",
}

// Const is what the constant of a word of any(…) adds to the type's name: hot is
// Hot, in-progress is InProgress, +1 is Plus1.
//
//	a+b           APlusB
//	-             Minus
func Const(word string) string {
	runes := []rune(word)
	alnum := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	var b strings.Builder
	for i, r := range runes {
		name, known := symbols[r]
		switch {
		case alnum(i):
			b.WriteRune(r)
			continue
		case strings.ContainsRune("-_. ", r) && alnum(i-1) && alnum(i+1):
			b.WriteByte(' ')
			continue
		case !known:
			name = fmt.Sprintf("U%04X", r)
		}
		b.WriteString(" " + name + " ")
	}
	var c strings.Builder
	for _, w := range Words(b.String()) {
		c.WriteString(titled(w))
	}
	return c.String()
}
