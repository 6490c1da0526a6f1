package sets

// A Source makes the choices of a generator: a *rand.Rand of math/rand/v2, or the bytes
// of a fuzz target ([Bytes]). The same choices make the same set.
type Source interface {
	// IntN returns a number from 0 up to, but not including, n > 0.
	IntN(n int) int
}

// Bytes makes choices of fuzz input: a byte each, two where a byte is not enough. When
// the input has ended, every choice is 0.
func Bytes(data []byte) Source { return &byteSource{data} }

type byteSource struct{ data []byte }

func (s *byteSource) IntN(n int) int {
	number := s.next()
	if n > 256 {
		number = number<<8 | s.next()
	}
	return number % n
}

func (s *byteSource) next() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

func pick[T any](src Source, from []T) T { return from[src.IntN(len(from))] }

// oneIn is true once in n choices, and false when a [Bytes] source has ended.
func oneIn(src Source, n int) bool { return src.IntN(n) == n-1 }
