package files

import "strings"

// The choice among a file and its precompressed forms lives here (RFC 9110 §12.5.3).

// Codings are the precompressed forms that are looked for, the better one first, by the
// ends of their names.
var Codings = [...]struct{ Name, Suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// ChooseCoding returns the place in Codings of the form that a field Accept-Encoding likes
// best among those that are there, or -1 for the file as it is. A coding is taken before
// the file at equal weight, and the better of two.
func ChooseCoding(accept string, there [len(Codings)]bool) int {
	best, bestQ := -1, weightOf(accept, "identity")
	for i, coding := range Codings {
		if !there[i] {
			continue
		}
		q := weightOf(accept, coding.Name)
		if q > 0 && (q > bestQ || best < 0 && q == bestQ) {
			best, bestQ = i, q
		}
	}
	return best
}

// BestCoding returns the place of the coding that a field Accept-Encoding likes best, or -1 for
// none. A coding is taken before what has none at equal weight, and the first of several.
func BestCoding(accept string, names []string) int {
	if accept == "" {
		return -1
	}
	best, bestQ := -1, weightOf(accept, "identity")
	for i, name := range names {
		q := weightOf(accept, name)
		if q > 0 && (q > bestQ || best < 0 && q == bestQ) {
			best, bestQ = i, q
		}
	}
	return best
}

// weightOf is the weight in thousandths that a field Accept-Encoding gives a coding; 0
// is not acceptable. A coding that is not named has the weight of "*", or none;
// identity, if neither is named, has less than any other that is acceptable.
func weightOf(field, coding string) int {
	any, named := 0, -1
	for one := range strings.SplitSeq(field, ",") {
		name, params, _ := strings.Cut(one, ";")
		name = strings.ToLower(strings.Trim(name, " \t"))
		switch {
		case name == "*":
			any = weight(params)
		case name == coding, name == "x-gzip" && coding == "gzip":
			named = weight(params)
		}
	}
	switch {
	case named >= 0:
		return named
	case coding == "identity":
		return 0 // and yet it is sent where nothing else is acceptable
	}
	return any
}

// weight reads weight = OWS ";" OWS "q=" qvalue in thousandths (RFC 9110 §12.4.2). What
// is malformed is 0.
func weight(params string) int {
	params = strings.Trim(params, " \t")
	if params == "" {
		return 1000
	}
	if !isWeight(params) {
		return 0
	}
	whole, fraction, _ := strings.Cut(params[2:], ".")
	if whole != "0" && whole != "1" || len(fraction) > 3 {
		return 0
	}
	q, ok := parseDigits(whole + fraction + "000"[len(fraction):])
	if !ok || q > 1000 {
		return 0
	}
	return int(q)
}

func isWeight(param string) bool { return len(param) >= 2 && strings.EqualFold(param[:2], "q=") }

// AcceptsHTML says whether a field Accept names text/html, or text/*, with a weight above
// 0. "*/*" alone does not name it: that is what scripts send that ask for data.
func AcceptsHTML(field string) bool {
	texts := false
	for one := range strings.SplitSeq(field, ",") {
		name, params, _ := strings.Cut(one, ";")
		liked := true
		for param := range strings.SplitSeq(params, ";") {
			if param = strings.Trim(param, " \t"); isWeight(param) {
				liked = weight(param) > 0
			}
		}
		switch strings.ToLower(strings.Trim(name, " \t")) {
		case "text/html":
			return liked
		case "text/*":
			texts = liked
		}
	}
	return texts
}
