// Copies a function's body to a call. What an affine operation may use as an operand depends on where it stands, so
// casts of parameters are folded, hoisted or bypassed, symbols that became loop variables turn into dimensions, and
// what depends on a computed argument becomes structured.
#include "schedule/InlinedBody.h"

#include "schedule/AffineFallback.h"

#include "mlir/Dialect/Affine/Analysis/AffineStructures.h"
#include "mlir/Dialect/Affine/Analysis/Utils.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IntegerSet.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::schedule {

InlinedBody::InlinedBody(StepContext &context, func::FuncOp callee, func::CallOp call)
    : context_(context), callee_(callee), call_(call), caller_(call->getParentOfType<func::FuncOp>()) {
  FunctionNames names(caller_);
  for (const ArrayEntry &array : names.arrays())
    ++names_[array.variable.getName()];
}

void InlinedBody::insert() {
  IRMapping mapping;
  mapping.map(callee_.getArguments(), call_.getOperands());
  OpBuilder builder(call_);
  SmallVector<Operation *> inserted;
  Block &body = callee_.getBody().front();
  for (Operation &op : body.without_terminator())
    inserted.push_back(builder.clone(op, mapping));
  SmallVector<Operation *> all, casts;
  for (Operation *op : inserted)
    op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
      if (isa<arith::IndexCastOp, arith::IndexCastUIOp>(inner))
        casts.push_back(inner);
      else if (!inner->hasTrait<OpTrait::IsTerminator>())
        all.push_back(inner);
    });
  for (Operation *op : all)
    rename(op);
  for (Operation *cast : casts)
    simplifyCast(cast);
  for (Operation *op : all)
    legalise(op);
  for (auto [result, returned] : llvm::zip(call_.getResults(), body.getTerminator()->getOperands()))
    result.replaceAllUsesWith(mapping.lookupOrDefault(returned));
  call_.erase();
  for (Operation *constant : indexConstants_)
    if (constant->use_empty())
      constant->erase();
}

namespace {
// "ns::gemm<float, 4>" -> "gemm"
StringRef shortName(StringRef symbol) {
  symbol = symbol.take_front(symbol.find_first_of("<("));
  size_t qualifier = symbol.rfind("::");
  return (qualifier == StringRef::npos ? symbol : symbol.drop_front(qualifier + 2)).trim();
}
} // namespace

// Fresh ids in the caller; who set a property of the callee's loop or variable is kept.
void InlinedBody::rename(Operation *op) {
  auto freshIdFor = [&](int64_t old) {
    int64_t id = context_.freshId(caller_);
    auto &setBy = context_.state().setBy;
    std::vector<std::pair<PropertyKey, std::string>> kept;
    for (const auto &[key, step] : setBy)
      if (std::get<0>(key) == callee_.getSymName() && std::get<1>(key) == old)
        kept.push_back({{caller_.getSymName().str(), id, std::get<2>(key)}, step});
    setBy.insert(kept.begin(), kept.end());
    return id;
  };
  if (ir::LoopAttr loop = ir::loopOf(op))
    ir::setLoop(op, ir::LoopAttr::get(op->getContext(), freshIdFor(loop.getId()), loop.getName(), loop.getPipeline(),
                                      loop.getUnroll(), loop.getParallel()));
  auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName);
  if (!variable)
    return;
  std::string name = variable.getName().str();
  if (names_.count(name))
    name = (shortName(callee_.getSymName()) + "." + name).str();
  ++names_[name];
  op->setAttr(ir::varAttrName, ir::VariableAttr::get(op->getContext(), freshIdFor(variable.getId()), name,
                                                     variable.getType(), variable.getIsConst()));
}

namespace {
// Whether a loop variable stays within 0 … 2³¹-1, where every cast to an integer of 32 bits and back is exact.
bool fitsInInteger(Value variable) {
  affine::AffineForOp loop = affine::getForInductionVarOwner(variable);
  if (!loop)
    return false;
  SmallVector<Operation *> loops;
  for (Operation *op = loop; op; op = op->getParentOp())
    if (isa<affine::AffineForOp>(op))
      loops.insert(loops.begin(), op);
  affine::FlatAffineValueConstraints domain;
  if (failed(affine::getIndexSet(loops, &domain)))
    return false;
  SmallVector<Value> others;
  domain.getValues(0, domain.getNumDimAndSymbolVars(), &others);
  for (Value other : others)
    if (other != variable)
      domain.projectOut(other);
  unsigned position;
  if (!domain.findVar(variable, &position))
    return false;
  std::optional<int64_t> low = domain.getConstantBound64(presburger::BoundType::LB, position);
  std::optional<int64_t> high = domain.getConstantBound64(presburger::BoundType::UB, position);
  return low && high && *low >= 0 && *high <= INT32_MAX;
}

// The loop variable that `value` is the exact integer of, or null.
Value loopVariableOf(Value value) {
  Operation *cast = value.getDefiningOp();
  if (!cast || !isa<arith::IndexCastOp, arith::IndexCastUIOp>(cast) || !value.getType().isInteger() ||
      value.getType().getIntOrFloatBitWidth() < 32)
    return {};
  Value source = cast->getOperand(0);
  return source.getType().isIndex() && fitsInInteger(source) ? source : Value();
}
} // namespace

// A parameter becomes an index by a cast at the top of the function. At the call that is no legal place any more.
void InlinedBody::simplifyCast(Operation *cast) {
  if (!cast->getResult(0).getType().isIndex())
    return;
  Value source = cast->getOperand(0);
  APInt constant;
  if (matchPattern(source, m_ConstantInt(&constant))) {
    int64_t value = isa<arith::IndexCastOp>(cast) ? constant.getSExtValue() : constant.getZExtValue();
    OpBuilder builder(cast);
    indexConstants_.push_back(arith::ConstantIndexOp::create(builder, cast->getLoc(), value));
    cast->replaceAllUsesWith(indexConstants_.back()->getResults());
    cast->erase();
  } else if (Value variable = loopVariableOf(source)) {
    cast->replaceAllUsesWith(ValueRange{variable});
    cast->erase();
  } else if (affine::isTopLevelValue(source) && !affine::isTopLevelValue(cast->getResult(0))) {
    if (Operation *definition = source.getDefiningOp())
      cast->moveAfter(definition);
    else
      cast->moveBefore(&caller_.getBody().front().front());
  }
}

namespace {
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
} // namespace

void InlinedBody::legalise(Operation *op) {
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

} // namespace allo::schedule
