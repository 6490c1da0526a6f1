package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house is a module with the package runtime of three files.
func house(t *testing.T, order string) (root string) {
	t.Helper()
	root = t.TempDir()
	for name, text := range map[string]string{
		"go.mod":              "module house\n\ngo 1.26\n",
		".ci/sizes/order.txt": order,
		"runtime/door.go": `package runtime

import "strings"

type host interface{ hear() }

func Ring(h host) string { h.hear(); inside(); inside(); return strings.ToUpper("ring") }
`,
		"runtime/hall.go":      "package runtime\n\ntype hall struct{}\n\nfunc (h *hall) hear() { Ring(h); shared[int]() }\n\nfunc inside() {}\n",
		"runtime/room.go":      "package runtime\n\nfunc shared[T any]() { hear := (*hall).hear; hear(nil) }\n",
		"runtime/list.go":      "package runtime\n\nconst names = 0\n",
		"runtime/room_test.go": "package runtime\n\nfunc test() { inside() }\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestWays counts functions of other files, however often they are called, and not who is
// behind an interface.
func TestWays(t *testing.T) {
	ways, files, err := waysOf(filepath.Join(house(t, ""), layered))
	if err != nil {
		t.Fatal(err)
	}
	want := "[{door.go hall.go inside} {hall.go door.go Ring} {hall.go room.go shared} {room.go hall.go hall.hear}]"
	if got := fmt.Sprint(ways); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := []string{"door.go", "hall.go", "room.go"}; !slices.Equal(files, want) {
		t.Errorf("the files with functions are %q, want %q", files, want)
	}
}

// TestOrder holds what is said of an order.
func TestOrder(t *testing.T) {
	for _, row := range []struct{ sentence, order, told, fault string }{
		{"down but for two", "# the house\ndoor.go hall.go\nroom.go", "4 ways between files, of which 2 lead back up", ""},
		{"rooms before the door", "room.go hall.go door.go", "of which 2 lead back up", ""},
		{"a list of them", "door.go hall.go room.go", "  hall.go to door.go: Ring\n  room.go to hall.go: hall.hear\n", ""},
		{"a file without a place", "door.go hall.go", "", "room.go of runtime has no place"},
		{"a place without a file", "door.go hall.go room.go attic.go", "", "runtime has no attic.go"},
		{"a file twice", "door.go hall.go room.go door.go", "", "door.go stands twice"},
	} {
		var out strings.Builder
		faults, err := judgeWays(&out, house(t, row.order), true)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), row.told) {
			t.Errorf("%s: it says %q, want %q", row.sentence, out.String(), row.told)
		}
		if all := strings.Join(faults, "\n"); row.fault == "" && all != "" || !strings.Contains(all, row.fault) {
			t.Errorf("%s: the fault is %q, want %q", row.sentence, all, row.fault)
		}
	}
}

// TestTooManyWaysUp reads a file with more calls back up than there may be.
func TestTooManyWaysUp(t *testing.T) {
	root := house(t, "a.go b.go door.go hall.go room.go")
	var a, b strings.Builder
	a.WriteString("package runtime\n")
	b.WriteString("package runtime\n\nfunc all() {\n")
	for i := range mostUp {
		fmt.Fprintf(&a, "func f%d() {}\n", i)
		fmt.Fprintf(&b, "\tf%d()\n", i)
	}
	b.WriteString("}\n")
	for name, text := range map[string]string{"a.go": a.String(), "b.go": b.String()} {
		if err := os.WriteFile(filepath.Join(root, layered, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	faults, err := judgeWays(new(strings.Builder), root, false)
	if want := "62 ways lead back up, want at most 60"; err != nil || len(faults) != 1 || !strings.Contains(faults[0], want) {
		t.Errorf("the faults are %q (%v), want %q", faults, err, want)
	}
}
