package runtime

import (
	"slices"
	"strings"
	"testing"
)

// Every method at every moment, once: what may come of it stands in a table. The attack by
// chance is in adversary_test.go.

// cellTable says what a call of each method (row) may come to in each scene (column), made
// by a goroutine that a hook, handler or stream started: D data of the request's own, F a
// fault that is returned, A a context that is alive, E one that has ended, P the documented
// panic; - where there is nothing to call. Up to "after" the call is made in that scene.
// Then come the moments at which it is made while the answer is held back ("503", "gone",
// "drain") or after it was heard to its end ("over", "abort", "panic").
const cellTable = `
                         start hook handler body stream error after 503 gone drain over abort panic
Method                   D     D    D       D    D      D     D     DP  D    D     P    P     P
Path                     D     D    D       D    D      D     D     DP  D    D     P    P     P
RawPath                  D     D    D       D    D      D     D     DP  D    D     P    P     P
RawQuery                 D     D    D       D    D      D     D     DP  D    D     P    P     P
Query                    D     D    D       D    D      D     D     DP  D    D     P    P     P
Header                   D     D    D       D    D      D     D     DP  D    D     P    P     P
Header(Host)             D     D    D       D    D      D     D     DP  D    D     P    P     P
Headers                  D     D    D       D    D      D     D     DP  D    D     P    P     P
Cookie                   D     D    D       D    D      D     D     DP  D    D     P    P     P
Param                    D     D    D       D    D      D     D     DP  D    D     P    P     P
Route                    D     D    D       D    D      D     D     DP  D    D     P    P     P
RemoteAddr               D     D    D       D    D      D     D     DP  D    D     P    P     P
ClientIP                 D     D    D       D    D      D     D     DP  D    D     P    P     P
TLS                      D     D    D       D    D      D     D     DP  D    D     P    P     P
App                      D     D    D       D    D      D     D     DP  D    D     P    P     P
Set                      D     D    D       D    D      D     D     DP  D    D     P    P     P
Value                    D     D    D       D    D      D     D     DP  D    D     P    P     P
Context                  A     A    A       A    A      A     A     E   E    AE    E    E     E
Context.Err              A     A    A       A    A      A     A     E   E    AE    E    E     E
Context.Done             A     A    A       A    A      A     A     E   E    AE    E    E     E
Context.derive           A     A    A       A    A      A     A     E   E    AE    E    E     E
SetContext               D     D    D       D    D      D     D     DP  D    D     P    P     P
Body                     D     D    D       D    D      D     D     DP  D    D     P    P     P
Text                     D     D    D       D    D      D     D     DP  D    D     P    P     P
JSON                     D     D    D       D    D      D     D     DP  D    D     P    P     P
Form                     D     D    D       D    D      D     D     DP  D    D     P    P     P
Multipart                D     D    D       D    D      D     D     DP  D    D     P    P     P
BodyReader               D     D    D       D    D      D     D     DP  D    D     P    P     P
BodyReader.Read          D     D    D       D    D      D     D     DF  D    D     F    F     F
StreamWriter.Write       -     -    -       -    D      -     -     -   DF   D     F    F     F
StreamWriter.WriteString -     -    -       -    D      -     -     -   DF   D     F    F     F
StreamWriter.Flush       -     -    -       -    D      -     -     -   DF   D     F    F     F
EventWriter.Send         -     -    -       -    D      -     -     -   DF   D     F    F     F
EventWriter.Comment      -     -    -       -    D      -     -     -   DF   D     F    F     F
EventWriter.KeepAlive    -     -    -       -    D      -     -     -   D    D     D    D     D
Response                 -     -    -       -    D      D     D     -   -    -     D    -     -
`

var outcomeLetters = map[outcome]string{
	nothing: "-", data: "D", fault: "F", alive: "A", ended: "E", panicked: "P",
}

// A cell is one call of the table.
type cell struct {
	m    *move
	at   scene
	want string

	a       *actor
	reached chan struct{} // the goroutine that is going to call is there
	act     chan struct{} // it may call
	done    chan struct{} // it has
	got     outcome
	err     error
}

// parseCells reads the table.
func parseCells(t *testing.T) (all []cell) {
	lines := strings.Split(strings.TrimSpace(cellTable), "\n")
	var columns []scene
	for _, name := range strings.Fields(lines[0]) {
		columns = append(columns, scene(slices.Index(sceneNames[:], name)))
	}
	if len(columns) != int(scenes) || slices.Contains(columns, -1) {
		t.Fatalf("the table has the columns %v", columns)
	}
	rows := make(map[string]bool)
	for _, line := range lines[1:] {
		fields := strings.Fields(line)
		rows[fields[0]] = true
		for i, want := range fields[1:] {
			if want != "-" {
				all = append(all, cell{m: moveNamed(fields[0]), at: columns[i], want: want})
			}
		}
	}
	for _, m := range moves {
		if !rows[m.name] {
			t.Errorf("the table has no row %s", m.name)
		}
	}
	return all
}

// pass is called in each scene of the cell's request: the call is made there, or a
// goroutine is started that makes it later.
func (c *cell) pass(a *actor, at scene) {
	first := handling
	if c.m.set == movesWrite {
		first = streaming
	}
	later := c.at == awaiting || c.at > after
	if at != c.at && !(later && at == first) {
		return
	}
	c.prepare(a)
	go func() {
		defer close(c.done)
		if later {
			<-c.act
		}
		c.got, c.err = a.try(c.m)
	}()
	if close(c.reached); !later {
		<-c.done
	}
}

// prepare takes what the call is made on. Who asks late for a context has not asked before.
func (c *cell) prepare(a *actor) {
	c.a = a
	if c.m.name == "BodyReader.Read" {
		a.reader = a.req.BodyReader()
	}
	early := c.m.set == movesContext && c.m.name != "Context" && c.at > after
	if early || c.at == gone || c.at == expired {
		a.ctx = a.req.Context()
	}
	if a.ctx != nil && c.m.name != "Context.Err" { // that of an observer has not been asked yet
		a.ctx.Done()
	}
}

// hold keeps the answer back where the call is made before it.
func (c *cell) hold() {
	switch c.at {
	case awaiting, expired, gone, draining:
		<-c.done
	}
}

func TestAdversaryTable(t *testing.T) {
	cells := parseCells(t)
	for _, kind := range []string{"plain", "brisk", "tls", "net/http"} {
		for _, piped := range []bool{false, true} {
			name := kind
			if piped {
				name += " in a pipeline"
			}
			t.Run(name, func(t *testing.T) { playCells(t, cells, kind, piped) })
		}
	}
}
