// State of the design (globals that are written) keeps its contents from run to run. One element is a register that a
// reset sets. What lies in a RAM cannot be reset: the first run after a reset writes the initial values, and a register
// remembers that it did. State that nothing writes is a constant table.
#include "target/rtl/legalise/FreshIds.h"
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
bool isWritten(Value memory, ModuleOp module) {
  return llvm::any_of(memory.getUses(), [&](OpOperand &use) {
    if (auto call = dyn_cast<func::CallOp>(use.getOwner())) {
      auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
      return isWritten(callee.getArgument(use.getOperandNumber()), module);
    }
    return isa<affine::AffineStoreOp, memref::StoreOp>(use.getOwner());
  });
}

// Copies a table of the initial values, or the one value that all elements have, to the state.
void writeInitial(OpBuilder &builder, func::FuncOp top, memref::GetGlobalOp state, memref::GlobalOp global) {
  OpBuilder::InsertionGuard guard(builder);
  Location location = state.getLoc();
  auto values = cast<DenseElementsAttr>(*global.getInitialValue());
  ir::VariableAttr variable = ir::variableOf(state.getResult());
  std::string name = variable.getName().str() + ".initial";
  Value table;
  if (!values.isSplat()) {
    OpBuilder outside(global);
    auto constant = memref::GlobalOp::create(outside, location, (global.getSymName() + ".initial").str(),
                                             outside.getStringAttr("private"), global.getType(), values,
                                             /*constant=*/true, IntegerAttr());
    auto fetched = memref::GetGlobalOp::create(builder, location, global.getType(), constant.getSymName());
    fetched->setAttr(ir::varAttrName,
                     ir::VariableAttr::get(builder.getContext(), ir::freshId(top), name, variable.getType(), true));
    table = fetched;
  }
  SmallVector<Value> indices;
  for (int64_t extent : global.getType().getShape()) {
    auto loop = affine::AffineForOp::create(builder, location, 0, extent);
    ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), ir::freshId(top), name, 0, 0, false));
    builder.setInsertionPointToStart(loop.getBody());
    indices.push_back(loop.getInductionVar());
  }
  Value value = table ? Value(affine::AffineLoadOp::create(builder, location, table, indices))
                      : Value(arith::ConstantOp::create(builder, location, values.getSplatValue<TypedAttr>()));
  affine::AffineStoreOp::create(builder, location, value, state, indices);
}
} // namespace

void initialiseState(ModuleOp module) {
  func::FuncOp top = ir::topOf(module);
  SmallVector<std::pair<memref::GetGlobalOp, memref::GlobalOp>> arrays;
  memref::GetGlobalOp last;
  top.walk([&](memref::GetGlobalOp fetch) {
    auto global = module.lookupSymbol<memref::GlobalOp>(fetch.getName());
    if (global.getConstant())
      return;
    if (!isWritten(fetch, module)) {
      global.setConstant(true);
    } else if (global.getType().getRank() != 0) {
      arrays.push_back({fetch, global});
      last = fetch;
    }
  });
  if (arrays.empty())
    return;
  MLIRContext *context = module.getContext();
  Location location = top.getLoc();
  auto flagType = MemRefType::get({}, IntegerType::get(context, 1));
  OpBuilder outside = OpBuilder::atBlockBegin(module.getBody());
  auto zero = DenseElementsAttr::get(RankedTensorType::get({}, flagType.getElementType()), false);
  auto flag = memref::GlobalOp::create(outside, location, "state.is_set", outside.getStringAttr("private"), flagType,
                                       zero, /*constant=*/false, IntegerAttr());
  OpBuilder builder(context);
  builder.setInsertionPointAfter(last);
  for (auto &[fetch, global] : arrays) // all in front
    fetch->moveBefore(&top.getBody().front().front());
  auto isSet = memref::GetGlobalOp::create(builder, location, flagType, flag.getSymName());
  isSet->setAttr(ir::varAttrName, ir::VariableAttr::get(context, ir::freshId(top), "state_is_set",
                                                        ir::CTypeAttr::get(context, ir::CKind::Bool), false));
  Value was = affine::AffineLoadOp::create(builder, location, isSet, ValueRange());
  Value yes = arith::ConstantOp::create(builder, location, builder.getBoolAttr(true));
  Value isFirst = arith::XOrIOp::create(builder, location, was, yes);
  auto branch = scf::IfOp::create(builder, location, isFirst, /*withElseRegion=*/false);
  builder.setInsertionPointToStart(branch.thenBlock());
  for (auto &[fetch, global] : arrays)
    writeInitial(builder, top, fetch, global);
  affine::AffineStoreOp::create(builder, location, yes, isSet, ValueRange());
}

} // namespace allo::target::rtl::legal
