package main

import (
	"example.com/httpgen/bench/load"
	"example.com/httpgen/bench/web"
)

// profileTitle adds the profile's own words to its name.
func profileTitle(name string) string {
	for _, p := range load.Profiles() {
		if p.Name == name {
			return name + ": " + p.About
		}
	}
	for _, c := range web.Cases {
		if c.Name == name {
			return name + ": " + c.About
		}
	}
	return name
}
