#include "ir/CTypes.h"

#include "mlir/IR/BuiltinTypes.h"

#include "llvm/Support/ErrorHandling.h"

namespace allo::ir {

namespace {
struct Facts {
  CKind kind;
  unsigned bits;
  bool isSigned;
  bool isFloating;
  llvm::StringLiteral spelling;
};
constexpr Facts table[] = {
    {CKind::Bool, 1, false, false, "bool"},
    {CKind::Char, 8, true, false, "char"},
    {CKind::SChar, 8, true, false, "signed char"},
    {CKind::UChar, 8, false, false, "unsigned char"},
    {CKind::Short, 16, true, false, "short"},
    {CKind::UShort, 16, false, false, "unsigned short"},
    {CKind::Int, 32, true, false, "int"},
    {CKind::UInt, 32, false, false, "unsigned int"},
    {CKind::Long, 64, true, false, "long"},
    {CKind::ULong, 64, false, false, "unsigned long"},
    {CKind::LongLong, 64, true, false, "long long"},
    {CKind::ULongLong, 64, false, false, "unsigned long long"},
    {CKind::Float, 32, false, true, "float"},
    {CKind::Double, 64, false, true, "double"},
};
const Facts &factsOf(CKind kind) {
  for (const Facts &facts : table)
    if (facts.kind == kind)
      return facts;
  llvm_unreachable("a C type without facts");
}
} // namespace

unsigned bitWidth(CKind kind) { return factsOf(kind).bits; }
unsigned byteSize(CKind kind) { return (factsOf(kind).bits + 7) / 8; }
bool isSigned(CKind kind) { return factsOf(kind).isSigned; }
bool isFloating(CKind kind) { return factsOf(kind).isFloating; }
llvm::StringRef spelling(CKind kind) { return factsOf(kind).spelling; }

mlir::Type elementType(mlir::MLIRContext *context, CKind kind) {
  const Facts &facts = factsOf(kind);
  if (!facts.isFloating)
    return mlir::IntegerType::get(context, facts.bits);
  return facts.bits == 32 ? mlir::Type(mlir::Float32Type::get(context)) : mlir::Type(mlir::Float64Type::get(context));
}

} // namespace allo::ir
