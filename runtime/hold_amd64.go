package runtime

// keep is mustHold, which it calls but for the owner of a request that is not over: most calls
// are such. What the compiler cannot inline is then one function and not two: 20 instructions a
// call as written, 44 without (count memory/small/strings).
func keep(x *Exchange, of generation) (held bool)

var _ = mustHold // where keep goes on
