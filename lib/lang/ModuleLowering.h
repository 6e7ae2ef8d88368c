// The module under construction: its functions (lowered once each, callees first) and its constant tables.
#pragma once

#include "ir/Naming.h"
#include "lang/Frontend.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/SmallVector.h"

#include <map>
#include <tuple>

namespace clang {
class ASTContext;
class FunctionDecl;
class QualType;
class Stmt;
class VarDecl;
} // namespace clang
namespace clang {
class SourceLocation;
}

namespace allo::lang {

// What a call says of an array parameter of its callee; empty where the declaration decides. A part of an array is
// passed as its root and the subscripts of the part (docs/decisions/0008).
struct CallShape {
  llvm::SmallVector<int64_t> extents; // of the part
  llvm::SmallVector<int64_t> outer;   // of the root's dimensions that the part has subscripts for
  bool hasOffset = false;             // the part starts at an offset into its first dimension
  mlir::Type stream;                  // of a stream that is passed, or of the array of streams that it is one of
  bool operator<(const CallShape &other) const {
    auto key = [](const CallShape &shape) {
      return std::make_tuple(std::vector<int64_t>(shape.extents.begin(), shape.extents.end()),
                             std::vector<int64_t>(shape.outer.begin(), shape.outer.end()), shape.hasOffset,
                             shape.stream.getAsOpaquePointer());
    };
    return key(*this) < key(other);
  }
};
using CallShapes = std::vector<CallShape>;

// Thrown where a variable is used whose declaration was refused: nothing more is said of it.
struct Poisoned {};

class ModuleLowering {
public:
  ModuleLowering(clang::ASTContext &ast, const Source &source, mlir::ModuleOp module);

  // The lowered function; lowers it first if need be. `call` is where it is called (for messages), null for the top.
  mlir::func::FuncOp functionFor(const clang::FunctionDecl *function, const CallShapes &shapes,
                                 const clang::Stmt *call);

  // The global of a constant table, or of state, of the given type. `key` tells them apart, `name` is the variable's.
  mlir::memref::GlobalOp globalFor(const std::string &key, const std::string &name, clang::SourceLocation location,
                                   mlir::MemRefType type, mlir::DenseElementsAttr values, bool isConstant);

  // State (static locals, globals that are not const) is memory of the top; other functions take it as arguments after
  // their own. The variables whose leaves those are, in order.
  std::map<mlir::Operation *, llvm::SmallVector<const clang::VarDecl *>> stateArguments;

  // The variable that says whether a static local with an initial value that is no constant has it already.
  const clang::VarDecl *initialisationMark(const clang::VarDecl *variable);

  // Brackets a function whose body is being lowered, as one of its own or into another. Refuses recursion.
  void enter(const clang::FunctionDecl *function, clang::SourceLocation call);
  void leave() { beingLowered.pop_back(); }

  mlir::Location locationOf(clang::SourceLocation location) const;
  SourcePlace placeOf(clang::SourceLocation location) const;

  bool isTop(const clang::DeclContext *function) const;

  // The function of the source that was lowered to this one; null where the lowering made it up.
  const clang::FunctionDecl *sourceOf(mlir::func::FuncOp function) const;

  [[noreturn]] void refuse(clang::SourceLocation location, const std::string &message, const std::string &hint = {},
                           std::vector<Note> notes = {}) const;

  // One error of several: kept, so that what follows is looked at too. Throws them all where they are many.
  void report(const UserError &error);
  void throwReported() const; // returns only where there are none

  clang::ASTContext &ast;
  const Source &source;
  mutable mlir::ModuleOp module; // a handle; its accessors are not const

private:
  std::string symbolFor(const clang::FunctionDecl *function, const CallShapes &shapes);

  std::vector<UserError> errors;
  using FunctionKey = std::pair<const clang::FunctionDecl *, CallShapes>;
  std::map<FunctionKey, mlir::func::FuncOp> functions;
  llvm::SmallVector<const clang::FunctionDecl *> beingLowered;
  std::map<std::string, mlir::memref::GlobalOp> tables;
  std::map<const clang::VarDecl *, const clang::VarDecl *> initialisationMarks;
};

// A function as Clang prints it, with its template arguments: "ns::gemm<float, 32, 64, 64>".
std::string printedName(const clang::FunctionDecl *function);

} // namespace allo::lang
