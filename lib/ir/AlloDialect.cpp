#include "ir/AlloDialect.h"

#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/StreamDeclaration.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

#include "llvm/ADT/TypeSwitch.h"

#include "ir/AlloDialect.cpp.inc"
#include "ir/AlloEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "ir/AlloAttributes.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "ir/AlloTypes.cpp.inc"

#define GET_OP_CLASSES
#include "ir/AlloOps.cpp.inc"

using namespace mlir;

namespace allo::ir {

void AlloDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "ir/AlloAttributes.cpp.inc"
      >();
  addTypes<
#define GET_TYPEDEF_LIST
#include "ir/AlloTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "ir/AlloOps.cpp.inc"
      >();
}

LogicalResult QuantizeOp::verify() {
  CType from = getFrom().getValue(), to = getTo().getValue();
  if (isFloating(to) || to.kind == CKind::Bool)
    return emitOpError() << "makes integers and fixed point, not " << spelling(to);
  if (getValue().getType() != elementType(getContext(), from) || getResult().getType() != elementType(getContext(), to))
    return emitOpError() << "operand and result must have the types of " << spelling(from) << " and " << spelling(to);
  return success();
}

void loadDialects(MLIRContext &context) {
  context.loadDialect<AlloDialect, affine::AffineDialect, arith::ArithDialect, func::FuncDialect, math::MathDialect,
                      memref::MemRefDialect, scf::SCFDialect>();
}

LogicalResult VariableAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError, int64_t id, llvm::StringRef name,
                                   CTypeAttr type, bool) {
  if (id < 0)
    return emitError() << "variable id must not be negative, got " << id;
  if (name.empty() || !type)
    return emitError() << "a variable needs a name and a C type";
  return success();
}

LogicalResult PartitionAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError, PartitionKind kind,
                                    int64_t factor) {
  bool banked = kind == PartitionKind::Block || kind == PartitionKind::Cyclic;
  if (banked ? factor < 1 : factor != 1)
    return emitError() << "partition kind " << stringifyPartitionKind(kind) << " cannot have factor " << factor;
  return success();
}

LogicalResult LoopAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError, int64_t id, llvm::StringRef name,
                               int64_t pipeline, int64_t unroll, bool, bool) {
  if (id < 0 || name.empty())
    return emitError() << "a loop needs a name and an id that is not negative";
  if (pipeline < 0)
    return emitError() << "initiation interval must be at least 1, got " << pipeline;
  if (unroll < -1)
    return emitError() << "unroll factor must be at least 1 (or -1 for full), got " << unroll;
  return success();
}

LoopAttr LoopAttr::withId(int64_t id) const {
  return get(getContext(), id, getName(), getPipeline(), getUnroll(), getParallel(), getSpatial());
}
LoopAttr LoopAttr::withName(llvm::StringRef name) const {
  return get(getContext(), getId(), name, getPipeline(), getUnroll(), getParallel(), getSpatial());
}
LoopAttr LoopAttr::withPipeline(int64_t ii) const {
  return get(getContext(), getId(), getName(), ii, getUnroll(), getParallel(), getSpatial());
}
LoopAttr LoopAttr::withUnroll(int64_t factor) const {
  return get(getContext(), getId(), getName(), getPipeline(), factor, getParallel(), getSpatial());
}
LoopAttr LoopAttr::withParallel(bool parallel) const {
  return get(getContext(), getId(), getName(), getPipeline(), getUnroll(), parallel, getSpatial());
}
LoopAttr LoopAttr::withSpatial(bool spatial) const {
  return get(getContext(), getId(), getName(), getPipeline(), getUnroll(), getParallel(), spatial);
}

namespace {
LogicalResult verifyVariable(Operation *op, Attribute attribute, Type type) {
  auto variable = dyn_cast<VariableAttr>(attribute);
  if (!variable)
    return op->emitOpError() << "attribute '" << varAttrName << "' must be an #allo.var";
  auto memref = dyn_cast<MemRefType>(type);
  auto stream = dyn_cast<StreamType>(type);
  Type element = memref ? memref.getElementType() : type;
  if (stream) // its own type says all; the variable repeats the first scalar of an element
    element = elementType(op->getContext(), stream.getElements().front().getValue());
  CType ctype = variable.getType().getValue();
  if (element != elementType(op->getContext(), ctype))
    return op->emitOpError() << "variable '" << variable.getName() << "' of C type " << spelling(ctype)
                             << " cannot have element type " << element;
  if (!memref)
    return success();
  if (!memref.getLayout().isIdentity())
    return op->emitOpError() << "the layout map of '" << variable.getName() << "' must be the identity";
  if (auto memory = dyn_cast_or_null<MemoryAttr>(memref.getMemorySpace()))
    if (memory.getPartitions().size() != static_cast<size_t>(memref.getRank()))
      return op->emitOpError() << "the layout of '" << variable.getName() << "' has " << memory.getPartitions().size()
                               << " dimensions, the array " << memref.getRank();
  return success();
}
} // namespace

namespace {
LogicalResult verifyDirectives(Operation *op, Attribute attribute) {
  auto dictionary = dyn_cast<DictionaryAttr>(attribute);
  if (!dictionary || !llvm::all_of(dictionary, [](NamedAttribute entry) { return isa<StringAttr>(entry.getValue()); }))
    return op->emitOpError() << "attribute '" << directivesAttrName << "' must be a dictionary of strings";
  return success();
}
} // namespace

LogicalResult AlloDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  StringRef name = attribute.getName();
  if (name == loopAttrName) {
    if (!isa<affine::AffineForOp, scf::ForOp, scf::WhileOp>(op))
      return op->emitOpError() << "attribute '" << name << "' belongs on a loop";
    if (!isa<LoopAttr>(attribute.getValue()))
      return op->emitOpError() << "attribute '" << name << "' must be an #allo.loop";
    return success();
  }
  if (name == varAttrName) {
    if (!isa<memref::AllocaOp, memref::GetGlobalOp, StreamCreateOp>(op))
      return op->emitOpError() << "attribute '" << name << "' belongs on a memory or stream";
    return verifyVariable(op, attribute.getValue(), op->getResult(0).getType());
  }
  if (name == directivesAttrName) {
    if (!isa<affine::AffineForOp, scf::ForOp, scf::WhileOp, memref::AllocaOp, memref::GetGlobalOp, StreamCreateOp,
             func::FuncOp>(op))
      return op->emitOpError() << "attribute '" << name << "' belongs on a loop, a memory or a function";
    return verifyDirectives(op, attribute.getValue());
  }
  if (name == topAttrName)
    return success(isa<func::FuncOp>(op));
  if (name == copyOfAttrName && isa<func::FuncOp>(op) && isa<StringAttr>(attribute.getValue()))
    return success();
  if (name == declarationAttrName && isa<StreamCreateOp>(op) && isa<IntegerAttr>(attribute.getValue()))
    return success();
  if (name == flattenAttrName && isa<UnitAttr>(attribute.getValue()))
    return success();
  if (name == limitAttrName && isa<StringAttr>(attribute.getValue()))
    return success();
  if (name == resultNamesAttrName && isa<ArrayAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << "unknown attribute '" << name << "'";
}

LogicalResult AlloDialect::verifyRegionArgAttribute(Operation *op, unsigned, unsigned argument,
                                                    NamedAttribute attribute) {
  auto function = dyn_cast<func::FuncOp>(op);
  if (!function)
    return op->emitOpError() << "allo argument attributes belong on functions";
  if (attribute.getName() == varAttrName)
    return verifyVariable(op, attribute.getValue(), function.getArgumentTypes()[argument]);
  if (attribute.getName() == directivesAttrName)
    return verifyDirectives(op, attribute.getValue());
  if (attribute.getName() == fieldAttrName && isa<FieldAttr>(attribute.getValue()))
    return success();
  if (attribute.getName() == sizeAttrName && function.getArgumentTypes()[argument].isInteger())
    return success();
  if (attribute.getName() == parameterAttrName && isa<DenseI64ArrayAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << "unknown argument attribute '" << attribute.getName() << "'";
}

LogicalResult AlloDialect::verifyRegionResultAttribute(Operation *op, unsigned, unsigned, NamedAttribute attribute) {
  if (attribute.getName() == ctypeAttrName && isa<CTypeAttr>(attribute.getValue()))
    return success();
  if (attribute.getName() == parameterAttrName && isa<DenseI64ArrayAttr>(attribute.getValue()))
    return success();
  if (attribute.getName() == resultNameAttrName && isa<StringAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << "unknown result attribute '" << attribute.getName() << "'";
}

} // namespace allo::ir
