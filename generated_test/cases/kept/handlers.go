// Package kept has handlers that keep what they are given.
package kept

import (
	"strings"
	"sync"

	"example.com/httpgen/generated_test/cases/kept/tag"
	"example.com/httpgen/runtime"
)

// Server implements Handlers. It keeps each text beside a copy of it.
type Server struct {
	mu     sync.Mutex
	texts  []string
	copies []string
}

func (s *Server) keep(texts ...string) (runtime.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range texts {
		s.texts = append(s.texts, text)
		s.copies = append(s.copies, strings.Clone(text))
	}
	return runtime.Text(strings.Join(texts, " ")), nil
}

// Str keeps a segment.
func (s *Server) Str(_ runtime.Request, text string) (runtime.Response,
	error) {
	return s.keep(text)
}

// Two keeps two segments.
func (s *Server) Two(_ runtime.Request, _ int, text, more string) (runtime.Response, error) {
	return s.keep(text, more)
}

// Bounded keeps a segment of bounded length.
func (s *Server) Bounded(_ runtime.Request, text string) (runtime.Response, error) {
	return s.keep(text)
}

// Mixed keeps a part of a segment.
func (s *Server) Mixed(_ runtime.Request, text string, _ int) (runtime.Response, error) {
	return s.keep(text)
}

// Path keeps several segments.
func (s *Server) Path(_ runtime.Request, text string) (runtime.Response,
	error) {
	return s.keep(text)
}

// Tagged keeps the value of an own converter.
func (s *Server) Tagged(_ runtime.Request, text tag.Tag) (runtime.Response, error) {
	return s.keep(string(text))
}

// Sorted keeps a word.
func (s *Server) Sorted(_ runtime.Request, text Text, more string) (runtime.Response, error) {
	return s.keep(string(text), more)
}

// Shared keeps a segment of two routes, of which one has a timeout.
func (s *Server) Shared(_ runtime.Request, text string) (runtime.Response, error) {
	return s.keep(text)
}

// Before lets every request pass.
func (s *Server) Before(runtime.Request) (*runtime.Response, error) { return nil, nil }

// Hooked keeps a segment behind a hook.
func (s *Server) Hooked(_ runtime.Request, text string) (runtime.Response, error) {
	return s.keep(text)
}

// Said keeps a segment, and returns a text.
func (s *Server) Said(_ runtime.Request, text string) (string, error) {
	_, err := s.keep(text)
	return text, err
}
