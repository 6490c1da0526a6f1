// Package model has types as people write them, and some that JSON cannot say.
package model

import "time"

// Thing is all there is.
type Thing struct {
	// ID is who it is.
	ID     int       `json:"id"`
	Name   string    `json:"name"` // what people call it
	When   time.Time `json:"when"`
	List   []Plain   `json:"list"`
	Left   []Plain   `json:"left,omitempty"`
	Any    any       `json:"any"`
	Ptr    *Plain    `json:"ptr"`
	Maybe  *Plain    `json:"maybe,omitempty"`
	Text   Color     `json:"text"`
	Count  int       `json:"count,string"`
	Own    Raw       `json:"own"`
	hidden int

	Skipped int `json:"-"`
	Base
	Twice1 int `json:"twice"`
	Twice2 int `json:"twice"`
	small
	*inner

	Chan chan int `json:"chan"`
	Func func()   `json:"func"`
	Tree Tree     `json:"tree"`
	Loop Loop     `json:"loop"`
}

// Base is embedded.
type Base struct {
	Deep string `json:"deep"` // of an embedded struct
	Name int    `json:"name"` // hidden by that of Thing
}

type (
	small int
	inner struct {
		Within int `json:"within,omitempty"`
	}
)

// Plain is plain.
type Plain struct{ A int8 }

// Color is written as text.
type Color int

// MarshalText writes it.
func (Color) MarshalText() ([]byte, error) { return nil, nil }

// Raw is written by itself.
type Raw struct{ A int }

// MarshalJSON writes it.
func (*Raw) MarshalJSON() ([]byte, error) { return nil, nil }

// Tree is made of trees.
type Tree struct {
	Left, Right *Tree
}

// Loop is a map of its own kind.
type Loop map[string]Loop

// Page is a page of T.
type Page[T any] struct {
	Items []T `json:"items"`
	Next  *int
}

var _ = Thing{}.hidden
