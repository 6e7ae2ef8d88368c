// Nodes, and operations on integers: of the very widths that the graph says.
#include "target/sim/FunctionCompiler.h"

namespace allo::target::sim {

using namespace rtl;

// A value that nobody looks at.
void FunctionCompiler::setNothing(NodeId id) {
  if (node(id).width > 0)
    set(id, {llvm::Constant::getNullValue(integer(node(id).width)), nullptr});
}

void FunctionCompiler::compileNode(NodeId id) {
  const Node &self = node(id);
  if (!context_.hasValues && context_.varies[number_][id])
    return setNothing(id);
  switch (self.kind) {
  case NodeKind::constant:
  case NodeKind::argument:
  case NodeKind::counter: // by the loop
  case NodeKind::carried: // by the loop
    return;
  case NodeKind::operation:
    set(id,
        self.operatorKey.kind >= OperatorKind::fadd ? compileFloat(self) : NodeValue{compileInteger(self), nullptr});
    return;
  case NodeKind::load:
    set(id, {compileLoad(self), nullptr});
    return;
  case NodeKind::store:
    compileStore(self);
    return;
  case NodeKind::result:
    set(id, code_->results.at(self.operands[0])[self.index]);
    return;
  case NodeKind::slice:
    set(id,
        {builder_.CreateTrunc(builder_.CreateLShr(bits(self.operands[0]), self.index), integer(self.width)), nullptr});
    return;
  case NodeKind::concat:
    set(id, {compileConcat(self), nullptr});
    return;
  case NodeKind::stream:
  case NodeKind::child:
    break;
  }
  throw InternalError("a node of '" + function_.name + "' cannot stand where it stands", self.place);
}

FunctionCompiler::Value FunctionCompiler::compileConcat(const Node &self) {
  Value all = nullptr;
  for (NodeId part : self.operands) {
    Value bitsOfPart = bits(part);
    unsigned width = bitsOfPart->getType()->getIntegerBitWidth();
    Value wide = builder_.CreateZExt(bitsOfPart, integer(self.width));
    all = all ? builder_.CreateOr(builder_.CreateShl(all, width), wide, "", /*IsDisjoint=*/true) : wide;
  }
  return all;
}

FunctionCompiler::Value FunctionCompiler::compileInteger(const Node &self) {
  auto operand = [&](unsigned number) { return bits(self.operands[number]); };
  llvm::Type *type = integer(self.width);
  auto compare = [&](llvm::CmpInst::Predicate predicate) {
    return builder_.CreateICmp(predicate, operand(0), operand(1));
  };
  switch (self.operatorKey.kind) {
  case OperatorKind::add:
    return builder_.CreateAdd(operand(0), operand(1));
  case OperatorKind::sub:
    return builder_.CreateSub(operand(0), operand(1));
  case OperatorKind::mul: // operands as narrow as their ranges, signed
    return builder_.CreateMul(builder_.CreateSExtOrTrunc(operand(0), type),
                              builder_.CreateSExtOrTrunc(operand(1), type));
  case OperatorKind::divs:
  case OperatorKind::divu:
  case OperatorKind::rems:
  case OperatorKind::remu:
    return compileDivision(self);
  case OperatorKind::bitAnd:
    return builder_.CreateAnd(operand(0), operand(1));
  case OperatorKind::bitOr:
    return builder_.CreateOr(operand(0), operand(1));
  case OperatorKind::bitXor:
    return builder_.CreateXor(operand(0), operand(1));
  case OperatorKind::shl:
  case OperatorKind::shrs:
  case OperatorKind::shru:
    return compileShift(self);
  case OperatorKind::equal:
    return compare(llvm::CmpInst::ICMP_EQ);
  case OperatorKind::notEqual:
    return compare(llvm::CmpInst::ICMP_NE);
  case OperatorKind::lessSigned:
    return compare(llvm::CmpInst::ICMP_SLT);
  case OperatorKind::lessEqualSigned:
    return compare(llvm::CmpInst::ICMP_SLE);
  case OperatorKind::lessUnsigned:
    return compare(llvm::CmpInst::ICMP_ULT);
  case OperatorKind::lessEqualUnsigned:
    return compare(llvm::CmpInst::ICMP_ULE);
  case OperatorKind::select:
    return builder_.CreateSelect(operand(0), operand(1), operand(2));
  case OperatorKind::signExtend:
    return builder_.CreateSExtOrTrunc(operand(0), type);
  case OperatorKind::zeroExtend:
    return builder_.CreateZExtOrTrunc(operand(0), type);
  case OperatorKind::truncate:
    return builder_.CreateTrunc(operand(0), type);
  default:
    throw InternalError(std::string("'") + nameOf(self.operatorKey.kind) + "' is no operator on integers", self.place);
  }
}

// The count may be as large as its bits allow where its value is not looked at.
FunctionCompiler::Value FunctionCompiler::compileShift(const Node &self) {
  Value value = bits(self.operands[0]), count = bits(self.operands[1]);
  unsigned width = self.width, countWidth = count->getType()->getIntegerBitWidth();
  Value by = builder_.CreateZExtOrTrunc(count, value->getType()), shifted, beyond = builder_.getIntN(width, 0);
  if (self.operatorKey.kind == OperatorKind::shl) {
    shifted = builder_.CreateShl(value, by);
  } else if (self.operatorKey.kind == OperatorKind::shru) {
    shifted = builder_.CreateLShr(value, by);
  } else {
    shifted = builder_.CreateAShr(value, by);
    beyond = builder_.CreateAShr(value, width - 1);
  }
  if (countWidth < 32 && (uint64_t(1) << countWidth) <= width)
    return shifted;
  Value isInside = builder_.CreateICmpULT(builder_.CreateZExtOrTrunc(count, integer(std::max(countWidth, 32u))),
                                          builder_.getIntN(std::max(countWidth, 32u), width));
  return builder_.CreateSelect(isInside, shifted, beyond);
}

// As operators/allo_divide.sv: by zero the quotient is all ones and the remainder the dividend, and the smallest number
// by -1 is itself, remainder 0.
FunctionCompiler::Value FunctionCompiler::compileDivision(const Node &self) {
  OperatorKind kind = self.operatorKey.kind;
  Value dividend = bits(self.operands[0]), divisor = bits(self.operands[1]);
  bool isSigned = kind == OperatorKind::divs || kind == OperatorKind::rems;
  bool isQuotient = kind == OperatorKind::divs || kind == OperatorKind::divu;
  llvm::Type *type = dividend->getType();
  Value zero = llvm::Constant::getNullValue(type), ones = llvm::Constant::getAllOnesValue(type);
  Value byZero = builder_.CreateICmpEQ(divisor, zero), isSpecial = byZero;
  if (isSigned) {
    Value least = builder_.getInt(llvm::APInt::getSignedMinValue(self.width));
    Value overflows = builder_.CreateAnd(builder_.CreateICmpEQ(dividend, least), builder_.CreateICmpEQ(divisor, ones));
    isSpecial = builder_.CreateOr(byZero, overflows);
  }
  // Divided by 1 (in one bit with a sign there is none, and nothing but special cases).
  Value safe = builder_.CreateSelect(isSpecial, builder_.getInt(llvm::APInt(self.width, 1)), divisor);
  if (isQuotient) {
    if (isSigned && self.width == 1)
      return builder_.CreateSelect(byZero, ones, dividend);
    Value quotient = isSigned ? builder_.CreateSDiv(dividend, safe) : builder_.CreateUDiv(dividend, safe);
    return builder_.CreateSelect(byZero, ones, quotient);
  }
  if (isSigned && self.width == 1)
    return builder_.CreateSelect(byZero, dividend, zero);
  Value rest = isSigned ? builder_.CreateSRem(dividend, safe) : builder_.CreateURem(dividend, safe);
  return builder_.CreateSelect(byZero, dividend, rest);
}

} // namespace allo::target::sim
