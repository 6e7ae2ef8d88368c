// Branches that are decided, say the same on both sides, or only choose between cheap values.
//   scf.if %true {A} else {B}          → A
//   scf.if %c {… %c …} else {… %c …}   → with %true and %false inside
//   scf.if %c {yield %a} else {yield %b} → select %c, %a, %b (what stands before the yields is cheap and pure)
#include "target/rtl/legalise/Rewrites.h"

#include "ir/AlloDialect.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
constexpr size_t mostSpeculated = 8; // operations that may run whatever the condition

// Next to nothing in hardware, defined for all operands.
bool isCheap(Operation &op) {
  return isa<arith::ConstantOp, arith::AddIOp, arith::SubIOp, arith::AndIOp, arith::OrIOp, arith::XOrIOp, arith::ShLIOp,
             arith::ShRSIOp, arith::ShRUIOp, arith::CmpIOp, arith::CmpFOp, arith::SelectOp, arith::ExtSIOp,
             arith::ExtUIOp, arith::TruncIOp, arith::IndexCastOp, arith::IndexCastUIOp, arith::NegFOp,
             affine::AffineApplyOp>(op);
}

void inlineSide(scf::IfOp branch, bool side) {
  Region &region = side ? branch.getThenRegion() : branch.getElseRegion();
  if (!region.empty()) {
    Block &block = region.front();
    Operation *end = block.getTerminator();
    branch->replaceAllUsesWith(end->getOperands());
    end->erase();
    branch->getBlock()->getOperations().splice(Block::iterator(branch), block.getOperations());
  }
  branch.erase();
}

// Inside a side, the condition is known.
void replaceCondition(scf::IfOp branch) {
  Value condition = branch.getCondition();
  for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()}) {
    Value known;
    for (OpOperand &use : llvm::make_early_inc_range(condition.getUses())) {
      if (region->empty() || !region->isAncestor(use.getOwner()->getParentRegion()))
        continue;
      if (!known) {
        OpBuilder builder = OpBuilder::atBlockBegin(&region->front());
        known =
            arith::ConstantOp::create(builder, branch.getLoc(), builder.getBoolAttr(region == &branch.getThenRegion()));
      }
      use.set(known);
    }
  }
}

void mergeEqualResults(Operation *branch) {
  for (OpResult result : branch->getResults()) {
    unsigned number = result.getResultNumber();
    Value first = branch->getRegion(0).front().getTerminator()->getOperand(number);
    Value second = branch->getRegion(1).front().getTerminator()->getOperand(number);
    if (first == second && first.getParentRegion()->isProperAncestor(&branch->getRegion(0)))
      result.replaceAllUsesWith(first);
  }
}

Location resultLocation(scf::IfOp branch, unsigned number) {
  auto names = branch->getAttrOfType<ArrayAttr>(ir::resultNamesAttrName);
  StringRef name = names ? cast<StringAttr>(names[number]).getValue() : "";
  if (name.empty())
    return branch.getLoc();
  return NameLoc::get(StringAttr::get(branch.getContext(), name), branch.getLoc());
}

bool isChoice(scf::IfOp branch) {
  if (branch.getNumResults() == 0)
    return false;
  size_t operations = 0;
  for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()})
    for (Operation &op : region->front().without_terminator())
      if (!isCheap(op) || ++operations > mostSpeculated)
        return false;
  return true;
}

void makeSelects(scf::IfOp branch) {
  Block *block = branch->getBlock();
  SmallVector<SmallVector<Value>> sides;
  for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()}) {
    Operation *end = region->front().getTerminator();
    sides.emplace_back(end->getOperands());
    end->erase();
    block->getOperations().splice(Block::iterator(branch), region->front().getOperations());
  }
  OpBuilder builder(branch);
  for (OpResult result : branch->getResults()) {
    unsigned number = result.getResultNumber();
    result.replaceAllUsesWith(arith::SelectOp::create(builder, resultLocation(branch, number), branch.getCondition(),
                                                      sides[0][number], sides[1][number]));
  }
  branch.erase();
}

bool isEmpty(Operation *branch) {
  return branch->getNumResults() == 0 && llvm::all_of(branch->getRegions(), [](Region &region) {
           return region.empty() || llvm::hasSingleElement(region.front());
         });
}

bool simplifyOne(Operation *op) {
  if (op->getNumResults() != 0)
    mergeEqualResults(op);
  if (isEmpty(op)) {
    op->erase();
    return true;
  }
  auto branch = dyn_cast<scf::IfOp>(op);
  if (!branch)
    return false;
  APInt constant;
  if (matchPattern(branch.getCondition(), m_ConstantInt(&constant))) {
    inlineSide(branch, !constant.isZero());
    return true;
  }
  if (isChoice(branch)) {
    makeSelects(branch);
    return true;
  }
  return false;
}
} // namespace

bool simplifyBranches(func::FuncOp function) {
  bool changed = false;
  function.walk<WalkOrder::PreOrder>([](scf::IfOp branch) { replaceCondition(branch); });
  SmallVector<Operation *> branches;
  function.walk([&](Operation *op) { // inner ones first
    if (isa<scf::IfOp, affine::AffineIfOp>(op))
      branches.push_back(op);
  });
  for (Operation *branch : branches)
    changed |= simplifyOne(branch);
  return changed;
}

} // namespace allo::target::rtl::legal
