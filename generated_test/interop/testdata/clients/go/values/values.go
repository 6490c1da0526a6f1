// Package values has what every client sends; package sent of the service wants the same.
package values

import (
	"log"
	"time"
)

// The values.
var (
	At    = time.Date(2024, 1, 2, 3, 4, 5, 500_000_000, time.UTC)
	Day   = time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	Words = []string{"a b", "c,d", "é&=+%"}
	Plain = []string{"x", "y z"}
	Nums  = []int{1, -2, 3}
	Tags  = []string{"a", "b c"}
	Raw   = []byte{0, 0xff, '!'}
)

// More of them.
const (
	Shop = "north west é"
	Text = "a b&c=d+é%/?#"
	Big  = 1234567890123
	UID  = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
	Sort = "very hot"
	ID   = 9007199254740991
	Name = "left \"shoe\" \u2028é"
	Sid  = "s3 cret,x"
)

// To points to a copy of a value.
func To[T any](v T) *T { return &v }

// Must ends the program where a call fails.
func Must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Status ends it where an answer has another status.
func Status(got, want int, body []byte) {
	if got != want {
		log.Fatalf("answered %d, not %d: %s", got, want, body)
	}
}
