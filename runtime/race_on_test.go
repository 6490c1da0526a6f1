//go:build race

package runtime

// raceDetector says that memory is not what it is without it.
const raceDetector = true
