// Mutate changes one thing at a time in the code below and runs the tests that should
// notice. What they do not notice is a survivor. The survivors that cannot be helped are
// listed in survivors.txt with the reason; any other makes this fail.
//
//	go run ./.ci/mutate [-p n] [-v] [-n] [part of the path of files]
//
// The tree is never changed: changes go to the compiler as an overlay. All of a package's
// are compiled into one test binary, and a variable of the environment says which is made
// (composite.go), so that a mutant costs a run of the tests and no compilation.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// A target is code to mutate and the tests that have to notice.
type target struct {
	dir   string   // the package's folder, from the root of the module
	files []string // of the package; none: all of them
	tests string   // the folder of the tests, if it is another one
	run   string   // which tests, as in go test -run; "": all
	slow  string   // which of them are for what the others have not noticed
}

// targets are all that is mutated: this is the place to add code.
var targets = []target{
	{dir: "runtime/internal/http1"},
	{dir: "runtime/internal/files", files: []string{"coding.go", "condition.go", "date.go",
		"files.go", "name.go", "ranges.go", "tag.go"}}, // mediatype.go is a table, most of it
	{dir: "gen/internal/plan", files: []string{"cut.go", "dump.go", "find.go", "find_accepts.go",
		"find_split.go", "functions.go", "hash.go", "match.go", "plan.go", "steps.go",
		"trie.go", "window.go", "work.go", "work_reach.go", "work_witness.go"},
		slow: "EverySmallSet|RandomSets|Megabyte|WorkIsLinear|TheBound|ServicesTake"},
	{dir: "runtime", files: []string{"body.go", "body_gather.go", "body_read.go"},
		run:  "^(Test(" + strings.Join(bodyTests, "|") + ")|FuzzConnection$)",
		slow: "Conformance|Rate|LargeFiles|TimeoutsOf|Announced"},
}

// bodyTests are what tests of package runtime begin with that have to do with bodies: all of
// them take a minute.
var bodyTests = []string{"ABody", "AContext", "AFile", "ARead", "AStream", "AnUnread", "Announced",
	"AnswersAreSent", "Bodies", "ChunksOf", "ClientsAre", "Conformance", "Contexts", "Continue",
	"HandlersLearnOf", "HowMuch", "Large", "OneBody", "RateOf", "ReaderOf", "RequestsThat", "RoutesHaveRates",
	"Streamed", "Streams", "TimeoutsOf", "Trailers", "Ways", "What", "WhenABody", "Writers"}

// least is how many of the mutants that change behaviour have to be noticed, in percent.
const least = 97.0

var (
	parallel = flag.Int("p", runtime.GOMAXPROCS(0), "how many mutants run at a time")
	verbose  = flag.Bool("v", false, "say what became of each mutant")
	dry      = flag.Bool("n", false, "run no test: only say which entries have no mutant any more")
	list     = flag.String("survivors", ".ci/mutate/survivors.txt", "the listed survivors")
)

func main() {
	flag.Parse()
	if err := mutate(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func mutate(only string) error {
	faults := 0
	for _, t := range targets {
		start := time.Now()
		known, err := readSurvivors(*list) // which somebody may go on writing
		if err != nil {
			return err
		}
		mutants, err := t.mutants(only)
		if err != nil {
			return fmt.Errorf("%s: %w", t.dir, err)
		}
		if len(mutants) == 0 {
			continue
		}
		faulty := known.stale(t, mutants, only)
		said := fmt.Sprint(len(mutants), " mutants, none tried")
		if !*dry {
			v := judge(t, mutants, known)
			faulty, said = append(v.faults, faulty...), v.String()
		}
		for _, fault := range faulty {
			fmt.Println(fault)
			faults++
		}
		fmt.Printf("mutate: %s: %s, in %v\n", t.dir, said, time.Since(start).Round(time.Second))
	}
	if faults > 0 {
		return errors.New("not as survivors.txt says")
	}
	return nil
}

// mutants makes those of a target and finds out what becomes of each.
func (t target) mutants(only string) ([]*mutant, error) {
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	p, err := load(t, only)
	if err != nil {
		return nil, err
	}
	mutants := p.mutants()
	if len(mutants) == 0 || *dry {
		return mutants, nil
	}
	if err := p.compile(dir); err != nil {
		return nil, err
	}
	return mutants, p.try(dir, mutants)
}

// A verdict is how a target does.
type verdict struct {
	noticed, same, left, survive int
	faults                       []string
}

// judge holds what became of the mutants against the list.
func judge(t target, mutants []*mutant, known survivors) (v verdict) {
	for _, m := range mutants {
		entry := known[m.key()]
		switch {
		case m.fate == notCompiled:
		case m.fate != survived:
			v.noticed++
			if entry != nil && m.fate == noticed {
				v.faults = append(v.faults, "listed, but noticed: "+m.key()+"\n")
			}
		case entry == nil:
			v.survive++
			v.faults = append(v.faults, "survived: "+m.key()+"\n")
		case entry.same:
			v.same++
		default:
			v.left++
		}
	}
	if v.share() < least {
		fault := fmt.Sprintf("%s: %.1f%% are noticed, and not %v%%\n", t.dir, v.share(), least)
		v.faults = append(v.faults, fault)
	}
	return v
}

// share is how many of the mutants that change behaviour were noticed, in percent.
func (v verdict) share() float64 {
	return 100 * float64(v.noticed) / float64(max(v.noticed+v.left+v.survive, 1))
}

func (v verdict) String() string {
	return fmt.Sprintf(
		"%d mutants, %d change nothing; of the others %d are noticed (%.1f%%), %d are left, "+
			"%d survive",
		v.noticed+v.same+v.left+v.survive, v.same, v.noticed, v.share(), v.left, v.survive)
}

// stale are the listed mutants that there are no more.
func (known survivors) stale(t target, mutants []*mutant, only string) (faults []string) {
	made := map[string]bool{}
	for _, m := range mutants {
		made[m.key()] = m.fate != notCompiled
	}
	for key, entry := range known {
		if t.has(entry.file) && strings.Contains(entry.file, only) && !made[key] {
			faults = append(faults, "listed, but there is no such mutant: "+key+"\n")
		}
	}
	return faults
}
