#include "ir/InterfaceOf.h"

#include "ir/AlloDialect.h"
#include "ir/CTypes.h"

using namespace mlir;

namespace allo::ir {

namespace {
ElementType elementOf(CTypeAttr type) {
  CType kind = type.getValue();
  ElementType element;
  element.kind = kind == CKind::Bool ? ElementType::boolean
                 : isFloating(kind)  ? ElementType::floating
                 : isSigned(kind)    ? ElementType::signed_integer
                                     : ElementType::unsigned_integer;
  element.bytes = byteSize(kind);
  element.spelling = spelling(kind);
  return element;
}
} // namespace

Interface interfaceOf(func::FuncOp function) {
  Interface interface;
  interface.kernel = function.getSymName().str();
  int64_t structure = -1; // the source parameter whose members are being joined
  for (unsigned i = 0; i < function.getNumArguments(); ++i) {
    auto variable = function.getArgAttrOfType<VariableAttr>(i, varAttrName);
    ElementType element = elementOf(variable.getType());
    if (auto field = function.getArgAttrOfType<FieldAttr>(i, fieldAttrName)) {
      if (field.getParameter() != structure) {
        structure = field.getParameter();
        InterfaceParameter parameter;
        parameter.kind = InterfaceParameter::structure;
        parameter.name = field.getName().str();
        parameter.structure_spelling = field.getType().str();
        parameter.by_reference = field.getByReference();
        parameter.is_const = !field.getByReference();
        parameter.bytes = field.getSize();
        interface.parameters.push_back(parameter);
      }
      interface.parameters.back().fields.push_back({field.getMember().str(), element, field.getOffset()});
      continue;
    }
    InterfaceParameter parameter;
    parameter.name = variable.getName().str();
    parameter.type = element;
    parameter.is_const = variable.getIsConst();
    parameter.bytes = element.bytes;
    parameter.is_size = static_cast<bool>(function.getArgAttr(i, sizeAttrName));
    if (auto memref = dyn_cast<MemRefType>(function.getArgumentTypes()[i])) {
      parameter.kind = memref.getRank() ? InterfaceParameter::array : InterfaceParameter::reference;
      parameter.shape.assign(memref.getShape().begin(), memref.getShape().end());
      parameter.bytes *= memref.getNumElements();
    } else {
      parameter.is_const = true;
    }
    interface.parameters.push_back(parameter);
  }
  if (function.getNumResults())
    interface.result = elementOf(function.getResultAttrOfType<CTypeAttr>(0, ctypeAttrName));
  return interface;
}

} // namespace allo::ir
