// foldNests: makes the nest around a pipelined loop perfect, so that it runs as one pipeline.
//
//   for (j) {                      for (j)
//     float sum = 0;                 for (k) {
//     for (k) sum += A[j][k];   ->     if (k == first) sum = 0;
//     C[j] = sum;                      sum += A[j][k];
//   }                                  if (k == last) C[j] = sum;
//                                    }
//
// Within one iteration of j nothing changes its order. It needs that the inner loop surely runs, or the code would be
// lost: iterations of j in which it may not run are separated first (SeparateEmpty.h). A scalar of the body of j (sum)
// moves out of the nest, because it has to live across iterations of k. That adds no dependence between iterations of
// j: its content was undefined when its scope began, so each iteration of j writes it before it reads it; what the
// iteration before left is never used, and between iterations of k the values flow as they did before. The value
// carried is `k == first ? 0 : sum`, one selection more.
//
// What it costs is that the moved code is in the pipeline of every iteration: its accesses take ports in each interval.
// Code of more than mostFoldedOperations stays where it is; whether the interval got worse the caller sees, and tries
// again with the loop in `keep`.
#include "ir/Naming.h"
#include "target/rtl/legalise/AffineMaps.h"
#include "target/rtl/legalise/FreshIds.h"
#include "target/rtl/legalise/IterationGuard.h"
#include "target/rtl/legalise/LoopBounds.h"
#include "target/rtl/legalise/Nest.h"
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/SeparateEmpty.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

constexpr unsigned mostFoldedOperations = 64;

// The loops of a nest that take part, outermost first; the last is the pipelined one.
using Loops = SmallVector<affine::AffineForOp>;

//===-- One level -------------------------------------------------------------------------------------------------===//

// What stands beside the inner loop in the body of the outer one.
struct Surroundings {
  SmallVector<Operation *> memories;   // leave the nest
  SmallVector<Operation *> indices;    // made of loop variables and constants: go into the loop as they are
  llvm::SetVector<Operation *> before; // go into the first iteration
  SmallVector<Operation *> after;      // go into the last one
};

// Cheap, without effects, and defined for all operands.
bool isIndexComputation(Operation *op) {
  return isa<arith::ConstantOp, affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp, arith::IndexCastOp,
             arith::IndexCastUIOp, arith::AddIOp, arith::SubIOp, arith::CmpIOp, arith::ExtSIOp, arith::ExtUIOp,
             arith::TruncIOp>(op);
}

class Folder {
public:
  Folder(func::FuncOp function, const std::set<int64_t> &keep) : ids_(function), keep_(keep) {}

  void fold(affine::AffineForOp pipelined) {
    Loops loops{pipelined};
    while (affine::AffineForOp outer = parentInNest(loops.front(), keep_)) {
      if (!isPerfect(outer, loops.front())) {
        std::optional<Surroundings> around = surroundings(outer, loops);
        if (!around || !separateEmpty(outer, loops, ids_))
          return;
        move(*around, outer, loops);
      }
      loops.insert(loops.begin(), outer);
    }
  }

private:
  // Empty when the code cannot move, or had better not.
  std::optional<Surroundings> surroundings(affine::AffineForOp outer, const Loops &loops) {
    Surroundings around;
    bool isBefore = true;
    unsigned operations = 0;
    for (Operation &op : outer.getBody()->without_terminator()) {
      if (&op == loops.front()) {
        isBefore = false;
        continue;
      }
      if (!isStraight(&op))
        return std::nullopt;
      if (isa<memref::AllocaOp, memref::GetGlobalOp>(op))
        around.memories.push_back(&op);
      else if (isBefore && isIndexComputation(&op) && !usesAny(&op, around.before))
        around.indices.push_back(&op);
      else if (isBefore)
        around.before.insert(&op);
      else
        around.after.push_back(&op);
    }
    for (Operation *op : around.before)
      op->walk([&](Operation *) { ++operations; });
    for (Operation *op : around.after)
      op->walk([&](Operation *) { ++operations; });
    if (operations > mostFoldedOperations)
      return std::nullopt;
    for (affine::AffineForOp loop : loops)
      for (Value operand : loop->getOperands())
        if (Operation *definition = operand.getDefiningOp(); definition && outer->isProperAncestor(definition))
          return std::nullopt;
    return around;
  }

  static bool usesAny(Operation *op, const llvm::SetVector<Operation *> &definitions) {
    return llvm::any_of(op->getOperands(), [&](Value operand) {
      Operation *definition = operand.getDefiningOp();
      return definition && definitions.contains(definition);
    });
  }

  void move(const Surroundings &around, affine::AffineForOp outer, const Loops &loops) {
    affine::AffineForOp pipelined = loops.back();
    Block *body = pipelined.getBody();
    for (Operation *memory : around.memories)
      memory->moveBefore(outer);
    Operation *start = &body->front();
    for (Operation *op : around.indices)
      op->moveBefore(start);
    if (!around.before.empty())
      moveBefore(around, outer, loops, start);
    if (around.after.empty())
      return;
    OpBuilder builder(body->getTerminator());
    openGuard(builder, around.after.front()->getLoc(), loops, Iteration::last);
    for (Operation *op : around.after)
      op->moveBefore(builder.getBlock(), builder.getInsertionPoint());
  }

  void moveBefore(const Surroundings &around, affine::AffineForOp outer, const Loops &loops, Operation *start) {
    OpBuilder builder(start);
    openGuard(builder, around.before.front()->getLoc(), loops, Iteration::first);
    for (Operation *op : around.before)
      op->moveBefore(builder.getBlock(), builder.getInsertionPoint());
    for (Operation *op : around.before)
      for (Value result : op->getResults())
        holdAcrossIterations(result, outer, start);
  }

  // A value that is used outside of the first iteration's code goes through a scalar.
  void holdAcrossIterations(Value value, affine::AffineForOp outer, Operation *start) {
    Block *home = value.getParentBlock();
    auto isOutside = [&](OpOperand &use) { return !home->findAncestorOpInBlock(*use.getOwner()); };
    if (llvm::none_of(value.getUses(), isOutside))
      return;
    Operation *definition = value.getDefiningOp();
    Location location = definition->getLoc();
    OpBuilder builder(outer);
    Value scalar = memref::AllocaOp::create(builder, location, MemRefType::get({}, value.getType()));
    scalar.getDefiningOp()->setAttr(
        ir::varAttrName,
        ir::VariableAttr::get(builder.getContext(), ids_.next(), nameOf(definition),
                              ir::CTypeAttr::get(builder.getContext(), kindOf(value.getType())), false));
    builder.setInsertionPoint(start);
    Value held = affine::AffineLoadOp::create(builder, location, scalar, ValueRange{});
    value.replaceUsesWithIf(held, isOutside);
    builder.setInsertionPointAfter(definition);
    affine::AffineStoreOp::create(builder, location, value, scalar, ValueRange{});
  }

  // The name of a held value: "A.held" of what was read from A.
  static std::string nameOf(Operation *definition) {
    if (auto load = dyn_cast<affine::AffineLoadOp>(definition))
      return ir::nameOf(load.getMemRef()) + ".held";
    if (auto load = dyn_cast<memref::LoadOp>(definition))
      return ir::nameOf(load.getMemRef()) + ".held";
    return "held";
  }

  static ir::CType kindOf(Type type) {
    if (type.isF16())
      return ir::CKind::Half;
    if (type.isBF16())
      return ir::CKind::BFloat16;
    if (type.isF32())
      return ir::CKind::Float;
    if (type.isF64())
      return ir::CKind::Double;
    if (type.isInteger(1))
      return ir::CKind::Bool;
    if (type.isInteger(8))
      return ir::CKind::SChar;
    if (type.isInteger(16))
      return ir::CKind::Short;
    if (type.isInteger(32))
      return ir::CKind::Int;
    if (type.isInteger(64) || type.isIndex())
      return ir::CKind::Long;
    return ir::CType::integer(type.getIntOrFloatBitWidth(), true);
  }

  FreshIds ids_;
  const std::set<int64_t> &keep_;
};

} // namespace

void foldNests(ModuleOp module, const std::set<int64_t> &keep) {
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    composeMaps(function);
    Folder folder(function, keep);
    for (affine::AffineForOp loop : straightPipelines(function))
      folder.fold(loop);
  }
}

} // namespace allo::target::rtl::legal
