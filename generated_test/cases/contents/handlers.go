// Package contents has a route for each way in which a body is told by its content type, is read
// line by line, or may be missing.
package contents

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"strings"

	"example.com/httpgen/generated_test/cases/contents/own"
	"example.com/httpgen/runtime"
)

// Server implements Handlers.
type Server struct{}

// told tells each value of a sequence, and ends with the first error.
func told[T any](body iter.Seq2[T, error], tell func(T) string) (string, error) {
	var list []string
	for v, err := range body {
		if err != nil {
			return "", err
		}
		list = append(list, tell(v))
	}
	return strings.Join(list, "; "), nil
}

func tellItem(v Item) string { return fmt.Sprintf("%s %d", v.Name, v.N.Or(-1)) }

// Lines tells the items.
func (Server) Lines(_ runtime.Request, body iter.Seq2[Item, error]) (string, error) {
	return told(body, tellItem)
}

// Events tells events, of which each may be null.
func (Server) Events(_ runtime.Request, body iter.Seq2[runtime.Nullable[Event], error]) (string, error) {
	return told(body, func(v runtime.Nullable[Event]) string {
		event, ok := v.Get()
		if !ok {
			return "null"
		}
		return fmt.Sprintf("%T", event)
	})
}

// Numbers tells lists.
func (Server) Numbers(_ runtime.Request, body iter.Seq2[[]int, error]) (string, error) {
	return told(body, func(v []int) string { return fmt.Sprint(v) })
}

// Own tells things of another package.
func (Server) Own(_ runtime.Request, body iter.Seq2[own.Thing, error]) (string, error) {
	return told(body, func(v own.Thing) string { return v.Name })
}

// Import takes what it can, and says of which lines it cannot. It ends at a line that says so.
func (Server) Import(_ runtime.Request, body iter.Seq2[Item, error]) (ImportResult, error) {
	taken, refused := 0, []string{}
	for v, err := range body {
		var faults *runtime.ValidationError
		switch {
		case errors.As(err, &faults):
			refused = append(refused, fmt.Sprint(faults.Faults[0].Line))
		case err != nil:
			return nil, err
		case v.Name == "end":
			return Import200{fmt.Sprintf("%d, ended", taken)}, nil
		default:
			taken++
		}
	}
	if len(refused) > 0 {
		return Import207{fmt.Sprintf("%d, not %.3q of %d", taken, refused[:min(3, len(refused))], len(refused))}, nil
	}
	return Import200{fmt.Sprint(taken)}, nil
}

// Copy sends items back while they come.
func (Server) Copy(_ runtime.Request, body iter.Seq2[Item, error]) (iter.Seq2[Item, error], error) {
	return body, nil
}

// Put tells which body came.
func (s Server) Put(req runtime.Request, body PutBody) (string, error) {
	switch body := body.(type) {
	case PutBodyJSON:
		return "JSON " + tellItem(body.Body), nil
	case PutBodyForm:
		return fmt.Sprintf("form %s %d", body.Body.User, body.Body.Pin.Or(-1)), nil
	case PutBodyMultipart:
		return fmt.Sprintf("multipart %s %v", body.Body.Title, body.Body.Cover.IsSet()), nil
	case PutBodyText:
		return "text " + body.Body, nil
	case PutBodyCSV:
		return "CSV " + string(body.Body), nil
	case PutBodyPNG:
		b, err := io.ReadAll(body.Body)
		return "PNG " + string(b), err
	case PutBodyNDJSON:
		text, err := s.Lines(req, body.Body)
		return "lines " + text, err
	}
	return "", fmt.Errorf("a body of type %T", body)
}

// Maybe tells which body came, if one did.
func (Server) Maybe(_ runtime.Request, body MaybeBody) (string, error) {
	switch body := body.(type) {
	case nil:
		return "none", nil
	case MaybeBodyJSON:
		return fmt.Sprintf("JSON %d", len(body.Body)), nil
	case MaybeBodyVndOwnJSON:
		return "own " + body.Body.Name, nil
	case MaybeBodyForm:
		return "form " + body.Body.User, nil
	case MaybeBodyMultipart:
		text := "multipart " + body.Body.Fields.Title
		for f, err := range body.Body.Files() {
			if err != nil {
				return "", err
			}
			text += " " + f.Name
		}
		return text, nil
	case MaybeBodyText:
		return "text " + body.Body, nil
	}
	return "", fmt.Errorf("a body of type %T", body)
}

// Two tells which body came.
func (Server) Two(_ runtime.Request, body TwoBody) (string, error) {
	return fmt.Sprintf("%T", body), nil
}

// One tells an item, if there is one.
func (Server) One(_ runtime.Request, body OneBody) (string, error) {
	if body == nil {
		return "none", nil
	}
	return body.(OneBodyJSON).Body.Name, nil
}

// Untyped tells which body came.
func (Server) Untyped(_ runtime.Request, body UntypedBody) (string, error) {
	switch body := body.(type) {
	case UntypedBodyForm:
		return "form " + body.Body.Get("a"), nil
	case UntypedBodyMultipart:
		return fmt.Sprint("multipart ", body.Body.Value["a"]), nil
	case UntypedBodyXML:
		return "XML " + body.Body, nil
	}
	return "", fmt.Errorf("a body of type %T", body)
}

// Form tells a login, if there is one.
func (Server) Form(_ runtime.Request, body runtime.Optional[Login]) (string, error) {
	v, ok := body.Get()
	return fmt.Sprintf("%s %v", v.User, ok), nil
}

// Upload tells a title, if there is one.
func (Server) Upload(_ runtime.Request, body runtime.Optional[Upload]) (string, error) {
	v, ok := body.Get()
	return fmt.Sprintf("%s %v", v.Title, ok), nil
}

// Stream tells a title, if there is one.
func (Server) Stream(_ runtime.Request, body *runtime.Parts[Upload]) (string, error) {
	if body == nil {
		return "none", nil
	}
	return body.Fields.Title, nil
}

// Parts says whether there are any.
func (Server) Parts(_ runtime.Request, body *multipart.Form) (string, error) {
	return fmt.Sprint(body != nil), nil
}

// Thing tells a thing, if there is one.
func (Server) Thing(_ runtime.Request, body *own.Thing) (string, error) {
	if body == nil {
		return "none", nil
	}
	return body.Name, nil
}
