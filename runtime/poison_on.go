//go:build httpgen_poison

package runtime

const poisonByTag = true
