// A scalar type of C, C++ or HLS as a value: what `#allo.ctype` holds and what every layer passes around.
#pragma once

#include "mlir/IR/BuiltinAttributes.h"

#include "llvm/ADT/Hashing.h"

#include <cstdint>

#include "ir/AlloEnums.h.inc"

namespace allo::ir {

// `width` counts for arbitrary-precision integers and fixed point, what follows it for fixed point alone.
struct CType {
  CKind kind = CKind::Int;
  unsigned width = 0;
  int integerBits = 0; // value = bits * 2^(integerBits - width); may be negative or larger than the width
  Quantisation quantisation = Quantisation::Trn;
  Overflow overflow = Overflow::Wrap;
  unsigned saturatedBits = 0;

  constexpr CType() = default;
  constexpr CType(CKind kind) : kind(kind) {}
  static constexpr CType integer(unsigned width, bool isSigned) {
    CType type(isSigned ? CKind::APInt : CKind::APUInt);
    type.width = width;
    return type;
  }
  static constexpr CType fixed(unsigned width, int integerBits, bool isSigned,
                               Quantisation quantisation = Quantisation::Trn, Overflow overflow = Overflow::Wrap,
                               unsigned saturatedBits = 0) {
    CType type(isSigned ? CKind::APFixed : CKind::APUFixed);
    type.width = width;
    type.integerBits = integerBits;
    type.quantisation = quantisation;
    type.overflow = overflow;
    type.saturatedBits = saturatedBits;
    return type;
  }

  friend constexpr bool operator==(const CType &a, const CType &b) {
    return a.kind == b.kind && a.width == b.width && a.integerBits == b.integerBits &&
           a.quantisation == b.quantisation && a.overflow == b.overflow && a.saturatedBits == b.saturatedBits;
  }
  friend constexpr bool operator!=(const CType &a, const CType &b) { return !(a == b); }
  friend llvm::hash_code hash_value(const CType &type) {
    return llvm::hash_combine(type.kind, type.width, type.integerBits, type.quantisation, type.overflow,
                              type.saturatedBits);
  }
};

} // namespace allo::ir
