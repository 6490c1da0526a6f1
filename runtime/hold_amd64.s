#include "go_asm.h"
#include "textflag.h"

// func keep(x *Exchange, of generation) (held bool)
//
// owner and state are those of holds: what is compared of state is the number of the request,
// the upper 64-holdBits of its bits, with the lower ones of of>>1.
TEXT ·keep(SB), NOSPLIT|NOFRAME, $0-17
	MOVQ  x+0(FP), AX
	TESTQ AX, AX
	JZ    hold
	MOVQ  TLS, CX
	MOVQ  0(CX)(TLS*1), CX
	CMPQ  CX, Exchange_holds+holds_owner(AX)
	JNE   hold
	MOVQ  Exchange_holds+holds_state(AX), DX
	MOVQ  of+8(FP), BX
	SHRQ  $const_holdBits, DX
	SHRQ  $1, BX
	XORQ  BX, DX
	SHLQ  $const_holdBits, DX
	JNZ   hold
	MOVB  $0, held+16(FP)
	RET

hold:
	JMP ·mustHold(SB)
