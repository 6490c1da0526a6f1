package runtime

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// Sockets that systemd has opened live here (sd_listen_fds(3)).

// firstPassed is the descriptor of the first socket, SD_LISTEN_FDS_START.
const firstPassed = 3

// activated returns the sockets that were passed to this process, with this name if it
// is not "".
func activated(name string) ([]net.Listener, error) {
	if pid := os.Getenv("LISTEN_PID"); pid != strconv.Itoa(os.Getpid()) {
		return nil, errors.New("listen systemd: no sockets were passed to this process " +
			"(LISTEN_PID)")
	}
	n, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil || n < 1 {
		return nil, fmt.Errorf("listen systemd: LISTEN_FDS is %q", os.Getenv("LISTEN_FDS"))
	}
	for i := range n { // also what is not chosen is not for programs that this one starts
		closeOnExec(firstPassed + i)
	}
	names := strings.Split(os.Getenv("LISTEN_FDNAMES"), ":")
	var all []net.Listener
	for i := range n {
		called := ""
		if i < len(names) {
			called = names[i]
		}
		if name != "" && called != name {
			continue
		}
		file := os.NewFile(uintptr(firstPassed+i), called)
		l, err := net.FileListener(file)
		file.Close()
		if err != nil {
			closeAll(all)
			return nil, fmt.Errorf("listen systemd: socket %d %s: %w", i, called, err)
		}
		all = append(all, l)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("listen systemd: no socket is called %q", name)
	}
	return all, nil
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}
