// Sizes prints how long the files and functions of each package are, and fails where they
// are longer than a reader takes in: a file of more than 300 lines that longer.txt does not
// excuse, or a package in which more than one function in ten has over 40 lines. The share
// of comments and the number of wide lines are told and never a fault.
//
//	go run ./.ci/sizes [-ways] [folder]
//
// It counts, too, how often files of package runtime call back up in the order in which they
// are read (order.txt); -ways lists these calls.
//
// Generated files and what lies below testdata are not measured. The code and the tests of
// a package are measured apart.
package main

import (
	"flag"
	"fmt"
	"os"
)

const (
	mostFile     = 300 // lines of a file
	mostFunction = 40  // lines of a function, at the 90th percentile of its package
	mostTest     = 50  // the same of tests, whose tables of rows count
	mostColumns  = 100 // of a line, with tabs of tabWidth: longer ones are wide
	tabWidth     = 4
)

// excuses is the one list of the files that may be longer, with the reasons.
const excuses = ".ci/sizes/longer.txt"

func main() {
	list := flag.Bool("ways", false, "list the calls that lead back up")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	faults, err := judgeTree(root)
	if err == nil {
		var more []string
		more, err = judgeWays(os.Stdout, root, *list)
		faults = append(faults, more...)
	}
	for _, fault := range faults {
		fmt.Println(fault)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sizes:", err)
	}
	if err != nil || len(faults) > 0 {
		os.Exit(1)
	}
}

// judgeTree prints the table of the tree below root and returns what is wrong with it.
func judgeTree(root string) (faults []string, err error) {
	files, err := measureTree(root)
	if err != nil {
		return nil, err
	}
	excused, err := readExcuses(root + "/" + excuses)
	if err != nil {
		return nil, err
	}
	packages := gather(files)
	printTable(os.Stdout, packages)
	return append(judgeFiles(files, excused), judgeFunctions(packages)...), nil
}
