package runtime

import (
	"fmt"
	"os"
	"os/exec"
	goruntime "runtime"
	"testing"
)

// How memory is measured in tests lives here.

// aloneVariable is set in a process that inAProcessOfItsOwn has started.
const aloneVariable = "HTTPGEN_TEST_ALONE"

// inAProcessOfItsOwn runs the rest of a test that measures memory in another process and
// is false where that was done. What earlier tests did stays in a process and would be
// measured, too: new goroutines begin with as much stack as the collector has lately seen
// goroutines use (100 connections once cost 6 MB more than in any run by themselves).
func inAProcessOfItsOwn(t *testing.T) bool {
	t.Helper()
	if os.Getenv(aloneVariable) == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), aloneVariable+"="+t.Name())
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	t.Logf("%s", said)
	return false
}

// memory is what lives on heap and stacks, in bytes.
func memory() int {
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}

// residentMemory is what this process has in memory, in bytes; 0 where the system does
// not tell.
func residentMemory() int {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int
	if _, err := fmt.Sscan(string(b), &size, &resident); err != nil {
		return 0
	}
	return resident * os.Getpagesize()
}
