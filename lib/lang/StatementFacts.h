// Questions about the source that the lowering asks before it emits: what is assigned, what may leave.
#pragma once

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class Expr;
class FunctionDecl;
class Stmt;
class ValueDecl;
} // namespace clang

namespace allo::lang {

// Variables that a statement assigns, increments, takes the address of, or binds to a reference that may write; for
// arrays also element assignments and passing to a function. What is not in it keeps its value. `addressTaken`: another
// name may write the variable.
class Mutations {
public:
  explicit Mutations(const clang::Stmt *statement);
  explicit Mutations(const clang::FunctionDecl *function) { add(function); }
  void add(const clang::FunctionDecl *function); // its body and, for a constructor, what it initialises; once
  bool contains(const clang::ValueDecl *variable) const { return sites.count(variable) != 0; }
  unsigned count(const clang::ValueDecl *variable) const { return sites.lookup(variable); }
  bool addressTaken(const clang::ValueDecl *variable) const { return addresses.count(variable) != 0; }
  // A pointer that is itself assigned, not only what it names.
  bool moves(const clang::ValueDecl *pointer) const { return moved.count(pointer) != 0; }

private:
  friend class MutationVisitor;
  llvm::DenseMap<const clang::ValueDecl *, unsigned> sites;
  llvm::DenseSet<const clang::ValueDecl *> addresses;
  llvm::DenseSet<const clang::ValueDecl *> moved;
  llvm::DenseSet<const clang::FunctionDecl *> added;
};

// The variable at the root of an lvalue expression (`A` of `A[i][j]`, `p` of `p.x`), or null.
const clang::ValueDecl *rootVariable(const clang::Expr *expression);

// How control may leave a statement other than at its end.
struct Leaves {
  bool byBreak = false;    // a break that belongs to a loop or switch around the statement
  bool byContinue = false; // likewise
  bool byReturn = false;
  bool any() const { return byBreak || byContinue || byReturn; }
};
Leaves leavesOf(const clang::Stmt *statement);

// Whether the statement is a block that macros spell `do { … } while (0)`: it runs once, and nothing leaves it by break
// or continue.
bool isBlockOnce(const clang::Stmt *statement);

// Whether control never reaches the end of the statement (by syntax: break, continue, return, blocks and ifs of them).
bool alwaysLeaves(const clang::Stmt *statement);

// printf, puts and putchar: what a run in software prints with.
bool isPrintFunction(llvm::StringRef name);

// Whether evaluating the expression assigns, calls something that may have an effect, or otherwise changes state.
bool hasEffects(const clang::Expr *expression);

} // namespace allo::lang
