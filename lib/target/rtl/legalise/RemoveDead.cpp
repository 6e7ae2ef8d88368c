// Dead code goes, carried values and results of branches included: what is needed is marked from the effects backwards
// (as in Cytron et al., "Efficiently Computing Static Single Assignment Form and the Control Dependence Graph", TOPLAS
// 1991, section 7.1), so that a value that only its own next iteration needs is dead. A store to a local array is an
// effect when the array is read.
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
bool isCountedLoop(Operation *op) { return isa<affine::AffineForOp, scf::ForOp>(op); }

// Where the initial values stand among the operands of a loop.
unsigned firstInitial(Operation *loop) {
  unsigned carried = isa<scf::WhileOp>(loop) ? loop->getRegion(0).getNumArguments() : loop->getNumResults();
  return loop->getNumOperands() - carried;
}

// Where the passed values stand among the operands of the terminator of a region.
unsigned firstPassed(Operation *terminator) { return isa<scf::ConditionOp>(terminator) ? 1 : 0; }

class Mark {
public:
  explicit Mark(func::FuncOp function) {
    function.walk([&](Operation *op) {
      if (isEffect(op))
        markOperation(op);
    });
    while (!worklist.empty())
      markSource(worklist.pop_back_val());
  }
  bool contains(Value value) const { return values.contains(value); }
  bool contains(Operation *op) const { return operations.contains(op); }

private:
  static bool isEffect(Operation *op) {
    if (isa<func::CallOp, func::ReturnOp, scf::WhileOp>(op))
      return true;
    if (isa<ir::StreamReadOp, ir::StreamWriteOp, ir::StreamTryReadOp, ir::StreamTryWriteOp>(op))
      return true; // what is read leaves the stream, whether anybody needs it or not
    return isStore(op) && !memoryOf(op).getDefiningOp<memref::AllocaOp>();
  }

  void mark(Value value) {
    if (values.insert(value).second)
      worklist.push_back(value);
  }

  // The operation runs: what decides whether it does is needed, and its operands that are not passed on by position.
  void markOperation(Operation *op) {
    if (!op || isa<func::FuncOp>(op) || !operations.insert(op).second)
      return;
    for (Value operand : ownOperands(op))
      mark(operand);
    if (isa<scf::WhileOp>(op))
      markOperation(op->getRegion(0).front().getTerminator());
    markOperation(op->getParentOp());
  }

  static ValueRange ownOperands(Operation *op) {
    if (isCountedLoop(op) || isa<scf::WhileOp>(op))
      return op->getOperands().take_front(firstInitial(op));
    if (isa<scf::ConditionOp>(op))
      return op->getOperands().take_front(1);
    if (isa<scf::YieldOp, affine::AffineYieldOp>(op))
      return {};
    return op->getOperands();
  }

  void markSource(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return markArgument(argument);
    Operation *op = value.getDefiningOp();
    markOperation(op);
    if (isa<memref::AllocaOp>(op))
      for (Operation *user : op->getUsers())
        if (isStore(user))
          markOperation(user);
    unsigned number = cast<OpResult>(value).getResultNumber();
    if (isCountedLoop(op)) {
      markSlot(op, number);
    } else if (isa<scf::WhileOp>(op)) {
      markWhile(op, number);
    } else {
      for (Region &region : op->getRegions())
        mark(region.front().getTerminator()->getOperand(number));
    }
  }

  void markArgument(BlockArgument argument) {
    Operation *op = argument.getOwner()->getParentOp();
    if (isa<func::FuncOp>(op))
      return;
    markOperation(op);
    unsigned number = argument.getArgNumber();
    if (isCountedLoop(op)) {
      if (number != 0)
        markSlot(op, number - 1);
    } else if (argument.getOwner()->getParent() == &op->getRegion(1)) {
      markWhile(op, number);
    } else {
      mark(op->getOperand(number));
      mark(op->getRegion(1).front().getTerminator()->getOperand(number));
      if (number < op->getNumResults())
        markWhile(op, number);
    }
  }

  void markSlot(Operation *loop, unsigned slot) {
    mark(loop->getOperand(firstInitial(loop) + slot));
    Block &body = loop->getRegion(0).front();
    mark(body.getTerminator()->getOperand(slot));
    mark(body.getArgument(slot + 1));
    mark(loop->getResult(slot));
  }

  // The first results of scf.while are the carried values, in their order; that stays so.
  void markWhile(Operation *loop, unsigned slot) {
    if (slot < loop->getRegion(0).getNumArguments())
      mark(loop->getRegion(0).getArgument(slot));
    mark(loop->getRegion(0).front().getTerminator()->getOperand(slot + 1));
    mark(loop->getRegion(1).getArgument(slot));
    mark(loop->getResult(slot));
  }

  llvm::DenseSet<Value> values;
  llvm::DenseSet<Operation *> operations;
  SmallVector<Value> worklist;
};

// The operation without the results that are not needed, and without the carried values behind them.
void dropSlots(Operation *op, const Mark &mark) {
  llvm::BitVector results(op->getNumResults()), initials(op->getNumOperands());
  for (OpResult result : op->getResults())
    results[result.getResultNumber()] = !mark.contains(result);
  if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    Block &before = loop.getBefore().front();
    llvm::BitVector carried(before.getNumArguments());
    for (BlockArgument argument : before.getArguments())
      carried[argument.getArgNumber()] = !mark.contains(argument);
    for (unsigned i : carried.set_bits())
      initials.set(i);
    loop.getAfter().front().getTerminator()->eraseOperands(carried);
    for (unsigned i : carried.set_bits())
      before.getArgument(i).dropAllUses();
    before.eraseArguments(carried);
  } else if (isCountedLoop(op)) {
    for (unsigned i : results.set_bits())
      initials.set(firstInitial(op) + i);
  }
  if (results.none() && initials.none())
    return;

  OperationState state(op->getLoc(), op->getName());
  SmallVector<Attribute> names;
  auto oldNames = op->getAttrOfType<ArrayAttr>(ir::resultNamesAttrName);
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    if (!initials[i])
      state.addOperands(operand);
  for (OpResult result : op->getResults())
    if (!results[result.getResultNumber()]) {
      state.types.push_back(result.getType());
      if (oldNames)
        names.push_back(oldNames[result.getResultNumber()]);
    }
  state.attributes = op->getAttrs();
  for (Region &region : op->getRegions()) {
    state.addRegion();
    if (region.empty())
      continue;
    Block &block = region.front();
    Operation *terminator = block.getTerminator();
    unsigned first = firstPassed(terminator);
    bool isWhileBody = isa<scf::WhileOp>(op) && region.getRegionNumber() == 1;
    for (int i = results.size() - 1; i >= 0; --i) {
      if (!results[i])
        continue;
      if (!isWhileBody)
        terminator->eraseOperand(first + i);
      bool hasArgument = isWhileBody || isCountedLoop(op);
      if (hasArgument) {
        block.getArgument(i + isCountedLoop(op)).dropAllUses();
        block.eraseArgument(i + isCountedLoop(op));
      }
    }
  }
  OpBuilder builder(op);
  Operation *made = builder.create(state);
  if (auto loop = dyn_cast<affine::AffineForOp>(made))
    loop.getProperties().operandSegmentSizes[2] -= initials.count();
  if (names.empty())
    made->removeAttr(ir::resultNamesAttrName);
  else
    made->setAttr(ir::resultNamesAttrName, builder.getArrayAttr(names));
  for (auto [to, from] : llvm::zip_equal(made->getRegions(), op->getRegions()))
    to.takeBody(from);
  unsigned next = 0;
  for (OpResult result : op->getResults())
    if (results[result.getResultNumber()])
      result.dropAllUses();
    else
      result.replaceAllUsesWith(made->getResult(next++));
  op->erase();
}

void sweep(Block &block, const Mark &mark) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    if (op.hasTrait<OpTrait::IsTerminator>())
      continue;
    if (!mark.contains(&op)) {
      op.dropAllUses();
      op.erase();
      continue;
    }
    for (Region &region : op.getRegions())
      if (!region.empty())
        sweep(region.front(), mark);
    if (op.getNumRegions() != 0)
      dropSlots(&op, mark);
  }
}
} // namespace

void removeDead(func::FuncOp function) {
  Mark mark(function);
  sweep(function.getBody().front(), mark);
}

} // namespace allo::target::rtl::legal
