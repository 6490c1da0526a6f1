package wire_test

import (
	"encoding/json"
	"fmt"

	"example.com/httpgen/runtime/wire"
)

// A UUID in JSON is its text.
func ExampleUUID() {
	var order struct {
		ID wire.UUID `json:"id"`
	}
	err := json.Unmarshal([]byte(`{"id":"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"}`), &order)
	fmt.Println(order.ID, err)

	text, err := json.Marshal(order)
	fmt.Println(string(text), err)
	// Output:
	// f81d4fae-7dec-11d0-a765-00a0c91e6bf6 <nil>
	// {"id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"} <nil>
}
