// Operations without an operator of their own, written with those that have one.
//   floordivsi, ceildivsi, ceildivui → divisions that round to zero, with corrections (upstream's patterns)
//   maxsi %a, %b                     → select(cmpi sgt, %a, %b), and so on
//   isnan %x → cmpf uno %x, %x; isinf → cmpf oeq |%x|, inf; isfinite → cmpf olt |%x|, inf
// What has neither is refused, with the place and the remedy.
#include "target/rtl/legalise/Rewrites.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
std::optional<arith::CmpIPredicate> minimumPredicate(Operation *op) {
  if (isa<arith::MaxSIOp>(op))
    return arith::CmpIPredicate::sgt;
  if (isa<arith::MaxUIOp>(op))
    return arith::CmpIPredicate::ugt;
  if (isa<arith::MinSIOp>(op))
    return arith::CmpIPredicate::slt;
  if (isa<arith::MinUIOp>(op))
    return arith::CmpIPredicate::ult;
  return std::nullopt;
}

Value classify(Operation *op, OpBuilder &builder) {
  Location location = op->getLoc();
  Value value = op->getOperand(0);
  if (isa<math::IsNaNOp>(op))
    return arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNO, value, value);
  auto type = cast<FloatType>(value.getType());
  Value size = math::AbsFOp::create(builder, location, value);
  Value infinity = arith::ConstantOp::create(builder, location,
                                             builder.getFloatAttr(type, APFloat::getInf(type.getFloatSemantics())));
  auto predicate = isa<math::IsInfOp>(op) ? arith::CmpFPredicate::OEQ : arith::CmpFPredicate::OLT;
  return arith::CmpFOp::create(builder, location, predicate, size, infinity);
}

void expand(Operation *op) {
  OpBuilder builder(op);
  Value result;
  if (std::optional<arith::CmpIPredicate> predicate = minimumPredicate(op)) {
    Value first = arith::CmpIOp::create(builder, op->getLoc(), *predicate, op->getOperand(0), op->getOperand(1));
    result = arith::SelectOp::create(builder, op->getLoc(), first, op->getOperand(0), op->getOperand(1));
  } else if (isa<math::IsNaNOp, math::IsInfOp, math::IsFiniteOp>(op)) {
    result = classify(op, builder);
  }
  if (!result)
    return;
  op->getResult(0).replaceAllUsesWith(result);
  op->erase();
}

void expandDivisions(ModuleOp module) {
  SmallVector<Operation *> divisions;
  module.walk([&](Operation *op) {
    if (isa<arith::FloorDivSIOp, arith::CeilDivSIOp, arith::CeilDivUIOp>(op))
      divisions.push_back(op);
  });
  if (divisions.empty())
    return;
  RewritePatternSet patterns(module.getContext());
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  (void)applyOpPatternsGreedily(divisions, std::move(patterns));
}

bool hasOperator(Operation *op) {
  return isa<arith::ConstantOp, arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::DivSIOp, arith::DivUIOp,
             arith::RemSIOp, arith::RemUIOp, arith::AndIOp, arith::OrIOp, arith::XOrIOp, arith::ShLIOp, arith::ShRSIOp,
             arith::ShRUIOp, arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::NegFOp, arith::CmpIOp,
             arith::CmpFOp, arith::SelectOp, arith::MaxNumFOp, arith::MinNumFOp, arith::ExtSIOp, arith::ExtUIOp,
             arith::TruncIOp, arith::ExtFOp, arith::TruncFOp, arith::SIToFPOp, arith::UIToFPOp, arith::FPToSIOp,
             arith::FPToUIOp, arith::IndexCastOp, arith::IndexCastUIOp, arith::BitcastOp>(op) ||
         isa<math::AbsFOp, math::CeilOp, math::CopySignOp, math::FloorOp, math::FmaOp, math::RoundOp, math::RoundEvenOp,
             math::SqrtOp, math::TruncOp>(op);
}

bool isStreamOrPart(Operation *op) {
  if (isa<UnrealizedConversionCastOp>(op)) // an element of an array of streams, a part of an array
    return isa<ir::StreamType, MemRefType>(op->getResultTypes().front());
  return isa<ir::StreamCreateOp, ir::StreamReadOp, ir::StreamWriteOp, ir::StreamTryReadOp, ir::StreamTryWriteOp,
             ir::StreamEmptyOp, ir::StreamFullOp, ir::StreamSizeOp>(op);
}

bool isStructure(Operation *op) {
  return isa<affine::AffineForOp, affine::AffineIfOp, affine::AffineYieldOp, affine::AffineLoadOp,
             affine::AffineStoreOp, affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp, scf::ForOp,
             scf::WhileOp, scf::IfOp, scf::ConditionOp, scf::YieldOp, memref::AllocaOp, memref::GetGlobalOp,
             memref::LoadOp, memref::StoreOp, memref::GlobalOp, func::CallOp, func::ReturnOp, func::FuncOp, ModuleOp>(
             op) ||
         isStreamOrPart(op);
}

void refuse(Operation *op) {
  SourcePlace place = ir::placeOf(op->getLoc());
  std::string name = op->getName().getStringRef().str();
  if (isa<math::MathDialect>(op->getDialect()))
    throw UserError("there is no hardware operator for the function '" + op->getName().stripDialect().str() + "'",
                    place, "use a function of <cmath> or hls_math.h");
  throw UserError("operation '" + name + "' cannot become hardware", place, "rewrite this statement");
}

void checkType(Operation *op, Type type) {
  if (auto memref = dyn_cast<MemRefType>(type)) {
    if (!memref.hasStaticShape())
      throw UserError("an array whose size is not constant cannot become hardware", ir::placeOf(op->getLoc()),
                      "give it a constant size");
    return;
  }
  if (isa<ir::StreamType>(type))
    return;
  if (!type.isIntOrIndex() && !type.isF16() && !type.isBF16() && !type.isF32() && !type.isF64()) {
    std::string text;
    llvm::raw_string_ostream(text) << "type '" << type << "' cannot become hardware";
    throw UserError(text, ir::placeOf(op->getLoc()), "use an integer, float or double");
  }
}
} // namespace

void expandOperators(ModuleOp module) {
  expandDivisions(module);
  module.walk([](Operation *op) { expand(op); });
}

void checkHardware(ModuleOp module) {
  module.walk<WalkOrder::PreOrder>([](Operation *op) {
    if (!hasOperator(op) && !isStructure(op))
      refuse(op);
    for (Type type : op->getResultTypes())
      checkType(op, type);
    for (Region &region : op->getRegions())
      for (BlockArgument argument : region.empty() ? ArrayRef<BlockArgument>() : region.getArguments())
        checkType(op, argument.getType());
  });
}

} // namespace allo::target::rtl::legal
