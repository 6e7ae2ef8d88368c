// Streams as hls::stream, and what a run in software prints. An element of several scalars becomes a struct.
#include "target/hls/FunctionBuilder.h"

#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/Naming.h"
#include "ir/PrintFormat.h"
#include "target/hls/StoredTypes.h"

using namespace mlir;

namespace allo::target::hls {

namespace {
template <typename Node> void append(model::Block &block, Node node) {
  block.push_back(model::Statement{std::move(node)});
}

std::string memberName(size_t number) { return "value" + std::to_string(number); }

// A character string as C writes it.
std::string quoted(llvm::StringRef text) {
  std::string result = "\"";
  for (unsigned char character : text) {
    static const std::map<unsigned char, std::string> escapes = {{'\n', "\\n"}, {'\t', "\\t"},  {'\r', "\\r"},
                                                                 {'"', "\\\""}, {'\\', "\\\\"}, {'?', "\\?"}};
    char octal[8];
    std::snprintf(octal, sizeof octal, "\\%03o", character);
    auto escape = escapes.find(character);
    result += escape != escapes.end()              ? escape->second
              : character >= 32 && character < 127 ? std::string(1, static_cast<char>(character))
                                                   : std::string(octal);
  }
  return result + "\"";
}
} // namespace

// What the stream carries: a scalar type, or the structure of its scalars.
std::string FunctionBuilder::elementText(ir::StreamType type) {
  if (type.getElements().size() == 1)
    return ir::spelling(type.getElements().front().getValue());
  std::string key;
  for (ir::CTypeAttr element : type.getElements())
    key += ir::spelling(element.getValue()) + ";";
  std::string &name = unit.elementNames[key];
  if (!name.empty())
    return name;
  name = unit.names.declare("stream_element");
  model::Structure structure{name, {}};
  for (auto [number, element] : llvm::enumerate(type.getElements()))
    structure.members.push_back({memberName(number), element.getValue(), {}, {}});
  unit.elements.push_back(std::move(structure));
  return name;
}

std::string FunctionBuilder::streamText(ir::StreamType type) {
  std::string depth = type.getDepth() == 0 ? "" : ", " + std::to_string(type.getDepth());
  return "hls::stream<" + elementText(type) + depth + ">";
}

void FunctionBuilder::streamParameter(BlockArgument argument) {
  auto type = cast<ir::StreamType>(argument.getType());
  model::Parameter parameter;
  parameter.name = names.declare(ir::nameOf(argument));
  parameter.structure = streamText(type);
  parameter.extents.assign(type.getExtents().begin(), type.getExtents().end());
  parameter.isReference = parameter.extents.empty();
  expressions.bind(argument, makeName(parameter.name, type.getElements().front().getValue()));
  result.parameters.push_back(parameter);
}

void FunctionBuilder::createStream(ir::StreamCreateOp op, model::Block &target) {
  ir::StreamType type = op.getStream().getType();
  model::Declaration declaration;
  declaration.structure = streamText(type);
  declaration.name = names.declare(ir::nameOf(op.getStream()));
  declaration.extents.assign(type.getExtents().begin(), type.getExtents().end());
  declaration.isStatic = op.getIsStatic();
  declaration.isStream = true;
  std::string name = declaration.name;
  expressions.bind(op.getStream(), makeName(name, type.getElements().front().getValue()));
  append(target, std::move(declaration));
  if (type.getDepth() != 0 && !ir::directiveOf(op.getStream(), "stream"))
    append(target, model::Pragma(model::Recorded{"stream", name, "depth=" + std::to_string(type.getDepth())}));
  for (model::Pragma &pragma : recordedPragmas(op.getStream(), name))
    append(target, std::move(pragma));
}

ExpressionPointer FunctionBuilder::streamNamed(Value stream, OperandRange indices) {
  ExpressionPointer name = expressions.memory(stream);
  std::vector<ExpressionPointer> subscripts;
  for (Value index : indices)
    subscripts.push_back(expressions.of(index));
  return subscripts.empty() ? name : makeSubscript(name, std::move(subscripts), name->type);
}

// A variable for one element, with its initial value or none; the scalars that it has.
std::vector<ExpressionPointer> FunctionBuilder::elementVariable(ir::StreamType type, const std::string &called,
                                                                ExpressionPointer initial, model::Block &target) {
  model::Declaration declaration;
  declaration.name = names.declare(called);
  bool isScalar = type.getElements().size() == 1;
  declaration.type = type.getElements().front().getValue();
  if (!isScalar)
    declaration.structure = elementText(type);
  if (isScalar && !initial)
    initial = ir::isArbitraryPrecision(declaration.type) || ir::isFloating(declaration.type)
                  ? nullptr
                  : makeInteger(0, declaration.type);
  declaration.initial = std::move(initial);
  std::vector<ExpressionPointer> scalars;
  for (auto [number, element] : llvm::enumerate(type.getElements())) {
    Type own = element.getValue();
    scalars.push_back(isScalar ? makeName(declaration.name, own)
                               : makeMember(makeName(declaration.name, own), memberName(number), own));
  }
  append(target, std::move(declaration));
  return scalars;
}

void FunctionBuilder::bindScalars(ValueRange values, const std::vector<ExpressionPointer> &scalars) {
  for (auto [value, scalar] : llvm::zip(values, scalars))
    expressions.bind(value, readPlace(scalar));
}

// What a write takes: a value, or a variable with the scalars.
ExpressionPointer FunctionBuilder::elementOf(ir::StreamType type, ValueRange values, const std::string &called,
                                             model::Block &target) {
  if (type.getElements().size() == 1)
    return asStored(expressions.of(values.front()), type.getElements().front().getValue(), unit.requirements.support);
  std::vector<ExpressionPointer> scalars = elementVariable(type, called, nullptr, target);
  for (auto [value, scalar] : llvm::zip(values, scalars)) {
    ExpressionPointer place = assignablePlace(scalar), stored = expressions.of(value);
    if (scalar->type == CKind::Int128 || scalar->type == CKind::UInt128)
      stored = asStored(stored, scalar->type, unit.requirements.support);
    append(target, model::Assignment{place, "=", implicitly(stored, place->type)});
  }
  // The variable itself, without a member.
  return makeName(scalars.front()->operands.front()->text, scalars.front()->type);
}

void FunctionBuilder::boolean(Value value, ExpressionPointer expression, const std::string &called,
                              model::Block &target) {
  if (value.use_empty())
    return append(target, model::Evaluation{expression});
  model::Declaration declaration;
  declaration.type = expression->type;
  declaration.isConst = true;
  declaration.initial = expression;
  declaration.name = names.declare(called);
  expressions.bind(value, makeName(declaration.name, declaration.type));
  append(target, std::move(declaration));
}

// True for an operation on a stream, which is written where it stands.
bool FunctionBuilder::streamStatement(Operation *op, model::Block &target) {
  if (auto create = dyn_cast<ir::StreamCreateOp>(op)) {
    createStream(create, target);
  } else if (auto read = dyn_cast<ir::StreamReadOp>(op)) {
    ExpressionPointer stream = streamNamed(read.getStream(), read.getIndices());
    ExpressionPointer value = makeMethod(stream, "read", {}, stream->type);
    if (op->use_empty())
      append(target, model::Evaluation{value});
    else
      bindScalars(read.getValues(),
                  elementVariable(read.getStream().getType(), ir::nameOf(read.getStream()) + "_value", value, target));
  } else if (auto tryRead = dyn_cast<ir::StreamTryReadOp>(op)) {
    std::string name = ir::nameOf(tryRead.getStream());
    ir::StreamType type = tryRead.getStream().getType();
    std::vector<ExpressionPointer> scalars = elementVariable(type, name + "_value", nullptr, target);
    ExpressionPointer variable = type.getElements().size() == 1
                                     ? scalars.front()
                                     : makeName(scalars.front()->operands.front()->text, scalars.front()->type);
    ExpressionPointer stream = streamNamed(tryRead.getStream(), tryRead.getIndices());
    boolean(tryRead.getDone(), makeMethod(stream, "read_nb", {variable}, CKind::Bool), name + "_done", target);
    bindScalars(tryRead.getValues(), scalars);
  } else if (auto write = dyn_cast<ir::StreamWriteOp>(op)) {
    ExpressionPointer value =
        elementOf(write.getStream().getType(), write.getValues(), ir::nameOf(write.getStream()) + "_value", target);
    ExpressionPointer stream = streamNamed(write.getStream(), write.getIndices());
    append(target, model::Evaluation{makeMethod(stream, "write", {value}, stream->type)});
  } else if (auto tryWrite = dyn_cast<ir::StreamTryWriteOp>(op)) {
    std::string name = ir::nameOf(tryWrite.getStream());
    ExpressionPointer value = elementOf(tryWrite.getStream().getType(), tryWrite.getValues(), name + "_value", target);
    ExpressionPointer stream = streamNamed(tryWrite.getStream(), tryWrite.getIndices());
    boolean(tryWrite.getDone(), makeMethod(stream, "write_nb", {value}, CKind::Bool), name + "_done", target);
  } else if (isa<ir::StreamEmptyOp, ir::StreamFullOp, ir::StreamSizeOp>(op)) {
    std::string word = op->getName().stripDialect().drop_front(llvm::StringRef("stream_").size()).str();
    ExpressionPointer stream = streamNamed(op->getOperand(0), op->getOperands().drop_front());
    Type type = isa<ir::StreamSizeOp>(op) ? CKind::UInt : CKind::Bool;
    boolean(op->getResult(0), makeMethod(stream, word, {}, type), ir::nameOf(op->getOperand(0)) + "_" + word, target);
  } else {
    return false;
  }
  return true;
}

void FunctionBuilder::print(ir::PrintOp op, model::Block &target) {
  std::string problem;
  auto pieces = ir::piecesOfFormat(op.getFormat(), problem);
  if (!pieces)
    throw InternalError("the format of a printf has '" + problem + "'", ir::placeOf(op.getLoc()));
  auto text = std::make_shared<model::Expression>();
  text->kind = model::Expression::literal;
  text->text = quoted(op.getFormat());
  std::vector<ExpressionPointer> arguments = {text};
  auto next = op.getValues().begin();
  for (const ir::PrintPiece &piece : *pieces) {
    for (unsigned i = 0; i < piece.stars; ++i)
      arguments.push_back(convert(expressions.of(*next++), CKind::Int));
    if (piece.isConversion)
      arguments.push_back(convert(expressions.of(*next++), piece.type));
  }
  unit.requirements.includes.insert("cstdio");
  append(target, model::Evaluation{makeCall("std::printf", std::move(arguments), CKind::Int), true});
}

} // namespace allo::target::hls
