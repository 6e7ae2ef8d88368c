// Reads and writes maps by kind of operation, and substitutes variables in them.
#include "target/rtl/legalise/AffineMaps.h"

#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {

AffineMap withoutRepeats(AffineMap map, bool isMaximum) {
  if (map.getNumResults() == 1)
    return map;
  SmallVector<AffineExpr> results;
  std::optional<int64_t> constant;
  for (AffineExpr result : map.getResults()) {
    if (auto value = dyn_cast<AffineConstantExpr>(result)) {
      int64_t here = value.getValue();
      constant = !constant ? here : isMaximum ? std::max(*constant, here) : std::min(*constant, here);
    } else if (!llvm::is_contained(results, result)) {
      results.push_back(result);
    }
  }
  if (constant)
    results.push_back(getAffineConstantExpr(*constant, map.getContext()));
  return AffineMap::get(map.getNumDims(), map.getNumSymbols(), results, map.getContext());
}

namespace {

void rewriteOne(Operation *op, StringRef mapName, unsigned firstOperand, MapRewrite rewrite) {
  AffineMap map = op->getAttrOfType<AffineMapAttr>(mapName).getValue();
  SmallVector<Value> operands(op->getOperands().drop_front(firstOperand));
  rewrite(map, operands);
  op->setAttr(mapName, AffineMapAttr::get(map));
  op->setOperands(firstOperand, op->getNumOperands() - firstOperand, operands);
}

void rewriteBounds(affine::AffineForOp loop, MapRewrite rewrite) {
  AffineMap lower = loop.getLowerBoundMap(), upper = loop.getUpperBoundMap();
  SmallVector<Value> lowerOperands(loop.getLowerBoundOperands()), upperOperands(loop.getUpperBoundOperands());
  rewrite(lower, lowerOperands);
  rewrite(upper, upperOperands);
  loop.setLowerBound(lowerOperands, withoutRepeats(lower, true));
  loop.setUpperBound(upperOperands, withoutRepeats(upper, false));
}

void rewriteCondition(affine::AffineIfOp guard, MapRewrite rewrite) {
  IntegerSet set = guard.getIntegerSet();
  AffineMap map = AffineMap::get(set.getNumDims(), set.getNumSymbols(), set.getConstraints(), guard.getContext());
  SmallVector<Value> operands(guard.getOperands());
  rewrite(map, operands);
  guard.setConditional(IntegerSet::get(map.getNumDims(), map.getNumSymbols(), map.getResults(), set.getEqFlags()),
                       operands);
}

// The quotients that flattening can simplify.
bool hasDivision(AffineMap map) {
  bool found = false;
  map.walkExprs([&](AffineExpr expression) {
    AffineExprKind kind = expression.getKind();
    found |= kind == AffineExprKind::FloorDiv || kind == AffineExprKind::CeilDiv || kind == AffineExprKind::Mod;
  });
  return found;
}

void canonicalise(AffineMap &map, SmallVectorImpl<Value> &operands) {
  affine::canonicalizeMapAndOperands(&map, &operands);
  if (hasDivision(map))
    map = simplifyAffineMap(map);
}

} // namespace

bool hasMaps(Operation *op) {
  return isa<affine::AffineForOp, affine::AffineIfOp, affine::AffineLoadOp, affine::AffineStoreOp,
             affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>(op);
}

void rewriteMaps(Operation *op, MapRewrite rewrite) {
  if (auto loop = dyn_cast<affine::AffineForOp>(op))
    rewriteBounds(loop, rewrite);
  else if (auto guard = dyn_cast<affine::AffineIfOp>(op))
    rewriteCondition(guard, rewrite);
  else if (isa<affine::AffineLoadOp>(op))
    rewriteOne(op, affine::AffineLoadOp::getMapAttrStrName(), 1, rewrite);
  else if (isa<affine::AffineStoreOp>(op))
    rewriteOne(op, affine::AffineStoreOp::getMapAttrStrName(), 2, rewrite);
  else if (isa<affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>(op))
    rewriteOne(op, "map", 0, rewrite);
}

void composeMaps(Operation *root) {
  auto isComposable = [](Value value) {
    Operation *definition = value.getDefiningOp();
    return definition && (isa<affine::AffineApplyOp>(definition) || definition->hasTrait<OpTrait::ConstantLike>());
  };
  root->walk([&](Operation *op) {
    if (llvm::any_of(op->getOperands(), isComposable))
      rewriteMaps(op, [](AffineMap &map, SmallVectorImpl<Value> &operands) {
        affine::fullyComposeAffineMapAndOperands(&map, &operands);
        canonicalise(map, operands);
      });
  });
}

AffineValue AffineValue::of(Value value) { return {AffineMap::getMultiDimIdentityMap(1, value.getContext()), {value}}; }

AffineValue AffineValue::plus(int64_t constant) const {
  return {AffineMap::get(map.getNumDims(), map.getNumSymbols(), map.getResult(0) + constant, map.getContext()),
          operands};
}

std::optional<int64_t> AffineValue::constant() const {
  if (map.isSingleConstant())
    return map.getSingleConstantResult();
  return std::nullopt;
}

void substitute(Operation *op, Value variable, const AffineValue &value) {
  if (!llvm::is_contained(op->getOperands(), variable))
    return;
  rewriteMaps(op, [&](AffineMap &map, SmallVectorImpl<Value> &operands) {
    if (!llvm::is_contained(operands, variable))
      return;
    MLIRContext *context = map.getContext();
    unsigned dims = map.getNumDims(), symbols = map.getNumSymbols();
    AffineMap shifted = value.map.shiftDims(dims).shiftSymbols(symbols);
    SmallVector<AffineExpr> dimPlaces, symbolPlaces;
    for (unsigned i = 0; i < dims; ++i)
      dimPlaces.push_back(operands[i] == variable ? shifted.getResult(0) : getAffineDimExpr(i, context));
    for (unsigned i = 0; i < symbols; ++i)
      symbolPlaces.push_back(operands[dims + i] == variable ? shifted.getResult(0) : getAffineSymbolExpr(i, context));
    map = map.replaceDimsAndSymbols(dimPlaces, symbolPlaces, shifted.getNumDims(), shifted.getNumSymbols());
    // Dims of the operation, dims of the value, symbols of the operation, symbols of the value.
    SmallVector<Value> all(ArrayRef<Value>(operands).take_front(dims));
    all.append(value.operands.begin(), value.operands.begin() + value.map.getNumDims());
    all.append(operands.begin() + dims, operands.end());
    all.append(value.operands.begin() + value.map.getNumDims(), value.operands.end());
    operands.assign(all.begin(), all.end());
    canonicalise(map, operands);
  });
}

std::optional<bool> constantCondition(affine::AffineIfOp guard) {
  IntegerSet set = guard.getIntegerSet();
  bool isOpen = false;
  for (auto [index, expression] : llvm::enumerate(set.getConstraints())) {
    auto constant = dyn_cast<AffineConstantExpr>(expression);
    if (!constant)
      isOpen = true;
    else if (set.isEq(index) ? constant.getValue() != 0 : constant.getValue() < 0)
      return false;
  }
  if (isOpen)
    return std::nullopt;
  return true;
}

} // namespace allo::target::rtl::legal
