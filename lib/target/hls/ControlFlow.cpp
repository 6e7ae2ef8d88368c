// Loops and branches of the C model, and the parameters of functions.
#include "target/hls/FunctionBuilder.h"
#include "target/hls/Intervals.h"

#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "target/hls/StoredTypes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include <climits>

using namespace mlir;

namespace allo::target::hls {

namespace {
template <typename Node> void append(model::Block &block, Node node) {
  block.push_back(model::Statement{std::move(node)});
}

// int where every value of the variable, and the one after the last, is an int.
Type variableType(Value variable, int64_t step, const ExpressionPointer &lower, Type upper) {
  Interval range = rangeOf(variable);
  bool fits =
      range.fits(INT_MIN, INT_MAX - step) && promoted(lower->type) == CKind::Int && promoted(upper) == CKind::Int;
  return fits ? CKind::Int : CKind::Long;
}
} // namespace

std::vector<model::Pragma> layoutPragmas(Value memory, const std::string &name) {
  std::vector<model::Pragma> pragmas;
  auto memref = dyn_cast<MemRefType>(memory.getType());
  if (!memref || !memref.getMemorySpace())
    return pragmas;
  auto layout = cast<ir::MemoryAttr>(memref.getMemorySpace());
  std::set<unsigned> reshaped = ir::reshapedDimensions(memory);
  for (auto [i, partition] : llvm::enumerate(layout.getPartitions())) {
    unsigned dimension = static_cast<unsigned>(i) + 1;
    if (partition.getKind() != ir::PartitionKind::None)
      pragmas.push_back(model::ArrayPartition{name, dimension, partition.getKind(), partition.getFactor(),
                                              reshaped.count(dimension) != 0});
  }
  if (layout.getStorage() != ir::StorageKind::Auto)
    pragmas.push_back(model::BindStorage{name, layout.getStorage()});
  return pragmas;
}

namespace {
// `interface port=return` stands on the function.
model::Recorded recorded(const ir::Directive &directive, const std::string &variable) {
  std::string options = directive.second;
  if (directive.first == "interface" && variable.empty())
    options = "port=return" + (options.empty() ? "" : " " + options);
  return {ir::wordOf(directive).str(), variable, options};
}
} // namespace

std::vector<model::Pragma> recordedPragmas(Value memory, const std::string &name) {
  std::vector<model::Pragma> pragmas;
  for (const ir::Directive &directive : ir::directivesOf(memory))
    if (directive.first != ir::reshapeDirective) // a part of the layout
      pragmas.push_back(recorded(directive, name));
  return pragmas;
}

void FunctionBuilder::joinedParameter(unsigned argument, ir::FieldAttr field) {
  bool isFirst = argument == 0;
  if (!isFirst) {
    auto previous = function.getArgAttrOfType<ir::FieldAttr>(argument - 1, ir::fieldAttrName);
    isFirst = !previous || previous.getParameter() != field.getParameter();
  }
  Type type = ir::variableOf(function.getArgument(argument)).getType().getValue();
  auto memory = dyn_cast<MemRefType>(function.getArgumentTypes()[argument]);
  bool isResult = field.getName() == ir::resultName;
  llvm::StringRef rest = field.getMember();
  if (isFirst && isResult) {
    result.resultStructure = unit.structures.lookup(field.getType());
    returned = names.declare("result");
    model::Declaration declaration;
    declaration.structure = result.resultStructure;
    declaration.name = returned;
    append(result.body, std::move(declaration));
  } else if (isFirst) {
    model::Parameter parameter;
    parameter.name = names.declare(field.getName());
    parameter.structure = unit.structures.lookup(field.getType());
    for (llvm::StringRef own = rest; own.consume_front("[]");)
      parameter.extents.push_back(memory.getDimSize(parameter.extents.size()));
    parameter.isReference = field.getByReference() && parameter.extents.empty();
    parameter.isConst = !field.getByReference();
    result.parameters.push_back(parameter);
  }
  std::string base = isResult ? returned : result.parameters.back().name;
  if (field.isInterleaved()) {
    std::string path = base;
    for (llvm::StringRef part = rest; !part.empty();) {
      auto [first, remaining] = part.split('.');
      llvm::StringRef name = first.take_until([](char c) { return c == '['; });
      if (!name.empty())
        path += "." + identifierFor(name);
      path += first.drop_front(name.size()).str();
      part = remaining;
    }
    expressions.bind(function.getArgument(argument), makePath(path, type));
    return;
  }
  ExpressionPointer member = makeName(base, type);
  for (llvm::StringRef part = rest; !part.empty();) {
    auto [first, remaining] = part.split('.');
    member = makeMember(member, identifierFor(first.take_until([](char c) { return c == '['; })), type);
    part = remaining;
  }
  bool isMemory = isa<MemRefType>(function.getArgumentTypes()[argument]);
  expressions.bind(function.getArgument(argument), isMemory ? member : readPlace(member));
}

void FunctionBuilder::parameters() {
  llvm::StringSet<> used;
  for (BlockArgument argument : function.getArguments()) {
    unsigned number = argument.getArgNumber();
    auto field = function.getArgAttrOfType<ir::FieldAttr>(number, ir::fieldAttrName);
    if (isa<ir::StreamType>(argument.getType())) {
      streamParameter(argument);
    } else if (field && result.isTop) {
      joinedParameter(number, field);
    } else {
      ir::VariableAttr variable = ir::variableOf(argument);
      model::Parameter parameter;
      parameter.name = names.declare(variable.getName());
      parameter.type = variable.getType().getValue();
      if (auto memref = dyn_cast<MemRefType>(argument.getType())) {
        parameter.extents.assign(memref.getShape().begin(), memref.getShape().end());
        parameter.isReference = memref.getRank() == 0;
        parameter.isConst = unit.constants.contains(argument);
      }
      if (!isa<MemRefType>(argument.getType()) && !result.isTop)
        parameter.type = computedType(parameter.type);
      ExpressionPointer name = makeName(parameter.name, parameter.type);
      expressions.bind(argument, isa<MemRefType>(argument.getType()) ? name : readPlace(name));
      result.parameters.push_back(parameter);
    }
    if (!argument.use_empty() && !result.parameters.empty())
      used.insert(result.parameters.back().name);
  }
  for (const model::Parameter &parameter : result.parameters)
    if (!used.contains(parameter.name))
      append(result.body, model::Discard{parameter.name});
}

void FunctionBuilder::parameterPragmas() {
  for (const ir::Directive &directive : ir::directivesOf(function.getOperation()))
    append(result.body, model::Pragma(recorded(directive, "")));
  for (BlockArgument argument : function.getArguments()) {
    bool isMemory = isa<MemRefType, ir::StreamType>(argument.getType());
    ExpressionPointer name = isMemory ? expressions.memory(argument) : expressions.of(argument);
    if (!name || name->kind != model::Expression::name)
      continue;
    for (model::Pragma &pragma : recordedPragmas(argument, name->text))
      append(result.body, std::move(pragma));
    for (model::Pragma &pragma : layoutPragmas(argument, name->text))
      append(result.body, std::move(pragma));
  }
}

// Null where the variable is not declared yet: it lives inside the loop that asks.
ExpressionPointer FunctionBuilder::memoryNamed(int64_t id) {
  for (BlockArgument argument : function.getArguments())
    if (ir::VariableAttr variable = ir::variableOf(argument); variable && variable.getId() == id)
      return expressions.memory(argument);
  ExpressionPointer found;
  function.walk([&](Operation *op) {
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName); variable && variable.getId() == id)
      found = expressions.memory(op->getResult(0));
  });
  return found;
}

std::vector<model::Pragma> FunctionBuilder::directives(Operation *op) {
  std::vector<model::Pragma> pragmas;
  ir::LoopAttr loop = ir::loopOf(op);
  if (loop && loop.getPipeline() != 0)
    pragmas.push_back(model::Pipeline{loop.getPipeline()});
  if (loop && loop.getUnroll() != 0)
    pragmas.push_back(model::Unroll{loop.getUnroll()});
  if (loop && loop.getSpatial()) // each call is hardware of its own
    pragmas.push_back(model::Unroll{-1});
  auto nameOf = [&](int64_t id) {
    ExpressionPointer name = memoryNamed(id);
    return name ? name->text : std::string();
  };
  for (const ir::Directive &directive : ir::directivesOf(op))
    if (std::optional<std::string> options = ir::optionsOf(directive, nameOf, true))
      pragmas.push_back(recorded({directive.first, *options}, ""));
  return pragmas;
}

std::string FunctionBuilder::loopComment(Operation *op) const {
  std::string comment = placeComment(op->getLoc());
  ir::LoopAttr loop = ir::loopOf(op);
  if (loop && loop.getParallel())
    comment += comment.empty() ? "parallel" : ", parallel";
  if (loop && loop.getSpatial())
    comment += comment.empty() ? "spatial" : ", spatial";
  return comment;
}

model::For FunctionBuilder::head(Operation *op, Type type) {
  ir::LoopAttr attribute = ir::loopOf(op);
  std::string name = attribute ? attribute.getName().str() : "loop";
  model::For loop;
  loop.label = labels.declare(name);
  loop.type = type;
  loop.pragmas = directives(op);
  loop.comment = loopComment(op);
  loop.variable = names.declare(name);
  return loop;
}

void FunctionBuilder::finish(model::For loop, Operation *op, mlir::Block &body, model::Block &target) {
  names.enter();
  loop.body = std::make_shared<model::Block>();
  block(body, *loop.body);
  names.leave();
  append(target, std::move(loop));
}

void FunctionBuilder::loop(affine::AffineForOp op, model::Block &target) {
  ExpressionPointer lower = expressions.extreme(op.getLowerBoundMap(), op.getLowerBoundOperands(), true);
  ExpressionPointer upper = expressions.extreme(op.getUpperBoundMap(), op.getUpperBoundOperands(), false);
  Type type = variableType(op.getInductionVar(), op.getStepAsInt(), lower, upper->type);
  names.enter(); // the variable lives in the loop
  model::For loop = head(op, type);
  ExpressionPointer variable = makeName(loop.variable, type);
  expressions.bind(op.getInductionVar(), variable);
  loop.lower = implicitly(lower, type);
  loop.condition = expressions.below(variable, op.getUpperBoundMap(), op.getUpperBoundOperands());
  loop.step = makeInteger(op.getStepAsInt(), CKind::Int);
  finish(std::move(loop), op, *op.getBody(), target);
  names.leave();
}

void FunctionBuilder::loop(scf::ForOp op, model::Block &target) {
  ExpressionPointer lower = expressions.of(op.getLowerBound()), upper = expressions.of(op.getUpperBound());
  ExpressionPointer step = expressions.of(op.getStep());
  int64_t reach = isLiteral(step) ? step->value : 1;
  Type type = variableType(op.getInductionVar(), reach, lower, upper->type);
  names.enter();
  model::For loop = head(op, type);
  ExpressionPointer variable = makeName(loop.variable, type);
  expressions.bind(op.getInductionVar(), variable);
  loop.lower = implicitly(lower, type);
  loop.condition = makeComparison("<", variable, upper, commonType(type, upper->type));
  loop.step = implicitly(step, type);
  finish(std::move(loop), op, *op.getBody(), target);
  names.leave();
}

// Whether a condition can stand outside the braces of `block`: it names nothing that is declared in there.
bool FunctionBuilder::isSelfContained(Value value, mlir::Block &block) const {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != &block)
    return true;
  if (!folding.isInline(op) || folding.isConditional(op))
    return false;
  return llvm::all_of(op->getOperands(), [&](Value operand) { return isSelfContained(operand, block); });
}

void FunctionBuilder::loop(scf::WhileOp op, model::Block &target) {
  mlir::Block &before = op.getBefore().front(), &after = op.getAfter().front();
  auto condition = cast<scf::ConditionOp>(before.getTerminator());
  bool isExpression =
      llvm::all_of(before.without_terminator(), [&](Operation &inner) { return folding.isInline(&inner); });
  bool isEmptyBody = llvm::hasSingleElement(after);
  ir::LoopAttr attribute = ir::loopOf(op);
  model::While loop;
  loop.label = labels.declare(attribute ? attribute.getName().str() : "while");
  loop.pragmas = directives(op);
  loop.comment = loopComment(op);
  if (isExpression) {
    loop.condition = expressions.of(condition.getCondition());
    loop.body = scoped(after);
  } else {
    loop.body = std::make_shared<model::Block>();
    names.enter();
    block(before, *loop.body);
    ExpressionPointer test = expressions.of(condition.getCondition());
    loop.testsLast = isEmptyBody && isSelfContained(condition.getCondition(), before);
    if (loop.testsLast) {
      loop.condition = test;
    } else {
      auto leave = std::make_shared<model::Block>();
      append(*leave, model::Break{});
      append(*loop.body, model::If{makeNot(test), leave, nullptr});
      block(after, *loop.body);
    }
    names.leave();
  }
  append(target, std::move(loop));
}

void FunctionBuilder::branch(affine::AffineIfOp op, model::Block &target) {
  model::If branch{expressions.condition(op), scoped(*op.getThenBlock()), nullptr};
  if (op.hasElse())
    branch.elseBlock = scoped(*op.getElseBlock());
  append(target, std::move(branch));
}

void FunctionBuilder::branch(scf::IfOp op, model::Block &target) {
  if (folding.isConditional(op)) {
    value(op, target);
    return;
  }
  ExpressionPointer condition = expressions.of(op.getCondition());
  for (Value value : op.getResults()) { // assigned by the yields of both branches
    model::Declaration declaration;
    declaration.type = value.getType().isIndex() ? Type(CKind::Long) : plainType(value.getType());
    declaration.name = names.declare(value.getType().isInteger(1) ? "condition" : "t");
    expressions.bind(value, makeName(declaration.name, declaration.type));
    append(target, std::move(declaration));
  }
  model::If branch{condition, scoped(*op.thenBlock()), nullptr};
  if (mlir::Block *otherwise = op.elseBlock())
    branch.elseBlock = scoped(*otherwise);
  if (branch.elseBlock && branch.elseBlock->empty())
    branch.elseBlock = nullptr;
  if (branch.thenBlock->empty() && branch.elseBlock) {
    branch.condition = makeNot(branch.condition);
    std::swap(branch.thenBlock, branch.elseBlock);
    branch.elseBlock = nullptr;
  }
  append(target, std::move(branch));
}

void FunctionBuilder::yield(scf::YieldOp op, model::Block &target) {
  auto branch = dyn_cast<scf::IfOp>(op->getParentOp());
  if (!branch)
    return;
  for (auto [result, operand] : llvm::zip(branch.getResults(), op.getOperands())) {
    ExpressionPointer variable = expressions.of(result);
    append(target, model::Assignment{variable, "=", implicitly(expressions.of(operand), variable->type)});
  }
}

} // namespace allo::target::hls
