// Scalar variables in memory become values, by recursion over the structure.
//   %s = memref.alloca(); store %zero, %s; affine.for { … load %s … store %x, %s }; load %s
//   → %r = affine.for iter_args(%s = %zero) { … affine.yield %x }
// First backwards, which variables each loop or branch has to give on: only those that it writes and that are read
// later, in it or after it, before they are written again. A scalar that is private to an iteration never becomes a
// carried value: that would be a recurrence that the program does not have. Then forwards, with the value of each
// variable at hand. (Structured control flow needs no dominance frontiers; compare Braun et al., "Simple and Efficient
// Construction of Static Single Assignment Form", CC 2013.)
#include "target/rtl/legalise/Rewrites.h"
#include "target/rtl/legalise/ScalarFlow.h"

#include "ir/Naming.h"

#include "mlir/Dialect/Affine/Analysis/LoopAnalysis.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Affine/LoopUtils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
bool isBranch(Operation *op) { return isa<scf::IfOp, affine::AffineIfOp>(op); }

// The backward pass.
class Plan {
public:
  Plan(func::FuncOp function, const ScalarFlow &flow) : flow(flow) {
    VariableSet live;
    visit(function.getBody().front(), live);
  }

  // The variables that a loop or branch gives on. Of scf.while: those that its condition receives; `passed` are further
  // ones that only the condition writes and the body or what follows reads.
  const VariableList &given(Operation *op) const { return given_.at(op); }
  const VariableList &passed(Operation *op) const { return passed_.at(op); }

private:
  void visit(Block &block, VariableSet &live) {
    for (Operation &op : llvm::reverse(block)) {
      if (std::optional<unsigned> variable = flow.accessed(&op)) {
        if (isStore(&op))
          live.erase(*variable);
        else
          live.insert(*variable);
      } else if (op.getNumRegions() != 0) {
        visit(&op, live);
        const ScalarUse &use = flow.of(&op);
        for (unsigned written : use.surely)
          live.erase(written);
        live.insert(use.exposed.begin(), use.exposed.end());
      }
    }
  }

  void visit(Operation *op, const VariableSet &live) {
    if (isa<scf::WhileOp>(op))
      return visitWhile(op, live);
    bool isLoop = !isBranch(op);
    const ScalarUse &use = flow.of(op);
    VariableSet given;
    for (unsigned variable : use.written)
      if (live.contains(variable) || (isLoop && use.exposed.contains(variable)))
        given.insert(variable);
    given_[op] = sorted(given);
    for (Region &region : op->getRegions()) {
      VariableSet after = given;
      if (!region.empty())
        visit(region.front(), after);
    }
  }

  void visitWhile(Operation *op, const VariableSet &live) {
    const ScalarUse &condition = flow.of(op->getRegion(0)), &body = flow.of(op->getRegion(1));
    VariableSet given, passed;
    for (unsigned variable : flow.of(op).written) {
      bool after = live.contains(variable) || body.exposed.contains(variable);
      if (condition.exposed.contains(variable) || (after && !condition.surely.contains(variable)))
        given.insert(variable);
      else if (after)
        passed.insert(variable);
    }
    given_[op] = sorted(given);
    passed_[op] = sorted(passed);
    VariableSet afterBody = given, afterCondition = given;
    afterCondition.insert(passed.begin(), passed.end());
    visit(op->getRegion(0).front(), afterCondition);
    visit(op->getRegion(1).front(), afterBody);
  }

  const ScalarFlow &flow;
  llvm::DenseMap<Operation *, VariableList> given_, passed_;
};

// The forward pass.
class Promotion {
public:
  Promotion(func::FuncOp function, const ScalarFlow &flow, const Plan &plan)
      : function(function), flow(flow), plan(plan), current(flow.variables().size()) {}

  void run() {
    rewrite(function.getBody().front());
    for (Operation *op : llvm::reverse(removed))
      op->erase();
  }

private:
  void rewrite(Block &block) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (std::optional<unsigned> variable = flow.accessed(&op)) {
        if (isStore(&op)) {
          current[*variable] = op.getOperand(0);
          keepName(op.getOperand(0), *variable);
        } else {
          op.getResult(0).replaceAllUsesWith(valueOf(*variable));
        }
        removed.push_back(&op);
      } else if (op.getNumRegions() != 0) {
        rewriteNested(&op);
      } else if (ArrayRef<unsigned> held = flow.heldBy(&op); !held.empty()) {
        for (unsigned variable : held)
          current[variable] = {};
        removed.push_back(&op);
      }
    }
  }

  // What was never written reads as zero (docs/decisions/0009: unspecified but fixed).
  Value valueOf(unsigned variable) {
    if (current[variable])
      return current[variable];
    Value &zero = zeros[flow.variables()[variable].type];
    if (!zero) {
      OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
      zero =
          arith::ConstantOp::create(builder, function.getLoc(), builder.getZeroAttr(flow.variables()[variable].type));
    }
    return current[variable] = zero;
  }

  Location named(unsigned variable, Location location) {
    return NameLoc::get(StringAttr::get(function.getContext(), flow.variables()[variable].name), location);
  }

  void keepName(Value value, unsigned variable) {
    Operation *op = value.getDefiningOp();
    if (op && op->getNumResults() == 1 && op->getNumRegions() == 0 && !isa<arith::ConstantOp>(op) &&
        !isa<NameLoc>(op->getLoc()))
      op->setLoc(named(variable, op->getLoc()));
  }

  // A copy of `op` with further operands and results that takes its regions; `op` goes.
  Operation *extend(Operation *op, ValueRange operands, ArrayRef<unsigned> results) {
    OperationState state(op->getLoc(), op->getName());
    state.addOperands(op->getOperands());
    state.addOperands(operands);
    state.addTypes(op->getResultTypes());
    for (unsigned variable : results)
      state.types.push_back(flow.variables()[variable].type);
    state.attributes = op->getAttrs();
    for (unsigned i = 0; i < op->getNumRegions(); ++i)
      state.addRegion();
    OpBuilder builder(op);
    Operation *extended = builder.create(state);
    if (auto loop = dyn_cast<affine::AffineForOp>(extended))
      loop.getProperties().operandSegmentSizes[2] += operands.size();
    for (auto [to, from] : llvm::zip_equal(extended->getRegions(), op->getRegions()))
      to.takeBody(from);
    op->replaceAllUsesWith(extended->getResults().take_front(op->getNumResults()));
    setResultNames(extended, op->getNumResults(), results);
    op->erase();
    return extended;
  }

  void setResultNames(Operation *op, unsigned before, ArrayRef<unsigned> results) {
    Builder builder(op->getContext());
    SmallVector<Attribute> names(before, builder.getStringAttr(""));
    if (auto old = op->getAttrOfType<ArrayAttr>(ir::resultNamesAttrName))
      names.assign(old.begin(), old.end());
    for (unsigned variable : results)
      names.push_back(builder.getStringAttr(flow.variables()[variable].name));
    op->setAttr(ir::resultNamesAttrName, builder.getArrayAttr(names));
  }

  // The region with new arguments for `variables`; they hold the values at its start.
  void enter(Region &region, Location location, ArrayRef<unsigned> variables) {
    for (unsigned variable : variables)
      current[variable] = region.front().addArgument(flow.variables()[variable].type, named(variable, location));
  }

  void leave(Region &region, ArrayRef<unsigned> variables) {
    rewrite(region.front());
    Operation *end = region.front().getTerminator();
    SmallVector<Value> values;
    for (unsigned variable : variables)
      values.push_back(valueOf(variable));
    end->insertOperands(end->getNumOperands(), values);
  }

  void rewriteNested(Operation *op) {
    SmallVector<std::pair<unsigned, Value>> before;
    for (unsigned variable : flow.of(op).written)
      before.emplace_back(variable, current[variable]);
    auto restore = [&] {
      for (auto [variable, value] : before)
        current[variable] = value;
    };
    VariableList given = plan.given(op), results = given;
    if (isa<scf::WhileOp>(op))
      llvm::append_range(results, plan.passed(op));
    SmallVector<Value> initial;
    if (!isBranch(op))
      for (unsigned variable : given)
        initial.push_back(valueOf(variable));
    if (!results.empty())
      op = extend(op, initial, results);
    unsigned first = op->getNumResults() - results.size();

    if (isBranch(op)) {
      for (Region &region : op->getRegions()) {
        if (region.empty() && results.empty())
          continue;
        if (region.empty())
          addElse(op, region);
        leave(region, results);
        restore();
      }
    } else if (isa<scf::WhileOp>(op)) {
      enter(op->getRegion(0), op->getLoc(), given);
      leave(op->getRegion(0), results);
      enter(op->getRegion(1), op->getLoc(), results);
      leave(op->getRegion(1), given);
      restore();
    } else {
      enter(op->getRegion(0), op->getLoc(), given);
      leave(op->getRegion(0), given);
      restore();
    }
    for (auto [index, variable] : llvm::enumerate(results))
      current[variable] = op->getResult(first + index);
  }

  void addElse(Operation *op, Region &region) {
    OpBuilder builder(op->getContext());
    builder.createBlock(&region);
    if (isa<scf::IfOp>(op))
      scf::YieldOp::create(builder, op->getLoc());
    else
      affine::AffineYieldOp::create(builder, op->getLoc());
  }

  func::FuncOp function;
  const ScalarFlow &flow;
  const Plan &plan;
  std::vector<Value> current; // by variable; null: never written
  llvm::DenseMap<Type, Value> zeros;
  SmallVector<Operation *> removed; // at the end: the analyses know operations by their address
};

// The outermost of the loops around an access that the compiler made for an initialiser, or null.
affine::AffineForOp initialiserAround(Operation *access) {
  affine::AffineForOp outermost;
  for (Operation *op = access->getParentOp(); auto loop = dyn_cast_or_null<affine::AffineForOp>(op);
       op = op->getParentOp()) {
    if (!ir::loopOf(loop).getName().contains(".init"))
      break;
    outermost = loop;
  }
  return outermost;
}

// No loop of the nest has a bound that another one decides (a split loop has where its extent is no multiple).
bool isRectangular(affine::AffineForOp outermost) {
  return !outermost
              .walk([](affine::AffineForOp loop) {
                return affine::getConstantTripCount(loop) ? WalkResult::advance() : WalkResult::interrupt();
              })
              .wasInterrupted();
}

void unrollNest(affine::AffineForOp outermost) {
  SmallVector<affine::AffineForOp> loops;
  outermost.walk([&](affine::AffineForOp loop) { loops.push_back(loop); }); // inner ones first
  for (affine::AffineForOp loop : loops)
    (void)affine::loopUnrollFull(loop);
}

// An array that would become values but for the loops of its initialiser: these are unrolled.
void unrollInitialisers(func::FuncOp function) {
  SmallVector<memref::AllocaOp> arrays;
  function.walk([&](memref::AllocaOp alloca) {
    if (isSmall(alloca.getType()) && alloca.getType().getRank() != 0)
      arrays.push_back(alloca);
  });
  for (memref::AllocaOp array : arrays) {
    llvm::SetVector<Operation *> nests;
    bool fits = llvm::all_of(array->getUsers(), [&](Operation *user) {
      if (!isLoad(user) && !isStore(user))
        return false;
      if (isStore(user))
        if (affine::AffineForOp nest = initialiserAround(user); nest && isRectangular(nest)) {
          nests.insert(nest);
          return true;
        }
      return constantElement(user).has_value();
    });
    if (fits)
      for (Operation *nest : nests)
        unrollNest(cast<affine::AffineForOp>(nest));
  }
}

// A read that nobody uses must not keep a variable alive.
void dropUnusedLoads(func::FuncOp function) {
  function.walk([](Operation *op) {
    if (isLoad(op) && op->use_empty())
      op->erase();
  });
}
} // namespace

void promoteScalars(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>()) {
    unrollInitialisers(function);
    dropUnusedLoads(function);
    ScalarFlow flow(function, ScalarFlow::Scope::locals);
    Plan plan(function, flow);
    Promotion(function, flow, plan).run();
  }
}

} // namespace allo::target::rtl::legal
