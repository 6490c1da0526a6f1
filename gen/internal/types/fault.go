package types

// A Fault is what is wrong with an expression.
//
// It has no code and no line: package manifest gives it both. Message and Help are sentences of
// their own; the help says what to write.
type Fault struct {
	Problem Problem
	At      Range // inside the text
	Message string
	Help    string
	Warning bool // the type stands all the same

	// Was is the text at At. Near is what should stand there instead, or "" if no edit mends
	// the fault. Safe: nothing else can have been meant.
	Was, Near string
	Safe      bool
}

// Problem says what is wrong.
//
// Package manifest gives each a code that an author can look up. So two faults are one problem only
// where one page can say how both are mended.
type Problem uint8

const (
	Syntax        Problem = iota // no expression: brackets, blanks, characters
	TooBig                       // longer, deeper or of more words than anybody writes
	UnknownType                  // a word that names no type
	ForeignType                  // a type as another language or schema spells it
	NearType                     // a warning: a Go type with nearly the name of one in `types`
	BadConstraint                // one that the type does not take, or that stands twice
	BadBound                     // a value that is no number or length, or that nobody can meet
	BadPattern                   // no RE2
	BadDefault                   // no value of the type, or of a type that has none
	BadEnum                      // its words and their names
	BadAbsence                   // ? or |null where it says nothing or cannot be
	BadMap                       // keys that are no text
	BadGo                        // Go that cannot be mixed with types of the manifest
	BadFile                      // file outside of multipart types, or in a map
)
