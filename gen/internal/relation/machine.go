package relation

import (
	"strings"
	"unicode/utf8"
)

// The automaton of one segment lives here.
//
// A segment is split like one greedy regular expression made of the shapes, and what lies
// beyond them is asked of that one split. So which texts a segment takes is
// not the product of what its parameters take: <int8:a>1<b> refuses 30110, which it
// splits into 301, 1 and 0, although 30, 1 and 10 would do. A program of the shapes is
// run like Pike's machine: threads in order of preference, of which each position of
// the program keeps the first. A thread carries how far it is with what its parameter
// asks beyond the shape, or that it has been refused; the first thread that ends
// decides. The rows of threads that texts lead to are the states of a deterministic
// automaton, made as they are needed.

// A thread is a place in the program, and the state of the check there.
type thread struct {
	at    int
	check int // refused: one has said no
}

const refused = -1

// A state is a row of threads, the preferred first.
type state struct {
	threads []thread
	takes   bool // a text that ends here
	dead    bool // no text that goes on is taken
	next    []int32
}

// A machine is the automaton of one segment.
// fuel is shared by all machines of a relator, and bounds them together.
type machine struct {
	program []instruction
	classes map[rune]int // of the characters that it tells from all others, from 1 on
	runes   []rune       // these, in order of class; [0] stands for all others
	states  []state
	index   map[string]int32
	seen    []int // generation in which an instruction was last added
	turn    int
	fuel    *int
}

// outside is a character that no pattern names: a byte that is no UTF-8, on which a
// text is decoded as on any other (RFC 3629 §3 makes first bytes and others distinct, so
// that no literal begins inside of a character).
const outside rune = -1

// machineOf makes the automaton of a language when it is first needed, with the state that
// the empty text leads to; the others follow as texts come to them.
func (r *relator) machineOf(l *language) *machine {
	if l.machine == nil {
		m := &machine{classes: map[rune]int{}, runes: []rune{outside}, index: map[string]int32{},
			fuel: &r.fuel}
		parts := l.parts
		if l.class == wordsClass && len(l.parts) == 0 {
			parts = nil
		}
		for i := range parts {
			m.part(&parts[i])
		}
		m.add(instruction{op: opEnd})
		m.seen = make([]int, len(m.program))
		m.turn = 1
		m.intern(m.follow(nil, 0, 0))
		l.machine = m
	}
	return l.machine
}

// follow adds the threads at an instruction to a row: the first that comes to it stays.
func (m *machine) follow(row []thread, at, check int) []thread {
	stack := []thread{{at, check}}
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if m.seen[t.at] == m.turn {
			continue
		}
		m.seen[t.at] = m.turn
		*m.fuel--
		switch in := &m.program[t.at]; in.op {
		case opSplit:
			stack = append(stack, thread{in.y, t.check}, thread{in.x, t.check})
		case opEnter:
			if t.check != refused {
				t.check = in.check.start()
			}
			stack = append(stack, thread{t.at + 1, t.check})
		case opLeave:
			switch {
			case t.check != refused && !in.check.ok(t.check):
				t.check = refused
			case t.check != refused:
				t.check = 0
			}
			stack = append(stack, thread{t.at + 1, t.check})
		default:
			row = append(row, t)
		}
	}
	return row
}

// intern returns the number of the state with these threads.
func (m *machine) intern(row []thread) int32 {
	var key strings.Builder
	for _, t := range row {
		for _, n := range [2]int{t.at, t.check} {
			key.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
		}
	}
	if i, known := m.index[key.String()]; known {
		return i
	}
	s := state{threads: row, next: make([]int32, len(m.runes)), dead: true}
	for i := range s.next {
		s.next[i] = -1
	}
	ended := false
	for _, t := range row {
		if m.program[t.at].op == opEnd && !ended {
			ended, s.takes = true, t.check != refused
		}
		s.dead = s.dead && t.check == refused
	}
	m.states = append(m.states, s)
	last := int32(len(m.states) - 1) // at most as many as there is fuel
	m.index[key.String()] = last
	return last
}

// step returns the state behind a character.
func (m *machine) step(from int32, c rune) int32 {
	class := m.classes[c]
	if to := m.states[from].next[class]; to >= 0 {
		return to
	}
	c = m.runes[class]
	m.turn++
	var row []thread
	for _, t := range m.states[from].threads {
		in := &m.program[t.at]
		if in.op != opRune || !in.takes(c) {
			continue
		}
		if t.check != refused && in.check != nil {
			t.check = in.check.step(t.check, c)
		}
		row = m.follow(row, t.at+1, t.check)
	}
	to := m.intern(row)
	m.states[from].next[class] = to
	return to
}

// takes runs the machine over a text.
func (m *machine) takes(text string) bool {
	at := int32(0)
	for i, c := range text {
		if c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			c = outside
		}
		if at = m.step(at, c); m.states[at].dead {
			return false
		}
	}
	return m.states[at].takes
}
