// Streams: FIFOs with the places they have, and what is done with them.
#include "target/rtl/graph/FunctionBuilder.h"

#include "ir/CTypes.h"
#include "ir/Naming.h"
#include "ir/StreamDeclaration.h"
#include "target/rtl/graph/StreamDepth.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace allo::target::rtl {

namespace {
unsigned elementWidth(ir::StreamType type) {
  unsigned width = 0;
  for (ir::CTypeAttr scalar : type.getElements())
    width += ir::bitWidth(scalar.getValue());
  return width;
}
} // namespace

std::string elementText(ir::StreamType type) {
  std::string text;
  for (ir::CTypeAttr scalar : type.getElements())
    text += (text.empty() ? "" : ", ") + ir::spelling(scalar.getValue());
  return type.getElements().size() == 1 ? text : "{" + text + "}";
}

void FunctionBuilder::addStream(Value value, std::optional<unsigned> parameter) {
  auto type = cast<ir::StreamType>(value.getType());
  Stream stream;
  stream.name = ir::nameOf(value);
  stream.elementType = elementText(type);
  stream.width = elementWidth(type);
  stream.extents.assign(type.getExtents().begin(), type.getExtents().end());
  stream.isParameter = parameter.has_value();
  stream.parameter = parameter.value_or(0);
  stream.place = ir::placeOf(value.getLoc());
  stream.depth = depthOf(value);
  if (Operation *op = value.getDefiningOp())
    if (auto number = op->getAttrOfType<IntegerAttr>(ir::declarationAttrName))
      stream.declaration = static_cast<unsigned>(number.getInt());
  if (unsigned number = memoryNames_[stream.name]++)
    stream.name += "_" + std::to_string(number + 1);
  StreamPlace place;
  place.stream = function.streams.size();
  for (unsigned element = 0; element < stream.count(); ++element)
    place.elements.push_back(element);
  function.streams.push_back(std::move(stream));
  streams_[value] = place;
}

// What an element at the edge of a grid gets for the neighbour that it has not, under a condition that never holds
// there.
StreamPlace FunctionBuilder::unusedStream(Stream like) {
  like.name += "_none";
  if (unsigned number = memoryNames_[like.name]++)
    like.name += "_" + std::to_string(number + 1);
  like.extents.clear();
  like.depth = 1;
  like.isParameter = false;
  StreamPlace place;
  place.stream = function.streams.size();
  place.elements = {0};
  function.streams.push_back(std::move(like));
  return place;
}

StreamPlace FunctionBuilder::placeOf(Value value, ValueRange indices, bool isPassed) {
  if (auto element = value.getDefiningOp<UnrealizedConversionCastOp>())
    return placeOf(element.getOperand(0), element.getOperands().drop_front(), /*isPassed=*/true);
  auto known = streams_.find(value);
  if (known == streams_.end())
    throw InternalError("a stream is used that is not declared", table_.place);
  StreamPlace place = known->second;
  if (indices.empty())
    return place;
  const Stream &stream = function.streams[place.stream];
  LinearForm number;
  for (auto [index, extent] : llvm::zip_equal(indices, stream.extents)) {
    LinearForm form = formOf(index);
    if (form.isConstant() && (form.constant < 0 || form.constant >= extent) && isPassed)
      return unusedStream(stream);
    if (form.isConstant() && (form.constant < 0 || form.constant >= extent))
      throw UserError("'" + stream.name + "' has " + std::to_string(extent) + " streams in this dimension; number " +
                          std::to_string(form.constant) + " is used",
                      table_.place, "", {{stream.place, "it is declared here"}});
    number = number.times(extent).plus(form.isConstant() ? form : bounded(form, extent));
  }
  place.elements.clear();
  if (number.isConstant()) {
    place.elements.push_back(number.constant);
    return place;
  }
  IntegerRange range = forms_.range(number).intersectedWith(0, stream.count() - 1);
  int64_t apart = std::max<int64_t>(range.stride, 1); // a column of them is not the whole array
  for (int64_t element = range.low; element <= range.high; element += apart)
    place.elements.push_back(element);
  if (place.elements.size() > 1)
    place.select = forms_.node(number, indexWidth(stream.count()));
  return place;
}

void FunctionBuilder::visitStreamAction(Operation *op, StreamAction action, Value stream, ValueRange indices,
                                        ValueRange written, ValueRange read) {
  Node node;
  node.kind = NodeKind::stream;
  node.action = action;
  node.block = table_.block;
  node.predicate = predicate_;
  node.place = table_.place;
  node.fifo = placeOf(stream, indices);
  const Stream &fifo = function.streams[node.fifo.stream];
  llvm::SmallVector<NodeId> scalars;
  for (Value value : written)
    scalars.push_back(fullNode(value));
  std::reverse(scalars.begin(), scalars.end());
  if (!scalars.empty())
    node.operands.push_back(scalars.size() == 1 ? scalars[0] : table_.concat(scalars));
  if (node.fifo.select != noId)
    node.operands.push_back(node.fifo.select);
  switch (action) {
  case StreamAction::read:
    node.width = fifo.width;
    break;
  case StreamAction::tryRead:
    node.width = fifo.width + 1;
    break;
  case StreamAction::tryWrite:
  case StreamAction::empty:
  case StreamAction::full:
    node.width = 1;
    break;
  case StreamAction::size:
    node.width = 32;
    break;
  case StreamAction::write:
  case StreamAction::clear:
    break;
  }
  if (node.width)
    node.name = fifo.name + "_element";
  bool isElement = action == StreamAction::read || action == StreamAction::tryRead;
  NodeId id = table_.append(std::move(node));
  records.streams.push_back({id, op});
  if (!isElement) {
    if (!read.empty())
      define(read[0], id);
    return;
  }
  unsigned low = 0;
  if (action == StreamAction::tryRead) {
    define(read[0], table_.slice(id, function.streams[table_[id].fifo.stream].width, 1));
    read = read.drop_front();
  }
  for (Value value : read) {
    unsigned width = widthOf(value.getType());
    define(value, table_.slice(id, low, width));
    low += width;
  }
}

bool FunctionBuilder::visitStream(Operation *op) {
  if (auto create = dyn_cast<ir::StreamCreateOp>(op)) {
    addStream(create.getStream(), std::nullopt);
    if (!create.getIsStatic())
      visitStreamAction(op, StreamAction::clear, create.getStream(), {}, {}, {});
  } else if (auto read = dyn_cast<ir::StreamReadOp>(op)) {
    visitStreamAction(op, StreamAction::read, read.getStream(), read.getIndices(), {}, read.getValues());
  } else if (auto write = dyn_cast<ir::StreamWriteOp>(op)) {
    visitStreamAction(op, StreamAction::write, write.getStream(), write.getIndices(), write.getValues(), {});
  } else if (auto tryRead = dyn_cast<ir::StreamTryReadOp>(op)) {
    visitStreamAction(op, StreamAction::tryRead, tryRead.getStream(), tryRead.getIndices(), {}, op->getResults());
  } else if (auto tryWrite = dyn_cast<ir::StreamTryWriteOp>(op)) {
    visitStreamAction(op, StreamAction::tryWrite, tryWrite.getStream(), tryWrite.getIndices(), tryWrite.getValues(),
                      op->getResults());
  } else if (auto empty = dyn_cast<ir::StreamEmptyOp>(op)) {
    visitStreamAction(op, StreamAction::empty, empty.getStream(), empty.getIndices(), {}, op->getResults());
  } else if (auto full = dyn_cast<ir::StreamFullOp>(op)) {
    visitStreamAction(op, StreamAction::full, full.getStream(), full.getIndices(), {}, op->getResults());
  } else if (auto size = dyn_cast<ir::StreamSizeOp>(op)) {
    visitStreamAction(op, StreamAction::size, size.getStream(), size.getIndices(), {}, op->getResults());
  } else {
    return isa<UnrealizedConversionCastOp>(op); // of an array of streams or an array: looked at where it is used
  }
  return true;
}

} // namespace allo::target::rtl
