package relation

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"example.com/httpgen/gen/internal/pattern"
	"example.com/httpgen/generated_test/oracle"
	"example.com/httpgen/generated_test/sets"
)

var ownForTests = []*pattern.Own{{Name: "even"}, {Name: "level", Index: 1}}

func patternOf(t testing.TB, text string) *pattern.Pattern {
	t.Helper()
	p, faults := pattern.Parse(text, ownForTests)
	if p == nil {
		t.Fatalf("%s: %v", text, faults)
	}
	return p
}

func TestRelate(t *testing.T) {
	for _, row := range []struct {
		a, b string
		kind Kind
		path string // that both take
	}{
		{"/users", "/users", Equivalent, "/users"},
		{"/users", "/Users", Disjoint, ""},
		{"/users", "/users/", Disjoint, ""},
		{"/users/<id>", "/users/<name>", Equivalent, "/users/abc"},
		{"/users/new", "/users/<name>", MoreSpecific, "/users/new"},
		{"/users/<name>", "/users/", Disjoint, ""},
		{"/<int:id>", "/<name>", MoreSpecific, "/42"},
		{"/42", "/<int:id>", MoreSpecific, "/42"},
		{"/042", "/<uint8:id>", MoreSpecific, "/042"},
		{"/300", "/<uint8:id>", Disjoint, ""},
		{"/-0", "/<int8:id>", MoreSpecific, "/-0"},
		{"/<int:id>", "/<uuid:id>", Disjoint, ""},
		{"/<date:d>", "/<uuid:id>", Disjoint, ""},
		{"/<int:id>", "/<date:d>", Disjoint, ""},
		{"/<uint8:a>", "/<uint16:a>", MoreSpecific, "/42"},
		{"/<uint8:a>", "/<int8:a>", Overlaps, "/42"},
		{"/<uint8:a>", "/<int16:a>", MoreSpecific, "/42"},
		{"/<uint64:a>", "/<int64:a>", Overlaps, "/42"},
		{"/<uint64:a>", "/<uint:a>", Equivalent, "/42"},
		{"/<int:a>", "/<float:a>", MoreSpecific, "/42"},
		{"/<bool:a>", "/<any(true,false,maybe):a>", MoreSpecific, "/true"},
		{"/<any(1,x):a>", "/<int:a>", Overlaps, "/1"},
		{"/<any(b,a):a>", "/<any(a,b):a>", Equivalent, "/b"},
		{"/<str(min=2,max=4):a>", "/<str(min=4):a>", Overlaps, "/some"},
		{"/<str(min=2,max=4):a>", "/<str(min=5):a>", Disjoint, ""},
		{"/<str(min=1):a>", "/<str:a>", Equivalent, "/abc"},
		{"/<str(max=35):a>", "/<uuid:a>", Disjoint, ""},
		{"/<str(min=36,max=36):a>", "/<uuid:a>", MoreGeneral, "/6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
		{"/<date:a>", "/<str(max=10):a>", MoreSpecific, "/2026-01-31"},
		{"/2023-02-29", "/<date:a>", Disjoint, ""},
		{"/<any(2024-02-29,2023-02-29):d>", "/<date:d>", Overlaps, "/2024-02-29"},
		{"/<any(.,..):a>", "/<path:p>", Disjoint, ""},
		{"/<any(.,x):a>", "/x", Equivalent, "/x"},

		{"/<a>.json", "/<a>.xml", Disjoint, ""},
		{"/<int:a>.json", "/<a>.json", MoreSpecific, "/42.json"},
		{"/<a>.json", "/v<a>", Overlaps, "/v.json"},
		{"/<a>-<b>", "/<a>-<b>-<c>", MoreGeneral, "/abc-abc-abc"},
		{"/<int:a>-<b>", "/<a>-<int:b>", Overlaps, "/0-0"},
		{"/<a>...<b>", "/<a>.<b>", MoreSpecific, "/abc...abc"},
		{"/<int:a>-<int:b>", "/<date:a>", Disjoint, ""},
		{"/<int:a>-<int:b>-<int:c>", "/<date:a>", MoreGeneral, "/2026-01-31"},
		{"/<any(a,b):x>-<bool:y>", "/<any(a-true,a-false,b-true,b-false,c):z>", MoreSpecific, "/a-true"},
		{"/<any(a):x>.<any(b):y>", "/a.b", Equivalent, "/a.b"},
		{"/<a>é", "/<str(max=2):b>", Overlaps, "/x%C3%A9"},

		// The split is made by the shapes alone: what lies beyond is asked once.
		{"/30110", "/<int8:a>1<b>", Disjoint, ""},
		{"/310", "/<int8:a>1<b>", MoreSpecific, "/310"},
		{"/<str(max=2):a>-<b>", "/<a>-<b>-<c>", Disjoint, ""},
		{"/<b>-<int8:a>", "/x--128", Disjoint, ""},

		{"/<path:p>", "/<name>", MoreGeneral, "/abc"},
		{"/<path:p>", "/", Disjoint, ""},
		{"/<path:p>", "//", MoreGeneral, "//"},
		{"/a/<path:p>", "/a", Disjoint, ""},
		{"/a/<path:p>", "/a/", Disjoint, ""},
		{"/a/<path:p>", "/<x>/<path:p>", MoreSpecific, "/a/abc"},
		{"/<path:p>.git", "/<x>/<y>", Overlaps, "/abc/abc.git"},
		{"/<path:p>.git/info", "/<path:p>", MoreSpecific, "/abc.git/info"},
		{"/<path:p>/a", "/<path:p>/b", Disjoint, ""},
		{"/a/<path:p>", "/<path:p>/b", Overlaps, "/a/b"},
		{"/a/b/<path:p>", "/<path:p>/b/a", Overlaps, "/a/b/a"},
		{"/<path:p>/blobs/<d>", "/<path:p>/<x>/latest", Overlaps, "/abc/blobs/latest"},
		{"/<x>/<path:p>", "/<path:p>/<x>", Overlaps, "/abc/abc"},
		{"/x-<path:p>", "/x-<s>", MoreGeneral, "/x-abc"},
		{"/x-<path:p>", "/x-/a", MoreGeneral, "/x-/a"},
		{"/<path:p>-x", "/a/-x", MoreGeneral, "/a/-x"},
		{"/<int:n>-<path:p>", "/<s>/<path:p>", Overlaps, "/42-abc/abc"},

		{"/<even:a>", "/<even:b>", Equivalent, "/abc"},
		{"/<even:a>", "/<str:b>", MoreSpecific, "/abc"},
		{"/<even:a>", "/<path:b>", MoreSpecific, "/abc"},
		{"/<even:a>", "/<int:b>", Overlaps, "/42"},
		{"/<even:a>", "/<level:b>", Overlaps, "/abc"},
		{"/<even:a>-<b>", "/<a>-<b>", MoreSpecific, "/abc-abc"},
		{"/<even:a>/x", "/<level:b>/y", Disjoint, ""},
	} {
		rel := Relate(patternOf(t, row.a), patternOf(t, row.b))
		if rel.Kind != row.kind || rel.Witness != row.path {
			t.Errorf("%s and %s: %s %q, want %s %q", row.a, row.b, rel.Kind, rel.Witness, row.kind, row.path)
		}
		checkRelation(t, row.a, row.b)
	}
}

// Own converters that take everything, and those of package conv.
var generous = []oracle.Own{
	{Name: "even", Accept: func(string) bool { return true }},
	{Name: "level", Accept: func(string) bool { return true }},
}

func matches(t testing.TB, own []oracle.Own, pattern, path string) bool {
	t.Helper()
	table, err := oracle.New([]oracle.Route{{Methods: []string{"GET"}, Pattern: pattern}}, own)
	if err != nil {
		t.Fatal(err)
	}
	return table.Match("GET", path, oracle.Options{}).Status == 200
}

// mirrored are the kinds of b and a for those of a and b.
var mirrored = map[Kind]Kind{
	Disjoint: Disjoint, Equivalent: Equivalent, Overlaps: Overlaps,
	MoreSpecific: MoreGeneral, MoreGeneral: MoreSpecific,
}

// checkRelation asks the oracle about the paths of a relation, and wants one for each
// claim that there is some.
func checkRelation(t testing.TB, a, b string) Relation {
	t.Helper()
	rel := Relate(patternOf(t, a), patternOf(t, b))
	bad := func(what, path string) {
		t.Helper()
		t.Errorf("%s and %s (%s, certain %v): %s: %q", a, b, rel.Kind, rel.Certain, what, path)
	}
	if rel.Kind != Disjoint && !(matches(t, generous, a, rel.Witness) && matches(t, generous, b, rel.Witness)) {
		bad("the witness is not taken by both", rel.Witness)
	}
	if (rel.Kind == Disjoint) != (rel.Witness == "") {
		bad("witness", rel.Witness)
	}
	own := strings.Contains(a+b, "<even:") || strings.Contains(a+b, "<level:")
	if own != (len(rel.Depends) > 0) && rel.Kind != Disjoint || !own && !rel.Certain {
		bad("it depends on own converters, or does not", "")
	}
	for _, side := range []struct {
		path, in, out string
		want          bool
	}{
		{rel.OnlyA, a, b, rel.Kind == MoreGeneral || rel.Kind == Overlaps},
		{rel.OnlyB, b, a, rel.Kind == MoreSpecific || rel.Kind == Overlaps},
	} {
		switch {
		case side.path != "" && (!matches(t, generous, side.in, side.path) || matches(t, generous, side.out, side.path)):
			bad("not taken by "+side.in+" alone", side.path)
		case side.path == "" && side.want && !own:
			bad("no path for "+side.in+" alone", "")
		}
	}
	back := Relate(patternOf(t, b), patternOf(t, a))
	if back.Kind != mirrored[rel.Kind] || back.Certain != rel.Certain {
		bad("the other way it is", back.Kind.String())
	}
	return rel
}

// contradicts says whether a path that a or b takes shows a relation to be wrong.
func (k Kind) contradicts(a, b bool) bool {
	switch k {
	case Disjoint:
		return a && b
	case Equivalent:
		return a != b
	case MoreSpecific:
		return a && !b
	case MoreGeneral:
		return b && !a
	}
	return false
}

// TestRelateEverySegment compares all pairs of segments over a small alphabet, and asks
// every short text.
func TestRelateEverySegment(t *testing.T) {
	segments := []string{
		"", "a", "1", "a1", "<s>", "<int8:n>", "<uint:n>", "<float:n>", "<any(a,1,a-1):w>", "<any(1-,.,1):w>", "<str(max=2):s>", "<str(min=2,max=3):s>",
		"<even:e>", "<path:p>", "<s>-<t>", "a<s>", "<s>1", "<int:n>-<s>", "<s>-<int:n>", "<s>-<int8:n>", "<int8:n>1<s>", "<str(max=1):s>-<t>",
		"<t>-<str(max=1):s>", "<any(a,a-a):w>-<s>", "<s>.<t>", "<int:n>.<int:m>", "-<uint8:n>", ".<any(.,a):w>", "<path:p>1", "a<path:p>", "<s>-<path:p>",
		"<path:p>-<s>", "<even:e>-<s>", "<any(a,-):w>-<any(1,1-):v>",
	}
	texts := []string{""}
	for from, n := 0, 1; n <= 5; n++ {
		to := len(texts)
		for _, text := range texts[from:to] {
			for _, c := range []string{"a", "1", "-", "."} {
				texts = append(texts, text+c)
			}
		}
		from = to
	}
	texts = append(texts, "a/a", "/", "a/", "/1", "1/-", "a//1", "a-/1", "a/-1", "1-/-1", "300", "a-300", "3001", "-129-a", "1-128")
	taken := map[string][]bool{}
	for _, seg := range segments {
		table, err := oracle.New([]oracle.Route{{Methods: []string{"GET"}, Pattern: "/" + seg}}, generous)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			taken[seg] = append(taken[seg], table.Match("GET", "/"+text, oracle.Options{}).Status == 200)
		}
	}
	count := map[Kind]int{}
	for _, a := range segments {
		for _, b := range segments {
			rel := checkRelation(t, "/"+a, "/"+b)
			count[rel.Kind]++
			for i, text := range texts {
				if !(strings.Contains(a+b, "<even:")) && rel.Kind.contradicts(taken[a][i], taken[b][i]) {
					t.Errorf("%s and %s are said to be %s: %q is taken by %v and %v", a, b, rel.Kind, text, taken[a][i], taken[b][i])
				}
			}
		}
	}
	t.Log(count)
	for k := Disjoint; k <= Overlaps; k++ {
		if count[k] < len(segments) {
			t.Errorf("%s comes about %d times only", k, count[k])
		}
	}
}

// checkSet compares all pairs of a set's patterns and asks random requests.
func checkSet(t testing.TB, s sets.Set, src sets.Source, requests int) {
	t.Helper()
	var tables []*oracle.Table
	for _, r := range s.Routes {
		table, err := oracle.New([]oracle.Route{{Methods: []string{"GET"}, Pattern: r.Pattern}}, s.Own)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	relations := map[[2]int]Relation{}
	for i, a := range s.Routes {
		for j, b := range s.Routes[:i] {
			relations[[2]int{i, j}] = checkRelation(t, a.Pattern, b.Pattern)
		}
	}
	for range requests {
		_, path := s.Request(src)
		taken := make([]bool, len(tables))
		for i, table := range tables {
			taken[i] = table.Match("GET", path, oracle.Options{}).Status == 200
		}
		for at, rel := range relations {
			if a, b := taken[at[0]], taken[at[1]]; rel.Kind.contradicts(a, b) {
				t.Errorf("%s and %s are said to be %s: %q is taken by %v and %v",
					s.Routes[at[0]].Pattern, s.Routes[at[1]].Pattern, rel.Kind, path, a, b)
			}
		}
	}
}

func TestRelateRandomSets(t *testing.T) {
	src := rand.New(rand.NewPCG(3, 4))
	for range 150 {
		checkSet(t, sets.Random(src, 8), src, 60)
	}
}

func FuzzRelate(f *testing.F) {
	src := rand.New(rand.NewPCG(5, 6))
	for range 8 {
		seed := make([]byte, 120)
		for i := range seed {
			seed[i] = byte(src.IntN(256))
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		choices := sets.Bytes(data)
		checkSet(t, sets.Random(choices, 4), choices, 12)
	})
}

// TestRelateTables compares the patterns of real services.
func TestRelateTables(t *testing.T) {
	src := rand.New(rand.NewPCG(7, 8))
	for _, name := range sets.Tables() {
		s, _, err := sets.Table(name)
		if err != nil {
			t.Fatal(err)
		}
		src.Shuffle(len(s.Routes), func(i, j int) { s.Routes[i], s.Routes[j] = s.Routes[j], s.Routes[i] })
		s.Routes = slices.Clip(s.Routes[:min(len(s.Routes), 24)])
		checkSet(t, s, src, 40)
	}
}

// TestValuesAgreeWithTheOracle asks what lies beyond the shape, at its borders.
func TestValuesAgreeWithTheOracle(t *testing.T) {
	var numbers, days []string
	for _, bits := range []uint{7, 8, 15, 16, 31, 32, 63, 64} {
		border := new(big.Int).Lsh(big.NewInt(1), bits)
		for _, d := range []int64{-2, -1, 0, 1} {
			n := new(big.Int).Add(border, big.NewInt(d)).String()
			numbers = append(numbers, n, "-"+n, "000"+n, "-000"+n, n+"0", n+".5", "9"+n)
		}
	}
	numbers = append(numbers, "", "-", "0", "-0", "00", "--1", "1-", "1.", ".1", "1.5.2", "+1", "99999999999999999999999999")
	for _, year := range []string{"0000", "0004", "0100", "1900", "1999", "2000", "2023", "2024", "2100", "2400", "9999"} {
		for month := range 20 {
			for day := range 40 {
				days = append(days, fmt.Sprintf("%s-%02d-%02d", year, month, day))
			}
		}
	}
	lengths := []string{"", "a", "é", "éé", "aé\xff", "日本語", "\xe6\x97", "\xe6\x97x", "abcd", "\xf0\x90\x80", "\xc3\xa9"}
	for _, row := range []struct {
		texts, converters []string
	}{
		{numbers, []string{"uint8", "uint16", "uint32", "uint64", "uint", "int8", "int16", "int32", "int64", "int", "float"}},
		{days, []string{"date"}},
		{lengths, []string{"str", "str(min=2)", "str(max=2)", "str(min=2,max=3)"}},
		{[]string{"true", "false", "True", "truefalse", ""}, []string{"bool"}},
		{[]string{"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6BA7B810-9dad-11d1-80b4-00c04fd430cF", "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "6ba7b8109dad11d180b400c04fd430c8"}, []string{"uuid"}},
	} {
		for _, converter := range row.converters {
			for _, pattern := range []string{"/<" + converter + ":x>", "/é<" + converter + ":x>.<y>"} {
				table, err := oracle.New([]oracle.Route{{Methods: []string{"GET"}, Pattern: pattern}}, nil)
				if err != nil {
					t.Fatal(err)
				}
				r := newRelator()
				lang := r.language(patternOf(t, pattern).Segments[0])
				for _, text := range row.texts {
					if pattern[1] != '<' {
						text = "é" + text + ".x"
					}
					want := table.Match("GET", rawPath([]string{text}), oracle.Options{}).Status == 200
					if got := r.takes(lang, text); got != want {
						t.Errorf("%s takes %q: %v, want %v", pattern, text, got, want)
					}
				}
			}
		}
	}
}

// TestRelateGivesUp wants nothing to be said that has not been proved when the bound of
// the automata is reached.
func TestRelateGivesUp(t *testing.T) {
	for _, row := range []struct{ a, b string }{
		{"/<str(max=5):a>-<b>", "/<a>-<str(max=6):b>"},
		{"/<int8:a>-<b>", "/<int:a>-<b>"},
		{"/<a>.json", "/<a>.jsonx<b>"},
		{"/<uint64:a>", "/<int64:a>"},
	} {
		for fuel := 0; fuel < 3000; fuel += 23 {
			r := newRelator()
			r.fuel = fuel
			v := r.relate(r.shape(patternOf(t, row.a)), r.shape(patternOf(t, row.b)))
			full := newRelator()
			want := full.relate(full.shape(patternOf(t, row.a)), full.shape(patternOf(t, row.b)))
			if v.sure && !want.sure || v.aIn && !want.aIn || v.bIn && !want.bIn || v.aOut && !want.aOut || v.bOut && !want.bOut || !v.meets && want.meets {
				t.Fatalf("%s and %s with %d steps: %+v, want not more than %+v", row.a, row.b, fuel, v, want)
			}
		}
	}
}
