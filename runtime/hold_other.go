//go:build !amd64

package runtime

// keep is mustHold, which it calls but for the owner of a request that is not over.
func keep(x *Exchange, of generation) (held bool) {
	if x != nil && x.isOwner() && !x.isOver(of) {
		return false
	}
	return mustHold(x, of)
}
