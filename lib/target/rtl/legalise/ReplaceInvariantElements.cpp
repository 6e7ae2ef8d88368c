// An array element that stays the same during a loop lives in a scalar there ("scalar replacement", Callahan, Carr,
// Kennedy: "Improving Register Allocation for Subscripted Variables", PLDI 1990):
//   for k { C[i][j] += A[i][k] * B[k][j] }  →  t = C[i][j]; for k { t += A[i][k] * B[k][j] }; C[i][j] = t
// The recurrence is then that of the addition alone, and the loop has two ports of C less to share. Every access to the
// array in the loop must be to exactly that element or provably never to it. An element that may lie outside of the
// array when the loop does not run is guarded by the condition that it runs. Loops are taken innermost first, so an
// element moves out of all loops that leave it alone. Elements that are only read move when the ports of one of the
// array's banks are short: a load before the loop is in the way of making its nest one pipeline.
#include "target/rtl/legalise/Elements.h"
#include "target/rtl/legalise/PortDemand.h"
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "analysis/IterationDomain.h"
#include "analysis/TripCount.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
constexpr size_t mostElements = 64; // of one array in one loop
constexpr size_t freeReads = 2;     // accesses of a bank that its ports serve in one cycle

struct Candidate {
  Element element;
  SmallVector<const analysis::Access *> members;
  bool isRead = false, isWritten = false;
  const analysis::Access &first() const { return *members.front(); }
};

bool isOutside(Value value, Operation *loop) { return !loop->isAncestor(value.getParentBlock()->getParentOp()); }

bool isInvariant(const analysis::Access &access, Operation *loop) {
  auto outside = [&](Value value) { return isOutside(value, loop); };
  if (access.isAffine)
    return llvm::all_of(access.operands, outside);
  return llvm::all_of(access.op->getOperands().drop_front(isStore(access.op) ? 2 : 1), outside);
}

// Whether the element lies inside the array whenever the loop is reached.
bool isInBounds(const analysis::Access &access, Operation *loop) {
  if (!access.isAffine)
    return false;
  analysis::LinearSystem system;
  analysis::SymbolColumns symbols;
  analysis::Instance here = analysis::addInstance(system, symbols, loop);
  auto indices = analysis::lineariseMap(system, symbols, here, access.map, access.operands);
  if (!indices)
    return false;
  auto shape = cast<MemRefType>(access.memory.getType()).getShape();
  for (auto [index, extent] : llvm::zip_equal(*indices, shape)) {
    analysis::LinearSystem below = system, above = system;
    below.addNonNegative(analysis::LinearExpression(-1).plus(index, -1));
    above.addNonNegative(index.plus(-extent));
    if (!below.isEmpty() || !above.isEmpty())
      return false;
  }
  return true;
}

bool surelyRuns(Operation *loop) {
  if (isa<scf::WhileOp>(loop))
    return true; // its condition
  std::optional<int64_t> count = analysis::tripCount(loop);
  return count && *count > 0;
}

// A branch that is taken when the loop runs at least once, or null where that cannot be said.
Operation *guard(Operation *loop, OpBuilder &builder) {
  if (auto counted = dyn_cast<scf::ForOp>(loop)) {
    Value runs = arith::CmpIOp::create(builder, loop->getLoc(), arith::CmpIPredicate::slt, counted.getLowerBound(),
                                       counted.getUpperBound());
    return scf::IfOp::create(builder, loop->getLoc(), runs, false);
  }
  auto counted = cast<affine::AffineForOp>(loop);
  AffineMap lower = counted.getLowerBoundMap(), upper = counted.getUpperBoundMap();
  // The dims and symbols of the upper bound follow those of the lower one.
  AffineMap shifted = upper.shiftDims(lower.getNumDims()).shiftSymbols(lower.getNumSymbols());
  SmallVector<AffineExpr> conditions;
  for (AffineExpr low : lower.getResults())
    for (AffineExpr high : shifted.getResults())
      conditions.push_back(high - low - 1);
  SmallVector<Value> operands;
  auto from = counted.getLowerBoundOperands(), to = counted.getUpperBoundOperands();
  llvm::append_range(operands, from.take_front(lower.getNumDims()));
  llvm::append_range(operands, to.take_front(upper.getNumDims()));
  llvm::append_range(operands, from.drop_front(lower.getNumDims()));
  llvm::append_range(operands, to.drop_front(upper.getNumDims()));
  IntegerSet set =
      IntegerSet::get(lower.getNumDims() + upper.getNumDims(), lower.getNumSymbols() + upper.getNumSymbols(),
                      conditions, SmallVector<bool>(conditions.size(), false));
  affine::canonicalizeSetAndOperands(&set, &operands);
  return affine::AffineIfOp::create(builder, loop->getLoc(), set, operands, false);
}

class Replacement {
public:
  Replacement(func::FuncOp function, Elements &elements) : elements(elements), nextId(ir::freshId(function)) {}

  void visit(Operation *loop) {
    std::vector<analysis::Access> accesses = analysis::collectAccesses(loop);
    llvm::MapVector<Value, std::vector<const analysis::Access *>> memories;
    for (const analysis::Access &access : accesses)
      memories[access.memory].push_back(&access);
    for (auto &[memory, list] : memories)
      if (auto type = dyn_cast<MemRefType>(memory.getType()); type && type.getRank() != 0 && isOutside(memory, loop))
        visitMemory(loop, list);
  }

private:
  void visitMemory(Operation *loop, const std::vector<const analysis::Access *> &accesses) {
    std::vector<Element> touched;
    std::vector<Candidate> candidates;
    for (const analysis::Access *access : accesses) {
      if (!isLoad(access->op) && !isStore(access->op))
        return; // a call
      touched.push_back(elements.of(*access));
      if (!touched.back().isKnown() || !isInvariant(*access, loop))
        continue;
      auto found =
          llvm::find_if(candidates, [&](const Candidate &other) { return other.element.isSame(touched.back()); });
      if (found == candidates.end()) {
        if (candidates.size() == mostElements)
          return;
        candidates.push_back({touched.back(), {}});
        found = std::prev(candidates.end());
      }
      found->members.push_back(access);
      (access->isWrite ? found->isWritten : found->isRead) = true;
    }
    if (llvm::any_of(candidates, [](const Candidate &candidate) { return !candidate.isWritten; }) &&
        portDemand(accesses) <= freeReads)
      llvm::erase_if(candidates, [](const Candidate &candidate) { return !candidate.isWritten; });
    llvm::erase_if(candidates,
                   [&](const Candidate &candidate) { return !isAlone(loop, candidate, accesses, touched); });
    for (Candidate &candidate : candidates) // only now: the questions are about the accesses as they were
      replace(loop, candidate);
  }

  bool isAlone(Operation *loop, const Candidate &candidate, const std::vector<const analysis::Access *> &accesses,
               const std::vector<Element> &touched) {
    for (auto [access, element] : llvm::zip_equal(accesses, touched)) {
      bool matters = candidate.isWritten || access->isWrite;
      if (matters && !element.isSame(candidate.element) &&
          elements.mayMeet(candidate.first(), candidate.element, loop, *access, element))
        return false;
    }
    return true;
  }

  void replace(Operation *loop, Candidate &candidate) {
    bool inBounds = isInBounds(candidate.first(), loop);
    bool isUnconditional = llvm::any_of(candidate.members, [&](const analysis::Access *access) {
      return access->op->getBlock() == &loop->getRegion(0).front();
    });
    bool isGuarded = !inBounds && !surelyRuns(loop);
    if (!inBounds && !isUnconditional)
      return;

    OpBuilder builder(loop);
    Value scalar = makeScalar(candidate.first(), builder);
    {
      OpBuilder before = builder;
      if (isGuarded)
        before.setInsertionPointToStart(&guard(loop, before)->getRegion(0).front());
      Location location = candidate.first().op->getLoc();
      affine::AffineStoreOp::create(before, location, makeLoad(candidate.first(), before), scalar, ValueRange{});
    }
    if (candidate.isWritten) {
      const analysis::Access &write =
          **llvm::find_if(candidate.members, [](const analysis::Access *access) { return access->isWrite; });
      builder.setInsertionPointAfter(loop);
      if (isGuarded)
        builder.setInsertionPointToStart(&guard(loop, builder)->getRegion(0).front());
      Value last = affine::AffineLoadOp::create(builder, write.op->getLoc(), scalar, ValueRange{});
      makeStore(write, last, builder);
    }
    for (const analysis::Access *access : candidate.members)
      redirect(access->op, scalar);
  }

  Value makeScalar(const analysis::Access &access, OpBuilder &builder) {
    auto variable = ir::variableOf(access.memory);
    auto type = MemRefType::get({}, cast<MemRefType>(access.memory.getType()).getElementType());
    auto alloca = memref::AllocaOp::create(builder, access.op->getLoc(), type);
    alloca->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), nextId++, nameOf(access, variable),
                                                           variable.getType(), false));
    return alloca;
  }

  // "w[2]" where the indices are constants.
  static std::string nameOf(const analysis::Access &access, ir::VariableAttr variable) {
    std::string name = variable.getName().str();
    if (!access.isAffine || !access.map.isConstant())
      return name + ".element";
    for (int64_t index : access.map.getConstantResults())
      name += "[" + std::to_string(index) + "]";
    return name;
  }

  static ValueRange indicesOf(Operation *access) { return access->getOperands().drop_front(isStore(access) ? 2 : 1); }

  static Value makeLoad(const analysis::Access &access, OpBuilder &builder) {
    Location location = access.op->getLoc();
    if (access.isAffine)
      return affine::AffineLoadOp::create(builder, location, access.memory, access.map, access.operands);
    return memref::LoadOp::create(builder, location, access.memory, indicesOf(access.op));
  }

  static void makeStore(const analysis::Access &access, Value value, OpBuilder &builder) {
    Location location = access.op->getLoc();
    if (access.isAffine)
      affine::AffineStoreOp::create(builder, location, value, access.memory, access.map, access.operands);
    else
      memref::StoreOp::create(builder, location, value, access.memory, indicesOf(access.op));
  }

  static void redirect(Operation *op, Value scalar) {
    OpBuilder builder(op);
    if (isStore(op))
      affine::AffineStoreOp::create(builder, op->getLoc(), op->getOperand(0), scalar, ValueRange{});
    else
      op->getResult(0).replaceAllUsesWith(
          affine::AffineLoadOp::create(builder, op->getLoc(), scalar, ValueRange{}).getResult());
    op->erase();
  }

  Elements &elements;
  int64_t nextId;
};
} // namespace

void replaceInvariantElements(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>()) {
    SmallVector<Operation *> loops;
    function.walk([&](Operation *op) { // inner ones first
      if (ir::isLoop(op))
        loops.push_back(op);
    });
    Elements elements;
    Replacement replacement(function, elements);
    for (Operation *loop : loops)
      replacement.visit(loop);
  }
}

} // namespace allo::target::rtl::legal
