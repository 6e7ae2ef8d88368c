// Facts about the scalar types: width, sign, spelling, layout in memory. One table, read by every layer.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/Types.h"

#include <optional>
#include <string>

namespace allo::ir {

inline constexpr unsigned maximalWidth = 4096; // of an integer or fixed-point type

unsigned bitWidth(CType type);         // of the value: 1 for bool
unsigned byteSize(CType type);         // in memory: 1 for bool, docs/decisions/0017 for other widths
bool isSigned(CType type);             // plain char is signed, as on x86-64; false for bool and floating types
bool isFloating(CType type);           // half and bfloat16 included
bool isFixed(CType type);              // ap_fixed and ap_ufixed
bool isArbitraryPrecision(CType type); // ap_int, ap_uint, ap_fixed, ap_ufixed
int fractionBits(CType type);          // value = bits * 2^-fractionBits; 0 for integers
std::string spelling(CType type);      // as C++ writes it: "unsigned char", "ap_fixed<16, 8, AP_RND>"
// The type that C++ spells so, in any of its spellings ("unsigned", "uint8_t", "ap_fixed<16,8,AP_RND>").
std::optional<CType> parseSpelling(llvm::StringRef text);
llvm::StringRef mnemonic(CType type);                           // as the IR prints its kind: "uchar", "ap_fixed"
mlir::Type elementType(mlir::MLIRContext *context, CType type); // signless: i1, i8, i17, f16, bf16, f32 …

// The bytes of an integer of `width` bits in memory.
unsigned byteSizeOfInteger(unsigned width);

} // namespace allo::ir
