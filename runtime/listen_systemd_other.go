//go:build !unix

package runtime

// closeOnExec has nothing to do where no sockets are passed.
func closeOnExec(int) {}
