// The names that a pragma can use: the variables visible where it stands, template parameters, constants.
#pragma once

#include "clang/Basic/SourceLocation.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>

namespace clang {
class Decl;
class FunctionDecl;
class NamedDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace allo::lang {

class PragmaScope {
public:
  // Of a place inside the body of a function (an instance, where it is a template).
  PragmaScope(const clang::FunctionDecl *function, clang::SourceLocation location);

  // The statements around the place, outermost (the body) first.
  llvm::ArrayRef<const clang::Stmt *> around() const { return around_; }
  // The innermost loop in whose body the place is, or null.
  const clang::Stmt *loop() const { return loop_; }
  // Whether a block or branch stands between that loop (or the function) and the place.
  bool isInBlock() const { return isInBlock_; }

  // The variable that a name means here, or null.
  const clang::VarDecl *variable(llvm::StringRef name) const;

  // The value of an integer constant expression of literals, names and operators; nothing where it is none.
  std::optional<int64_t> evaluate(llvm::StringRef text) const;

  // The value of a (qualified) name.
  std::optional<int64_t> constant(llvm::StringRef name) const;

private:
  void descend(const clang::Stmt *statement);
  bool isInside(const clang::Stmt *statement) const;
  const clang::NamedDecl *lookup(llvm::StringRef name) const;
  std::optional<int64_t> templateArgument(llvm::StringRef name) const;

  const clang::FunctionDecl *function_;
  clang::SourceLocation location_;
  llvm::SmallVector<const clang::Stmt *> around_;
  llvm::SmallVector<const clang::VarDecl *> variables_; // the innermost last
  const clang::Stmt *loop_ = nullptr;
  bool isInBlock_ = false;
};

} // namespace allo::lang
