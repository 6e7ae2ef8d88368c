// specialiseCalls: a function whose conditions the integers of a call decide is one function for each outcome.
//
//   void pe(…, int j) { if (j == 0) x = a[k]; else x = left.read(); … }   pe(…, 0); pe(…, 1); pe(…, 2);
//   ->  pe(…, 0) { x = a[k]; … }   pe_2(…, 1), pe_2(…, 2) { x = left.read(); … }
//
// The elements of a grid differ by whether they are at an edge: as functions of their own they have only the ports and
// streams that they use, and elements of one kind stay one module. Nothing else of the arguments is put in. Functions
// without streams stay as they are: calls of them share one instance, whatever their constants (`unify` makes them so).
#include "target/rtl/legalise/Rewrites.h"

#include "ir/AlloDialect.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <map>

using namespace mlir;

namespace allo::target::rtl::legal {

namespace {
bool isCondition(Operation *op) { return isa<scf::IfOp, affine::AffineIfOp>(op); }

// Values of a function for the constants of one call.
class Evaluation {
public:
  Evaluation(func::FuncOp function, func::CallOp call) {
    for (auto [argument, operand] : llvm::zip_equal(function.getArguments(), call.getOperands())) {
      Attribute constant = of(operand);
      known_[argument] = constant;
      isEmpty_ &= !constant;
    }
  }
  bool isEmpty() const { return isEmpty_; }

  std::optional<bool> holds(Operation *condition) {
    if (auto plain = dyn_cast<scf::IfOp>(condition)) {
      auto value = dyn_cast_or_null<IntegerAttr>(of(plain.getCondition()));
      return value ? std::optional<bool>(!value.getValue().isZero()) : std::nullopt;
    }
    auto branch = cast<affine::AffineIfOp>(condition);
    SmallVector<AffineExpr> operands;
    for (Value operand : branch.getOperands()) {
      auto value = dyn_cast_or_null<IntegerAttr>(of(operand));
      if (!value)
        return std::nullopt;
      operands.push_back(getAffineConstantExpr(value.getValue().getSExtValue(), condition->getContext()));
    }
    IntegerSet set = branch.getIntegerSet();
    ArrayRef<AffineExpr> dims = ArrayRef(operands).take_front(set.getNumDims());
    ArrayRef<AffineExpr> symbols = ArrayRef(operands).drop_front(set.getNumDims());
    for (auto [number, constraint] : llvm::enumerate(set.getConstraints())) {
      auto value = dyn_cast<AffineConstantExpr>(constraint.replaceDimsAndSymbols(dims, symbols));
      if (!value)
        return std::nullopt;
      if (set.isEq(number) ? value.getValue() != 0 : value.getValue() < 0)
        return false;
    }
    return true;
  }

private:
  // Null: not known.
  Attribute of(Value value) {
    auto [entry, isNew] = known_.try_emplace(value, Attribute());
    Operation *op = value.getDefiningOp();
    if (!isNew || !op || op->getNumResults() != 1 || op->getNumRegions() != 0 || !isPure(op))
      return entry->second;
    Attribute constant;
    if (!matchPattern(value, m_Constant(&constant))) {
      SmallVector<Attribute> operands;
      for (Value operand : op->getOperands())
        operands.push_back(of(operand));
      SmallVector<OpFoldResult> folded;
      if (llvm::is_contained(operands, Attribute()) || failed(op->fold(operands, folded)) || folded.size() != 1)
        return {};
      constant = dyn_cast<Attribute>(folded[0]);
      if (!constant)
        constant = of(cast<Value>(folded[0]));
    }
    return known_[value] = constant;
  }

  llvm::DenseMap<Value, Attribute> known_;
  bool isEmpty_ = true;
};

// The operations of the side that runs, in the place of the condition.
void resolve(Operation *condition, bool holds) {
  Region &side = condition->getRegion(holds ? 0 : 1);
  if (!side.empty()) {
    Operation *terminator = side.front().getTerminator();
    for (auto [result, value] : llvm::zip_equal(condition->getResults(), terminator->getOperands()))
      result.replaceAllUsesWith(value);
    terminator->erase();
    condition->getBlock()->getOperations().splice(condition->getIterator(), side.front().getOperations());
  }
  condition->erase();
}

class Specialisation {
public:
  explicit Specialisation(ModuleOp module) : symbols_(module) {}

  // Whether the call is one of a special function now.
  bool visit(func::CallOp call) {
    auto callee = symbols_.lookup<func::FuncOp>(call.getCallee());
    if (llvm::none_of(callee.getArgumentTypes(), [](Type type) { return isa<ir::StreamType>(type); }))
      return false;
    Evaluation evaluation(callee, call);
    if (evaluation.isEmpty())
      return false;
    std::string outcomes;
    callee.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (!isCondition(op))
        return;
      std::optional<bool> holds = evaluation.holds(op);
      outcomes += !holds ? '?' : *holds ? '1' : '0';
    });
    if (outcomes.find_first_not_of('?') == std::string::npos)
      return false;
    func::FuncOp &special = special_[{callee.getSymName().str(), outcomes}];
    if (!special)
      special = make(callee, outcomes);
    call.setCallee(special.getSymName());
    return true;
  }

private:
  func::FuncOp make(func::FuncOp callee, const std::string &outcomes) {
    func::FuncOp special = callee.clone();
    func::FuncOp &last = last_[callee.getSymName().str()];
    symbols_.insert(special, std::next((last ? last : callee)->getIterator())); // makes the name unique
    last = special;
    SmallVector<std::pair<Operation *, bool>> decided;
    unsigned number = 0;
    special.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (!isCondition(op))
        return;
      char outcome = outcomes[number++];
      if (outcome != '?')
        decided.push_back({op, outcome == '1'});
    });
    for (auto [condition, holds] : llvm::reverse(decided)) // inner ones first
      resolve(condition, holds);
    return special;
  }

  SymbolTable symbols_;
  std::map<std::pair<std::string, std::string>, func::FuncOp> special_;
  std::map<std::string, func::FuncOp> last_; // of each function, the special one that was made last
};
} // namespace

void specialiseCalls(ModuleOp module) {
  Specialisation specialisation(module);
  SmallVector<func::CallOp> calls;
  module.walk([&](func::CallOp call) { calls.push_back(call); });
  bool isChanged = false;
  for (func::CallOp call : calls)
    isChanged |= specialisation.visit(call);
  if (isChanged)
    dropUnreached(module);
}

} // namespace allo::target::rtl::legal
