package runtime

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// What form a body has is found out here: by its content type, by its charset, and by whether
// there is one.

// ChooseBody says of which of several content types a body is, for generated code: what is behind
// a ";" does not count, and application/json takes …+json, too, where that is none of them, as
// one of the names of application/x-ndjson does the others. It
// returns 415 for another one and for none, with Accept; and 400 where there is no body either.
func ChooseBody(req Request, types ...string) (string, error) {
	content, err := ChooseOptionalBody(req, types...)
	if content == "" && err == nil {
		err = bodyEmpty()
	}
	return content, err
}

// ChooseOptionalBody is ChooseBody for a body that may be missing: that is "".
func ChooseOptionalBody(req Request, types ...string) (string, error) {
	given := req.Header("Content-Type")
	media, _, _ := strings.Cut(given, ";")
	media = strings.ToLower(strings.Trim(media, " \t"))
	if slices.Contains(types, media) {
		return media, nil
	}
	if isJSONType(media) && slices.Contains(types, "application/json") {
		return "application/json", nil
	}
	isLines := func(t string) bool { return slices.Contains(linesTypes, t) }
	if i := slices.IndexFunc(types, isLines); i >= 0 && isLines(media) {
		return types[i], nil
	}
	_, err := beginBody(req, otherType(given, strings.Join(types, ", "), oneOf(types)), false)
	return "", err
}

// bodyEmpty is the error of a body that has to be there.
func bodyEmpty() error { return &HTTPError{Status: http.StatusBadRequest, Message: "body is empty"} }

// otherType is the error of a content type that is not wanted: those of the list are, which is
// said in words, too.
func otherType(given, list, words string) error {
	was := "it was " + shortened(given)
	if given == "" {
		was = "there was none"
	}
	return &HTTPError{Status: http.StatusUnsupportedMediaType, Err: accepted(list),
		Message: "send Content-Type: " + words + " (" + was + ")"}
}

// oneOf is a list as a sentence has it: a, b or c.
func oneOf(list []string) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + " or " + list[last]
}

// beginBody begins with the body of a request as it comes; wrong is what is to be said of its
// content type, or nil. Whatever that says, a request may be without a body: it is nil then. Of
// one without a length that is found out by its first byte, where wrong or needed say that it has
// to be known. What Content-Length says to be too large is 413.
func beginBody(req Request, wrong error, needed bool) (io.Reader, error) {
	x, held := req.enter()
	length, limit := x.origin.contentLength(), x.bodyLimit()
	req.leave(held)
	switch {
	case length == 0:
		return nil, nil
	case length > 0 && wrong != nil:
		return nil, wrong
	}
	body, err := req.takeBody()
	if err != nil {
		return nil, err
	}
	if limit >= 0 && length > limit {
		return nil, tooLarge(nil)
	}
	if length > 0 || wrong == nil && !needed {
		return body, nil
	}
	known := &knownBody{from: body}
	switch err := known.begin(); {
	case err == io.EOF:
		return nil, nil
	case wrong != nil:
		return nil, wrong
	}
	return known, nil
}

// A knownBody is a body of which the first byte was read, to know whether there is one.
type knownBody struct {
	from  io.Reader
	first []byte
	err   error
}

// begin reads the first byte; it returns io.EOF if there is none.
func (b *knownBody) begin() error {
	var first [1]byte
	n, err := io.ReadFull(b.from, first[:])
	b.first, b.err = first[:n], err
	return err
}

// Read implements io.Reader.
func (b *knownBody) Read(p []byte) (int, error) {
	if len(b.first) > 0 && len(p) > 0 {
		p[0], b.first = b.first[0], nil
		return 1, nil
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.from.Read(p)
}

// wantJSONIn returns 415 unless the body is of a content type that accept takes, in UTF-8 and in
// no coding. What names no type is refused, too: it is what other pages can send without being
// asked (CORS). wanted is what answers ask for.
func wantJSONIn(req Request, wanted string, accept func(mediaType string) bool) error {
	if err := wantIdentity(req); err != nil {
		return err
	}
	given := req.Header("Content-Type")
	if given == wanted { // as most clients write it: to take it apart costs as much as a small body
		return nil
	}
	mediaType, params, err := mime.ParseMediaType(given)
	if err != nil || !accept(mediaType) {
		return otherType(given, wanted, wanted)
	}
	switch charset := strings.ToLower(params["charset"]); charset {
	case "", "utf-8", "utf8", "us-ascii":
		return nil
	default:
		return &HTTPError{Status: http.StatusUnsupportedMediaType, Err: accepted(wanted),
			Message: "JSON is UTF-8 (the charset was " + shortened(charset) + ")"}
	}
}

// wantType returns 415 if the request names a content type that is not accepted, a charset
// other than UTF-8 (US-ASCII is part of it), or a coding.
func wantType(req Request, wanted string, accept func(mediaType string) bool) error {
	if err := wantIdentity(req); err != nil {
		return err
	}
	given := req.Header("Content-Type")
	if given == "" {
		return nil
	}
	mediaType, params, err := mime.ParseMediaType(given)
	charset := strings.ToLower(params["charset"])
	if err != nil || !accept(mediaType) || charset != "" && charset != "utf-8" &&
		charset != "utf8" && charset != "us-ascii" {
		return &HTTPError{
			Status:  http.StatusUnsupportedMediaType,
			Message: "this needs a body of " + wanted + " in UTF-8",
			Err:     accepted(wanted),
		}
	}
	return nil
}

func isJSONType(mediaType string) bool {
	return mediaType == "application/json" ||
		strings.HasPrefix(mediaType, "application/") && strings.HasSuffix(mediaType, "+json")
}
