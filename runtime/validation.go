package runtime

import (
	"net/http"
	"strconv"

	"example.com/httpgen/runtime/wire"
)

// What is wrong with the values of a request lives here: how it is told, and with which status.

// Fault is one thing that is wrong with the values of a request.
type Fault = wire.Fault

// ValidationError is the cause of the error that a request gets whose values are not what the
// manifest declares: error handlers find it by errors.As. The error's status is 400, and 422
// where only values of a body are wrong.
//
// The default answer has the faults beside its message:
//
//	{"error": "query parameter page: 0 is less than 1",
//	 "errors": [{"in": "query", "name": "page", "rule": "min", "message": "0 is less than 1"}]}
type ValidationError struct {
	// Faults are at least one and at most 32, in the order in which they were found.
	Faults []Fault
}

// Error tells the first fault, and how many more there are.
func (e *ValidationError) Error() string {
	if len(e.Faults) == 0 {
		return "no fault"
	}
	text := e.Faults[0].String()
	switch more := len(e.Faults) - 1; more {
	case 0:
		return text
	case 1:
		return text + " (and 1 more fault)"
	default:
		return text + " (and " + strconv.Itoa(more) + " more faults)"
	}
}

// Refused is nil if no fault was found, for generated code.
func Refused(in *wire.Params) error {
	if len(in.Faults.List) == 0 {
		return nil
	}
	cause := &ValidationError{in.Faults.List}
	return &HTTPError{Status: http.StatusBadRequest, Message: cause.Error(), Err: cause}
}

// refusedParam is the error of a path parameter whose value its converter refuses.
func refusedParam(name string) error {
	return &HTTPError{
		Status: http.StatusBadRequest, Message: "bad value of the path parameter " + name,
		Err: &ValidationError{[]Fault{{
			In: "path", Name: name, Rule: wire.RuleType, Message: "is no value of its type",
		}}},
	}
}

// appendFaults appends the member "errors" of an error's body.
func appendFaults(b []byte, faults []Fault) []byte {
	b = append(b, `, "errors": [`...)
	for i, f := range faults {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = wire.AppendString(append(b, `{"in": `...), f.In)
		if f.Name != "" {
			b = wire.AppendString(append(b, `, "name": `...), f.Name)
		}
		if f.In == "body" && f.Name == "" {
			b = wire.AppendString(append(b, `, "at": `...), f.At)
		}
		if f.Line > 0 {
			b = strconv.AppendInt(append(b, `, "line": `...), int64(f.Line), 10)
		}
		b = wire.AppendString(append(b, `, "rule": `...), f.Rule)
		b = append(wire.AppendString(append(b, `, "message": `...), f.Message), '}')
	}
	return append(b, ']')
}

// accepted is the cause of a 415: the content types that would have been taken.
type accepted string

func (a accepted) Error() string { return "wanted: " + string(a) }

// withAccept tells the content types or codings in the answer of a 415, whoever made it (RFC
// 9110 §15.5.16), and in that of a 406 that it depends on Accept (§12.5.5).
func withAccept(r Response, e *HTTPError) Response {
	switch cause := e.Err.(type) {
	case accepted:
		return r.WithHeader("Accept", string(cause))
	case codingRefused:
		return r.WithHeader("Accept-Encoding", cause.accepted)
	case retryIn:
		return r.WithHeader("Retry-After", cause.seconds())
	case notAcceptable:
		return r.WithHeader("Vary", "Accept")
	}
	return r
}
