package process

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain lets this program be its own child.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 1 && os.Args[1] == "child":
		fmt.Println("serving 127.0.0.1:1")
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
			}
			fmt.Println("collected")
		}
		os.Exit(0)
	case len(os.Args) > 1 && os.Args[1] == "broken":
		fmt.Fprintln(os.Stderr, "no such thing")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestAChildIsStartedObservedAndStopped(t *testing.T) {
	c, err := Start(context.Background(), "child")
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:1" {
		t.Errorf("address %q", c.Addr)
	}
	before, err := c.Usage()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Collect(); err != nil { // it works for 50 ms
		t.Fatal(err)
	}
	after, err := c.Usage()
	if err != nil {
		t.Fatal(err)
	}
	if used := after.User + after.System - before.User - before.System; used <= 0 || used > time.Second {
		t.Errorf("used %v", used)
	}
	if n, err := c.Resident(); err != nil || n < 1<<20 {
		t.Errorf("resident %d, %v", n, err)
	}
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
}

func TestAChildThatFailsTellsWhy(t *testing.T) {
	if _, err := Start(context.Background(), "broken"); err == nil || !strings.Contains(err.Error(), "no such thing") {
		t.Errorf("error %v", err)
	}
}

func TestStatIsReadBehindAnyName(t *testing.T) {
	stat := "42 (a ) (b) S 1 2 3 4 5 6 7 8 9 10 1234 66 0 0"
	got, err := parseStat(stat)
	if want := (Usage{12340 * time.Millisecond, 660 * time.Millisecond}); err != nil || got != want {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	if _, err := parseStat("42 (a) S 1 2"); err == nil {
		t.Error("a short stat is taken")
	}
}

func TestPin(t *testing.T) {
	for _, list := range []string{"a", "1-", "-1", "2-1", "0,,1", "5000"} {
		if err := Pin(list); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
	before := runtime.GOMAXPROCS(0)
	if err := Pin(""); err != nil || runtime.GOMAXPROCS(0) != before {
		t.Errorf("an empty list changes something: %v", err)
	}
}
