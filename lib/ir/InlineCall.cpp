// An operation that uses a parameter may have no legal operand any more: casts of parameters are folded, hoisted or
// bypassed, symbols that became loop variables turn into dimensions, and what depends on a computed argument becomes
// structured.
#include "ir/InlineCall.h"

#include "ir/AffineFallback.h"
#include "ir/LoopRange.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/IntegerSet.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::ir {

namespace {
// Whether casts of the variable to an integer of `width` bits and back give the variable.
bool survivesCast(Value variable, unsigned width, bool isSigned) {
  if (width >= 64)
    return true;
  LoopRange range = rangeOfLoopVariable(variable);
  return width >= 32 && range.low && range.high && *range.low >= (isSigned ? INT32_MIN : 0) && *range.high <= INT32_MAX;
}

// The loop variable that `value` is the exact integer of when `back` makes an index of it again, or null.
Value loopVariableOf(Value value, Operation *back) {
  Operation *cast = value.getDefiningOp();
  if (!cast || !isa<arith::IndexCastOp, arith::IndexCastUIOp>(cast) || !value.getType().isInteger())
    return {};
  Value source = cast->getOperand(0);
  bool isSigned = isa<arith::IndexCastOp>(cast) && isa<arith::IndexCastOp>(back);
  bool isExact = source.getType().isIndex() && survivesCast(source, value.getType().getIntOrFloatBitWidth(), isSigned);
  return isExact ? source : Value();
}

// A parameter becomes an index by a cast at the top of the function. At the call that is no legal place any more.
void simplifyCast(Operation *cast, func::FuncOp caller, SmallVector<Operation *> &indexConstants) {
  if (!cast->getResult(0).getType().isIndex())
    return;
  Value source = cast->getOperand(0);
  APInt constant;
  if (matchPattern(source, m_ConstantInt(&constant))) {
    int64_t value = isa<arith::IndexCastOp>(cast) ? constant.getSExtValue() : constant.getZExtValue();
    OpBuilder builder(cast);
    indexConstants.push_back(arith::ConstantIndexOp::create(builder, cast->getLoc(), value));
    cast->replaceAllUsesWith(indexConstants.back()->getResults());
    cast->erase();
  } else if (Value variable = loopVariableOf(source, cast)) {
    cast->replaceAllUsesWith(ValueRange{variable});
    cast->erase();
  } else if (affine::isTopLevelValue(source) && !affine::isTopLevelValue(cast->getResult(0))) {
    if (Operation *definition = source.getDefiningOp())
      cast->moveAfter(definition);
    else
      cast->moveBefore(&caller.getBody().front().front());
  }
}

// Symbols that are loop variables now become dimensions of the map or set.
template <typename MapOrSet> std::pair<MapOrSet, SmallVector<Value>> demoted(MapOrSet map, ValueRange operands) {
  MLIRContext *context = map.getContext();
  SmallVector<Value> dims(operands.take_front(map.getNumDims())), symbols;
  SmallVector<AffineExpr> replacements;
  for (Value symbol : operands.drop_front(map.getNumDims())) {
    if (affine::isValidSymbol(symbol)) {
      replacements.push_back(getAffineSymbolExpr(symbols.size(), context));
      symbols.push_back(symbol);
    } else {
      replacements.push_back(getAffineDimExpr(dims.size(), context));
      dims.push_back(symbol);
    }
  }
  SmallVector<AffineExpr> keptDims;
  for (unsigned i = 0; i < map.getNumDims(); ++i)
    keptDims.push_back(getAffineDimExpr(i, context));
  MapOrSet result = map.replaceDimsAndSymbols(keptDims, replacements, dims.size(), symbols.size());
  dims.append(symbols);
  // Constants move into the map, so that bounds are constant where the call makes them so.
  if constexpr (std::is_same_v<MapOrSet, AffineMap>)
    affine::canonicalizeMapAndOperands(&result, &dims);
  else
    affine::canonicalizeSetAndOperands(&result, &dims);
  return {result, dims};
}

void demoteAccess(Operation *op, StringRef mapName, unsigned firstOperand) {
  auto mapAttr = op->getAttrOfType<AffineMapAttr>(mapName);
  auto [map, operands] = demoted(mapAttr.getValue(), op->getOperands().drop_front(firstOperand));
  SmallVector<Value> all(op->getOperands().take_front(firstOperand));
  all.append(operands);
  op->setOperands(all);
  op->setAttr(mapName, AffineMapAttr::get(map));
}
void legalise(Operation *op) {
  if (auto loop = dyn_cast<affine::AffineForOp>(op)) {
    auto [lower, lowerOperands] = demoted(loop.getLowerBoundMap(), loop.getLowerBoundOperands());
    loop.setLowerBound(lowerOperands, lower);
    auto [upper, upperOperands] = demoted(loop.getUpperBoundMap(), loop.getUpperBoundOperands());
    loop.setUpperBound(upperOperands, upper);
  } else if (auto condition = dyn_cast<affine::AffineIfOp>(op)) {
    auto [set, operands] = demoted(condition.getIntegerSet(), condition.getOperands());
    condition.setConditional(set, operands);
  } else if (isa<affine::AffineLoadOp>(op)) {
    demoteAccess(op, affine::AffineLoadOp::getMapAttrStrName(), 1);
  } else if (isa<affine::AffineStoreOp>(op)) {
    demoteAccess(op, affine::AffineStoreOp::getMapAttrStrName(), 2);
  } else if (isa<affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>(op)) {
    demoteAccess(op, "map", 0);
  } else {
    return;
  }
  if (!hasLegalAffineOperands(op))
    replaceAffine(op);
}

} // namespace

void inlineCall(func::CallOp call, func::FuncOp callee, llvm::function_ref<void(Operation *)> renew) {
  auto caller = call->getParentOfType<func::FuncOp>();
  IRMapping mapping;
  mapping.map(callee.getArguments(), call.getOperands());
  OpBuilder builder(call);
  SmallVector<Operation *> inserted;
  Block &body = callee.getBody().front();
  for (Operation &op : body.without_terminator())
    inserted.push_back(builder.clone(op, mapping));
  SmallVector<Operation *> all, casts, indexConstants;
  for (Operation *op : inserted)
    op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
      if (isa<arith::IndexCastOp, arith::IndexCastUIOp>(inner))
        casts.push_back(inner);
      else if (!inner->hasTrait<OpTrait::IsTerminator>())
        all.push_back(inner);
    });
  for (Operation *op : all)
    if (loopOf(op) || op->hasAttr(varAttrName))
      renew(op);
  for (auto [result, returned] : llvm::zip(call.getResults(), body.getTerminator()->getOperands()))
    result.replaceAllUsesWith(mapping.lookupOrDefault(returned));
  for (Operation *cast : casts)
    simplifyCast(cast, caller, indexConstants);
  for (Operation *op : all)
    legalise(op);
  call.erase();
  for (Operation *constant : indexConstants)
    if (constant->use_empty())
      constant->erase();
}

} // namespace allo::ir
