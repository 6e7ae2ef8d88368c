// Arithmetic: integer operations in the width that the ranges of their operands need, floating operations as operators.
#include "target/rtl/graph/FunctionBuilder.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::target::rtl {

unsigned widthOf(Type type) { return isa<IndexType>(type) ? 64 : type.getIntOrFloatBitWidth(); }

FloatFormat formatOf(Type type) {
  auto floating = cast<FloatType>(type);
  unsigned mantissa = floating.getFPMantissaWidth() - 1;
  return {floating.getWidth() - 1 - mantissa, mantissa};
}

namespace {
bool isScalar(Type type) { return isa<IndexType, IntegerType, FloatType>(type); }

OperatorKind comparisonKind(arith::CmpIPredicate predicate) {
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return OperatorKind::equal;
  case arith::CmpIPredicate::ne:
    return OperatorKind::notEqual;
  case arith::CmpIPredicate::slt:
  case arith::CmpIPredicate::sgt:
    return OperatorKind::lessSigned;
  case arith::CmpIPredicate::sle:
  case arith::CmpIPredicate::sge:
    return OperatorKind::lessEqualSigned;
  case arith::CmpIPredicate::ult:
  case arith::CmpIPredicate::ugt:
    return OperatorKind::lessUnsigned;
  case arith::CmpIPredicate::ule:
  case arith::CmpIPredicate::uge:
    return OperatorKind::lessEqualUnsigned;
  }
  throw InternalError("unknown comparison");
}

bool isSwapped(arith::CmpIPredicate predicate) {
  return predicate == arith::CmpIPredicate::sgt || predicate == arith::CmpIPredicate::sge ||
         predicate == arith::CmpIPredicate::ugt || predicate == arith::CmpIPredicate::uge;
}

std::optional<FloatPredicate> predicateOf(arith::CmpFPredicate predicate) {
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
    return FloatPredicate::oeq;
  case arith::CmpFPredicate::OGT:
    return FloatPredicate::ogt;
  case arith::CmpFPredicate::OGE:
    return FloatPredicate::oge;
  case arith::CmpFPredicate::OLT:
    return FloatPredicate::olt;
  case arith::CmpFPredicate::OLE:
    return FloatPredicate::ole;
  case arith::CmpFPredicate::ONE:
    return FloatPredicate::one;
  case arith::CmpFPredicate::ORD:
    return FloatPredicate::ord;
  case arith::CmpFPredicate::UEQ:
    return FloatPredicate::ueq;
  case arith::CmpFPredicate::UGT:
    return FloatPredicate::ugt;
  case arith::CmpFPredicate::UGE:
    return FloatPredicate::uge;
  case arith::CmpFPredicate::ULT:
    return FloatPredicate::ult;
  case arith::CmpFPredicate::ULE:
    return FloatPredicate::ule;
  case arith::CmpFPredicate::UNE:
    return FloatPredicate::une;
  case arith::CmpFPredicate::UNO:
    return FloatPredicate::uno;
  default:
    return std::nullopt; // always true, always false
  }
}
} // namespace

//===-- Values ----------------------------------------------------------------------------------------------------===//

NodeId FunctionBuilder::nodeOf(Value value) {
  if (auto known = values_.find(value); known != values_.end())
    return known->second;
  NodeId node = noId;
  if (auto form = formsOfValues_.find(value); form != formsOfValues_.end()) {
    LinearForm copy = form->second;
    node = forms_.exactNode(copy);
  } else if (auto apply = value.getDefiningOp<affine::AffineApplyOp>()) {
    node = forms_.exactNode(formOf(apply.getAffineMap().getResult(0), apply.getAffineMap(), apply.getMapOperands()));
  } else {
    throw InternalError("a value is used before it is made", ir::placeOf(value.getLoc()));
  }
  return values_[value] = node;
}

NodeId FunctionBuilder::fullNode(Value value) { return table_.resize(nodeOf(value), widthOf(value.getType())); }

bool FunctionBuilder::hasForm(Value value) const {
  if (formsOfValues_.contains(value) || value.getDefiningOp<affine::AffineApplyOp>())
    return true;
  auto known = values_.find(value);
  return known != values_.end() && table_.isConstant(known->second) && widthOf(value.getType()) <= 64;
}

LinearForm FunctionBuilder::formOf(Value value) {
  if (auto form = formsOfValues_.find(value); form != formsOfValues_.end())
    return form->second;
  if (auto apply = value.getDefiningOp<affine::AffineApplyOp>()) {
    LinearForm form = formOf(apply.getAffineMap().getResult(0), apply.getAffineMap(), apply.getMapOperands());
    return formsOfValues_[value] = form;
  }
  return forms_.of(nodeOf(value));
}

LinearForm FunctionBuilder::formOf(AffineExpr expression, AffineMap map, ValueRange operands) {
  llvm::SmallVector<LinearForm> dims, symbols;
  unsigned count = map.getNumDims();
  for (auto [i, operand] : llvm::enumerate(operands)) {
    bool isUsed = i < count ? expression.isFunctionOfDim(i) : expression.isFunctionOfSymbol(i - count);
    // The others may be counters of the loop that is being built, which nothing can read yet.
    (i < count ? dims : symbols).push_back(isUsed ? formOf(operand) : LinearForm());
  }
  return forms_.of(expression, dims, symbols);
}

//===-- Dispatch --------------------------------------------------------------------------------------------------===//

void FunctionBuilder::visitBlock(mlir::Block &block) {
  for (Operation &op : block.without_terminator())
    visit(&op);
}

void FunctionBuilder::visit(Operation *op) {
  table_.place = ir::placeOf(op->getLoc());
  if (isa<memref::AllocaOp, memref::GetGlobalOp>(op))
    return addMemory(op->getResult(0));
  if (isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(op))
    return visitAccess(op);
  if (isa<affine::AffineForOp, scf::ForOp>(op))
    return visitFor(op);
  if (isa<affine::AffineIfOp, scf::IfOp>(op))
    return visitIf(op);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return visitWhile(loop);
  if (auto call = dyn_cast<func::CallOp>(op))
    return visitCall(call);
  if (isa<affine::AffineApplyOp>(op))
    return; // where it is used
  if (visitStream(op))
    return;
  for (Type type : op->getResultTypes())
    if (!isScalar(type))
      refuse(op);
  if (!visitInteger(op) && !visitConversion(op) && !visitFloat(op))
    refuse(op);
  if (auto named = dyn_cast<NameLoc>(op->getLoc())) // the variable that it is stored to
    if (Node &node = table_.at(nodeOf(op->getResult(0))); node.kind == NodeKind::operation && node.name.empty())
      node.name = named.getName().str();
}

void FunctionBuilder::refuse(Operation *op) {
  std::string name = op->getName().getStringRef().str();
  std::string hint = "operators are + - * / % << >> & | ^ ~, comparisons, ?:, conversions, sqrt, fabs, floor, ceil, "
                     "trunc, round, fma, fmin, fmax, copysign, and for float exp, log, pow";
  if (isa<arith::RemFOp>(op))
    name = "fmod";
  else if (llvm::StringRef(name).starts_with("math."))
    name = name.substr(5);
  throw UserError("'" + name + "' has no hardware operator", ir::placeOf(op->getLoc()), hint);
}

//===-- Integers --------------------------------------------------------------------------------------------------===//

NodeId FunctionBuilder::sumOrProduct(Operation *op, OperatorKind kind) {
  Value left = op->getOperand(0), right = op->getOperand(1), result = op->getResult(0);
  unsigned width = widthOf(result.getType());
  NodeId a = nodeOf(left), b = nodeOf(right);
  IntegerRange x = table_.range(a), y = table_.range(b);
  IntegerRange range = kind == OperatorKind::add ? x.plus(y) : kind == OperatorKind::sub ? x.minus(y) : x.times(y);
  bool isExact = range.fits(width);
  if (isExact && hasForm(left) && hasForm(right)) {
    LinearForm first = formOf(left), second = formOf(right);
    if (kind != OperatorKind::mul)
      formsOfValues_[result] = first.plus(second, kind == OperatorKind::add ? 1 : -1);
    else if (first.isConstant() || second.isConstant())
      formsOfValues_[result] = second.isConstant() ? first.times(second.constant) : second.times(first.constant);
    if (formsOfValues_.contains(result))
      return nodeOf(result);
  }
  if (isExact)
    width = range.signedWidth();
  if (kind == OperatorKind::add)
    return table_.addition(a, b, width);
  return kind == OperatorKind::sub ? table_.subtraction(a, b, width) : table_.product(a, b, width);
}

NodeId FunctionBuilder::shift(Operation *op, OperatorKind kind) {
  Value value = op->getOperand(0);
  unsigned width = widthOf(value.getType());
  NodeId node = nodeOf(value), count = nodeOf(op->getOperand(1));
  if (std::optional<int64_t> by = table_.constantOf(count)) {
    if (*by == 0)
      return node;
    if (*by < 0 || *by >= width)
      return table_.constant(width, 0); // no defined result (docs/decisions/0009 masks the count before)
    if (kind == OperatorKind::shl) {
      IntegerRange range =
          *by < 62 ? table_.range(node).times(IntegerRange::constant(int64_t(1) << *by)) : IntegerRange::unknown();
      unsigned needed = range.fits(width) ? range.signedWidth() : width;
      if (needed <= *by)
        return table_.constant(width, 0);
      NodeId shifted = table_.concat({table_.resize(node, needed - *by), table_.constant(*by, 0)});
      if (range.fits(width))
        table_.narrow(shifted, range);
      return shifted;
    }
    if (kind == OperatorKind::shrs || table_.range(node).isNonNegative()) {
      unsigned from = table_[node].width;
      if (*by >= from) // nothing but the sign is left
        return table_.slice(node, from - 1, 1);
      return table_.slice(node, *by, from - *by);
    }
    return table_.fromUnsigned(table_.slice(table_.resize(node, width), *by, width - *by), width);
  }
  // The count is below the width.
  unsigned countWidth = indexWidth(width);
  NodeId amount = table_.resize(count, countWidth);
  return table_.operation(kind, width, {table_.resize(node, width), amount}, width);
}

NodeId FunctionBuilder::bitwise(Operation *op, OperatorKind kind) {
  unsigned full = widthOf(op->getResult(0).getType());
  NodeId a = table_.minimal(nodeOf(op->getOperand(0))), b = table_.minimal(nodeOf(op->getOperand(1)));
  const IntegerRange x = table_.range(a), y = table_.range(b);
  if (kind == OperatorKind::bitAnd && (x.isNonNegative() || y.isNonNegative())) {
    // The result is not larger than the operand that is not negative.
    unsigned bits = 64;
    if (x.isNonNegative())
      bits = std::min(bits, x.unsignedWidth());
    if (y.isNonNegative())
      bits = std::min(bits, y.unsignedWidth());
    if (bits == 0)
      return table_.constant(1, 0);
    NodeId low = table_.operation(kind, bits, {table_.resize(a, bits), table_.resize(b, bits)});
    NodeId result = table_.fromUnsigned(low, full);
    if (!table_.isConstant(result))
      table_.narrow(result, IntegerRange::interval(0, bits >= 63 ? INT64_MAX : (int64_t(1) << bits) - 1));
    return result;
  }
  unsigned width = std::max(table_[a].width, table_[b].width);
  if (full == 1 && kind == OperatorKind::bitXor && table_.isConstant(b) && !table_[b].bits.isZero())
    return table_.negation(a);
  NodeId result = table_.operation(kind, width, {table_.resize(a, width), table_.resize(b, width)});
  if (x.isNonNegative() && y.isNonNegative() && !table_.isConstant(result))
    table_.narrow(result, IntegerRange::interval(0, IntegerRange::ofWidth(width).high));
  return result;
}

// By 2^exponent. Numbers without sign: their upper or lower bits. Others are rounded to zero: 2^exponent - 1 is added
// to those below zero before the shift (H. S. Warren, Hacker's Delight, 2nd edition, section 10-1).
NodeId FunctionBuilder::divisionByPower(NodeId a, unsigned exponent, bool isSigned, bool isQuotient, unsigned full) {
  if (!isSigned) {
    NodeId bits = table_.resize(a, full);
    return table_.fromUnsigned(
        isQuotient ? table_.slice(bits, exponent, full - exponent) : table_.slice(bits, 0, exponent), full);
  }
  a = table_.minimal(a);
  unsigned width = table_[a].width;
  if (width <= exponent)
    return isQuotient ? table_.constant(1, 0) : a;
  llvm::SmallVector<NodeId> signs(exponent, table_.slice(a, width - 1, 1));
  NodeId bias = table_.concat(signs);
  NodeId sum = table_.operation(OperatorKind::add, width, {a, table_.zeroExtend(bias, width)});
  if (isQuotient)
    return table_.slice(sum, exponent, width - exponent);
  return table_.operation(
      OperatorKind::sub, exponent + 1,
      {table_.zeroExtend(table_.slice(sum, 0, exponent), exponent + 1), table_.zeroExtend(bias, exponent + 1)});
}

NodeId FunctionBuilder::division(Operation *op, OperatorKind kind) {
  unsigned full = widthOf(op->getResult(0).getType());
  NodeId a = nodeOf(op->getOperand(0)), b = nodeOf(op->getOperand(1));
  const IntegerRange x = table_.range(a), y = table_.range(b);
  bool isSigned = kind == OperatorKind::divs || kind == OperatorKind::rems;
  bool isQuotient = kind == OperatorKind::divs || kind == OperatorKind::divu;
  if (x.isNonNegative() && y.isNonNegative()) {
    unsigned bits = std::max({x.unsignedWidth(), y.unsignedWidth(), 1u});
    if (y.isConstant() && y.low > 0) {
      unsigned needed = std::max(1u, bitsOf(static_cast<uint64_t>(x.high) / static_cast<uint64_t>(y.low)));
      NodeId quotient = table_.fromUnsigned(
          table_.quotientUnsigned(table_.resize(a, std::max(1u, x.unsignedWidth())), x.high, y.low, needed), full);
      if (!table_.isConstant(quotient))
        table_.narrow(quotient, IntegerRange::interval(0, x.high / y.low));
      if (isQuotient)
        return quotient;
      unsigned width = IntegerRange::interval(0, y.low - 1).signedWidth();
      NodeId back = table_.scaled(quotient, y.low, width);
      NodeId rest = table_.operation(OperatorKind::sub, width, {table_.resize(a, width), back});
      if (!table_.isConstant(rest))
        table_.narrow(rest, IntegerRange::interval(0, y.low - 1));
      return rest;
    }
    OperatorKind plain = isQuotient ? OperatorKind::divu : OperatorKind::remu;
    NodeId result = table_.operation(plain, bits, {table_.resize(a, bits), table_.resize(b, bits)});
    return table_.fromUnsigned(result, full);
  }
  if (y.isConstant() && y.low > 1 && llvm::isPowerOf2_64(static_cast<uint64_t>(y.low)))
    return divisionByPower(a, llvm::Log2_64(static_cast<uint64_t>(y.low)), isSigned, isQuotient, full);
  if (!isSigned)
    return table_.operation(kind, full, {table_.resize(a, full), table_.resize(b, full)});
  // One bit more than the operands have, for the least value divided by -1.
  unsigned width = std::min(full, std::max(table_[table_.minimal(a)].width, table_[table_.minimal(b)].width) + 1);
  return table_.operation(kind, width, {table_.resize(a, width), table_.resize(b, width)});
}

NodeId FunctionBuilder::integerComparison(Operation *op) {
  auto compare = cast<arith::CmpIOp>(op);
  OperatorKind kind = comparisonKind(compare.getPredicate());
  unsigned full = widthOf(compare.getLhs().getType());
  NodeId a = nodeOf(compare.getLhs()), b = nodeOf(compare.getRhs());
  if (isSwapped(compare.getPredicate()))
    std::swap(a, b);
  bool isUnsigned = kind == OperatorKind::lessUnsigned || kind == OperatorKind::lessEqualUnsigned;
  if (!isUnsigned)
    return table_.compare(kind, a, b);
  if (table_.range(a).isNonNegative() && table_.range(b).isNonNegative())
    return table_.compare(kind == OperatorKind::lessUnsigned ? OperatorKind::lessSigned : OperatorKind::lessEqualSigned,
                          a, b);
  return table_.operation(kind, 1, {table_.resize(a, full), table_.resize(b, full)}, full);
}

NodeId FunctionBuilder::extremum(Operation *op, bool isSigned, bool isLeast) {
  NodeId a = nodeOf(op->getOperand(0)), b = nodeOf(op->getOperand(1));
  unsigned full = widthOf(op->getResult(0).getType());
  isSigned |= table_.range(a).isNonNegative() && table_.range(b).isNonNegative();
  NodeId isLess = isSigned ? table_.compare(OperatorKind::lessSigned, a, b)
                           : table_.operation(OperatorKind::lessUnsigned, 1,
                                              {table_.resize(a, full), table_.resize(b, full)}, full);
  unsigned width = std::max(table_[a].width, table_[b].width);
  NodeId x = table_.resize(a, width), y = table_.resize(b, width);
  NodeId result = isLeast ? table_.select(isLess, x, y) : table_.select(isLess, y, x);
  const IntegerRange p = table_.range(a), q = table_.range(b);
  if (isSigned && p.isKnown && q.isKnown && !table_.isConstant(result))
    table_.narrow(result, isLeast ? IntegerRange::interval(std::min(p.low, q.low), std::min(p.high, q.high))
                                  : IntegerRange::interval(std::max(p.low, q.low), std::max(p.high, q.high)));
  return result;
}

bool FunctionBuilder::visitInteger(Operation *op) {
  if (op->getNumResults() != 1)
    return false;
  Value result = op->getResult(0);
  std::optional<NodeId> node =
      llvm::TypeSwitch<Operation *, std::optional<NodeId>>(op)
          .Case([&](arith::ConstantOp constant) -> std::optional<NodeId> {
            if (auto value = dyn_cast<IntegerAttr>(constant.getValue())) {
              APInt bits = value.getValue();
              return table_.constant(bits.trunc(std::min(bits.getBitWidth(), bits.getSignificantBits())));
            }
            if (auto value = dyn_cast<FloatAttr>(constant.getValue()))
              return table_.constant(value.getValue().bitcastToAPInt());
            return std::nullopt;
          })
          .Case([&](arith::AddIOp) { return sumOrProduct(op, OperatorKind::add); })
          .Case([&](arith::SubIOp) { return sumOrProduct(op, OperatorKind::sub); })
          .Case([&](arith::MulIOp) { return sumOrProduct(op, OperatorKind::mul); })
          .Case([&](arith::DivSIOp) { return division(op, OperatorKind::divs); })
          .Case([&](arith::DivUIOp) { return division(op, OperatorKind::divu); })
          .Case([&](arith::RemSIOp) { return division(op, OperatorKind::rems); })
          .Case([&](arith::RemUIOp) { return division(op, OperatorKind::remu); })
          .Case([&](arith::AndIOp) { return bitwise(op, OperatorKind::bitAnd); })
          .Case([&](arith::OrIOp) { return bitwise(op, OperatorKind::bitOr); })
          .Case([&](arith::XOrIOp) { return bitwise(op, OperatorKind::bitXor); })
          .Case([&](arith::ShLIOp) { return shift(op, OperatorKind::shl); })
          .Case([&](arith::ShRSIOp) { return shift(op, OperatorKind::shrs); })
          .Case([&](arith::ShRUIOp) { return shift(op, OperatorKind::shru); })
          .Case([&](arith::CmpIOp) { return integerComparison(op); })
          .Case([&](arith::MaxSIOp) { return extremum(op, true, false); })
          .Case([&](arith::MinSIOp) { return extremum(op, true, true); })
          .Case([&](arith::MaxUIOp) { return extremum(op, false, false); })
          .Case([&](arith::MinUIOp) { return extremum(op, false, true); })
          .Case([&](arith::SelectOp select) {
            NodeId a = nodeOf(select.getTrueValue()), b = nodeOf(select.getFalseValue());
            unsigned width = std::max(table_[a].width, table_[b].width); // of floats both are as wide as the type
            return table_.select(condition(select.getCondition()), table_.resize(a, width), table_.resize(b, width));
          })
          .Case<affine::AffineMinOp, affine::AffineMaxOp>([&](auto extremum) {
            constexpr bool isLeast = std::is_same_v<decltype(extremum), affine::AffineMinOp>;
            AffineMap map = extremum.getAffineMap();
            NodeId best = noId;
            for (AffineExpr expression : map.getResults()) {
              NodeId value = forms_.exactNode(formOf(expression, map, extremum.getMapOperands()));
              if (best == noId) {
                best = value;
                continue;
              }
              const IntegerRange p = table_.range(best), q = table_.range(value);
              NodeId isLess = table_.compare(OperatorKind::lessSigned, best, value);
              unsigned width = std::max(table_[best].width, table_[value].width);
              NodeId x = table_.resize(best, width), y = table_.resize(value, width);
              best = isLeast ? table_.select(isLess, x, y) : table_.select(isLess, y, x);
              if (!table_.isConstant(best))
                table_.narrow(best, isLeast ? IntegerRange::interval(std::min(p.low, q.low), std::min(p.high, q.high))
                                            : IntegerRange::interval(std::max(p.low, q.low), std::max(p.high, q.high)));
            }
            return best;
          })
          .Default([](Operation *) { return std::nullopt; });
  if (!node)
    return false;
  define(result, *node);
  return true;
}

//===-- Conversions -----------------------------------------------------------------------------------------------===//

bool FunctionBuilder::visitConversion(Operation *op) {
  if (op->getNumResults() != 1 || op->getNumOperands() != 1)
    return false;
  Value from = op->getOperand(0), to = op->getResult(0);
  if (!isScalar(from.getType()))
    return false;
  unsigned inWidth = widthOf(from.getType()), outWidth = widthOf(to.getType());
  if (isa<arith::ExtSIOp, arith::IndexCastOp, arith::TruncIOp, arith::ExtUIOp, arith::IndexCastUIOp>(op)) {
    NodeId node = nodeOf(from);
    bool isUnsigned = isa<arith::ExtUIOp, arith::IndexCastUIOp>(op) && outWidth > inWidth;
    bool keeps = isUnsigned ? table_.range(node).isNonNegative()
                            : outWidth >= table_[node].width || table_.range(node).fits(outWidth);
    if (keeps) { // the same number
      if (hasForm(from))
        formsOfValues_[to] = formOf(from);
      define(to, table_[node].width <= outWidth ? node : table_.resize(node, outWidth));
    } else if (isUnsigned) {
      define(to, table_.fromUnsigned(table_.resize(node, inWidth), outWidth));
    } else {
      define(to, table_.resize(node, outWidth));
    }
    return true;
  }
  if (isa<arith::BitcastOp>(op)) {
    define(to, fullNode(from));
    return true;
  }
  OperatorKey key;
  key.flush = flushToZero_;
  key.width = outWidth;
  key.operandWidth = inWidth;
  NodeId node = noId;
  if (isa<arith::SIToFPOp, arith::UIToFPOp>(op)) {
    key.format = formatOf(to.getType());
    node = nodeOf(from);
    bool isUnsigned = isa<arith::UIToFPOp>(op) && !table_.range(node).isNonNegative();
    key.kind = isUnsigned ? OperatorKind::uitofp : OperatorKind::sitofp;
    node = isUnsigned ? table_.resize(node, inWidth) : table_.minimal(node);
    key.operandWidth = table_[node].width;
  } else if (isa<arith::FPToSIOp, arith::FPToUIOp>(op)) {
    key.kind = isa<arith::FPToSIOp>(op) ? OperatorKind::fptosi : OperatorKind::fptoui;
    key.format = formatOf(from.getType());
    node = nodeOf(from);
  } else if (isa<arith::ExtFOp, arith::TruncFOp>(op)) {
    key.kind = isa<arith::ExtFOp>(op) ? OperatorKind::fext : OperatorKind::ftruncate;
    key.format = formatOf(from.getType());
    key.resultFormat = formatOf(to.getType());
    node = nodeOf(from);
  } else {
    return false;
  }
  define(to, table_.operation(key, {node}));
  return true;
}

//===-- Floating point --------------------------------------------------------------------------------------------===//

NodeId FunctionBuilder::floatOperation(OperatorKind kind, Operation *op) {
  OperatorKey key;
  key.flush = flushToZero_;
  key.kind = kind;
  Type type = op->getOperand(0).getType();
  key.format = formatOf(type);
  key.operandWidth = key.width = widthOf(type);
  llvm::SmallVector<NodeId, 3> operands;
  for (Value operand : op->getOperands())
    operands.push_back(nodeOf(operand));
  if (kind == OperatorKind::fcmp) {
    auto predicate = cast<arith::CmpFOp>(op).getPredicate();
    std::optional<FloatPredicate> known = predicateOf(predicate);
    key.width = 1;
    if (!known)
      return table_.constant(1, predicate == arith::CmpFPredicate::AlwaysTrue);
    key.predicate = *known;
  }
  return table_.operation(key, operands);
}

bool FunctionBuilder::visitFloat(Operation *op) {
  if (op->getNumResults() != 1 || op->getNumOperands() == 0)
    return false;
  for (Value operand : op->getOperands())
    if (!isa<FloatType>(operand.getType()))
      return false;
  auto kind = llvm::TypeSwitch<Operation *, std::optional<OperatorKind>>(op)
                  .Case([](arith::AddFOp) { return OperatorKind::fadd; })
                  .Case([](arith::SubFOp) { return OperatorKind::fsub; })
                  .Case([](arith::MulFOp) { return OperatorKind::fmul; })
                  .Case([](arith::DivFOp) { return OperatorKind::fdiv; })
                  .Case([](arith::NegFOp) { return OperatorKind::fneg; })
                  .Case([](arith::CmpFOp) { return OperatorKind::fcmp; })
                  .Case([](arith::MinNumFOp) { return OperatorKind::fmin; })
                  .Case([](arith::MaxNumFOp) { return OperatorKind::fmax; })
                  .Case([](math::SqrtOp) { return OperatorKind::fsqrt; })
                  .Case([](math::FmaOp) { return OperatorKind::fma; })
                  .Case([](math::AbsFOp) { return OperatorKind::fabs; })
                  .Case([](math::CopySignOp) { return OperatorKind::fcopysign; })
                  .Case([](math::FloorOp) { return OperatorKind::ffloor; })
                  .Case([](math::CeilOp) { return OperatorKind::fceil; })
                  .Case([](math::TruncOp) { return OperatorKind::ftrunc; })
                  .Case([](math::RoundOp) { return OperatorKind::fround; })
                  .Case([](math::RoundEvenOp) { return OperatorKind::froundeven; })
                  .Default([](Operation *) { return std::nullopt; });
  if (!kind)
    return false;
  define(op->getResult(0), floatOperation(*kind, op));
  return true;
}

} // namespace allo::target::rtl
