// Legalisation, on a clone, in this order:
//   1. functions and tables that the top does not reach go (C++ warns about unused statics);
//   2. functions get the single streams that they use of an array of streams (StreamElements.cpp);
//   3. memories that are only written, and values nobody reads, go (unused variables);
//   4. stores of what the element already holds go (self-assignment);
//   5. conversions of fixed point become integer arithmetic, floor and ceiling divisions of `arith` become plain ones;
//   6. every op and type that is left must be in the list below, else a UserError names it and its line.
#include "target/hls/Legalise.h"

#include "ir/AlloDialect.h"
#include "ir/Assertions.h"
#include "ir/Naming.h"
#include "lower/Lower.h"
#include "target/hls/Folding.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace allo::target::hls {

namespace {
void reach(func::FuncOp function, ModuleOp module, llvm::DenseSet<Operation *> &reached) {
  if (!reached.insert(function).second)
    return;
  function.walk([&](func::CallOp call) {
    auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
    if (!callee || callee.isExternal())
      throw UserError("function '" + call.getCallee().str() + "' is called but not defined", ir::placeOf(call.getLoc()),
                      "HLS C++ needs the body of every function; define it in the source");
    reach(callee, module, reached);
  });
  function.walk([&](memref::GetGlobalOp op) { reached.insert(module.lookupSymbol(op.getName())); });
}

void dropUnreached(ModuleOp module, func::FuncOp top) {
  llvm::DenseSet<Operation *> reached;
  reach(top, module, reached);
  for (Operation &op : llvm::make_early_inc_range(module.getOps()))
    if (isa<func::FuncOp, memref::GlobalOp>(op) && !reached.contains(&op))
      op.erase();
}

bool isOnlyWritten(Value memory) {
  return llvm::all_of(memory.getUsers(), [&](Operation *user) { return isStore(user) && storedValue(user) != memory; });
}

// Whether `op` only makes a value (loads included) or a memory.
bool isDroppable(Operation *op) {
  bool hasEffect = isa<func::CallOp, ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamTryWriteOp, ir::ConsoleOp>(op);
  return op->getNumResults() != 0 && op->getNumRegions() == 0 && !hasEffect;
}

bool dropDead(Operation *op) {
  if (isa<memref::AllocaOp>(op) && isOnlyWritten(op->getResult(0))) {
    for (Operation *user : llvm::make_early_inc_range(op->getUsers()))
      user->erase();
    op->erase();
    return true;
  }
  if (op->use_empty()) {
    op->erase();
    return true;
  }
  return false;
}

// Removes dead values and memories until none is left; backwards, so that one sweep removes a chain.
void dropUnused(func::FuncOp function) {
  for (bool changed = true; changed;) {
    changed = false;
    SmallVector<Operation *> candidates;
    function.walk([&](Operation *op) {
      if (isDroppable(op))
        candidates.push_back(op);
    });
    for (Operation *op : llvm::reverse(candidates))
      changed |= dropDead(op);
  }
}

// %v = load M[i]; store %v, M[i] with nothing between that writes M.
void dropSelfStores(func::FuncOp function) {
  SmallVector<Operation *> redundant;
  function.walk([&](Operation *op) {
    if (!isStore(op))
      return;
    Operation *load = storedValue(op).getDefiningOp();
    if (!load || !isLoad(load) || load->getBlock() != op->getBlock() || !sameElement(load, op))
      return;
    for (Operation *between = load->getNextNode(); between != op; between = between->getNextNode())
      if (mayWrite(between, storedMemory(op)))
        return;
    redundant.push_back(op);
  });
  for (Operation *op : redundant)
    op->erase();
}

bool isPrintableType(Type type) {
  if (auto memref = dyn_cast<MemRefType>(type))
    return memref.hasStaticShape() && memref.getLayout().isIdentity() && isPrintableType(memref.getElementType());
  if (isa<ir::StreamType, ir::ConsoleType>(type))
    return true;
  return type.isIntOrIndex() || type.isF16() || type.isBF16() || type.isF32() || type.isF64();
}

// The gate: what the model builder has a spelling for.
bool isPrintable(Operation *op) {
  return isa<affine::AffineForOp, affine::AffineIfOp, affine::AffineYieldOp, affine::AffineLoadOp,
             affine::AffineStoreOp, affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp, scf::ForOp,
             scf::WhileOp, scf::IfOp, scf::ConditionOp, scf::YieldOp, memref::AllocaOp, memref::GetGlobalOp,
             memref::LoadOp, memref::StoreOp, func::CallOp, func::ReturnOp, func::FuncOp>(op) ||
         isa<arith::ConstantOp, arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::DivSIOp, arith::DivUIOp,
             arith::RemSIOp, arith::RemUIOp, arith::AndIOp, arith::OrIOp, arith::XOrIOp, arith::ShLIOp, arith::ShRSIOp,
             arith::ShRUIOp, arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::RemFOp, arith::NegFOp,
             arith::CmpIOp, arith::CmpFOp, arith::SelectOp, arith::MaxSIOp>(op) ||
         isa<arith::MaxUIOp, arith::MinSIOp, arith::MinUIOp, arith::MaxNumFOp, arith::MinNumFOp, arith::ExtSIOp,
             arith::ExtUIOp, arith::TruncIOp, arith::ExtFOp, arith::TruncFOp, arith::SIToFPOp, arith::UIToFPOp,
             arith::FPToSIOp, arith::FPToUIOp, arith::IndexCastOp, arith::IndexCastUIOp, arith::BitcastOp>(op) ||
         isa<math::AbsFOp, math::AcosOp, math::AcoshOp, math::AsinOp, math::AsinhOp, math::AtanOp, math::AtanhOp,
             math::Atan2Op, math::CbrtOp, math::CeilOp, math::CopySignOp, math::CosOp, math::CoshOp, math::ErfOp,
             math::ErfcOp, math::ExpOp, math::Exp2Op, math::ExpM1Op, math::FloorOp, math::FmaOp, math::LogOp,
             math::Log10Op, math::Log1pOp, math::Log2Op>(op) ||
         isa<math::PowFOp, math::RoundOp, math::RoundEvenOp, math::SinOp, math::SinhOp, math::SqrtOp, math::TanOp,
             math::TanhOp, math::TruncOp, math::IsNaNOp, math::IsInfOp, math::IsFiniteOp, ir::ElementaryOp>(op) ||
         isa<ir::StreamCreateOp, ir::StreamReadOp, ir::StreamTryReadOp, ir::StreamWriteOp, ir::StreamTryWriteOp,
             ir::StreamEmptyOp, ir::StreamFullOp, ir::StreamSizeOp, ir::ConsoleOp, ir::PrintOp,
             UnrealizedConversionCastOp>(op);
}

void refuse(Operation *op, const std::string &what) {
  throw UserError(what, ir::placeOf(op->getLoc()), "build this design for the cpu target, or rewrite this statement");
}

void checkPrintable(func::FuncOp function) {
  if (!llvm::hasSingleElement(function.getBody()))
    refuse(function, "unstructured control flow cannot be written as HLS C++");
  function.walk([&](Operation *op) {
    if (!isPrintable(op))
      refuse(op, "operation '" + op->getName().getStringRef().str() + "' cannot be written as HLS C++");
    bool carriesValues =
        isa<affine::AffineForOp, scf::ForOp, scf::WhileOp, affine::AffineIfOp>(op) && op->getNumResults() != 0;
    if (carriesValues)
      refuse(op, "a loop or branch with results cannot be written as HLS C++");
    for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes()))
      if (!isPrintableType(type)) {
        std::string text;
        llvm::raw_string_ostream(text) << "type '" << type << "' cannot be written as HLS C++";
        refuse(op, text);
      }
  });
}
} // namespace

OwningOpRef<ModuleOp> legalise(ModuleOp module) {
  func::FuncOp top = ir::topOf(module);
  if (!top)
    throw InternalError("the module has no top function");
  OwningOpRef<ModuleOp> clone = module.clone();
  dropUnreached(*clone, ir::topOf(*clone));
  ir::removeAssertions(*clone);
  copyInterleavedMembers(ir::topOf(*clone));
  lower::separateStreamElements(*clone);
  RewritePatternSet patterns(clone->getContext());
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  FrozenRewritePatternSet frozen(std::move(patterns));
  lower::eraseReassociation(*clone);
  lower::expandQuantizations(*clone);
  for (auto function : clone->getOps<func::FuncOp>()) {
    SmallVector<Operation *> divisions;
    function.walk([&](Operation *op) {
      if (isa<arith::FloorDivSIOp, arith::CeilDivSIOp, arith::CeilDivUIOp>(op))
        divisions.push_back(op);
    });
    if (!divisions.empty())
      (void)applyOpPatternsGreedily(divisions, frozen);
    dropSelfStores(function);
    dropUnused(function);
    checkPrintable(function);
  }
  return clone;
}

} // namespace allo::target::hls
