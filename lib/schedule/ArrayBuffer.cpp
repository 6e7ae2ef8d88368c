// Who accesses an array inside a loop, and the redirection of those accesses to a buffer.
#include "schedule/ArrayBuffer.h"

#include "ir/LineOf.h"
#include "ir/Naming.h"

using namespace mlir;

namespace allo::schedule {

using analysis::Access;
using analysis::Footprint;

namespace {
bool isNameTaken(func::FuncOp function, StringRef name) {
  bool taken = false;
  for (BlockArgument argument : function.getArguments())
    taken |= ir::nameOf(argument) == name;
  function.walk([&](Operation *op) {
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      taken |= variable.getName() == name;
  });
  return taken;
}

} // namespace

void refuseForeignArray(const StepContext &context, const ArrayArgument &array, affine::AffineForOp axis) {
  if (!isa<MemRefType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is not an array, so no part of it can be buffered");
  if (axis->getParentOfType<func::FuncOp>() != array.function)
    context.refuse("the array " + context.describe(array.memory) + " and the loop " + context.describe(axis) +
                   " are in different functions");
  if (Operation *definition = array.memory.getDefiningOp())
    if (axis->isAncestor(definition) && !isa<memref::GetGlobalOp>(definition))
      context.refuse("the array " + context.describe(array.memory) + " is declared inside the loop " +
                         context.describe(axis),
                     "a buffer stands for a part of an array from outside the loop");
}

std::vector<Access> affineAccesses(const StepContext &context, const ArrayArgument &array, affine::AffineForOp axis) {
  std::vector<Access> accesses = analysis::accessesTo(axis, array.memory);
  if (accesses.empty())
    context.refuseAt(axis.getLoc(), "the array " + context.describe(array.memory) + " is not accessed in the loop " +
                                        context.describe(axis));
  for (const Access &access : accesses) {
    if (access.isAffine)
      continue;
    if (auto call = dyn_cast<func::CallOp>(access.op))
      context.refuseAt(call.getLoc(),
                       "the call of " + call.getCallee().str() + " on line " + ir::lineOf(call) + " takes the array " +
                           context.describe(array.memory) + " inside the loop " + context.describe(axis),
                       "inline the call first");
    context.refuseAt(access.op->getLoc(),
                     "the " + std::string(access.isWrite ? "write to " : "read of ") + array.variable.getName().str() +
                         " on line " + ir::lineOf(access.op) + " is not affine",
                     "a buffer needs indices that are linear in loop variables and scalar parameters");
  }
  return accesses;
}

std::string bufferName(const StepContext &context, const ArrayArgument &array, const std::string &suffix) {
  std::string name = context.name("as");
  if (!name.empty()) {
    if (isNameTaken(array.function, name))
      context.refuse("there is a variable '" + name + "' already", "choose another name with as=");
    return name;
  }
  std::string base = array.variable.getName().str() + suffix;
  for (unsigned number = 1;; ++number) {
    name = number == 1 ? base : base + std::to_string(number);
    if (!isNameTaken(array.function, name))
      return name;
  }
}

Value arrayHere(StepContext &context, const ArrayArgument &array, OpBuilder &builder) {
  auto fetched = array.memory.getDefiningOp<memref::GetGlobalOp>();
  if (!fetched || !array.variable.getIsConst())
    return array.memory;
  auto again = cast<memref::GetGlobalOp>(builder.clone(*fetched));
  ir::VariableAttr variable = array.variable;
  again->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), context.freshId(array.function),
                                                        variable.getName(), variable.getType(), true));
  return again;
}

void redirectToBuffer(const Access &access, Value buffer, ArrayRef<unsigned> kept, const Footprint &footprint) {
  unsigned symbols = access.map.getNumSymbols(), dims = access.map.getNumDims();
  SmallVector<Value> operands(access.operands.begin(), access.operands.begin() + dims);
  llvm::append_range(operands, footprint.values);
  operands.append(access.operands.begin() + dims, access.operands.end());
  SmallVector<AffineExpr> indices;
  for (unsigned dimension : kept)
    indices.push_back(access.map.getResult(dimension) -
                      footprint.dimensions[dimension].start.shiftDims(footprint.values.size(), dims));
  AffineMap map = AffineMap::get(dims + footprint.values.size(), symbols, indices, access.op->getContext());
  affine::canonicalizeMapAndOperands(&map, &operands);
  map = simplifyAffineMap(map); // (i + 1) - (i - 1)
  affine::canonicalizeMapAndOperands(&map, &operands);
  OpBuilder builder(access.op);
  if (access.isWrite) {
    Value value = isa<affine::AffineStoreOp>(access.op) ? cast<affine::AffineStoreOp>(access.op).getValue()
                                                        : cast<memref::StoreOp>(access.op).getValue();
    affine::AffineStoreOp::create(builder, access.op->getLoc(), value, buffer, map, operands);
  } else {
    auto load = affine::AffineLoadOp::create(builder, access.op->getLoc(), buffer, map, operands);
    access.op->getResult(0).replaceAllUsesWith(load);
  }
  access.op->erase();
}

} // namespace allo::schedule
