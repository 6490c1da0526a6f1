package gen

// The pages about diagnostics live here, for the command that shows them.

import "example.com/httpgen/gen/internal/diag"

// A Code is one kind of fault or warning.
type Code struct {
	ID       string `json:"code"`           // HG0203
	Name     string `json:"name,omitempty"` // of a warning, for `lint`
	Severity string `json:"severity"`       // error or warning
	Title    string `json:"title"`
}

// Codes lists every code that there is, sorted.
func Codes() []Code {
	list := make([]Code, len(diag.Codes))
	for i, c := range diag.Codes {
		list[i] = codeOf(c)
	}
	return list
}

// codeOf is an entry of the registry without what only the generator needs of it.
func codeOf(c diag.Code) Code {
	return Code{ID: c.ID, Name: c.Name, Severity: c.Severity.String(), Title: c.Title}
}

// An Explanation is the page of a code.
type Explanation struct {
	Code
	Text string `json:"text"` // Markdown, both examples included
	Bad  string `json:"bad"`  // a manifest with the fault
	Good string `json:"good"` // a manifest without it
}

// Explain returns the page of a code: its ID or, of a warning, its name.
func Explain(code string) (*Explanation, bool) {
	for _, c := range diag.Codes {
		if code == c.ID || c.Name != "" && code == c.Name {
			page := diag.PageOf(c.ID)
			return &Explanation{Code: codeOf(c), Text: page.Text, Bad: page.Bad,
				Good: page.Good}, true
		}
	}
	return nil, false
}
