package wire

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// Defaults are values of their texts; the generator has seen to it that they are.
func TestDefaults(t *testing.T) {
	if v := Must(5, nil); v != 5 {
		t.Error(v)
	}
	if v := MustUUID("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"); v.String() != "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" {
		t.Error(v)
	}
	if v := MustDate("2026-02-28"); !v.Equal(time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)) {
		t.Error(v)
	}
	if v := MustTime("2026-02-28T10:00:00+01:00"); !v.Equal(time.Date(2026, 2, 28, 9, 0, 0, 0, time.UTC)) {
		t.Error(v)
	}
	if v := MustDuration("1m30s"); v != 90*time.Second {
		t.Error(v)
	}
	if v := MustBase64("aGk="); string(v) != "hi" {
		t.Error(v)
	}
	if v := MustURL("/a?b#c"); v.Path != "/a" || v.RawQuery != "b" || v.Fragment != "c" {
		t.Error(v)
	}
	for name, make := range map[string]func(){
		"a default of the manifest is refused by its converter: no": func() { Must(5, errors.New("no")) },
		"httpgen: internal error: a default":                        func() { MustDate("2026-02-30") },
	} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.HasPrefix(v, name) {
					t.Errorf("%q, want %q", v, name)
				}
			}()
			make()
		}()
	}
}

func TestTextsOfTimesDurationsAndBytes(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-28T10:00:00Z": "2026-11-28T10:00:00Z", "2026-11-28t10:00:00.5z": "2026-11-28T10:00:00.5Z", "2026-11-28T10:00:00.123456789-00:30": "2026-11-28T10:00:00.123456789-00:30",
		"2024-02-29T00:00:00+00:00": "2024-02-29T00:00:00Z", "2026-11-28T24:00:00Z": "", "2026-11-28T10:60:00Z": "", "2026-11-28T10:00:60Z": "", "2026-02-29T10:00:00Z": "",
		"2026-11-28T10:00:00": "", "2026-11-28 10:00:00Z": "", "2026-11-28T10:00:00,5Z": "", "2026-11-28T10:00:00.Z": "", "2026-11-28T10:00:00.1234567890Z": "",
		"2026-11-28T10:00:00+0100": "", "2026-11-28T10:00:00+24:00": "", "2026-11-28T10:00:00+01:60": "", "2026-11-28": "", "": "", "2026-11-28T1x:00:00Z": "",
	} {
		v, ok := ParseTime(text)
		if got := v.Format(time.RFC3339Nano); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v", text, got, ok)
		}
	}
	for text, want := range map[string]time.Duration{"1m30s": 90 * time.Second, "-1ms": -time.Millisecond, "0": 0, "1.5h": 90 * time.Minute, "+1s": 1, "1": 1, "": 1, "1d": 1} {
		if v, ok := ParseDuration(text); ok != (want != 1) || ok && v != want {
			t.Errorf("%q is %v, %v", text, v, ok)
		}
	}
	for text, want := range map[string]string{"aGk=": "hi", "": "", "aGk": "!", "aGl=": "!", "aG k=": "!", "aGk=\n": "!", "_-8=": "!", "aGk==": "!"} {
		if v, ok := ParseBase64(text); ok != (want != "!") || ok && string(v) != want {
			t.Errorf("%q is %q, %v", text, v, ok)
		}
	}
}
