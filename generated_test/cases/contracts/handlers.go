// Package contracts has typed queries, header fields, cookies, bodies and results.
package contracts

import (
	"errors"
	"fmt"
	"strings"

	"example.com/httpgen/runtime"
)

//go:generate go run example.com/httpgen/cmd/httpgen generate

// ISBN is a type of an own converter.
type ISBN string

// ParseISBN takes what ends in a digit.
func ParseISBN(text string) (ISBN, error) {
	if text == "" || text[len(text)-1]-'0' > 9 {
		return "", errors.New("an ISBN ends in a digit")
	}
	return ISBN(text), nil
}

// FormatISBN is the text of an ISBN.
func FormatISBN(v ISBN) string { return string(v) }

// Server implements Handlers.
type Server struct{}

// Need says what it was given.
func (Server) Need(req runtime.Request, query NeedQuery) (string, error) {
	return fmt.Sprintf("%q %d", query.V, query.N), nil
}

// Search says what is not as it is without a query.
func (Server) Search(req runtime.Request, query SearchQuery, headers SearchHeaders, cookies SearchCookies) (string, error) {
	var said []string
	say := func(name string, v any) { said = append(said, fmt.Sprintf("%s=%v", name, v)) }
	tell(say, "s", query.S)
	tell(say, "n", query.N)
	tell(say, "small", query.Small)
	tell(say, "big", query.Big)
	tell(say, "maybe", query.Maybe)
	tell(say, "level", query.Level)
	tell(say, "slug", query.Slug)
	tell(say, "f", query.F)
	tell(say, "x", query.X)
	tell(say, "b", query.B)
	tell(say, "at", query.At)
	tell(say, "every", query.Every)
	tell(say, "url", query.URL)
	tell(say, "id", query.ID)
	tell(say, "blob", query.Blob)
	tell(say, "isbn", query.ISBN)
	tell(say, "pin", query.Pin)
	tell(say, "X-Page", headers.XPage)
	tell(say, "X-Name", headers.XName)
	tell(say, "sid", cookies.Sid)
	tell(say, "cookie n", cookies.N)
	for name, list := range map[string][]string{
		"tag": query.Tag, "csv": query.Csv, "ssv": query.Ssv, "pipes": query.Pipes, "X-Tags": headers.XTags,
	} {
		if len(list) > 0 {
			say(name, fmt.Sprintf("%q", list))
		}
	}
	if len(query.Nums) > 0 {
		say("nums", query.Nums)
	}
	if query.Page != 1 {
		say("page", query.Page)
	}
	if query.Sort != SortTitle {
		say("sort", query.Sort)
	}
	if day := query.Day.Format("2006-01-02"); day != "2026-01-02" {
		say("day", day)
	}
	return strings.Join(said, " "), nil
}

func tell[T any](say func(string, any), name string, o runtime.Optional[T]) {
	if v, ok := o.Get(); ok {
		if text, isText := any(v).(string); isText {
			say(name, fmt.Sprintf("%q", text))
			return
		}
		say(name, v)
	}
}

// Strict refuses what it does not know.
func (Server) Strict(req runtime.Request, query StrictQuery) (string, error) {
	return fmt.Sprint(query.V.Or(-1), query.Tag), nil
}

// Fields says what it was given.
func (Server) Fields(req runtime.Request, headers FieldsHeaders, cookies FieldsCookies) (string, error) {
	return fmt.Sprintf("%d %q", headers.XNeed, cookies.Need), nil
}

// PutItem gives back what it gets.
func (Server) PutItem(req runtime.Request, body Item) (Item, error) { return body, nil }

// PutItems gives back what it gets.
func (Server) PutItems(req runtime.Request, body []Item) ([]Item, error) { return body, nil }

// Maybe says whether there was a body.
func (Server) Maybe(req runtime.Request, body runtime.Optional[Item]) (string, error) {
	return fmt.Sprint(body.IsSet()), nil
}

// PutEvent gives back what it gets.
func (Server) PutEvent(req runtime.Request, body Event) (Event, error) { return body, nil }

// PutEvents gives back what it gets.
func (Server) PutEvents(req runtime.Request, body Events) (Events, error) { return body, nil }

// PutContact gives back what it gets.
func (Server) PutContact(req runtime.Request, body Contact) (Contact, error) { return body, nil }

// PutTree gives back what it gets.
func (Server) PutTree(req runtime.Request, body Tree) (Tree, error) { return body, nil }
