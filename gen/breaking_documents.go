package gen

// What a change of an OpenAPI document breaks is found here: of two documents, or of one and a
// manifest.

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"example.com/httpgen/gen/internal/openapi"
)

// IsDocument says whether a text is an OpenAPI document and no manifest: it says which version of
// OpenAPI it is of.
func IsDocument(text []byte) bool {
	v, err := openapi.Read(text)
	m, ok := v.(*openapi.Map)
	return err == nil && ok && (m.Get("openapi") != nil || m.Get("swagger") != nil)
}

// BreakingDocument compares an old OpenAPI document, by its name in messages, with the one in a
// file, or with that of the manifest in it. The list is in the old document's order.
//
// It knows what documents say, and no more: which URLs a pattern takes, what a converter accepts
// and who answers of several is for Breaking.
func BreakingDocument(oldName string, oldText []byte, file string) ([]Break, error) {
	old, err := document(oldName, oldText)
	if err != nil {
		return nil, err
	}
	now, err := documentIn(file)
	if err != nil {
		return nil, err
	}
	breaks := []Break{}
	for _, c := range openapi.Compare(old, now) {
		breaks = append(breaks, Break{Kind: BreakKind(c.Kind), Route: c.ID, Method: c.Method,
			Pattern: c.Path, Message: c.Message, OldFile: oldName, OldLine: c.Line, NewFile: file})
	}
	return breaks, nil
}

// documentIn is the document in a file, or that of the manifest in it.
func documentIn(file string) (*openapi.Map, error) {
	if text, err := os.ReadFile(file); err == nil && IsDocument(text) {
		return document(file, text)
	}
	doc, err := OpenAPI(OpenAPIOptions{Manifest: file})
	if err != nil {
		return nil, err
	}
	return doc.root, nil
}

// document reads a document of OpenAPI 3.
func document(name string, text []byte) (*openapi.Map, error) {
	v, err := openapi.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	m, _ := v.(*openapi.Map)
	version, isText := m.Get("openapi").(string)
	switch {
	case m.Get("swagger") != nil:
		return nil, fmt.Errorf("%s is of Swagger 2: convert it to OpenAPI 3 first", name)
	case !isText || !strings.HasPrefix(version, "3."):
		return nil, fmt.Errorf("%s: %w", name, errNoDocument)
	}
	return m, nil
}

var errNoDocument = errors.New("it is no document of OpenAPI 3")
