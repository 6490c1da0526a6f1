package openapi

import (
	"encoding/json"
	"strings"
	"testing"
)

// odds are texts that look like something else to YAML, or that it cannot have as they are.
var odds = []string{"", " ", "yes", "No", "null", "~", "1.10", "1.1.0", "0x1F", "1_000", "1:30",
	"1e3", ".5", ".inf", "2026-01-31", "2026-01-31T12:00:00Z", "- a", "a: b", "# c", "a #b", "'",
	`"`, "\\", "a\nb", "a\n", "\na", "a \nb", "  a\n b", "a\n\n\nb", "\ttab", "a\r\nb", "\x00",
	"\x1b[0m", "\x7f", "\u0085", "\u2028", "\ufeff", "é", "日本", "😀", "{a}", "[a]", "%TAG", "@a",
	"`a`", "&a", "*a", "!a", "|", ">", "?", "a:", "<<", "=", "---", "...", "</script>",
	strings.Repeat("long ", 100), strings.Repeat("x", 200)}

// TestForms wants the same from both forms of a document, as keys and as values.
func TestForms(t *testing.T) {
	want := object()
	for _, text := range odds {
		want.Set(text, []any{text, object().Set("a", text)})
	}
	text := YAML(want)
	got, err := Read(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if compact(got) != compact(want) {
		t.Errorf("YAML says\n%s\nand JSON\n%s", compact(got), compact(want))
	}
	if got, err := Read(JSON(want)); err != nil || compact(got) != compact(want) {
		t.Errorf("JSON read back says\n%s (%v)\nwant\n%s", compact(got), err, compact(want))
	}
	var plain map[string]any
	if err := json.Unmarshal(JSON(want), &plain); err != nil || len(plain) != len(odds) {
		t.Errorf("%d members are read back of %d (%v)", len(plain), len(odds), err)
	}
}

// TestQuoted wants texts quoted that old readers of YAML take for bools and numbers, and others not.
func TestQuoted(t *testing.T) {
	for text, quoted := range map[string]bool{"yes": true, "n": true, "1.10": true, "1_0": true,
		"12:30": true, "0o17": true, "2026-01-31": true, "2XX": false, "3.1.0": false, "a b": false,
		"1.0.0-rc": false, "v1": false, "yesterday": false} {
		if got := !isPlain(text, true); got != quoted {
			t.Errorf("%s is quoted: %v", text, got)
		}
	}
}

func FuzzForms(f *testing.F) {
	for _, text := range odds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		want := object().Set(text, text)
		want.Set("deep", []any{object().Set(text, []any{text, []any{text}, object().Set("x", text)}),
			text, object(), []any{}, []any{object().Set("y", nil).Set("z", true)}})
		out := YAML(want)
		if got, err := Read(out); err != nil || compact(got) != compact(want) {
			t.Errorf("%q is read back as %s (%v):\n%s", text, compact(got), err, out)
		}
	})
}

// TestReadBounds wants documents without end to end.
func TestReadBounds(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'k'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+p+", ", 10) + "]\n"
	}
	for what, text := range map[string]string{
		"nothing": "", "aliases": bomb, "a loop": "a: &a [*a]", "depth": strings.Repeat("[", 20000),
		"two keys": "{a: 1, a: 2", "no text": "\xff\xfe",
	} {
		if v, err := Read([]byte(text)); err == nil {
			t.Errorf("%s is read as %T", what, v)
		}
	}
}
