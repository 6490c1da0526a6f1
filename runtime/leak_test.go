package runtime

import (
	"fmt"
	"net"
	"os"
	"reflect"
	goruntime "runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"
)

// Every test of the package is watched here: when it and its cleanups are over, the
// goroutines and descriptors that it began with are all that there are. That is why tests
// here do not run beside each other; subtests may.

// settleTime is how long what a test has ended may take to be gone. It is long, because a
// slow machine is no leak; who leaks nothing does not wait for it.
const settleTime = 10 * time.Second

// patience is how long a test waits for what has to come. It is long, because a slow machine
// is no fault; mutants (.ci/mutate) often wait for what never comes.
var patience = 20 * time.Second

func init() {
	if os.Getenv("MUTANT") != "" {
		patience = 10 * time.Second
	}
}

func TestMain(m *testing.M) {
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil { // the poller's descriptors stay
		l.Close()
	}
	watchEveryTest(m)
	os.Exit(m.Run())
}

// watchEveryTest puts a check around each test, also those that are yet to be written.
// The list of tests is not exported; a Go that keeps it otherwise is noticed here.
func watchEveryTest(m *testing.M) {
	field := reflect.ValueOf(m).Elem().FieldByName("tests")
	if field.Type() != reflect.TypeFor[[]testing.InternalTest]() {
		panic("testing.M keeps its tests in another way: watch them in that way")
	}
	tests := *(*[]testing.InternalTest)(field.Addr().UnsafePointer())
	watched := make([]testing.InternalTest, len(tests))
	for i, test := range tests {
		watched[i] = testing.InternalTest{Name: test.Name, F: func(t *testing.T) {
			wantNothingLeft(t)
			test.F(t)
		}}
	}
	*(*[]testing.InternalTest)(unsafe.Pointer(field.UnsafeAddr())) = watched
	watchEveryExample(m)
}

// watchEveryExample has what an example leaves behind stand in its output, which is then not
// the one that is wanted.
func watchEveryExample(m *testing.M) {
	field := reflect.ValueOf(m).Elem().FieldByName("examples")
	if field.Type() != reflect.TypeFor[[]testing.InternalExample]() {
		panic("testing.M keeps its examples in another way: watch them in that way")
	}
	examples := *(*[]testing.InternalExample)(field.Addr().UnsafePointer())
	watched := slices.Clone(examples)
	for i, example := range examples {
		watched[i].F = func() {
			goroutines, descriptors := goroutineStacks(), openDescriptors()
			example.F()
			if left, n := whatIsLeft(goroutines, descriptors); len(left) > 0 || n > 0 {
				fmt.Println("left behind:", n, "descriptors", left)
			}
		}
	}
	*(*[]testing.InternalExample)(unsafe.Pointer(field.UnsafeAddr())) = watched
}

// wantNothingLeft compares, after everything else that the test cleans up.
func wantNothingLeft(t *testing.T) {
	goroutines, descriptors := goroutineStacks(), openDescriptors()
	t.Cleanup(func() {
		if t.Failed() || t.Skipped() { // that has more to say than what it left behind
			return
		}
		left, n := whatIsLeft(goroutines, descriptors)
		for _, stack := range left[:min(len(left), 5)] {
			t.Errorf("one of %d goroutines that are left behind: %s", len(left), stack)
		}
		if n > 0 {
			t.Errorf("%d descriptors are left behind: %v", n, describeDescriptors())
		}
	})
}

// whatIsLeft are the goroutines and the number of descriptors that were not there before, once
// they have had time to end.
func whatIsLeft(goroutines map[string]string, descriptors int) (stacks []string, n int) {
	for deadline := time.Now().Add(settleTime); ; time.Sleep(time.Millisecond) {
		stacks, n = newGoroutines(goroutines), openDescriptors()-descriptors
		if len(stacks) == 0 && n <= 0 || time.Now().After(deadline) {
			return stacks, n
		}
	}
}

// newGoroutines are those that were not there before, but for the one that hands out
// signals, which the standard library starts once and keeps.
func newGoroutines(before map[string]string) (stacks []string) {
	for id, stack := range goroutineStacks() {
		if _, old := before[id]; !old && !strings.Contains(stack, "os/signal.loop") {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// goroutineStacks are the goroutines by their number.
func goroutineStacks() map[string]string {
	buf := make([]byte, 64<<10)
	for {
		n := goruntime.Stack(buf, true)
		if n < len(buf) {
			buf = buf[:n]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	all := make(map[string]string)
	for stack := range strings.SplitSeq(string(buf), "\n\n") {
		id, _, _ := strings.Cut(strings.TrimPrefix(stack, "goroutine "), " ")
		all[id] = stack
	}
	return all
}

const descriptorDir = "/proc/self/fd"

// openDescriptors counts the process's descriptors, where the system shows them.
func openDescriptors() int {
	entries, err := os.ReadDir(descriptorDir)
	if err != nil {
		return 0
	}
	return len(entries)
}

func describeDescriptors() (all []string) {
	entries, _ := os.ReadDir(descriptorDir)
	for _, e := range entries {
		target, _ := os.Readlink(descriptorDir + "/" + e.Name())
		all = append(all, fmt.Sprint(e.Name(), " ", target))
	}
	return all
}

func TestWhatIsLeftBehindIsSeen(t *testing.T) {
	goroutines, descriptors := goroutineStacks(), openDescriptors()
	stay := make(chan struct{})
	go func() { <-stay }()
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(newGoroutines(goroutines)); n != 1 {
		t.Errorf("%d goroutines are new, want 1", n)
	}
	if n := openDescriptors() - descriptors; n != 1 && descriptors > 0 {
		t.Errorf("%d descriptors are new, want 1", n)
	}
	close(stay)
	file.Close()
}
