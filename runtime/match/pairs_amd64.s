#include "textflag.h"

#define EACH(name, byte8) \
	DATA name<>+0(SB)/8, byte8; \
	DATA name<>+8(SB)/8, byte8; \
	DATA name<>+16(SB)/8, byte8; \
	DATA name<>+24(SB)/8, byte8; \
	GLOBL name<>(SB), RODATA|NOPTR, $32

EACH(each_ampersand, $0x2626262626262626)
EACH(each_equals, $0x3d3d3d3d3d3d3d3d)
EACH(each_percent, $0x2525252525252525)
EACH(each_plus, $0x2b2b2b2b2b2b2b2b)

// MASKS makes AX the set of the bytes of Y0 and Y1 that are those of a name.
#define MASKS(name) \
	VMOVDQU   name<>(SB), Y2; \
	VPCMPEQB  Y0, Y2, Y3; \
	VPCMPEQB  Y1, Y2, Y4; \
	VPMOVMSKB Y3, AX; \
	VPMOVMSKB Y4, BX; \
	SHLQ      $32, BX; \
	ORQ       BX, AX

// func pairs64(p unsafe.Pointer) (ends, equals, others uint64)
TEXT ·pairs64(SB), NOSPLIT, $0-32
	MOVQ    p+0(FP), SI
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	MASKS(each_ampersand)
	MOVQ    AX, ends+8(FP)
	MASKS(each_equals)
	MOVQ    AX, equals+16(FP)

	// A byte beyond ASCII has the high bit that a byte which is equal gets.
	VMOVDQU   each_percent<>(SB), Y2
	VMOVDQU   each_plus<>(SB), Y5
	VPCMPEQB  Y0, Y2, Y3
	VPCMPEQB  Y0, Y5, Y4
	VPOR      Y3, Y0, Y0
	VPOR      Y4, Y0, Y0
	VPCMPEQB  Y1, Y2, Y3
	VPCMPEQB  Y1, Y5, Y4
	VPOR      Y3, Y1, Y1
	VPOR      Y4, Y1, Y1
	VPMOVMSKB Y0, AX
	VPMOVMSKB Y1, BX
	VZEROUPPER
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, others+24(FP)
	RET
