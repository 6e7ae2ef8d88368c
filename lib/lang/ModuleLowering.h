// The module under construction: its functions (lowered once each, callees first) and its constant tables.
#pragma once

#include "ir/Naming.h"
#include "lang/Frontend.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <map>

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

// The shapes that a call gives to the array parameters of its callee, by parameter; empty where the declaration
// decides.
using CallShapes = std::vector<llvm::SmallVector<int64_t>>;

class ModuleLowering {
public:
  ModuleLowering(clang::ASTContext &ast, const Source &source, mlir::ModuleOp module);

  // The lowered function; lowers it first if need be. `call` is where it is called (for messages), null for the top.
  mlir::func::FuncOp functionFor(const clang::FunctionDecl *function, const CallShapes &shapes,
                                 const clang::Stmt *call);

  // The global of a constant table of the given type.
  mlir::memref::GlobalOp tableFor(const clang::VarDecl *variable, mlir::MemRefType type,
                                  mlir::DenseElementsAttr values);

  mlir::Location locationOf(clang::SourceLocation location) const;
  SourcePlace placeOf(clang::SourceLocation location) const;

  bool isTop(const clang::DeclContext *function) const;

  // The function of the source that was lowered to this one; null where the lowering made it up.
  const clang::FunctionDecl *sourceOf(mlir::func::FuncOp function) const;

  [[noreturn]] void refuse(clang::SourceLocation location, const std::string &message, const std::string &hint = {},
                           std::vector<Note> notes = {}) const;

  clang::ASTContext &ast;
  const Source &source;
  mutable mlir::ModuleOp module; // a handle; its accessors are not const

private:
  std::string symbolFor(const clang::FunctionDecl *function, const CallShapes &shapes);

  using FunctionKey = std::pair<const clang::FunctionDecl *, CallShapes>;
  std::map<FunctionKey, mlir::func::FuncOp> functions;
  llvm::SmallVector<const clang::FunctionDecl *> beingLowered;
  llvm::DenseMap<const clang::VarDecl *, mlir::memref::GlobalOp> tables;
  llvm::DenseSet<llvm::StringRef> symbols;
};

// A function as Clang prints it, with its template arguments: "ns::gemm<float, 32, 64, 64>".
std::string printedName(const clang::FunctionDecl *function);

} // namespace allo::lang
