#include "Garbage.h"

#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::mutation {

namespace {
// 0xaa in every byte.
TypedAttr patternOf(Type type) {
  unsigned width = type.getIntOrFloatBitWidth();
  llvm::APInt bits = llvm::APInt::getSplat(8 * ((width + 7) / 8), llvm::APInt(8, 0xaa)).trunc(width);
  if (auto floating = dyn_cast<FloatType>(type))
    return FloatAttr::get(type, llvm::APFloat(floating.getFloatSemantics(), bits));
  return IntegerAttr::get(type, bits);
}

void fill(memref::AllocaOp alloca) {
  auto function = alloca->getParentOfType<func::FuncOp>();
  OpBuilder builder(alloca->getContext());
  builder.setInsertionPointAfter(alloca);
  Location location = alloca.getLoc();
  Value garbage = arith::ConstantOp::create(builder, location, patternOf(alloca.getType().getElementType()));
  SmallVector<Value> indices;
  for (int64_t extent : alloca.getType().getShape()) {
    auto loop = affine::AffineForOp::create(builder, location, 0, extent);
    ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), ir::freshId(function), "garbage", 0, 0, false));
    builder.setInsertionPointToStart(loop.getBody());
    indices.push_back(loop.getInductionVar());
  }
  affine::AffineStoreOp::create(builder, location, garbage, alloca, indices);
}
} // namespace

OwningOpRef<ModuleOp> withGarbage(ModuleOp module) {
  OwningOpRef<ModuleOp> copy = module.clone();
  SmallVector<memref::AllocaOp> allocas;
  copy->walk([&](memref::AllocaOp alloca) { allocas.push_back(alloca); });
  for (memref::AllocaOp alloca : allocas)
    fill(alloca);
  return copy;
}

} // namespace allo::mutation
