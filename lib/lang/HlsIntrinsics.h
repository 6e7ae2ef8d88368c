// The types and operations of include/hls as the front end knows them: by the annotations of docs/decisions/0017.
#pragma once

#include "ir/CType.h"

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace allo::lang {

// What stands behind "hls." in the annotation of a declaration ("assign.add"); empty where there is none.
llvm::StringRef hlsAnnotation(const clang::Decl *declaration);

// The scalar type that an annotated class (or one derived from it) is.
std::optional<ir::CType> hlsScalarType(clang::QualType type);

// Whether the type is one of the classes that refer to bits, and how many bits it can name at most.
std::optional<unsigned> hlsReferenceWidth(clang::QualType type);

// An annotated operation as it is used: its name and its operands, the object of a member function first.
struct HlsOperation {
  llvm::StringRef name;
  llvm::SmallVector<const clang::Expr *, 3> operands;
  bool objectIsPointer = false; // the first operand is a pointer to the object
  const clang::Expr *source = nullptr;
};
std::optional<HlsOperation> hlsOperation(const clang::Expr *expression);

// A stream type: what it carries, and its depth; 0 where the type says none.
struct HlsStream {
  clang::QualType element;
  int64_t depth = 0;
};
std::optional<HlsStream> hlsStream(clang::QualType type);

// An operation on a stream, "stream.read" and so on; the stream is the first operand.
std::optional<HlsOperation> streamOperation(const clang::Expr *expression);

// Whether the operation writes one of its operands.
bool hlsWrites(llvm::StringRef name);

// Parentheses, temporaries, copies of references and conversions to a base, all of which change nothing here.
const clang::Expr *withoutWrappers(const clang::Expr *expression);

} // namespace allo::lang
