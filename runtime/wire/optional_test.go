package wire

import (
	"encoding/json"
	"testing"
)

func TestOptionalAndNullable(t *testing.T) {
	var none Optional[string]
	some := Some("a")
	if v, ok := none.Get(); ok || v != "" || none.IsSet() || !none.IsZero() || none.Or("b") != "b" {
		t.Errorf("the zero value is %v %v", v, ok)
	}
	if v, ok := some.Get(); !ok || v != "a" || !some.IsSet() || some.IsZero() || some.Or("b") != "a" {
		t.Errorf("Some is %v %v", v, ok)
	}
	var null Nullable[int]
	one := NonNull(1)
	if v, ok := null.Get(); ok || v != 0 || !null.IsNull() || null.Or(2) != 2 {
		t.Errorf("the zero value is %v %v", v, ok)
	}
	if v, ok := one.Get(); !ok || v != 1 || one.IsNull() || one.Or(2) != 1 {
		t.Errorf("NonNull is %v %v", v, ok)
	}
	if some == none || some != Some("a") || one == null || one != NonNull(1) {
		t.Error("they do not compare as their values do")
	}
}

// In a struct of somebody's own they are written and read by encoding/json.
func TestOptionalAndNullableInStructs(t *testing.T) {
	type own struct {
		A Optional[int]             `json:"a,omitzero"`
		B Nullable[[]string]        `json:"b"`
		C Optional[Nullable[int]]   `json:"c,omitzero"`
		D Optional[*int]            `json:"d,omitzero"`
		E Optional[map[string]bool] `json:"e,omitzero"`
	}
	full := own{A: Some(9), B: NonNull([]string{"y"}), C: Some(NonNull(1)), E: Some(map[string]bool{})}
	for _, row := range []struct {
		into    own
		in, out string
	}{
		{own{}, `{}`, `{"b":null}`},
		{own{}, `{"a":0,"b":[],"c":0,"d":1,"e":{}}`, `{"a":0,"b":[],"c":0,"d":1,"e":{}}`},
		{own{}, `{"a": 5 , "b": ["x"]}`, `{"a":5,"b":["x"]}`},
		{full, `{"a":null,"b":null,"c":null,"d":null,"e":null}`, `{"b":null,"c":null,"d":null}`},
		{full, `{"a":5}`, `{"a":5,"b":["y"],"c":1,"e":{}}`},
	} {
		v := row.into
		if err := json.Unmarshal([]byte(row.in), &v); err != nil {
			t.Errorf("%s: %v", row.in, err)
		}
		if out, err := json.Marshal(v); err != nil || string(out) != row.out {
			t.Errorf("%s is written as %s %v, want %s", row.in, out, err, row.out)
		}
	}
	v := own{A: Some(9), B: NonNull([]string{"y"})}
	for _, bad := range []string{`{"a":"x"}`, `{"b":5}`} {
		if err := json.Unmarshal([]byte(bad), &v); err == nil || v.A != Some(9) || v.B.IsNull() {
			t.Errorf("%s: %v %v", bad, v, err)
		}
	}
	if out, err := json.Marshal(struct{ A Optional[int] }{}); err != nil || string(out) != `{"A":null}` {
		t.Errorf("without omitzero: %s %v", out, err)
	}
}
