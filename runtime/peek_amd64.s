#include "textflag.h"

DATA each_slash<>+0(SB)/8, $0x2f2f2f2f2f2f2f2f
DATA each_slash<>+8(SB)/8, $0x2f2f2f2f2f2f2f2f
GLOBL each_slash<>(SB), RODATA|NOPTR, $16

// func Slashes(s string) uint64
//
// 64 bytes are compared whatever the length of s, so that there is no branch that depends
// on it: a wrong guess costs more than all of this. What lies behind s is masked off. It
// is there to be read as long as it is on the page where s starts (the runtime's own
// IndexByte and memequal rely on that, too); near the end of a page, bytes are looked at
// one by one. (SSE2 is part of every amd64.)
TEXT ·Slashes(SB), NOSPLIT, $0-24
	MOVQ s_base+0(FP), SI
	MOVQ s_len+8(FP), CX
	XORL AX, AX
	CMPQ CX, $63
	JA   done
	TESTQ CX, CX // an empty text may lie nowhere
	JZ   empty
	MOVL SI, DX
	ANDL $4095, DX
	CMPL DX, $(4096-64)
	JA   near
	MOVOU each_slash<>(SB), X0
	MOVOU (SI), X1
	MOVOU 16(SI), X2
	MOVOU 32(SI), X3
	MOVOU 48(SI), X4
	PCMPEQB X0, X1
	PCMPEQB X0, X2
	PCMPEQB X0, X3
	PCMPEQB X0, X4
	PMOVMSKB X1, AX
	PMOVMSKB X2, BX
	PMOVMSKB X3, DX
	PMOVMSKB X4, DI
	SHLQ $16, BX
	SHLQ $32, DX
	SHLQ $48, DI
	ORQ  BX, AX
	ORQ  DX, AX
	ORQ  DI, AX
	MOVL $1, BX
	SHLQ CX, BX
	LEAQ -1(BX), DX
	ANDQ DX, AX
	ORQ  BX, AX

done:
	MOVQ AX, ret+16(FP)
	RET

empty:
	MOVQ $1, ret+16(FP)
	RET

near:
	MOVL $1, BX

next:
	TESTQ CX, CX
	JZ    end
	CMPB  (SI), $0x2f
	JNE   other
	ORQ   BX, AX

other:
	SHLQ $1, BX
	INCQ SI
	DECQ CX
	JMP  next

end:
	ORQ  BX, AX
	MOVQ AX, ret+16(FP)
	RET
