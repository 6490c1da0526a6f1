// Package own has a type that is read by encoding/json.
package own

import "errors"

// A Thing says itself whether it is sound.
type Thing struct {
	Name string `json:"name"`
}

// Validate refuses things without a name.
func (t Thing) Validate() error {
	if t.Name == "" {
		return errors.New("a thing has a name")
	}
	return nil
}
