#include "go_asm.h"
#include "textflag.h"

DATA each_slash<>+0(SB)/8, $0x2f2f2f2f2f2f2f2f
DATA each_slash<>+8(SB)/8, $0x2f2f2f2f2f2f2f2f
GLOBL each_slash<>(SB), RODATA|NOPTR, $16

// SLASHES makes AX the set of the slashes in the 64 bytes at a place; X0 is slashes.
#define SLASHES(place) \
	MOVOU (place), X1; \
	MOVOU 16(place), X2; \
	MOVOU 32(place), X3; \
	MOVOU 48(place), X4; \
	PCMPEQB X0, X1; \
	PCMPEQB X0, X2; \
	PCMPEQB X0, X3; \
	PCMPEQB X0, X4; \
	PMOVMSKB X1, AX; \
	PMOVMSKB X2, BX; \
	PMOVMSKB X3, DX; \
	PMOVMSKB X4, R8; \
	SHLQ $16, BX; \
	SHLQ $32, DX; \
	SHLQ $48, R8; \
	ORQ  BX, AX; \
	ORQ  DX, R8; \
	ORQ  R8, AX

// func Slashes(x *Exchange, s string) uint64
//
// 64 bytes are compared whatever the length of s, so that there is no branch that depends
// on it: a wrong guess costs more than all of this. What lies behind s is masked off. It
// is there to be read as long as it is on the page where s starts (the runtime's own
// IndexByte and memequal rely on that, too); near the end of a page, bytes are looked at
// one by one. (SSE2 is part of every amd64. AVX2 would take a dozen instructions less, and
// no time that could be measured.)
TEXT ·Slashes(SB), NOSPLIT, $0-32
	MOVQ s_base+8(FP), SI
	MOVQ s_len+16(FP), CX
	CMPQ CX, $63
	JA   long
	TESTQ CX, CX // an empty text may lie nowhere
	JZ   empty
	MOVL SI, DX
	ANDL $4095, DX
	CMPL DX, $(4096-64)
	JA   near
	MOVOU each_slash<>(SB), X0
	SLASHES(SI)
	MOVL $1, BX
	SHLQ CX, BX
	LEAQ -1(BX), DX
	ANDQ DX, AX
	ORQ  BX, AX
	MOVQ AX, ret+24(FP)
	RET

	// Blocks of 64 bytes, and the last 64 for what is behind these.
long:
	MOVQ  x+0(FP), DI
	ADDQ  $Exchange_Slash, DI
	MOVOU each_slash<>(SB), X0
	XORL  R9, R9   // places written
	XORL  R10, R10 // bytes in the blocks before
	MOVQ  SI, R11

block:
	SLASHES(R11)

place:
	TESTQ AX, AX
	JZ    seen
	BSFQ  AX, BX
	ADDL  R10, BX
	MOVL  BX, (DI)(R9*4)
	INCL  R9
	CMPL  R9, $const_MaxSlashes
	JEQ   written
	LEAQ  -1(AX), DX
	ANDQ  DX, AX
	JMP   place

seen:
	ADDQ $64, R10
	LEAQ (SI)(R10*1), R11
	LEAQ 64(R10), DX
	CMPQ DX, CX
	JLE  block
	CMPQ R10, CX
	JGE  last
	LEAQ -64(SI)(CX*1), R11
	SLASHES(R11)
	MOVQ CX, R12 // what is behind the blocks is at the top of the set
	MOVQ R10, CX
	SUBQ R12, CX
	SHRQ CL, AX
	MOVQ R12, CX
	JMP  place

last:
	MOVL CX, (DI)(R9*4)

written:
	MOVQ $0, ret+24(FP)
	RET

empty:
	MOVQ $1, ret+24(FP)
	RET

near:
	XORL AX, AX
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
	MOVQ AX, ret+24(FP)
	RET
