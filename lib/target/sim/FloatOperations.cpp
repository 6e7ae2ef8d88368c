// Floating-point operators: float and double in the machine's instructions, half and bfloat16 in those of float, which
// has more than twice their precision, so that rounding twice rounds as once; what the machine does not do so is
// called.
#include "target/sim/ExactOperators.h"
#include "target/sim/FunctionCompiler.h"

namespace allo::target::sim {

using namespace rtl;

namespace {
bool isNative(const FloatFormat &format) { return format == FloatFormat{8, 23} || format == FloatFormat{11, 52}; }
bool isHalf(const FloatFormat &format) { return format == FloatFormat{5, 10}; }
bool isBrain(const FloatFormat &format) { return format == FloatFormat{8, 7}; }

llvm::Type *typeOf(llvm::IRBuilder<> &builder, const FloatFormat &format) {
  return format == FloatFormat{11, 52} ? builder.getDoubleTy() : builder.getFloatTy();
}

bool isArithmetic(OperatorKind kind) {
  switch (kind) {
  case OperatorKind::fadd:
  case OperatorKind::fsub:
  case OperatorKind::fmul:
  case OperatorKind::fdiv:
  case OperatorKind::fsqrt:
  case OperatorKind::fma:
    return true;
  default:
    return false;
  }
}

llvm::CmpInst::Predicate predicateOf(FloatPredicate predicate) {
  using P = llvm::CmpInst::Predicate;
  static constexpr P known[] = {P::FCMP_OEQ, P::FCMP_OGT, P::FCMP_OGE, P::FCMP_OLT, P::FCMP_OLE,
                                P::FCMP_ONE, P::FCMP_ORD, P::FCMP_UEQ, P::FCMP_UGT, P::FCMP_UGE,
                                P::FCMP_ULT, P::FCMP_ULE, P::FCMP_UNE, P::FCMP_UNO};
  return known[static_cast<int>(predicate)];
}

llvm::APInt quietNaN(const FloatFormat &format) { return llvm::APFloat::getQNaN(semanticsOf(format)).bitcastToAPInt(); }
} // namespace

//===-- Numbers and bits ------------------------------------------------------------------------------------------===//

// Whether arithmetic makes the value, or passes on what it makes.
bool FunctionCompiler::makesNumber(NodeId id) const {
  if (makesNumber_[id] >= 0)
    return makesNumber_[id];
  makesNumber_[id] = 0; // of a circle of carried values
  const Node &self = node(id);
  bool makes = false;
  if (self.kind == NodeKind::operation)
    makes = isArithmetic(self.operatorKey.kind) && isNative(self.operatorKey.format);
  else if (self.kind == NodeKind::carried)
    makes = makesNumber(self.operands[1]);
  else if (self.kind == NodeKind::result)
    if (const Child &child = function_.children[node(self.operands[0]).child]; child.kind == Child::loop)
      makes = makesNumber(child.carried[self.index]);
  makesNumber_[id] = makes;
  return makes;
}

llvm::Type *FunctionCompiler::numberType(NodeId id) {
  if (!makesNumber(id) || (node(id).width != 32 && node(id).width != 64))
    return nullptr;
  return node(id).width == 32 ? builder_.getFloatTy() : builder_.getDoubleTy();
}

// half and bfloat16 as a float.
FunctionCompiler::Value FunctionCompiler::numberOf(NodeId id, const FloatFormat &format, bool flush) {
  NodeValue value = valueOf(id);
  if (isHalf(format))
    return builder_.CreateFPExt(builder_.CreateBitCast(value.bits, builder_.getHalfTy()), builder_.getFloatTy());
  if (isBrain(format))
    return builder_.CreateBitCast(builder_.CreateShl(builder_.CreateZExt(value.bits, builder_.getInt32Ty()), 16),
                                  builder_.getFloatTy());
  llvm::Type *type = typeOf(builder_, format);
  Value number =
      value.number && value.number->getType() == type ? value.number : builder_.CreateBitCast(value.bits, type);
  if (!flush)
    return number;
  Value magnitude = builder_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, number);
  Value least = llvm::ConstantFP::get(type, llvm::APFloat::getSmallestNormalized(semanticsOf(format)));
  Value zero = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, llvm::ConstantFP::get(type, 0.0), number);
  return builder_.CreateSelect(builder_.CreateFCmpOLT(magnitude, least), zero, number);
}

// Hardware gives one NaN.
FunctionCompiler::Value FunctionCompiler::canonical(Value number, Value bits, const FloatFormat &format) {
  return builder_.CreateSelect(builder_.CreateFCmpUNO(number, number), builder_.getInt(quietNaN(format)), bits);
}

// A number, of a format no wider than its type, rounded to nearest.
FunctionCompiler::Value FunctionCompiler::fromNumber(Value number, const FloatFormat &format) {
  if (isHalf(format)) {
    Value half = builder_.CreateFPTrunc(number, builder_.getHalfTy());
    return canonical(number, builder_.CreateBitCast(half, builder_.getInt16Ty()), format);
  }
  Value bits = builder_.CreateBitCast(number, integer(number->getType()->getPrimitiveSizeInBits()));
  if (isBrain(format)) {
    Value last = builder_.CreateAnd(builder_.CreateLShr(bits, 16), 1);
    bits = builder_.CreateAdd(bits, builder_.CreateAdd(last, builder_.getInt32(0x7fff)));
    bits = builder_.CreateTrunc(builder_.CreateLShr(bits, 16), builder_.getInt16Ty());
  }
  return canonical(number, bits, format);
}

// By a call of the operator in software.
FunctionCompiler::Value FunctionCompiler::exactly(const Node &self) {
  const OperatorKey &key = self.operatorKey;
  unsigned width = sim::operandWidth(key), count = static_cast<unsigned>(self.operands.size());
  auto *word = builder_.getInt64Ty();
  Value given = stackWords(count * wordsOf(width)), made = stackWords(wordsOf(key.width));
  for (unsigned number = 0; number < count; ++number)
    builder_.CreateAlignedStore(builder_.CreateZExt(bits(self.operands[number]), integer(64 * wordsOf(width))),
                                builder_.CreateConstInBoundsGEP1_32(word, given, number * wordsOf(width)),
                                llvm::Align(8));
  llvm::FunctionCallee callee = context_.module.getOrInsertFunction(operatorName, builder_.getVoidTy(), word,
                                                                    builder_.getPtrTy(), builder_.getPtrTy());
  auto *function = llvm::cast<llvm::Function>(callee.getCallee());
  function->addFnAttr(llvm::Attribute::NoUnwind);
  function->addFnAttr(llvm::Attribute::WillReturn);
  function->setMemoryEffects(llvm::MemoryEffects::argMemOnly());
  builder_.CreateCall(callee, {builder_.getInt64(reinterpret_cast<uint64_t>(&self.operatorKey)), given, made});
  return builder_.CreateTrunc(builder_.CreateAlignedLoad(integer(64 * wordsOf(key.width)), made, llvm::Align(8)),
                              integer(key.width));
}

//===-- Arithmetic ------------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::arithmetic(OperatorKind kind, llvm::ArrayRef<llvm::Value *> operands) {
  switch (kind) {
  case OperatorKind::fadd:
    return builder_.CreateFAdd(operands[0], operands[1]);
  case OperatorKind::fsub:
    return builder_.CreateFSub(operands[0], operands[1]);
  case OperatorKind::fmul:
    return builder_.CreateFMul(operands[0], operands[1]);
  case OperatorKind::fdiv:
    return builder_.CreateFDiv(operands[0], operands[1]);
  case OperatorKind::fsqrt:
    return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, operands[0]);
  default:
    return builder_.CreateIntrinsic(operands[0]->getType(), llvm::Intrinsic::fma, operands);
  }
}

FunctionCompiler::NodeValue FunctionCompiler::compileArithmetic(const Node &self) {
  const OperatorKey &key = self.operatorKey;
  bool rounds = isNative(key.format);
  if (!rounds && (key.flush || key.kind == OperatorKind::fma))
    return {exactly(self), nullptr};
  Values operands;
  for (NodeId operand : self.operands)
    operands.push_back(numberOf(operand, key.format, key.flush));
  Value number = arithmetic(key.kind, operands);
  NodeValue result{fromNumber(number, key.format), rounds ? number : nullptr};
  if (!key.flush)
    return result;
  // What may have been rounded below the normal range.
  Value magnitude = builder_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, number);
  Value least = llvm::ConstantFP::get(number->getType(), llvm::APFloat::getSmallestNormalized(semanticsOf(key.format)));
  Value isSmall = builder_.CreateAnd(builder_.CreateFCmpOLE(magnitude, least),
                                     builder_.CreateFCmpONE(number, llvm::ConstantFP::get(number->getType(), 0.0)));
  llvm::BasicBlock *before = builder_.GetInsertBlock(), *last = nullptr;
  NodeValue exact;
  compileIf(isSmall, [&] {
    exact.bits = exactly(self);
    exact.number = builder_.CreateBitCast(exact.bits, number->getType());
    last = builder_.GetInsertBlock();
  });
  return choose(last, exact, before, result);
}

FunctionCompiler::Value FunctionCompiler::roundingTo(OperatorKind kind, Value number) {
  llvm::Intrinsic::ID intrinsic = kind == OperatorKind::ffloor   ? llvm::Intrinsic::floor
                                  : kind == OperatorKind::fceil  ? llvm::Intrinsic::ceil
                                  : kind == OperatorKind::ftrunc ? llvm::Intrinsic::trunc
                                  : kind == OperatorKind::fround ? llvm::Intrinsic::round
                                                                 : llvm::Intrinsic::roundeven;
  return builder_.CreateUnaryIntrinsic(intrinsic, number);
}

//===-- Everything else -------------------------------------------------------------------------------------------===//

FunctionCompiler::Value FunctionCompiler::compileSign(const Node &self) {
  Value value = bits(self.operands[0]);
  Value sign = builder_.getInt(llvm::APInt::getSignMask(self.width));
  Value magnitude = builder_.CreateAnd(value, builder_.getInt(llvm::APInt::getSignedMaxValue(self.width)));
  if (self.operatorKey.kind == OperatorKind::fabs)
    return magnitude;
  if (self.operatorKey.kind == OperatorKind::fneg)
    return builder_.CreateXor(value, sign);
  return builder_.CreateOr(magnitude, builder_.CreateAnd(bits(self.operands[1]), sign));
}

// As operators/allo_fminmax.sv: the second, unless the first is beyond it or the second is NaN.
FunctionCompiler::Value FunctionCompiler::compileExtremum(const Node &self) {
  const OperatorKey &key = self.operatorKey;
  if (key.flush)
    return exactly(self);
  Value first = numberOf(self.operands[0], key.format), second = numberOf(self.operands[1], key.format);
  Value isBeyond =
      key.kind == OperatorKind::fmin ? builder_.CreateFCmpOLT(first, second) : builder_.CreateFCmpOGT(first, second);
  Value takesFirst = builder_.CreateOr(isBeyond, builder_.CreateFCmpUNO(second, second));
  return builder_.CreateSelect(takesFirst, bits(self.operands[0]), bits(self.operands[1]));
}

FunctionCompiler::Value FunctionCompiler::compileConversion(const Node &self) {
  const OperatorKey &key = self.operatorKey;
  bool isToShort = isHalf(key.resultFormat) || isBrain(key.resultFormat);
  switch (key.kind) {
  case OperatorKind::fext:
  case OperatorKind::ftruncate: {
    // A double has too many bits to be rounded by way of a float.
    if (key.flush || (isToShort && key.format == FloatFormat{11, 52}))
      return exactly(self);
    Value number = numberOf(self.operands[0], key.format);
    if (!isToShort)
      number = builder_.CreateFPCast(number, typeOf(builder_, key.resultFormat));
    return fromNumber(number, key.resultFormat);
  }
  case OperatorKind::sitofp:
  case OperatorKind::uitofp: {
    bool isSigned = key.kind == OperatorKind::sitofp;
    // Integers that a float holds are rounded once.
    if (key.operandWidth > (isNative(key.format) ? 64 : 24))
      return exactly(self);
    llvm::Type *type = typeOf(builder_, key.format);
    Value integerBits = bits(self.operands[0]);
    return fromNumber(isSigned ? builder_.CreateSIToFP(integerBits, type) : builder_.CreateUIToFP(integerBits, type),
                      key.format);
  }
  default: {
    if (key.width > 64)
      return exactly(self);
    Value number = numberOf(self.operands[0], key.format);
    return builder_.CreateIntrinsic(key.kind == OperatorKind::fptosi ? llvm::Intrinsic::fptosi_sat
                                                                     : llvm::Intrinsic::fptoui_sat,
                                    {integer(key.width), number->getType()}, {number});
  }
  }
}

FunctionCompiler::NodeValue FunctionCompiler::compileFloat(const Node &self) {
  const OperatorKey &key = self.operatorKey;
  if (isArithmetic(key.kind))
    return compileArithmetic(self);
  switch (key.kind) {
  case OperatorKind::fneg:
  case OperatorKind::fabs:
  case OperatorKind::fcopysign:
    return {compileSign(self), nullptr};
  case OperatorKind::fmin:
  case OperatorKind::fmax:
    return {compileExtremum(self), nullptr};
  case OperatorKind::fcmp: {
    if (key.flush && !isNative(key.format))
      return {exactly(self), nullptr};
    Value first = numberOf(self.operands[0], key.format, key.flush);
    Value second = numberOf(self.operands[1], key.format, key.flush);
    return {builder_.CreateFCmp(predicateOf(key.predicate), first, second), nullptr};
  }
  case OperatorKind::ffloor:
  case OperatorKind::fceil:
  case OperatorKind::ftrunc:
  case OperatorKind::fround:
  case OperatorKind::froundeven:
    if (key.flush)
      return {exactly(self), nullptr};
    return {fromNumber(roundingTo(key.kind, numberOf(self.operands[0], key.format)), key.format), nullptr};
  default:
    return {compileConversion(self), nullptr};
  }
}

} // namespace allo::target::sim
