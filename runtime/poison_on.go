//go:build httpgen_poison

package runtime

func init() { poison.Store(true) }
