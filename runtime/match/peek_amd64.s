#include "go_asm.h"
#include "textflag.h"

DATA each_slash<>+0(SB)/8, $0x2f2f2f2f2f2f2f2f
DATA each_slash<>+8(SB)/8, $0x2f2f2f2f2f2f2f2f
DATA each_slash<>+16(SB)/8, $0x2f2f2f2f2f2f2f2f
DATA each_slash<>+24(SB)/8, $0x2f2f2f2f2f2f2f2f
GLOBL each_slash<>(SB), RODATA|NOPTR, $32

// func cpuHasAVX2() bool
TEXT ·cpuHasAVX2(SB), NOSPLIT, $0-1
	MOVB  $0, ret+0(FP)
	XORL  AX, AX
	CPUID
	CMPL  AX, $7
	JB    no
	MOVL  $1, AX
	XORL  CX, CX
	CPUID
	ANDL  $(1<<27 | 1<<28), CX // XGETBV is there, and AVX
	CMPL  CX, $(1<<27 | 1<<28)
	JNE   no
	XORL  CX, CX
	XGETBV
	ANDL  $6, AX // the system keeps both halves of the registers
	CMPL  AX, $6
	JNE   no
	MOVL  $7, AX
	XORL  CX, CX
	CPUID
	SHRL  $5, BX
	ANDL  $1, BX
	MOVB  BX, ret+0(FP)

no:
	RET

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

// LEFT writes what is left at the lowest slash of AX, and takes it out; n are written
// before it. TZCNT is BSF to a processor that has it not: the same, but of a set that is
// empty, and then nobody looks at what is written. (BSF takes an AMD processor 1.1 ns.)
#define LEFT(n) \
	TZCNTQ AX, BX; \
	MOVL CX, R8; \
	SUBL BX, R8; \
	MOVL R8, (4*n)(DI)(R9*4); \
	LEAQ -1(AX), BX; \
	ANDQ BX, AX

// func Slashes(left *[MaxSlashes]uint32, s string) uint64
//
// 64 bytes are compared whatever the length of s, so that there is no branch that depends
// on it: a wrong guess costs more than all of this. What lies behind s is there to be read
// as long as it is on the page where s starts, and if it is not, then what lies before it is
// (the runtime's own IndexByte and memequal rely on that, too). SSE2 is part of every amd64;
// AVX2 takes ten instructions less (bench_github in order 15.6 ns for 16.3, on a shared core
// 29.1 for 30.1).
TEXT ·Slashes(SB), NOSPLIT, $0-32
	PCALIGN $64
	MOVQ s_base+8(FP), SI
	MOVQ s_len+16(FP), CX
	LEAQ -1(CX), BX
	CMPQ BX, $62
	JA   long
	MOVL SI, DX
	ANDL $4095, DX
	CMPL DX, $(4096-64)
	JA   near
	CMPB ·hasAVX2(SB), $1
	JNE  sse
	VMOVDQU each_slash<>(SB), Y0
	MOVL $1, R9
	SHLQ CX, R9
	VPCMPEQB (SI), Y0, Y1
	VPCMPEQB 32(SI), Y0, Y2
	VPMOVMSKB Y1, AX
	VPMOVMSKB Y2, BX
	VZEROUPPER
	SHLQ $32, BX
	ORQ  R9, AX
	ORQ  BX, AX
	MOVQ AX, ret+24(FP)
	RET

sse:
	MOVOU each_slash<>(SB), X0
	MOVL $1, R9
	SHLQ CX, R9
	SLASHES(SI)
	ORQ  R9, AX
	MOVQ AX, ret+24(FP)
	RET

near:
	MOVOU each_slash<>(SB), X0
	MOVL $1, R9
	SHLQ CX, R9
	LEAQ -64(SI)(CX*1), SI
	SLASHES(SI)
	NEGL CX
	SHRQ CX, AX // the 64 bytes end where s does
	ORQ  R9, AX
	MOVQ AX, ret+24(FP)
	RET

long:
	TESTQ CX, CX
	JZ    empty // it may lie nowhere
	MOVQ  left+0(FP), DI
	MOVOU each_slash<>(SB), X0
	SLASHES(SI)
	MOVQ  AX, ret+24(FP)

	// R9 is the number of these: each is a byte of ones.
	PADDB  X2, X1
	PADDB  X4, X3
	PADDB  X3, X1
	PXOR   X5, X5
	PSUBB  X1, X5
	PXOR   X1, X1
	PSADBW X1, X5
	MOVQ   X5, R9
	PSRLO  $8, X5
	MOVQ   X5, BX
	ADDL   BX, R9

	MOVQ CX, R10
	CMPQ CX, $127
	JA   longer
	CMPL R9, $(const_MaxSlashes-4)
	JA   longer

	// Up to 127 bytes: the last 64 hold all that is behind the first 64.
	LEAQ -64(SI)(CX*1), R11
	SLASHES(R11)
	MOVL $127, CX
	SUBL R10, CX
	SHRQ $1, AX // both together may be all 64
	SHRQ CX, AX
	LEAQ -64(R10), CX
	BTSQ CX, AX
	LEFT(0)
	LEFT(1)
	LEFT(2)
	LEFT(3)
	TESTQ AX, AX
	JNZ   longer
	RET

	// Blocks of 64 bytes, and the last 64 for what is behind these. CX is what is left at
	// the start of a block, R10 the length of s.
longer:
	MOVQ R10, CX
	MOVQ SI, R11

next:
	SUBQ $64, CX
	ADDQ $64, R11
	CMPQ CX, $64
	JB   last
	SLASHES(R11)

place:
	TESTQ AX, AX
	JZ    placed
	CMPL  R9, $const_MaxSlashes
	JGE   full
	LEFT(0)
	INCL  R9
	JMP   place

placed:
	CMPQ CX, $64
	JAE  next

full:
	RET

last:
	MOVQ CX, R12
	LEAQ -64(R11)(CX*1), R11
	SLASHES(R11)
	MOVL $63, CX
	SUBL R12, CX
	SHRQ $1, AX
	SHRQ CX, AX
	MOVQ R12, CX
	BTSQ CX, AX
	JMP  place

empty:
	MOVQ $1, ret+24(FP)
	RET
