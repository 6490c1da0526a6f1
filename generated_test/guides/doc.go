// Package guides runs the guides of docs/guide: their manifests are generated, their Go is
// compiled, their commands are run against the service, and what they print is what the guides
// say.
package guides
