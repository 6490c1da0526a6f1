package chat

import (
	"sync"
	"time"
)

// Rooms live here, and who listens in them.

// behind is how many lines a listener may be behind. Who takes them more slowly is left out:
// nobody waits for it, and no memory is held for it.
const behind = 64

// A room is where lines are said.
type room struct {
	mu   sync.Mutex
	ears map[chan Line]struct{}
}

// say tells everybody who listens.
func (r *room) say(kind LineKind, who, text string) {
	line := Line{Kind: kind, Who: who, Text: text, At: time.Now()}
	r.mu.Lock()
	defer r.mu.Unlock()
	for ear := range r.ears {
		select {
		case ear <- line:
		default:
			r.drop(ear)
		}
	}
}

// listen returns the lines from now on; the channel is closed when the listener is too far
// behind, or leaves.
func (r *room) listen() (lines <-chan Line, leave func()) {
	ear := make(chan Line, behind)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ears[ear] = struct{}{}
	return ear, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.drop(ear)
	}
}

// drop takes a listener out, once. r.mu is held.
func (r *room) drop(ear chan Line) {
	if _, there := r.ears[ear]; there {
		delete(r.ears, ear)
		close(ear)
	}
}

// empty says whether nobody listens.
func (r *room) empty() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ears) == 0
}
