// From the IR form of docs/decisions/0001 to register code.
#include "ir/CTypes.h"
#include "ir/Elementary.h"
#include "ir/Naming.h"
#include "ir/Quantize.h"
#include "verify/Code.h"
#include "verify/CompileOperations.h"
#include "verify/Expressions.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/OwningOpRef.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace allo::verify {

uint32_t PlaceTable::add(Location location) {
  SourcePlace place = ir::placeOf(location);
  if (!place.known())
    return 0;
  auto [entry, isNew] = ids.try_emplace({place.file, {place.line, place.column}}, static_cast<uint32_t>(places.size()));
  if (isNew)
    places.push_back(place);
  return entry->second;
}

namespace {

MemoryShape shapeOf(MemRefType type, std::string name) {
  MemoryShape shape;
  shape.name = std::move(name);
  shape.type = expressionTypeOf(type.getElementType());
  for (int64_t extent : type.getShape()) {
    shape.extents.push_back(extent);
    shape.elements *= extent;
  }
  if (!type.hasStaticShape() || shape.elements > (int64_t(1) << 31))
    throw NotDecided{"array " + shape.name + " is too large to execute", {}, ""};
  return shape;
}

class FunctionCompiler {
public:
  FunctionCompiler(func::FuncOp function, Expressions &expressions, PlaceTable &places,
                   const llvm::StringMap<uint32_t> &functions, const llvm::StringMap<uint32_t> &globals)
      : function(function), expressions(expressions), places(places), functionIds(functions), globalIds(globals) {}

  Code compile() {
    code.name = function.getName().str();
    for (BlockArgument argument : function.getArguments())
      code.arguments.push_back(slotOf(argument));
    compileBlock(function.getBody().front());
    return std::move(code);
  }

private:
  SlotReference slotOf(Value value);
  uint32_t slot(Value value) { return slotOf(value).slot; }
  Instruction start(Operation *op, Action action) {
    Instruction instruction;
    instruction.action = action;
    instruction.place = places.add(op->getLoc());
    return instruction;
  }
  uint32_t emit(const Instruction &instruction) {
    code.instructions.push_back(instruction);
    return static_cast<uint32_t>(code.instructions.size() - 1);
  }
  uint32_t here() const { return static_cast<uint32_t>(code.instructions.size()); }

  void addFunctions(Instruction &instruction, AffineMap map, ValueRange operands);
  void addFunction(Instruction &instruction, AffineExpr expression, unsigned dimensions, ValueRange operands);
  void addIndices(Instruction &instruction, ValueRange indices); // subscripts that are plain values
  void addList(Instruction &instruction, ValueRange values);
  void copyTo(Operation *op, ValueRange from, ValueRange to);

  void compileBlock(Block &block) {
    for (Operation &op : block)
      compileOperation(&op);
  }
  void compileOperation(Operation *op);
  void compileConstant(arith::ConstantOp op);
  void compileArithmetic(Operation *op, const OperationCode &operation);
  void compileAccess(Operation *op, Action action, Value memory, Value value, AffineMap map, ValueRange operands);
  void compileLoop(affine::AffineForOp op);
  void compileLoop(scf::ForOp op);
  void compileBranch(Operation *op, Instruction instruction, Region &thenRegion, Region &elseRegion);
  void compileWhile(scf::WhileOp op);
  void compileCall(func::CallOp op);
  bool compileStream(Operation *op);
  [[noreturn]] void refuse(Operation *op, const std::string &what) {
    throw NotDecided{what, places[places.add(op->getLoc())], ""};
  }

  func::FuncOp function;
  Expressions &expressions;
  PlaceTable &places;
  const llvm::StringMap<uint32_t> &functionIds, &globalIds;
  Code code;
  llvm::DenseMap<Value, SlotReference> slots;
};

SlotReference FunctionCompiler::slotOf(Value value) {
  auto [entry, isNew] = slots.try_emplace(value);
  if (!isNew)
    return entry->second;
  Type type = value.getType();
  SlotReference reference{};
  if (isa<MemRefType>(type))
    reference = {SlotKind::Memory, code.memorySlots++};
  else if (isa<ir::StreamType>(type))
    reference = {SlotKind::Stream, code.streamSlots++};
  else if (type.isIndex())
    reference = {SlotKind::Index, code.indices++};
  else
    reference = {SlotKind::Value, code.values++};
  return entry->second = reference;
}

// Sums of multiples of dimensions and symbols.
bool addLinear(AffineExpr expression, int64_t factor, unsigned dimensions, IndexFunction &function) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression)) {
    function.constant += factor * constant.getValue();
    return true;
  }
  auto term = [&](unsigned operand) {
    for (auto &[known, slot] : function.terms)
      if (slot == function.operands[operand]) {
        known += factor;
        return true;
      }
    function.terms.emplace_back(factor, function.operands[operand]);
    return true;
  };
  if (auto dimension = dyn_cast<AffineDimExpr>(expression))
    return term(dimension.getPosition());
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return term(dimensions + symbol.getPosition());
  auto binary = cast<AffineBinaryOpExpr>(expression);
  if (expression.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), factor, dimensions, function) &&
           addLinear(binary.getRHS(), factor, dimensions, function);
  auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return expression.getKind() == AffineExprKind::Mul && constant &&
         addLinear(binary.getLHS(), factor * constant.getValue(), dimensions, function);
}

void FunctionCompiler::addFunction(Instruction &instruction, AffineExpr expression, unsigned dimensions,
                                   ValueRange operands) {
  if (instruction.functionCount++ == 0)
    instruction.functions = static_cast<uint32_t>(code.functions.size());
  IndexFunction function;
  for (Value operand : operands)
    function.operands.push_back(slot(operand));
  function.expression = expression;
  function.dimensions = dimensions;
  function.isLinear = addLinear(expression, 1, dimensions, function);
  code.functions.push_back(std::move(function));
  code.isEquality.resize(code.functions.size());
}

void FunctionCompiler::addFunctions(Instruction &instruction, AffineMap map, ValueRange operands) {
  for (AffineExpr result : map.getResults())
    addFunction(instruction, result, map.getNumDims(), operands);
}

void FunctionCompiler::addIndices(Instruction &instruction, ValueRange indices) {
  for (Value index : indices)
    addFunction(instruction, getAffineDimExpr(0, function.getContext()), 1, index);
}

void FunctionCompiler::addList(Instruction &instruction, ValueRange values) {
  if (instruction.listCount == 0)
    instruction.list = static_cast<uint32_t>(code.slots.size());
  for (Value value : values) {
    SlotReference reference = slotOf(value);
    code.slots.push_back(reference.slot);
    code.kinds.push_back(reference.kind);
  }
  instruction.listCount += static_cast<uint32_t>(values.size());
}

void FunctionCompiler::copyTo(Operation *op, ValueRange from, ValueRange to) {
  for (auto [source, target] : llvm::zip_equal(from, to)) {
    SlotReference reference = slotOf(source);
    if (reference.kind != SlotKind::Value && reference.kind != SlotKind::Index)
      refuse(op, "a memory that depends on a condition");
    Instruction instruction = start(op, reference.kind == SlotKind::Index ? Action::CopyIndex : Action::Copy);
    instruction.a = reference.slot;
    instruction.result = slot(target);
    emit(instruction);
  }
}

void FunctionCompiler::compileConstant(arith::ConstantOp op) {
  if (op.getType().isIndex()) {
    code.indexConstants.emplace_back(slot(op), cast<IntegerAttr>(op.getValue()).getInt());
    return;
  }
  ExpressionType type = expressionTypeOf(op.getType());
  expressions.setPlace(places.add(op.getLoc()));
  llvm::APInt bits = isa<FloatAttr>(op.getValue())
                         ? canonical(type, cast<FloatAttr>(op.getValue()).getValue().bitcastToAPInt())
                         : cast<IntegerAttr>(op.getValue()).getValue();
  code.constants.emplace_back(slot(op), expressions.constant(type, bits));
}

void FunctionCompiler::compileArithmetic(Operation *op, const OperationCode &operation) {
  Instruction instruction = start(op, operation.action);
  instruction.opcode = operation.opcode;
  instruction.detail = operation.detail;
  instruction.type = expressionTypeOf(op->getResult(0).getType());
  instruction.result = slot(op->getResult(0));
  bool isIndex = op->getOperand(op->getNumOperands() - 1).getType().isIndex();
  uint32_t *operands[] = {&instruction.a, &instruction.b, &instruction.c};
  if (operation.opcode == Opcode::Elementary)
    instruction.c = expressions.nameId(ir::elementaryNameOf(op));
  // An operand that an instruction lacks is ~0.
  for (unsigned i = 0; i < 3; ++i)
    if (i < op->getNumOperands())
      *operands[i] = slot(op->getOperand(i));
    else if (operation.opcode != Opcode::Elementary || i < 2)
      *operands[i] = ~uint32_t(0);
  if (isIndex && operation.opcode == Opcode::Select) {
    instruction.action = Action::IndexSelect;
  } else if (isIndex) {
    instruction.action = Action::IndexCompute;
    instruction.listCount = static_cast<uint32_t>(operation.action); // the action on the integers
    instruction.list = !op->getResult(0).getType().isIndex();        // whether the result is an integer
  }
  emit(instruction);
}

void FunctionCompiler::compileAccess(Operation *op, Action action, Value memory, Value value, AffineMap map,
                                     ValueRange operands) {
  Instruction instruction = start(op, action);
  instruction.a = slot(memory);
  (action == Action::Load ? instruction.result : instruction.b) = slot(value);
  if (map)
    addFunctions(instruction, map, operands);
  else
    addIndices(instruction, operands);
  emit(instruction);
}

void FunctionCompiler::compileLoop(affine::AffineForOp op) {
  if (op->getNumResults())
    refuse(op, "a loop that carries values");
  Instruction instruction = start(op, Action::For);
  instruction.result = slot(op.getInductionVar());
  addFunctions(instruction, op.getLowerBoundMap(), op.getLowerBoundOperands());
  instruction.b = instruction.functionCount;
  addFunctions(instruction, op.getUpperBoundMap(), op.getUpperBoundOperands());
  instruction.c = instruction.functionCount - instruction.b;
  addFunction(instruction, getAffineConstantExpr(op.getStepAsInt(), op.getContext()), 0, {});
  uint32_t at = emit(instruction);
  compileBlock(*op.getBody());
  code.instructions[at].end = here();
}

void FunctionCompiler::compileLoop(scf::ForOp op) {
  if (op->getNumResults() || !op.getInductionVar().getType().isIndex())
    refuse(op, "a loop that carries values");
  Instruction instruction = start(op, Action::For);
  instruction.result = slot(op.getInductionVar());
  addIndices(instruction, {op.getLowerBound(), op.getUpperBound(), op.getStep()});
  instruction.b = instruction.c = 1;
  uint32_t at = emit(instruction);
  compileBlock(*op.getBody());
  code.instructions[at].end = here();
}

void FunctionCompiler::compileBranch(Operation *op, Instruction instruction, Region &thenRegion, Region &elseRegion) {
  addList(instruction, op->getResults()); // what the two sides give
  uint32_t at = emit(instruction);
  compileBlock(thenRegion.front());
  code.instructions[at].middle = here();
  if (!elseRegion.empty())
    compileBlock(elseRegion.front());
  code.instructions[at].end = here();
}

void FunctionCompiler::compileWhile(scf::WhileOp op) {
  if (op->getNumResults() || op->getNumOperands())
    refuse(op, "a loop that carries values");
  uint32_t at = emit(start(op, Action::While));
  Block &before = op.getBefore().front();
  for (Operation &inner : before.without_terminator())
    compileOperation(&inner);
  code.instructions[at].a = slot(cast<scf::ConditionOp>(before.getTerminator()).getCondition());
  code.instructions[at].middle = here();
  compileBlock(op.getAfter().front());
  code.instructions[at].end = here();
}

void FunctionCompiler::compileCall(func::CallOp op) {
  auto callee = functionIds.find(op.getCallee());
  if (callee == functionIds.end())
    refuse(op, "a call of " + op.getCallee().str() + ", whose body is unknown");
  Instruction instruction = start(op, Action::Call);
  instruction.a = callee->second;
  addList(instruction, op.getOperands());
  instruction.b = instruction.listCount;
  addList(instruction, op.getResults());
  emit(instruction);
}

bool FunctionCompiler::compileStream(Operation *op) {
  auto operation = [&](Action action, Value stream, ValueRange indices, ValueRange values, Value result) {
    Instruction instruction = start(op, action);
    instruction.a = slot(stream);
    if (result)
      instruction.result = slot(result);
    addIndices(instruction, indices);
    addList(instruction, values);
    emit(instruction);
    return true;
  };
  return llvm::TypeSwitch<Operation *, bool>(op)
      .Case([&](ir::StreamCreateOp create) {
        ir::StreamType type = create.getStream().getType();
        StreamShape shape{ir::nameOf(create), type.getDepth(), 1, type.getExtents().vec(), create.getIsStatic(), {}};
        for (int64_t extent : shape.extents)
          shape.count *= extent;
        for (ir::CTypeAttr element : type.getElements())
          shape.types.push_back(expressionTypeOf(ir::elementType(op->getContext(), element.getValue())));
        Instruction instruction = start(op, Action::NewStream);
        instruction.result = slot(create);
        instruction.a = static_cast<uint32_t>(code.streams.size());
        code.streams.push_back(std::move(shape));
        emit(instruction);
        return true;
      })
      .Case([&](ir::StreamReadOp read) {
        return operation(Action::StreamRead, read.getStream(), read.getIndices(), read.getValues(), {});
      })
      .Case([&](ir::StreamTryReadOp read) {
        return operation(Action::StreamTryRead, read.getStream(), read.getIndices(), read.getValues(), read.getDone());
      })
      .Case([&](ir::StreamWriteOp write) {
        return operation(Action::StreamWrite, write.getStream(), write.getIndices(), write.getValues(), {});
      })
      .Case([&](ir::StreamTryWriteOp write) {
        return operation(Action::StreamTryWrite, write.getStream(), write.getIndices(), write.getValues(),
                         write.getDone());
      })
      .Case([&](ir::StreamEmptyOp query) {
        return operation(Action::StreamEmpty, query.getStream(), query.getIndices(), {}, query.getResult());
      })
      .Case([&](ir::StreamFullOp query) {
        return operation(Action::StreamFull, query.getStream(), query.getIndices(), {}, query.getResult());
      })
      .Case([&](ir::StreamSizeOp query) {
        return operation(Action::StreamSize, query.getStream(), query.getIndices(), {}, query.getResult());
      })
      .Default([](Operation *) { return false; });
}

void FunctionCompiler::compileOperation(Operation *op) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return compileConstant(constant);
  if (auto operation = operationCode(op))
    return compileArithmetic(op, *operation);
  if (compileStream(op))
    return;
  llvm::TypeSwitch<Operation *>(op)
      .Case<affine::AffineLoadOp>([&](auto load) {
        compileAccess(op, Action::Load, load.getMemRef(), load.getResult(), load.getAffineMap(), load.getMapOperands());
      })
      .Case<affine::AffineStoreOp>([&](auto store) {
        compileAccess(op, Action::Store, store.getMemRef(), store.getValueToStore(), store.getAffineMap(),
                      store.getMapOperands());
      })
      .Case<memref::LoadOp>([&](auto load) {
        compileAccess(op, Action::Load, load.getMemRef(), load.getResult(), {}, load.getIndices());
      })
      .Case<memref::StoreOp>([&](auto store) {
        compileAccess(op, Action::Store, store.getMemRef(), store.getValueToStore(), {}, store.getIndices());
      })
      .Case<memref::AllocaOp>([&](auto alloca) {
        Instruction instruction = start(op, Action::Allocate);
        instruction.result = slot(alloca);
        instruction.a = static_cast<uint32_t>(code.memories.size());
        code.memories.push_back(shapeOf(alloca.getType(), ir::nameOf(alloca)));
        emit(instruction);
      })
      .Case<memref::GetGlobalOp>([&](auto global) {
        Instruction instruction = start(op, Action::Global);
        instruction.result = slot(global);
        instruction.a = globalIds.lookup(global.getName());
        emit(instruction);
      })
      .Case<affine::AffineApplyOp, affine::AffineMinOp, affine::AffineMaxOp>([&](auto apply) {
        Instruction instruction = start(op, Action::Apply);
        instruction.detail = isa<affine::AffineMaxOp>(op);
        instruction.result = slot(apply.getResult());
        addFunctions(instruction, apply.getAffineMap(), apply.getOperands());
        emit(instruction);
      })
      .Case<arith::IndexCastOp, arith::IndexCastUIOp>([&](auto cast) {
        bool toIndex = cast.getType().isIndex();
        Instruction instruction = start(op, toIndex ? Action::ToIndex : Action::FromIndex);
        instruction.a = slot(cast.getIn());
        instruction.detail = isa<arith::IndexCastOp>(op);
        instruction.type = expressionTypeOf(cast.getType());
        instruction.result = slot(cast.getResult());
        emit(instruction);
      })
      .Case<affine::AffineForOp, scf::ForOp>([&](auto loop) { compileLoop(loop); })
      .Case<scf::WhileOp>([&](auto loop) { compileWhile(loop); })
      .Case<scf::IfOp>([&](auto branch) {
        Instruction instruction = start(op, Action::If);
        instruction.a = slot(branch.getCondition());
        compileBranch(op, instruction, branch.getThenRegion(), branch.getElseRegion());
      })
      .Case<affine::AffineIfOp>([&](auto branch) {
        Instruction instruction = start(op, Action::AffineIf);
        IntegerSet set = branch.getIntegerSet();
        for (unsigned i = 0; i < set.getNumConstraints(); ++i) {
          addFunction(instruction, set.getConstraint(i), set.getNumDims(), branch.getOperands());
          code.isEquality.back() = set.isEq(i);
        }
        compileBranch(op, instruction, branch.getThenRegion(), branch.getElseRegion());
      })
      .Case<scf::YieldOp, affine::AffineYieldOp>(
          [&](auto yield) { copyTo(op, yield->getOperands(), op->getParentOp()->getResults()); })
      .Case<func::CallOp>([&](auto call) { compileCall(call); })
      .Case<func::ReturnOp>([&](auto yield) {
        for (Value value : yield.getOperands())
          code.results.push_back(slotOf(value));
      })
      .Case<ir::ConsoleOp>([](auto) {})
      .Case<ir::PrintOp>([&](auto print) {
        Instruction instruction = start(op, Action::Print);
        instruction.a = expressions.nameId(print.getFormat());
        addList(instruction, print.getValues());
        emit(instruction);
      })
      .Case<ir::AssertOp>([&](auto assertion) {
        Instruction instruction = start(op, Action::Assert);
        instruction.a = slot(assertion.getCondition());
        instruction.b = expressions.nameId(assertion.getText());
        emit(instruction);
      })
      .Default([&](Operation *) { refuse(op, "operation " + op->getName().getStringRef().str()); });
}

std::vector<ExpressionId> initialValues(memref::GlobalOp global, const MemoryShape &shape, Expressions &expressions) {
  auto values = dyn_cast_or_null<DenseElementsAttr>(global.getInitialValue().value_or(Attribute()));
  std::vector<ExpressionId> result;
  if (!values)
    return result;
  for (auto value : values.getValues<Attribute>())
    result.push_back(expressions.constant(
        shape.type, isa<FloatAttr>(value) ? canonical(shape.type, cast<FloatAttr>(value).getValue().bitcastToAPInt())
                                          : cast<IntegerAttr>(value).getValue()));
  return result;
}

bool movesElements(const Instruction &instruction, const CompiledProgram &program) {
  switch (instruction.action) {
  case Action::StreamRead:
  case Action::StreamTryRead:
  case Action::StreamWrite:
  case Action::StreamTryWrite:
    return true;
  case Action::Call:
    return program.functions[instruction.a].touchesStreams;
  default:
    return false;
  }
}

// A function may be compiled before what it calls: until nothing changes.
void markStreams(CompiledProgram &program) {
  for (bool isChanged = true; isChanged;) {
    isChanged = false;
    for (Code &code : program.functions)
      for (size_t i = 0; i < code.instructions.size() && !code.touchesStreams; ++i)
        isChanged |= code.touchesStreams = movesElements(code.instructions[i], program);
  }
  for (Code &code : program.functions)
    for (size_t at = 0; at < code.instructions.size(); ++at)
      for (uint32_t i = static_cast<uint32_t>(at) + 1; i < code.instructions[at].end; ++i)
        code.instructions[at].touchesStreams |= movesElements(code.instructions[i], program);
}
} // namespace

CompiledProgram compile(ModuleOp module, Expressions &expressions, PlaceTable &places) {
  OwningOpRef<ModuleOp> copy = module.clone();
  copy->walk([](ir::QuantizeOp op) { // fixed point is integer arithmetic
    OpBuilder builder(op);
    Value expanded =
        ir::expandQuantize(builder, op.getLoc(), op.getValue(), op.getFrom().getValue(), op.getTo().getValue());
    op.getResult().replaceAllUsesWith(expanded);
    op.erase();
  });
  CompiledProgram program;
  llvm::StringMap<uint32_t> functions, globals;
  for (auto global : copy->getOps<memref::GlobalOp>()) {
    globals[global.getName()] = static_cast<uint32_t>(program.globals.size());
    MemoryShape shape = shapeOf(cast<MemRefType>(global.getType()), global.getName().str());
    std::vector<ExpressionId> initial = initialValues(global, shape, expressions);
    program.globals.push_back({std::move(shape), std::move(initial), global.getConstant()});
    program.hasState |= !global.getConstant();
  }
  llvm::SmallVector<func::FuncOp> bodies;
  for (auto function : copy->getOps<func::FuncOp>()) {
    functions[function.getName()] = static_cast<uint32_t>(bodies.size());
    bodies.push_back(function);
  }
  func::FuncOp top = ir::topOf(*copy);
  for (func::FuncOp function : bodies) {
    if (function == top)
      program.top = static_cast<uint32_t>(program.functions.size());
    program.functions.push_back(FunctionCompiler(function, expressions, places, functions, globals).compile());
    for (const StreamShape &stream : program.functions.back().streams)
      program.hasState |= stream.isStatic;
  }
  markStreams(program);
  return program;
}

} // namespace allo::verify
