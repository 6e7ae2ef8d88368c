#include "verify/CompileOperations.h"

#include "ir/Elementary.h"
#include "verify/Fold.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace allo::verify {

namespace {
OperationCode comparisonCode(arith::CmpIPredicate predicate) {
  constexpr uint8_t swapped = 1, negated = 2;
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return {Action::Compare, Opcode::Equal};
  case arith::CmpIPredicate::ne:
    return {Action::Compare, Opcode::Equal, negated};
  case arith::CmpIPredicate::slt:
    return {Action::Compare, Opcode::LessSigned};
  case arith::CmpIPredicate::sle:
    return {Action::Compare, Opcode::LessSigned, swapped | negated};
  case arith::CmpIPredicate::sgt:
    return {Action::Compare, Opcode::LessSigned, swapped};
  case arith::CmpIPredicate::sge:
    return {Action::Compare, Opcode::LessSigned, negated};
  case arith::CmpIPredicate::ult:
    return {Action::Compare, Opcode::LessUnsigned};
  case arith::CmpIPredicate::ule:
    return {Action::Compare, Opcode::LessUnsigned, swapped | negated};
  case arith::CmpIPredicate::ugt:
    return {Action::Compare, Opcode::LessUnsigned, swapped};
  case arith::CmpIPredicate::uge:
    return {Action::Compare, Opcode::LessUnsigned, negated};
  }
  return {Action::Compare, Opcode::Equal};
}

uint8_t floatingPredicate(arith::CmpFPredicate predicate) {
  using Predicate = arith::CmpFPredicate;
  switch (predicate) {
  case Predicate::AlwaysFalse:
    return 0;
  case Predicate::OEQ:
    return isEqual;
  case Predicate::OGT:
    return isGreater;
  case Predicate::OGE:
    return isGreater | isEqual;
  case Predicate::OLT:
    return isLess;
  case Predicate::OLE:
    return isLess | isEqual;
  case Predicate::ONE:
    return isLess | isGreater;
  case Predicate::ORD:
    return isLess | isGreater | isEqual;
  case Predicate::UEQ:
    return isUnordered | isEqual;
  case Predicate::UGT:
    return isUnordered | isGreater;
  case Predicate::UGE:
    return isUnordered | isGreater | isEqual;
  case Predicate::ULT:
    return isUnordered | isLess;
  case Predicate::ULE:
    return isUnordered | isLess | isEqual;
  case Predicate::UNE:
    return isUnordered | isLess | isGreater;
  case Predicate::UNO:
    return isUnordered;
  case Predicate::AlwaysTrue:
    return 15;
  }
  return 0;
}

const llvm::StringMap<OperationCode> &codesByName() {
  constexpr uint8_t greatest = 1, isSigned = 2;
  static const llvm::StringMap<OperationCode> codes = {
      {"arith.addi", {Action::Compute, Opcode::Add}},
      {"arith.subi", {Action::Subtract, Opcode::Add}},
      {"arith.muli", {Action::Compute, Opcode::Multiply}},
      {"arith.divui", {Action::Compute, Opcode::DivideUnsigned}},
      {"arith.divsi", {Action::Compute, Opcode::DivideSigned}},
      {"arith.remui", {Action::Compute, Opcode::RemainderUnsigned}},
      {"arith.remsi", {Action::Compute, Opcode::RemainderSigned}},
      {"arith.andi", {Action::Compute, Opcode::And}},
      {"arith.ori", {Action::Compute, Opcode::Or}},
      {"arith.xori", {Action::Compute, Opcode::Xor}},
      {"arith.shli", {Action::Compute, Opcode::ShiftLeft}},
      {"arith.shrui", {Action::Compute, Opcode::ShiftRight}},
      {"arith.shrsi", {Action::Compute, Opcode::ShiftRightSigned}},
      {"arith.minui", {Action::LeastOrGreatest, Opcode::LessUnsigned, 0}},
      {"arith.maxui", {Action::LeastOrGreatest, Opcode::LessUnsigned, greatest}},
      {"arith.minsi", {Action::LeastOrGreatest, Opcode::LessSigned, isSigned}},
      {"arith.maxsi", {Action::LeastOrGreatest, Opcode::LessSigned, greatest | isSigned}},
      {"arith.extui", {Action::Compute, Opcode::ExtendZero}},
      {"arith.extsi", {Action::Compute, Opcode::ExtendSign}},
      {"arith.trunci", {Action::Compute, Opcode::Truncate}},
      {"arith.select", {Action::Compute, Opcode::Select}},
      {"arith.bitcast", {Action::Compute, Opcode::Bitcast}},
      {"arith.addf", {Action::Compute, Opcode::FloatAdd}},
      {"arith.subf", {Action::FloatSubtract, Opcode::FloatAdd}},
      {"arith.mulf", {Action::Compute, Opcode::FloatMultiply}},
      {"arith.divf", {Action::Compute, Opcode::FloatDivide}},
      {"arith.remf", {Action::Compute, Opcode::FloatRemainder}},
      {"arith.negf", {Action::Compute, Opcode::FloatNegate}},
      {"arith.extf", {Action::Compute, Opcode::FloatConvert}},
      {"arith.truncf", {Action::Compute, Opcode::FloatConvert}},
      {"arith.sitofp", {Action::Compute, Opcode::FromSigned}},
      {"arith.uitofp", {Action::Compute, Opcode::FromUnsigned}},
      {"arith.fptosi", {Action::Compute, Opcode::ToSigned}},
      {"arith.fptoui", {Action::Compute, Opcode::ToUnsigned}},
      {"math.absf", {Action::Compute, Opcode::FloatAbsolute}},
      {"math.copysign", {Action::Compute, Opcode::FloatCopySign}},
      {"math.fma", {Action::Compute, Opcode::FloatMultiplyAdd}},
      {"math.sqrt", {Action::Compute, Opcode::FloatSquareRoot}},
      {"math.floor", {Action::Compute, Opcode::FloatFloor}},
      {"math.ceil", {Action::Compute, Opcode::FloatCeiling}},
      {"math.trunc", {Action::Compute, Opcode::FloatTruncate}},
      {"math.round", {Action::Compute, Opcode::FloatRound}},
      {"math.roundeven", {Action::Compute, Opcode::FloatRoundEven}},
  };
  return codes;
}
} // namespace

std::optional<OperationCode> operationCode(Operation *op) {
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    return comparisonCode(compare.getPredicate());
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return OperationCode{Action::Compute, Opcode::FloatCompare, floatingPredicate(compare.getPredicate())};
  const auto &codes = codesByName();
  if (auto found = codes.find(op->getName().getStringRef()); found != codes.end())
    return found->second;
  if (!ir::elementaryNameOf(op).empty())
    return OperationCode{Action::Compute, Opcode::Elementary};
  return std::nullopt;
}

ExpressionType expressionTypeOf(Type type) {
  if (type.isIndex())
    return ExpressionType::integer(64);
  if (type.isInteger() && type.getIntOrFloatBitWidth() <= ExpressionType::maximalWidth)
    return ExpressionType::integer(type.getIntOrFloatBitWidth());
  if (type.isF16())
    return ExpressionType::half;
  if (type.isBF16())
    return ExpressionType::brain;
  if (type.isF32())
    return ExpressionType::single;
  if (type.isF64())
    return ExpressionType::twice;
  std::string text;
  llvm::raw_string_ostream(text) << type;
  throw NotDecided{"values of type " + text + " have no expressions", {}, ""};
}

} // namespace allo::verify
