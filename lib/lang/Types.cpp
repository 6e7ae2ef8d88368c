#include "lang/Types.h"

#include "lang/HlsIntrinsics.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

#include <limits>

using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

std::optional<CType> scalarKind(clang::QualType type) {
  type = type.getCanonicalType().getUnqualifiedType();
  if (const auto *enumeration = type->getAs<clang::EnumType>())
    type = enumeration->getDecl()->getDefinitionOrSelf()->getIntegerType().getCanonicalType();
  const auto *builtin = type->getAs<clang::BuiltinType>();
  if (!builtin)
    return type->isRecordType() ? hlsScalarType(type) : std::nullopt;
  switch (builtin->getKind()) {
  case clang::BuiltinType::Bool:
    return CKind::Bool;
  case clang::BuiltinType::Char_S:
    return CKind::Char;
  case clang::BuiltinType::SChar:
    return CKind::SChar;
  case clang::BuiltinType::UChar:
  case clang::BuiltinType::Char8:
    return CKind::UChar;
  case clang::BuiltinType::Short:
    return CKind::Short;
  case clang::BuiltinType::UShort:
  case clang::BuiltinType::Char16:
    return CKind::UShort;
  case clang::BuiltinType::Int:
  case clang::BuiltinType::WChar_S:
    return CKind::Int;
  case clang::BuiltinType::UInt:
  case clang::BuiltinType::Char32:
    return CKind::UInt;
  case clang::BuiltinType::Long:
    return CKind::Long;
  case clang::BuiltinType::ULong:
    return CKind::ULong;
  case clang::BuiltinType::LongLong:
    return CKind::LongLong;
  case clang::BuiltinType::ULongLong:
    return CKind::ULongLong;
  case clang::BuiltinType::Int128:
    return CKind::Int128;
  case clang::BuiltinType::UInt128:
    return CKind::UInt128;
  case clang::BuiltinType::Float:
    return CKind::Float;
  case clang::BuiltinType::Double:
    return CKind::Double;
  default:
    return std::nullopt;
  }
}

bool isInteger(CType kind) { return !ir::isFloating(kind) && !ir::isFixed(kind); }

IntegerRange rangeOf(CType kind) {
  unsigned bits = ir::bitWidth(kind);
  if (bits > 64)
    return {ir::isSigned(kind) ? std::numeric_limits<int64_t>::min() : 0, std::numeric_limits<int64_t>::max(), false};
  if (ir::isSigned(kind))
    return {bits == 64 ? std::numeric_limits<int64_t>::min() : -(int64_t(1) << (bits - 1)),
            bits == 64 ? std::numeric_limits<int64_t>::max() : (int64_t(1) << (bits - 1)) - 1, true};
  if (bits == 64)
    return {0, std::numeric_limits<int64_t>::max(), false};
  return {0, (int64_t(1) << bits) - 1, true};
}

std::optional<ArrayShape> arrayShape(clang::QualType type, const clang::ASTContext &context) {
  ArrayShape shape;
  while (const clang::ArrayType *array = context.getAsArrayType(type)) {
    const auto *constant = llvm::dyn_cast<clang::ConstantArrayType>(array);
    if (!constant)
      return std::nullopt;
    shape.extents.push_back(constant->getSize().getLimitedValue(std::numeric_limits<int64_t>::max()));
    type = array->getElementType();
  }
  shape.element = type;
  return shape;
}

} // namespace allo::lang
