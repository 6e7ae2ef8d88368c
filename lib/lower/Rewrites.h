// The rewrites of lib/lower, one file each; Lower.cpp is the list that says their order and why.
#pragma once

#include "lower/Lower.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace mlir {
class LLVMTypeConverter;
class RewritePatternSet;
} // namespace mlir

namespace allo::lower {

// On the named, structured form.
void qualifySymbols(mlir::ModuleOp module);
void runtimeCalls(mlir::ModuleOp module, Lowered &lowered);
void eraseLayouts(mlir::ModuleOp module);
std::vector<ParallelLoop> outlineParallelLoops(mlir::ModuleOp module);
void widenIndices(mlir::ModuleOp module);
void hoistAllocas(mlir::ModuleOp module, const Options &options);

// On any form; names may be gone.
void markDistinctArguments(mlir::ModuleOp module);
void eraseNames(mlir::ModuleOp module);
void hostIntegers(mlir::ModuleOp module);
void exactMinimum(mlir::ModuleOp module);
void saturatingCasts(mlir::ModuleOp module);
void brainFloats(mlir::ModuleOp module);
void libraryMath(mlir::ModuleOp module);
void indexWithoutWrap(mlir::ModuleOp module);

// To the LLVM dialect.
mlir::LogicalResult convertToLLVM(mlir::ModuleOp module);
void addElementAccessPatterns(const mlir::LLVMTypeConverter &converter, mlir::RewritePatternSet &patterns);

// Gives every memory (value, argument and function type) the type that `change` returns for it.
void changeMemoryTypes(mlir::ModuleOp module, llvm::function_ref<mlir::MemRefType(mlir::MemRefType)> change);

} // namespace allo::lower
