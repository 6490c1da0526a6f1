package wire

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// Texts drawn at random, most of them nearly JSON, are read here as the oracle reads them.

// draws is how many a test draws.
func draws(few int) int {
	if os.Getenv("HTTPGEN_LONG") != "" {
		return 100 * few
	}
	return few
}

var pieces = []string{"{", "}", "[", "]", ",", ":", `"`, `\`, `\u`, `\ud83d`, `\ude00`, `\"`, `\n`, `0`, `-`, `.`, `e`, `1`, "true", "null",
	" ", "\n", "\t", "\x00", "\x1f", "\x7f", "é", "€", "😀", "\xff", "\xed\xa0\x80", "\xc3", "a", "id", `"id":`, `"a"`, "1e9", "12345678", "        "}

// randomText is a JSON text, with spaces or none.
func randomText(r *rand.Rand, depth int, space string) string {
	list := func(open, end string, element func(i int) string) string {
		var b strings.Builder
		b.WriteString(open + space)
		for i := range r.IntN(4) {
			if i > 0 {
				b.WriteString(space + "," + space)
			}
			b.WriteString(element(i))
		}
		return b.String() + space + end
	}
	switch n := r.IntN(10); {
	case n < 2 && depth < 5:
		return list("[", "]", func(int) string { return randomText(r, depth+1, space) })
	case n < 4 && depth < 5:
		return list("{", "}", func(i int) string {
			return randomString(r, strconv.Itoa(i)) + space + ":" + space + randomText(r, depth+1, space)
		})
	case n < 6:
		return randomString(r, "")
	case n < 8:
		return randomNumber(r)
	}
	return [...]string{"null", "true", "false", "[]", "{}"}[r.IntN(5)]
}

func randomNumber(r *rand.Rand) string {
	switch r.IntN(4) {
	case 0:
		return strconv.FormatInt(r.Int64()>>r.IntN(64), 10)
	case 1:
		return strconv.FormatFloat(math.Float64frombits(r.Uint64()&^(1<<62)), 'g', -1, 64)
	case 2:
		return strconv.FormatFloat(float64(r.IntN(1e6))/100, 'f', -1, 64)
	}
	return strconv.Itoa(r.IntN(100)) + "." + strconv.Itoa(r.IntN(1000)) + "e" + strconv.Itoa(r.IntN(40)-20)
}

func randomString(r *rand.Rand, prefix string) string {
	var b strings.Builder
	b.WriteString(`"` + prefix)
	for range r.IntN(20) {
		b.WriteString([...]string{"a", "bcd", " ", "é", "€", "😀", `\n`, `\"`, `\\`, `\u00e9`, `\ud83d\ude00`, "12345678", "/", "}", "]", ","}[r.IntN(16)])
	}
	return b.String() + `"`
}

// broken is a text of which a few places are others.
func broken(r *rand.Rand, text string) string {
	for range r.IntN(3) {
		at := r.IntN(len(text) + 1)
		end := min(at+r.IntN(3), len(text))
		text = text[:at] + pieces[r.IntN(len(pieces))] + text[end:]
	}
	return text
}

func TestRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(draws(1)), 7))
	valid := 0
	for range draws(1500) {
		text := []byte(broken(r, randomText(r, 0, [...]string{"", " ", "\n    \t"}[r.IntN(3)])))
		checkText(t, text)
		checkAround(t, text)
		if _, err := oracle(text); err == nil {
			valid++
		}
		if v, err := oracle(text); err == nil {
			if n, ok := v.(number); ok {
				checkNumber(t, string(n))
			}
		}
	}
	if share := valid * 100 / draws(1500); share < 20 || share > 95 {
		t.Errorf("%d %% are JSON", share)
	}
}

// Records drawn at random, of which a few bytes are others, are read by the codec as
// encoding/json reads them, where both take them, and refused where the oracle says no.
func TestRandomRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(draws(1)), 8))
	taken := 0
	for range draws(1000) {
		v := someOrder(r, r.IntN(3))
		v.Extra = Some([]json.RawMessage{json.RawMessage(randomText(r, 3, ""))})
		text, err := v.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(broken(r, string(text)))
		var got order
		err = got.UnmarshalJSON(text)
		_, noJSON := oracle(text)
		var told *JSONError
		if errors.As(err, &told); (noJSON != nil) != (told != nil && told.Syntax()) {
			t.Fatalf("%q: %v, the oracle says %v", text, err, noJSON)
		}
		if err != nil {
			continue
		}
		taken++
		var theirs plainOrder
		if err := json.Unmarshal(text, &theirs); err != nil {
			t.Fatalf("%q: encoding/json: %v", text, err)
		}
		if !got.Placed.Equal(theirs.Placed) {
			t.Fatalf("%q: %v, encoding/json reads %v", text, got.Placed, theirs.Placed)
		}
		theirs.Placed = got.Placed
		want := order(theirs)
		mine, _ := got.AppendJSON(nil)
		if other, err := want.AppendJSON(nil); string(mine) != string(other) || err != nil {
			t.Fatalf("%q:\n%s, encoding/json reads\n%s", text, mine, other)
		}
	}
	if share := taken * 100 / draws(1000); share < 20 {
		t.Errorf("only %d %% are taken", share)
	}
}
