// Pipelined loops and the loops around them, as they become one pipeline.
#pragma once

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <set>

namespace allo::target::rtl::legal {

// The pipelined loops of a function whose bodies are straight code (branches, but no loops and no calls).
llvm::SmallVector<mlir::affine::AffineForOp> straightPipelines(mlir::func::FuncOp function);

// Whether the operation, with what is inside, is no loop and no call.
bool isStraight(mlir::Operation *op);

// The loop whose body holds `loop` and may become part of its nest: not one that `keep` names.
mlir::affine::AffineForOp parentInNest(mlir::affine::AffineForOp loop, const std::set<int64_t> &keep);

// Whether the body of `outer` is `inner` and nothing else.
bool isPerfect(mlir::affine::AffineForOp outer, mlir::affine::AffineForOp inner);

} // namespace allo::target::rtl::legal
