// A function takes an array of scalars, and the members of an array of structs are none. Where the top passes such
// members on, it copies them to an array of its own first, and back at the end if they may be written.
#include "target/hls/Legalise.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::target::hls {

namespace {
void copyAll(OpBuilder &builder, func::FuncOp top, Value from, Value to, const std::string &name) {
  OpBuilder::InsertionGuard guard(builder);
  SmallVector<Value> indices;
  Location location = top.getLoc();
  for (int64_t extent : cast<MemRefType>(from.getType()).getShape()) {
    auto loop = affine::AffineForOp::create(builder, location, 0, extent);
    ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), ir::freshId(top), name + ".copy", 0, 0, false));
    builder.setInsertionPointToStart(loop.getBody());
    indices.push_back(loop.getInductionVar());
  }
  Value element = affine::AffineLoadOp::create(builder, location, from, indices);
  affine::AffineStoreOp::create(builder, location, element, to, indices);
}
} // namespace

void copyInterleavedMembers(func::FuncOp top) {
  Block &body = top.getBody().front();
  for (BlockArgument argument : top.getArguments()) {
    auto field = top.getArgAttrOfType<ir::FieldAttr>(argument.getArgNumber(), ir::fieldAttrName);
    bool isPassed = llvm::any_of(argument.getUsers(), [](Operation *user) { return isa<func::CallOp>(user); });
    if (!field || !field.isInterleaved() || !isPassed)
      continue;
    OpBuilder builder = OpBuilder::atBlockBegin(&body);
    auto copy = memref::AllocaOp::create(builder, top.getLoc(), cast<MemRefType>(argument.getType()));
    argument.replaceAllUsesWith(copy);
    ir::VariableAttr variable = ir::variableOf(argument);
    copy->setAttr(ir::varAttrName, ir::VariableAttr::get(top.getContext(), ir::freshId(top), variable.getName(),
                                                         variable.getType(), false));
    copyAll(builder, top, argument, copy, variable.getName().str());
    if (!field.getByReference())
      continue;
    builder.setInsertionPoint(body.getTerminator());
    copyAll(builder, top, copy, argument, variable.getName().str());
  }
}

} // namespace allo::target::hls
