package runtime

import (
	"context"
	"errors"
	"net"
	"net/http"
)

// What is answered where a credential is missing or refused lives here.

// A challenge is what the answer 401 to a request says in WWW-Authenticate.
type challenge uint8

const (
	noChallenge challenge = iota
	basicChallenge
	bearerChallenge
	tokenChallenge // a token was sent, and is none or was refused
	keyChallenge
)

// challenges are the fields. Every challenge of Bearer has a parameter (RFC 6750 §3), and an
// error only where the client has sent a token (§3.1). API keys have no scheme that is
// registered, and a 401 has to have a challenge.
var challenges = [...]string{
	basicChallenge:  `Basic realm="restricted", charset="UTF-8"`,
	bearerChallenge: `Bearer realm="restricted"`,
	tokenChallenge:  `Bearer realm="restricted", error="invalid_token"`,
	keyChallenge:    `APIKey realm="restricted"`,
}

// errUnauthorized is the error of a credential that is missing or malformed.
var errUnauthorized = &HTTPError{Status: http.StatusUnauthorized}

// Denied is what becomes of an error of a hook that was called with a credential, for generated
// code. An error that carries a status keeps it. One of the network, or of a context that has
// ended, says that the hook could not find out: it stays what it is, and is answered 500. Every
// other is a refusal: 401, with the error as its cause, which error handlers by type see.
func Denied(err error) error {
	var carried *HTTPError
	if errors.As(err, &carried) && carried != nil || isOutage(err) {
		return err
	}
	return &HTTPError{Status: http.StatusUnauthorized, Err: refusal{err}}
}

// A refusal is the cause of a hook's 401. Its text is not shown in logs: it may hold what was sent.
type refusal struct{ cause error }

func (refusal) Error() string { return "refused" }

// Unwrap returns the hook's error.
func (r refusal) Unwrap() error { return r.cause }

// isOutage says whether an error is none of who asks.
func isOutage(err error) bool {
	var network net.Error // context.DeadlineExceeded is one, too
	return errors.Is(err, context.Canceled) || errors.As(err, &network)
}

// withChallenge has an answer 401 say how to be let in, unless it does already. Whatever makes the
// answer, the last credential that was read is the one that is missing.
func (x *Exchange) withChallenge(r Response) Response {
	if x.kept.challenge == noChallenge || r.Status() != http.StatusUnauthorized ||
		r.Header("WWW-Authenticate") != "" {
		return r
	}
	return r.WithHeader("WWW-Authenticate", challenges[x.kept.challenge])
}
