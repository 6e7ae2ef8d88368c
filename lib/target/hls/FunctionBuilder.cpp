// Statements from structured ops. Order is kept as the IR has it: a value that Folding does not move into an expression
// is declared where its op stands.
#include "target/hls/FunctionBuilder.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "target/hls/StoredTypes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace allo::target::hls {

namespace {
template <typename Node> void append(model::Block &block, Node node) {
  block.push_back(model::Statement{std::move(node)});
}

Type elementTypeOf(Value memory) { return ir::variableOf(memory).getType().getValue(); }

// The top keeps the types of the source; between our own functions values travel in the types they are computed in.
Type resultTypeOf(func::FuncOp function) {
  Type type = function.getResultAttrOfType<ir::CTypeAttr>(0, ir::ctypeAttrName).getValue();
  return function->hasAttr(ir::topAttrName) ? type : computedType(type);
}

// What a temporary is called: by its source name where the location has one, else by what it holds.
std::string temporaryName(Operation *op) {
  if (auto named = dyn_cast<NameLoc>(op->getLoc()))
    return named.getName().str();
  if (isLoad(op))
    return ir::nameOf(loadedMemory(op)) + "_value";
  if (auto call = dyn_cast<func::CallOp>(op))
    return call.getCallee().split('<').first.str() + "_result";
  mlir::Type type = op->getResult(0).getType();
  return type.isInteger(1) ? "condition" : type.isIndex() ? "index" : "t";
}

// x = x + v is x += v.
model::Assignment assignment(ExpressionPointer target, ExpressionPointer value) {
  target = assignablePlace(target);
  value = implicitly(value, target->type);
  bool isCompound = value->kind == model::Expression::binary && target->type != CKind::Bool &&
                    value->type != CKind::Bool && sameText(value->operands[0], target);
  if (!isCompound)
    return {target, "=", value};
  return {target, value->text + "=", value->operands[1]};
}
} // namespace

FunctionBuilder::FunctionBuilder(func::FuncOp function, UnitContext &unit)
    : function(function), unit(unit), folding(function), names(unit.names), expressions(folding, unit.requirements) {}

model::Function FunctionBuilder::build() {
  result.name = unit.functions.lookup(function.getSymName());
  result.isTop = function->hasAttr(ir::topAttrName);
  result.comment = placeComment(function.getLoc());
  if (function.getNumResults())
    result.result = resultTypeOf(function);
  names.enter();
  parameters();
  parameterPragmas();
  function.walk([&](memref::GetGlobalOp op) { // a table is a name wherever it is used
    Type element = elementTypeOf(op.getResult());
    expressions.bindMemory(op.getResult(), makeName(unit.tables.lookup(op.getName()), element), element);
  });
  block(function.getBody().front(), result.body);
  return std::move(result);
}

std::shared_ptr<model::Block> FunctionBuilder::scoped(mlir::Block &source) {
  auto target = std::make_shared<model::Block>();
  names.enter();
  block(source, *target);
  names.leave();
  return target;
}

void FunctionBuilder::block(mlir::Block &source, model::Block &target) {
  for (Operation &op : source)
    if (!folding.isInline(&op))
      statement(&op, target);
}

void FunctionBuilder::statement(Operation *op, model::Block &target) {
  if (isa<memref::AllocaOp>(op))
    memory(op, target);
  else if (isStore(op))
    store(op, target);
  else if (auto callOp = dyn_cast<func::CallOp>(op))
    call(callOp, target);
  else if (auto affineLoop = dyn_cast<affine::AffineForOp>(op))
    loop(affineLoop, target);
  else if (auto countedLoop = dyn_cast<scf::ForOp>(op))
    loop(countedLoop, target);
  else if (auto whileLoop = dyn_cast<scf::WhileOp>(op))
    loop(whileLoop, target);
  else if (auto affineIf = dyn_cast<affine::AffineIfOp>(op))
    branch(affineIf, target);
  else if (auto plainIf = dyn_cast<scf::IfOp>(op))
    branch(plainIf, target);
  else if (auto yieldOp = dyn_cast<scf::YieldOp>(op))
    yield(yieldOp, target);
  else if (auto returnOp = dyn_cast<func::ReturnOp>(op)) {
    if (returnOp.getNumOperands())
      append(target, model::Return{
                         asStored(expressions.of(returnOp.getOperand(0)), *result.result, unit.requirements.support)});
    else if (!returned.empty())
      append(target, model::Return{makeName(returned, CKind::Int)});
  } else if (auto printOp = dyn_cast<ir::PrintOp>(op))
    print(printOp, target);
  else if (!streamStatement(op, target) && !isa<ir::ConsoleOp, UnrealizedConversionCastOp>(op) &&
           !op->hasTrait<OpTrait::IsTerminator>())
    value(op, target);
}

// A scalar whose first use, in its own block, is a store is declared by that store.
bool FunctionBuilder::isWrittenBeforeRead(Operation *alloca) const {
  Value scalar = alloca->getResult(0);
  for (Operation *op = alloca->getNextNode(); op; op = op->getNextNode()) {
    bool uses = false;
    op->walk([&](Operation *inner) { uses |= llvm::is_contained(inner->getOperands(), scalar); });
    if (!uses)
      continue;
    if (isStore(op))
      return true;
    // An inlined load is read where its expression stands, after this point in any case.
    return false;
  }
  return false;
}

void FunctionBuilder::memory(Operation *alloca, model::Block &target) {
  auto type = cast<MemRefType>(alloca->getResult(0).getType());
  model::Declaration declaration;
  declaration.type = elementTypeOf(alloca->getResult(0));
  declaration.extents.assign(type.getShape().begin(), type.getShape().end());
  unit.stackBytes += type.getNumElements() * ir::byteSize(declaration.type);
  declaration.name = names.declare(ir::nameOf(alloca->getResult(0)));
  expressions.bindMemory(alloca->getResult(0), makeName(declaration.name, declaration.type), declaration.type);
  std::string name = declaration.name;
  if (type.getRank() == 0 && isWrittenBeforeRead(alloca)) {
    for (Operation *op = alloca->getNextNode(); op; op = op->getNextNode())
      if (isStore(op) && storedMemory(op) == alloca->getResult(0)) {
        pending[op] = std::move(declaration);
        return;
      }
  }
  if (type.getRank() == 0) // never written before it is read on some path: a fixed value, as 0009 asks
    declaration.initial =
        isInteger(declaration.type)
            ? makeInteger(0, declaration.type == CKind::Bool ? CKind::Bool : CKind::Int)
            : makeFloating(declaration.type == CKind::Float ? APFloat(0.0f) : APFloat(0.0), declaration.type);
  append(target, std::move(declaration));
  for (model::Pragma &pragma : layoutPragmas(alloca->getResult(0), name))
    append(target, std::move(pragma));
  for (model::Pragma &pragma : recordedPragmas(alloca->getResult(0), name))
    append(target, std::move(pragma));
}

void FunctionBuilder::store(Operation *op, model::Block &target) {
  ExpressionPointer value = expressions.of(storedValue(op));
  if (auto found = pending.find(op); found != pending.end()) {
    model::Declaration declaration = std::move(found->second);
    pending.erase(found);
    declaration.initial = asStored(value, declaration.type, unit.requirements.support);
    append(target, std::move(declaration));
    return;
  }
  ExpressionPointer place = expressions.element(op);
  if (place->type == CKind::Int128 || place->type == CKind::UInt128)
    value = asStored(value, place->type, unit.requirements.support);
  append(target, assignment(place, value));
}

void FunctionBuilder::value(Operation *op, model::Block &target) {
  if (op->getNumResults() != 1)
    throw InternalError("operation '" + op->getName().getStringRef().str() + "' is not a statement",
                        ir::placeOf(op->getLoc()));
  model::Declaration declaration;
  ExpressionPointer expression = expressions.ofOperation(op);
  declaration.type = expression->type;
  declaration.isConst = true;
  declaration.initial = implicitly(expression, expression->type);
  declaration.name = names.declare(temporaryName(op));
  expressions.bind(op->getResult(0), makeName(declaration.name, declaration.type));
  append(target, std::move(declaration));
}

// A result that the very next statement returns or stores to a scalar is written there.
bool FunctionBuilder::isConsumedAtOnce(func::CallOp op) const {
  if (op.getNumResults() != 1 || !op.getResult(0).hasOneUse())
    return false;
  Operation *user = *op.getResult(0).user_begin();
  bool isScalarStore = isStore(user) && cast<MemRefType>(storedMemory(user).getType()).getRank() == 0;
  if (!isScalarStore && !isa<func::ReturnOp>(user))
    return false;
  for (Operation *next = op->getNextNode(); next; next = next->getNextNode()) {
    if (next == user)
      return true;
    if (!folding.isInline(next))
      return false;
  }
  return false;
}

void FunctionBuilder::call(func::CallOp op, model::Block &target) {
  auto callee = unit.module.lookupSymbol<func::FuncOp>(op.getCallee());
  std::vector<ExpressionPointer> arguments;
  for (auto [operand, argument] : llvm::zip(op.getOperands(), callee.getArguments())) {
    if (auto element = operand.getDefiningOp<UnrealizedConversionCastOp>()) // of an array of streams
      arguments.push_back(streamNamed(element.getOperand(0), element.getOperands().drop_front()));
    else if (isa<MemRefType, ir::StreamType>(operand.getType()))
      arguments.push_back(expressions.memory(operand));
    else
      arguments.push_back(implicitly(expressions.of(operand), computedType(elementTypeOf(argument))));
  }
  Type type = CKind::Int;
  if (op.getNumResults())
    type = resultTypeOf(callee);
  ExpressionPointer call = makeCall(unit.functions.lookup(op.getCallee()), std::move(arguments), type);
  if (op.getNumResults() == 0 || op.getResult(0).use_empty()) {
    append(target, model::Evaluation{call});
    return;
  }
  if (isConsumedAtOnce(op)) {
    expressions.bind(op.getResult(0), call);
    return;
  }
  model::Declaration declaration;
  declaration.type = type;
  declaration.isConst = true;
  declaration.initial = call;
  declaration.name = names.declare(temporaryName(op));
  expressions.bind(op.getResult(0), makeName(declaration.name, type));
  append(target, std::move(declaration));
}

} // namespace allo::target::hls
