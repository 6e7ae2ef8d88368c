// Canonical forms, equal values, decided branches, dead code; repeated while something changes, at most a few times.
// Upstream's patterns run on operations without regions and on affine conditions only: those for scf loops drop the
// names of loops, those for affine.for break bounds in code that is never reached, and folding `math` would compute exp
// with the host's library instead of the operator's algorithm.
#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/Rewrites.h"

#include "analysis/TripCount.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Transforms/CSE.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
constexpr int mostRounds = 4;

bool isFoldable(Operation *op) {
  return isa<arith::ArithDialect>(op->getDialect()) ||
         isa<affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp, affine::AffineLoadOp,
             affine::AffineStoreOp, affine::AffineIfOp>(op);
}

// Upstream's patterns for affine maps fold quotients by the ranges of what is divided, and take the remainder of the
// least dividend for the least remainder: (2 … 3) mod 3 is 0 too.
bool isFoldedWrongly(func::FuncOp function) {
  auto isDivision = [](AffineExpr expression) {
    AffineExprKind kind = expression.getKind();
    return kind == AffineExprKind::FloorDiv || kind == AffineExprKind::CeilDiv || kind == AffineExprKind::Mod;
  };
  bool found = false;
  function.walk([&](Operation *op) {
    rewriteMaps(op, [&](AffineMap &map, SmallVectorImpl<Value> &) {
      map.walkExprs([&](AffineExpr expression) {
        if (isDivision(expression))
          cast<AffineBinaryOpExpr>(expression).getLHS().walk([&](AffineExpr part) {
            found |= part.getKind() == AffineExprKind::Mod;
          });
      });
    });
  });
  return found;
}

FrozenRewritePatternSet patternsFor(MLIRContext *context, bool withMaps) {
  RewritePatternSet patterns(context);
  for (RegisteredOperationName name : context->getRegisteredOperations()) {
    if (name.getDialectNamespace() == "arith")
      name.getCanonicalizationPatterns(patterns, context);
  }
  if (withMaps) {
    affine::AffineApplyOp::getCanonicalizationPatterns(patterns, context);
    affine::AffineMinOp::getCanonicalizationPatterns(patterns, context);
    affine::AffineMaxOp::getCanonicalizationPatterns(patterns, context);
    affine::AffineLoadOp::getCanonicalizationPatterns(patterns, context);
    affine::AffineStoreOp::getCanonicalizationPatterns(patterns, context);
  }
  affine::AffineIfOp::getCanonicalizationPatterns(patterns, context);
  return patterns;
}

bool foldOperations(func::FuncOp function, const FrozenRewritePatternSet &patterns) {
  SmallVector<Operation *> operations;
  function.walk([&](Operation *op) {
    if (isFoldable(op))
      operations.push_back(op);
  });
  bool changed = false;
  GreedyRewriteConfig config;
  config.setStrictness(GreedyRewriteStrictness::ExistingAndNewOps);
  (void)applyOpPatternsGreedily(operations, patterns, config, &changed);
  return changed;
}
// Bounds in terms of loop variables and symbols themselves.
void composeBounds(affine::AffineForOp loop) {
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  SmallVector<Value> lowerOperands(loop.getLowerBoundOperands()), upperOperands(loop.getUpperBoundOperands());
  affine::fullyComposeAffineMapAndOperands(&lower, &lowerOperands);
  affine::canonicalizeMapAndOperands(&lower, &lowerOperands);
  affine::fullyComposeAffineMapAndOperands(&upper, &upperOperands);
  affine::canonicalizeMapAndOperands(&upper, &upperOperands);
  loop.setLowerBound(lowerOperands, lower);
  loop.setUpperBound(upperOperands, upper);
}

// Loops that never run give their initial values.
void simplifyLoops(func::FuncOp function) {
  SmallVector<Operation *> empty;
  function.walk([&](Operation *op) { // inner ones first
    if (auto loop = dyn_cast<affine::AffineForOp>(op))
      composeBounds(loop);
    if (ir::isLoop(op) && analysis::tripCount(op) == 0)
      empty.push_back(op);
  });
  for (Operation *op : empty) {
    op->replaceAllUsesWith(cast<LoopLikeOpInterface>(op).getInits());
    op->erase();
  }
}
} // namespace

void simplify(ModuleOp module) {
  FrozenRewritePatternSet all = patternsFor(module.getContext(), /*withMaps=*/true);
  FrozenRewritePatternSet withoutMaps = patternsFor(module.getContext(), /*withMaps=*/false);
  for (auto function : module.getOps<func::FuncOp>()) {
    simplifyLoops(function);
    dropImpliedConditions(function);
    for (int round = 0; round < mostRounds; ++round) {
      composeMaps(function);
      bool changed = foldOperations(function, isFoldedWrongly(function) ? withoutMaps : all);
      changed |= simplifyBranches(function);
      IRRewriter rewriter(module.getContext());
      DominanceInfo dominance(function);
      eliminateCommonSubExpressions(rewriter, dominance, function, &changed);
      removeDead(function);
      if (!changed)
        break;
    }
  }
}

} // namespace allo::target::rtl::legal
