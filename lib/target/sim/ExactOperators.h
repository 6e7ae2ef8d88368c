// The floating-point operators of the RTL library in software, bit for bit: any of half, bfloat16, float and double,
// with NaN results that are 0 11…1 10…0, and with subnormals flushed where the operator flushes them.
#pragma once

#include "target/rtl/Operators.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/ArrayRef.h"

namespace allo::target::sim {

// Of a format that floating types of the language have; throws InternalError for another one.
const llvm::fltSemantics &semanticsOf(const rtl::FloatFormat &format);

llvm::APInt evaluate(const rtl::OperatorKey &key, llvm::ArrayRef<llvm::APInt> operands);

// The same for generated code: operands and result are words of 64 bits, each value as many as its width needs.
inline constexpr const char *operatorName = "allo.sim.operator";
void runOperator(const rtl::OperatorKey *key, const uint64_t *operands, uint64_t *result);

// Bits of each operand of such an operator, and how many it has.
unsigned operandWidth(const rtl::OperatorKey &key);
unsigned operandCount(rtl::OperatorKind kind);

} // namespace allo::target::sim
