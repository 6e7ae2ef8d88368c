// Which values of the caller the nest uses and how each of them reaches the function: memories as they are, scalars by
// value, constants, tables and index arithmetic computed again.
#include "schedule/OutlinedFunction.h"

#include "analysis/AccessCollection.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/LoopRange.h"
#include "schedule/FunctionCopy.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace allo::schedule {

namespace {
bool isMemory(Value value) { return isa<MemRefType, ir::StreamType>(value.getType()); }

bool isElementAccess(Operation *op) {
  return isa<affine::AffineLoadOp, affine::AffineStoreOp, memref::LoadOp, memref::StoreOp>(op);
}

bool isTable(Operation *op) {
  auto fetch = dyn_cast<memref::GetGlobalOp>(op);
  if (!fetch)
    return false;
  auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(fetch, fetch.getNameAttr());
  return global && global.getConstant();
}

// Operations that the function does for itself: they cost nothing and keep indices analysable.
bool isRecomputed(Operation *op) {
  if (!op || isTable(op) || matchPattern(op, m_Constant()))
    return op != nullptr;
  auto isIndex = [](Value value) { return value.getType().isIndex(); };
  return op->getNumRegions() == 0 && isPure(op) &&
         (llvm::any_of(op->getOperands(), isIndex) || llvm::any_of(op->getResults(), isIndex));
}

std::string nameOfScalar(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    if (ir::LoopAttr loop = ir::loopOf(argument.getOwner()->getParentOp()))
      return loop.getName().str();
  if (auto named = dyn_cast<NameLoc>(value.getLoc()))
    return named.getName().str();
  if (Operation *load = value.getDefiningOp(); load && isa<affine::AffineLoadOp, memref::LoadOp>(load))
    if (ir::VariableAttr variable = ir::variableOf(load->getOperand(0)))
      return variable.getName().str();
  return "value";
}
} // namespace

ir::CType ctypeOf(Type type) {
  using ir::CKind;
  if (type.isF16())
    return CKind::Half;
  if (type.isBF16())
    return CKind::BFloat16;
  if (isa<FloatType>(type))
    return type.isF32() ? CKind::Float : CKind::Double;
  switch (unsigned width = type.getIntOrFloatBitWidth()) {
  case 1:
    return CKind::Bool;
  case 8:
    return CKind::SChar;
  case 16:
    return CKind::Short;
  case 32:
    return CKind::Int;
  case 64:
    return CKind::Long;
  case 128:
    return CKind::Int128;
  default:
    return ir::CType::integer(width, true);
  }
}

namespace {
// What stands on the function is about all that the function does, which would be less.
void checkFunction(StepContext &context, func::FuncOp function) {
  for (const ir::Directive &directive : ir::directivesOf(function.getOperation()))
    if (ir::wordOf(directive) == "allocation")
      context.refuse("'" + function.getSymName().str() + "' has a limit of " +
                         StringRef(directive.first).split('.').second.str() +
                         ", which would not hold for the new function",
                     "outline first, then set a limit for each of the two functions");
}
} // namespace

void checkOutlining(StepContext &context, func::FuncOp function, const std::string &name) {
  refuseTakenSymbol(context, name);
  checkFunction(context, function);
}

// The body goes into one operation, which moves as a whole and goes again.
func::FuncOp outlineBody(StepContext &context, affine::AffineForOp loop, StringRef symbol) {
  OpBuilder builder(loop.getBody(), loop.getBody()->begin());
  auto whole = scf::ExecuteRegionOp::create(builder, loop.getLoc(), TypeRange());
  Block *inside = builder.createBlock(&whole.getRegion());
  while (whole->getNextNode() != loop.getBody()->getTerminator())
    whole->getNextNode()->moveBefore(inside, inside->end());
  builder.setInsertionPointToEnd(inside);
  scf::YieldOp::create(builder, loop.getLoc());
  func::FuncOp function = OutlinedFunction(context, whole, symbol).create();
  inside->getTerminator()->erase();
  while (!inside->empty())
    inside->front().moveBefore(whole);
  whole.erase();
  return function;
}

OutlinedFunction::OutlinedFunction(StepContext &context, Operation *loop, StringRef symbol)
    : context_(context), loop_(loop), caller_(loop->getParentOfType<func::FuncOp>()), symbol_(symbol.str()) {}

// State is a memory of the top (docs/decisions/0018): the function gets it as an argument.
void OutlinedFunction::hoistState() {
  llvm::StringMap<Value> fetched;
  caller_.walk([&](memref::GetGlobalOp fetch) {
    if (isTable(fetch))
      return;
    if (loop_->isProperAncestor(fetch))
      fetch->moveBefore(&caller_.getBody().front().front());
    fetched.try_emplace(fetch.getName(), fetch.getResult());
  });
  loop_->walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      if (auto fetch = operand.get().getDefiningOp<memref::GetGlobalOp>(); fetch && !isTable(fetch))
        operand.set(fetched.lookup(fetch.getName()));
  });
}

void OutlinedFunction::capture(Value value) {
  Region *region = value.getParentRegion();
  if (region->getParentOp() == loop_ || loop_->isAncestor(region->getParentOp()) || !seen_.insert(value).second ||
      isa<ir::ConsoleType>(value.getType()))
    return;
  Operation *op = value.getDefiningOp();
  if (!isRecomputed(op))
    return addParameter(value);
  for (Value operand : op->getOperands())
    capture(operand);
  if (!llvm::is_contained(recomputed_, op))
    recomputed_.push_back(op);
}

void OutlinedFunction::addParameter(Value value) {
  Parameter parameter{value, value.getType(), {}, true, false};
  if (auto argument = dyn_cast<BlockArgument>(value);
      isMemory(value) ||
      (argument && argument.getOwner()->isEntryBlock() && isa<func::FuncOp>(argument.getOwner()->getParentOp())))
    parameter.variable = ir::variableOf(value);
  if (value.getType().isIndex()) {
    ir::LoopRange range = ir::rangeOfLoopVariable(value);
    bool fits = range.low && range.high && *range.low >= INT32_MIN && *range.high <= INT32_MAX;
    parameter.type = IntegerType::get(value.getContext(), fits ? 32 : 64);
  } else if (isMemory(value)) {
    auto type = dyn_cast<MemRefType>(value.getType());
    parameter.isConst = type && !written_.contains(value);
    parameter.isLoaded = type && type.getRank() == 0 && parameter.isConst && !passed_.contains(value);
    if (parameter.isLoaded)
      parameter.type = type.getElementType();
  }
  parameters_.push_back(parameter);
}

Value OutlinedFunction::argumentAtCall(OpBuilder &builder, const Parameter &parameter) {
  if (parameter.isLoaded)
    return affine::AffineLoadOp::create(builder, loop_->getLoc(), parameter.captured, ValueRange());
  if (parameter.captured.getType().isIndex())
    return arith::IndexCastOp::create(builder, loop_->getLoc(), parameter.type, parameter.captured);
  return parameter.captured;
}

// Lets the nest, which is in the function now, use its arguments.
void OutlinedFunction::bindParameters(func::FuncOp function) {
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  for (auto [parameter, argument] : llvm::zip(parameters_, function.getArguments()))
    if (parameter.captured.getType().isIndex())
      mapping_.map(
          parameter.captured,
          arith::IndexCastOp::create(builder, loop_->getLoc(), builder.getIndexType(), Value(argument)).getResult());
    else
      mapping_.map(parameter.captured, Value(argument));
  for (Operation *op : recomputed_)
    builder.clone(*op, mapping_);
  SmallVector<Operation *> loads;
  loop_->walk([&](Operation *op) {
    if (isa<affine::AffineLoadOp, memref::LoadOp>(op))
      if (Value value = mapping_.lookupOrNull(op->getOperand(0)); value && !isMemory(value)) {
        op->getResult(0).replaceAllUsesWith(value);
        return loads.push_back(op);
      }
    for (OpOperand &operand : op->getOpOperands())
      if (Value value = mapping_.lookupOrNull(operand.get()))
        operand.set(value);
  });
  for (Operation *load : loads)
    load->erase();
}

// A function that prints, or calls one that does, has a console of its own.
void OutlinedFunction::bindConsole(func::FuncOp function) {
  bool prints = false;
  loop_->walk([&](Operation *op) {
    prints |= llvm::any_of(op->getOperandTypes(), llvm::IsaPred<ir::ConsoleType>);
    if (auto call = dyn_cast<func::CallOp>(op))
      if (func::FuncOp callee = context_.state().function(call.getCallee()); callee && !callee.isExternal())
        prints |= static_cast<bool>(ir::consoleOf(callee));
  });
  if (!prints)
    return;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  Value console = ir::ConsoleOp::create(builder, loop_->getLoc(), ir::ConsoleType::get(builder.getContext()));
  loop_->walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      if (isa<ir::ConsoleType>(operand.get().getType()))
        operand.set(console);
  });
}

// A memory keeps its id, so that directives of the nest that speak of it stay right.
void OutlinedFunction::nameParameters(func::FuncOp function) {
  for (auto [i, parameter] : llvm::enumerate(parameters_)) {
    BlockArgument argument = function.getArgument(i);
    ir::VariableAttr known = parameter.variable;
    ir::CTypeAttr type =
        known ? known.getType() : ir::CTypeAttr::get(function.getContext(), ctypeOf(argument.getType()));
    int64_t id = known ? known.getId() : context_.freshId(function);
    std::string name = known ? known.getName().str() : nameOfScalar(parameter.captured);
    function.setArgAttr(i, ir::varAttrName,
                        ir::VariableAttr::get(function.getContext(), id, name, type, parameter.isConst));
    if (isMemory(argument))
      if (std::set<unsigned> reshaped = ir::reshapedDimensions(parameter.captured); !reshaped.empty())
        ir::setReshaped(Value(argument), reshaped);
  }
}

// Handles of what moved stay valid, and messages still know which step set a property.
void OutlinedFunction::takeOverObjects(func::FuncOp function) {
  std::set<int64_t> moved, shared;
  loop_->walk([&](Operation *op) {
    if (ir::LoopAttr loop = ir::loopOf(op))
      moved.insert(loop.getId());
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      moved.insert(variable.getId());
  });
  for (const Parameter &parameter : parameters_)
    if (parameter.variable)
      shared.insert(parameter.variable.getId());
  context_.state().moveObjects(caller_.getSymName().str(), function.getSymName().str(), moved, shared);
}

func::FuncOp OutlinedFunction::create() {
  hoistState();
  for (const analysis::Access &access : analysis::collectAccesses(loop_)) {
    if (access.isWrite)
      written_.insert(access.memory);
    if (!isElementAccess(access.op))
      passed_.insert(access.memory);
  }
  loop_->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (Value operand : op->getOperands())
      capture(operand);
  });
  OpBuilder builder(loop_);
  SmallVector<Value> arguments;
  SmallVector<Type> types;
  SmallVector<Location> locations;
  for (const Parameter &parameter : parameters_) {
    arguments.push_back(argumentAtCall(builder, parameter));
    types.push_back(parameter.type);
    locations.push_back(parameter.captured.getLoc());
  }
  func::CallOp::create(builder, loop_->getLoc(), symbol_, TypeRange(), arguments);
  builder.setInsertionPoint(caller_);
  auto function = func::FuncOp::create(builder, loop_->getLoc(), symbol_, builder.getFunctionType(types, {}));
  function.setVisibility(SymbolTable::Visibility::Private);
  Block *body = builder.createBlock(&function.getBody(), {}, types, locations);
  builder.setInsertionPointToEnd(body);
  auto end = func::ReturnOp::create(builder, loop_->getLoc());
  loop_->moveBefore(end);
  bindParameters(function);
  bindConsole(function);
  takeOverObjects(function);
  nameParameters(function);
  return function;
}

} // namespace allo::schedule
