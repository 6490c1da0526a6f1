package main

import "example.com/httpgen/bench/load"

// profileTitle adds the profile's own words to its name.
func profileTitle(name string) string {
	for _, p := range load.Profiles() {
		if p.Name == name {
			return name + ": " + p.About
		}
	}
	return name
}
