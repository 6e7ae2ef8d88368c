// Verifiers of streams: the scalars of an element, the subscripts of an array of streams, the depth that full() needs.
#include "ir/AlloDialect.h"
#include "ir/CTypes.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace allo::ir {

LogicalResult StreamType::verify(llvm::function_ref<InFlightDiagnostic()> emitError, ArrayRef<CTypeAttr> elements,
                                 int64_t depth, ArrayRef<int64_t> extents) {
  if (elements.empty())
    return emitError() << "an element of a stream has at least one scalar";
  if (depth < 0)
    return emitError() << "the depth of a stream is at least 1, or 0 where there is none; got " << depth;
  if (llvm::any_of(extents, [](int64_t extent) { return extent <= 0; }))
    return emitError() << "the extents of an array of streams are at least 1";
  return success();
}

namespace {
LogicalResult verifySubscripts(Operation *op, StreamType type, OperandRange indices) {
  if (indices.size() == type.getExtents().size())
    return success();
  return op->emitOpError() << "names one stream by " << type.getExtents().size() << " subscripts, not "
                           << indices.size();
}

LogicalResult verifyElement(Operation *op, StreamType type, TypeRange values) {
  ArrayRef<CTypeAttr> elements = type.getElements();
  bool isSame = elements.size() == values.size();
  for (size_t i = 0; isSame && i < elements.size(); ++i)
    isSame = values[i] == elementType(op->getContext(), elements[i].getValue());
  if (isSame)
    return success();
  return op->emitOpError() << "moves one element of " << type << ", not " << values;
}
} // namespace

LogicalResult StreamCreateOp::verify() {
  if (!(*this)->hasAttr(varAttrName))
    return emitOpError() << "needs a name: attribute '" << varAttrName << "'";
  return success();
}

LogicalResult StreamReadOp::verify() {
  return failure(failed(verifySubscripts(*this, getStream().getType(), getIndices())) ||
                 failed(verifyElement(*this, getStream().getType(), getValues().getTypes())));
}

LogicalResult StreamTryReadOp::verify() {
  return failure(failed(verifySubscripts(*this, getStream().getType(), getIndices())) ||
                 failed(verifyElement(*this, getStream().getType(), getValues().getTypes())));
}

LogicalResult StreamWriteOp::verify() {
  return failure(failed(verifySubscripts(*this, getStream().getType(), getIndices())) ||
                 failed(verifyElement(*this, getStream().getType(), getValues().getTypes())));
}

LogicalResult StreamTryWriteOp::verify() {
  return failure(failed(verifySubscripts(*this, getStream().getType(), getIndices())) ||
                 failed(verifyElement(*this, getStream().getType(), getValues().getTypes())));
}

LogicalResult StreamEmptyOp::verify() { return verifySubscripts(*this, getStream().getType(), getIndices()); }

LogicalResult StreamSizeOp::verify() { return verifySubscripts(*this, getStream().getType(), getIndices()); }

LogicalResult StreamFullOp::verify() {
  if (getStream().getType().getDepth() == 0)
    return emitOpError() << "asks a stream without a depth, which is never full";
  return verifySubscripts(*this, getStream().getType(), getIndices());
}

} // namespace allo::ir
