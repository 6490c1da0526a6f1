package listen

import (
	"net"
	"syscall"
)

// Keeping new connections away from a socket that is about to be closed lives here.

// dropNew makes a socket take no new connections while those that are being opened go on:
// it drops SYN (RFC 9293 §3.5), and says whether it could. Of several sockets on a port
// the system chooses one by the client's address alone, and goes on to choose this one; a
// client that hears nothing tries again after a second (RFC 6298 §2), and finds those that
// are left. Without it, who is chosen between the last accept and close is reset, and so
// is whoever has half opened a connection, a whole way to the client and back.
// (The system itself moves them with net.ipv4.tcp_migrate_req=1; it is off by default.)
func dropNew(l net.Listener) bool {
	return controlOf(l, func(fd int) error {
		//lint:ignore SA1019 what takes its place is no part of the standard library
		return syscall.AttachLsf(fd, noSYN)
	}) == nil
}

// noSYN is a classic BPF program. It sees a packet from its TCP header on, and returns how
// many bytes of it to keep.
var noSYN = []syscall.SockFilter{
	{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: 13}, // the flags
	{Code: syscall.BPF_ALU | syscall.BPF_AND | syscall.BPF_K, K: flagSYN | flagACK},
	{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, K: flagSYN, Jt: 0, Jf: 1},
	{Code: syscall.BPF_RET | syscall.BPF_K, K: 0},
	{Code: syscall.BPF_RET | syscall.BPF_K, K: 0xffff_ffff},
}

const flagSYN, flagACK = 0x02, 0x10

// refuseNew makes a unix socket refuse new connections and keep those in its queue.
func refuseNew(l net.Listener) {
	_ = controlOf(l, func(fd int) error { return syscall.Shutdown(fd, syscall.SHUT_RD) })
}
