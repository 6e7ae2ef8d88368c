// hls::stream (docs/decisions/0021): declarations, and the operations that the header annotates. A stream of structs
// moves all their scalars at once, in the order of declaration and row by row.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
constexpr size_t mostScalars = 1024; // of one element: each is a value of its own

int64_t countOf(ArrayRef<int64_t> extents) {
  int64_t count = 1;
  for (int64_t extent : extents)
    count *= extent;
  return count;
}

// Every scalar of an object, in the order in which an element of a stream holds them.
void forEachScalar(const Binding &object, MLIRContext *context, llvm::function_ref<void(const Binding &)> visit) {
  forEachLeaf(object, [&](const Binding &leaf) {
    if (leaf.form != Binding::view)
      return visit(leaf);
    ArrayRef<int64_t> extents = leaf.memory.rest;
    for (int64_t number = 0, count = countOf(extents); number < count; ++number) {
      Binding scalar = leaf;
      scalar.memory.rest.clear();
      int64_t inner = count;
      for (int64_t extent : extents) {
        inner /= extent;
        scalar.memory.indices.push_back({getAffineConstantExpr(number / inner % extent, context), {}});
      }
      visit(scalar);
    }
  });
}
} // namespace

ir::StreamType FunctionLowering::streamType(const HlsStream &stream, ArrayRef<int64_t> extents, const std::string &name,
                                            clang::SourceLocation location) {
  MLIRContext *context = builder.getContext();
  SmallVector<ir::CTypeAttr> elements;
  if (const clang::RecordDecl *record = recordOf(stream.element)) {
    if (!isPlainData(record, ast))
      refuse(location, "an element of the stream '" + name + "' has references, pointers or a union",
             "send its scalars in a plain struct");
    for (const RecordLeaf &leaf : leavesOfRecord(unit, record, {}, name, location)) {
      int64_t count = countOf(leaf.extents);
      if (elements.size() + static_cast<size_t>(count) > mostScalars)
        refuse(location,
               "an element of the stream '" + name + "' has more than " + std::to_string(mostScalars) + " scalars",
               "send an array row by row, as several elements");
      elements.append(static_cast<size_t>(count), ir::CTypeAttr::get(context, leaf.kind));
    }
    if (elements.empty())
      refuse(location, "an element of the stream '" + name + "' has no members", "send a bool, or count the elements");
  } else {
    CType kind = scalarKindOrRefuse(stream.element, location, "an element of the stream '" + name + "'");
    elements.push_back(ir::CTypeAttr::get(context, kind));
  }
  return ir::StreamType::get(context, elements, stream.depth, extents);
}

Binding FunctionLowering::bindStream(Value stream) {
  auto type = cast<ir::StreamType>(stream.getType());
  View view;
  view.memory = stream;
  view.kind = type.getElements().front().getValue();
  view.rest.assign(type.getExtents().begin(), type.getExtents().end());
  return bindingOfView(view);
}

// A variable that is a stream or an array of them.
Binding FunctionLowering::makeStream(const clang::VarDecl *variable, const HlsStream &stream,
                                     ArrayRef<int64_t> extents) {
  std::string name = variable->getNameAsString();
  ir::StreamType type = streamType(stream, extents, name, variable->getLocation());
  if (countOf(extents) > 65536)
    refuse(variable->getLocation(), "'" + name + "' has more than 65536 streams", "each is hardware of its own");
  auto named = ir::VariableAttr::get(builder.getContext(), takeId(), name, type.getElements().front(), false);
  Location location = unit.locationOf(variable->getLocation());
  bool isStatic = variable->hasGlobalStorage();
  if (isStatic && !function->hasAttr(ir::topAttrName)) { // state: the caller passes it (docs/decisions/0018)
    unit.stateArguments[function].push_back(variable);
    unsigned position = function.getNumArguments();
    NamedAttribute attribute = builder.getNamedAttr(ir::varAttrName, named);
    if (failed(function.insertArgument(position, type, builder.getDictionaryAttr(attribute), location)))
      throw InternalError("an argument for state cannot be added");
    return bindStream(function.getArgument(position));
  }
  OpBuilder::InsertionGuard guard(builder);
  if (isStatic)
    builder.setInsertionPointToStart(&function.getBody().front());
  auto created = ir::StreamCreateOp::create(builder, location, type, isStatic);
  created->setAttr(ir::varAttrName, named);
  return bindStream(created);
}

// A variable whose type is a stream; false for all others.
bool FunctionLowering::declareStream(const clang::VarDecl *variable) {
  std::optional<ArrayShape> shape = arrayShape(variable->getType(), ast);
  std::optional<HlsStream> stream = shape ? hlsStream(shape->element) : std::nullopt;
  if (!stream)
    return false;
  bindings[variable] = makeStream(variable, *stream, shape->extents);
  return true;
}

// The stream that a parameter refers to, if it does: by reference, or an array of streams.
std::optional<HlsStream> FunctionLowering::streamOf(const clang::ParmVarDecl *parameter) const {
  clang::QualType type = parameter->getType();
  if (type->isReferenceType() || type->isPointerType())
    type = type->getPointeeType();
  return hlsStream(ast.getBaseElementType(type));
}

// The whole array of streams, and the subscripts of the part that the callee sees.
void FunctionLowering::passStream(KeptCall &call, const clang::Expr *argument) {
  Binding named = argument->getType()->isPointerType() && !llvm::isa<clang::CastExpr>(argument->IgnoreParens())
                      ? pointee(placeOf(argument), argument)
                      : placeOf(argument);
  const View &view = named.memory;
  if (named.form != Binding::view || !isa<ir::StreamType>(view.memory.getType()))
    throw InternalError("an argument is no stream", unit.placeOf(argument->getExprLoc()));
  if (view.address.offset)
    refuse(argument->getExprLoc(), "a part of an array of streams that starts in its middle cannot be passed",
           "pass the whole array and the number of the first stream");
  auto type = cast<ir::StreamType>(view.memory.getType());
  CallShape &shape = passedShape(call);
  shape.stream = type;
  shape.outer.assign(type.getExtents().begin(), type.getExtents().begin() + view.indices.size());
  passMemory(call, view.memory, argument, /*isConst=*/false);
  passNumbers(call, view.indices);
}

Value FunctionLowering::emitStream(const HlsOperation &operation, const Binding *result) {
  const clang::Expr *object = operation.operands.front();
  Binding named = operation.objectIsPointer ? pointee(placeOf(object), object) : placeOf(object);
  Location location = at(operation.source);
  auto type = named.form == Binding::view ? dyn_cast<ir::StreamType>(named.memory.memory.getType()) : ir::StreamType();
  if (!type || !named.memory.isScalar())
    throw InternalError("an operand is no stream", unit.placeOf(operation.source->getExprLoc()));
  Value stream = named.memory.memory;
  llvm::StringRef name = operation.name.drop_front(llvm::StringRef("stream.").size());
  if (name == "set_name") // for messages of the native kernel; those of a run name the variable
    return {};
  if (name == "get_name")
    refuse(operation.source->getExprLoc(), "the name of a stream is text, which a kernel does not have",
           "leave it to messages outside of the kernel");
  SmallVector<Value> indices;
  for (const Index &index : named.memory.indices)
    indices.push_back(materialise(index, location));
  const clang::Expr *operand = operation.operands.size() > 1 ? operation.operands[1] : nullptr;
  Type flag = builder.getI1Type();
  if (name == "empty")
    return ir::StreamEmptyOp::create(builder, location, flag, stream, indices);
  if (name == "full")
    return type.getDepth() == 0 ? constant(CKind::Bool, 0, location)
                                : ir::StreamFullOp::create(builder, location, flag, stream, indices);
  if (name == "size")
    return ir::StreamSizeOp::create(builder, location, builder.getI32Type(), stream, indices);
  if (name == "capacity")
    return constant(CKind::UInt, type.getDepth() == 0 ? 0x7fffffff : type.getDepth(), location);
  if (name == "write" || name == "write_nb") {
    SmallVector<Value> values = streamElement(operand);
    if (name == "write_nb")
      return ir::StreamTryWriteOp::create(builder, location, flag, values, stream, indices);
    ir::StreamWriteOp::create(builder, location, values, stream, indices);
    return {};
  }
  SmallVector<Type> types;
  for (ir::CTypeAttr element : type.getElements())
    types.push_back(ir::elementType(builder.getContext(), element.getValue()));
  if (name == "read_nb") {
    auto read = ir::StreamTryReadOp::create(builder, location, flag, types, stream, indices);
    Binding target = placeOf(operand);
    auto branch = scf::IfOp::create(builder, location, read.getDone(), /*withElseRegion=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    storeElement(target, read.getValues(), location);
    return read.getDone();
  }
  if (name != "read")
    throw InternalError("unknown operation on a stream: " + name.str(), unit.placeOf(operation.source->getExprLoc()));
  auto read = ir::StreamReadOp::create(builder, location, types, stream, indices);
  if (operand)
    storeElement(placeOf(operand), read.getValues(), location);
  else if (const clang::RecordDecl *record = recordOf(operation.source->getType()); record && result)
    storeElement(*result, read.getValues(), location);
  else if (!record)
    return read.getValues().front();
  return {};
}

// The scalars of what is written.
SmallVector<Value> FunctionLowering::streamElement(const clang::Expr *value) {
  if (!recordOf(value->getType()))
    return {emit(value)};
  Location location = at(value);
  SmallVector<Value> values;
  forEachScalar(objectOf(value), builder.getContext(),
                [&](const Binding &scalar) { values.push_back(valueOf(scalar, location)); });
  return values;
}

void FunctionLowering::storeElement(const Binding &target, ValueRange values, Location location) {
  size_t next = 0;
  forEachScalar(target, builder.getContext(), [&](const Binding &scalar) {
    if (scalar.form != Binding::view)
      throw InternalError("an element of a stream is stored to a constant");
    store(values[next++], scalar.memory, location);
  });
}

} // namespace allo::lang
