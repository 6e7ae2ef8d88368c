// C types as the IR sees them.
#pragma once

#include "ir/CTypes.h"

#include "clang/AST/Type.h"

#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace clang {
class ASTContext;
}

namespace allo::lang {

// The scalar kind of a type, or nothing when it is not an accepted scalar. Enumerations count as their underlying type.
std::optional<ir::CType> scalarKind(clang::QualType type);

// Whether every value of `kind` is an integer (bool included).
bool isInteger(ir::CType kind);

// The smallest and largest value of an integer kind; the largest of a 64-bit unsigned kind is cut to INT64_MAX,
// with `exact` false.
struct IntegerRange {
  int64_t low = 0;
  int64_t high = 0;
  bool exact = true;
};
IntegerRange rangeOf(ir::CType kind);

// An array type taken apart: extents (outermost first) and element. False when an extent is not a constant.
struct ArrayShape {
  llvm::SmallVector<int64_t> extents;
  clang::QualType element;
};
std::optional<ArrayShape> arrayShape(clang::QualType type, const clang::ASTContext &context);

} // namespace allo::lang
