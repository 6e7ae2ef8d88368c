// Facts about the C scalar types: width, sign, spelling. One table, read by every layer.
#pragma once

#include "ir/AlloDialect.h"

#include "mlir/IR/Types.h"

namespace allo::ir {

unsigned bitWidth(CKind kind); // of the value: 1 for bool
unsigned byteSize(CKind kind); // in memory: 1 for bool
bool isSigned(CKind kind);     // plain char is signed, as on x86-64; false for bool and floating types
bool isFloating(CKind kind);
llvm::StringRef spelling(CKind kind);                           // as C writes it: "unsigned char"
mlir::Type elementType(mlir::MLIRContext *context, CKind kind); // signless: i1, i8 … i64, f32, f64

} // namespace allo::ir
