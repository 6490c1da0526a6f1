package wire

import (
	"errors"
	"fmt"
	"testing"
)

// odd numbers are sound.
type odd int

func (v odd) Validate() error {
	if v%2 == 0 {
		return fmt.Errorf("%d is even", int(v))
	}
	return nil
}

// name says by its address whether it is sound.
type name string

func (v *name) Validate() error {
	if *v == "" {
		return errors.New("no name")
	}
	return nil
}

func TestTypesOfUsersSayWhatIsSound(t *testing.T) {
	one, two := odd(1), odd(2)
	var none *odd
	for _, row := range []struct {
		faults []Fault
		want   string
	}{
		{Check(&one), ""},
		{Check(&two), "valid : 2 is even"},
		{Check(&none), ""},
		{Check(&[]*odd{&one, nil, &two}), "valid /2: 2 is even"},
		{Check(&[]odd{2, 3, 4}), "valid /0: 2 is even; valid /2: 4 is even"},
		{Check(&[3]name{"a", "", "b"}), "valid /1: no name"},
		{Check(&map[string]odd{"a": 2}), ""},
		{Check(new(any)), ""},
		{Check(new(name)), "valid : no name"},
	} {
		got := ""
		for i, f := range row.faults {
			if i > 0 {
				got += "; "
			}
			got += f.Rule + " " + f.At + ": " + f.Message
		}
		if got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
	if n := len(Check(&[]odd{99: 0})); n != MaxFaults {
		t.Errorf("%d faults of a hundred elements", n)
	}
}

func TestTypesOfUsersAreAskedInsideOfOthers(t *testing.T) {
	var d Decoder
	d.Reset([]byte(`[3, 4, 5]`))
	_, ok := Value[[]odd](&d)
	err := d.End()
	if ok || err == nil || err.Error() != "/1: 4 is even" {
		t.Errorf("%v: %v", ok, err)
	}
}
