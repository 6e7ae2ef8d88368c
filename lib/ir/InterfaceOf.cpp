#include "ir/InterfaceOf.h"

#include "ir/AlloDialect.h"
#include "ir/CTypes.h"

using namespace mlir;

namespace allo::ir {

namespace {
ElementType elementOf(CTypeAttr type) {
  CType kind = type.getValue();
  ElementType element;
  element.kind = kind == CKind::Bool       ? ElementType::boolean
                 : kind == CKind::BFloat16 ? ElementType::brain_floating
                 : isFloating(kind)        ? ElementType::floating
                 : isSigned(kind)          ? ElementType::signed_integer
                                           : ElementType::unsigned_integer;
  element.bytes = byteSize(kind);
  element.spelling = spelling(kind);
  element.fraction = fractionBits(kind);
  element.is_arbitrary = isArbitraryPrecision(kind);
  if (bitWidth(kind) < 8 * element.bytes)
    element.bits = bitWidth(kind);
  return element;
}

// One field for each scalar of a leaf: "q[].x" with extents 2 is q[0].x and q[1].x.
void addFields(FieldAttr field, ArrayRef<int64_t> extents, const ElementType &element,
               std::vector<InterfaceField> &fields) {
  StringRef rest = field.getMember();
  ArrayRef<int64_t> strides = field.getStrides();
  std::vector<InterfaceField> made = {{"", element, field.getOffset()}};
  while (!rest.empty()) {
    auto [text, after] = rest.split("[]");
    for (InterfaceField &each : made)
      each.name += text.str();
    if (rest.size() == text.size())
      break;
    rest = after;
    std::vector<InterfaceField> grown;
    for (const InterfaceField &each : made)
      for (int64_t i = 0; i < extents.front(); ++i)
        grown.push_back({each.name + "[" + std::to_string(i) + "]", element, each.offset + i * strides.front()});
    made = std::move(grown);
    extents = extents.drop_front();
    strides = strides.drop_front();
  }
  fields.insert(fields.end(), made.begin(), made.end());
}

// The structure that a leaf belongs to, without its fields.
InterfaceParameter structureOf(FieldAttr field, ArrayRef<int64_t> extents) {
  InterfaceParameter parameter;
  parameter.kind = InterfaceParameter::structure;
  parameter.name = field.getName().str();
  parameter.structure_spelling = field.getType().str();
  parameter.by_reference = field.getByReference();
  parameter.is_const = !field.getByReference();
  parameter.shape.assign(extents.begin(), extents.end());
  parameter.bytes = field.getSize();
  for (int64_t extent : extents)
    parameter.bytes *= extent;
  return parameter;
}

// The leading subscripts of a path are those of an array of structures.
unsigned outerExtents(FieldAttr field) {
  unsigned count = 0;
  for (StringRef rest = field.getMember(); rest.consume_front("[]");)
    ++count;
  return count;
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
      auto memory = dyn_cast<MemRefType>(function.getArgumentTypes()[i]);
      ArrayRef<int64_t> extents = memory ? memory.getShape() : ArrayRef<int64_t>();
      unsigned outer = outerExtents(field);
      if (field.getParameter() != structure) {
        structure = field.getParameter();
        InterfaceParameter parameter = structureOf(field, extents.take_front(outer));
        if (field.getName() == resultName)
          interface.resultStructure = parameter;
        else
          interface.parameters.push_back(parameter);
      }
      InterfaceParameter &target =
          field.getName() == resultName ? *interface.resultStructure : interface.parameters.back();
      FieldAttr inner = FieldAttr::get(field.getContext(), field.getParameter(), field.getName(), field.getType(),
                                       field.getMember().drop_front(2 * outer).ltrim('.'), field.getOffset(),
                                       field.getSize(), field.getByReference(), field.getStrides().drop_front(outer));
      addFields(inner, extents.drop_front(outer), element, target.fields);
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
  auto sortFields = [](InterfaceParameter &parameter) {
    llvm::stable_sort(parameter.fields, [](const auto &a, const auto &b) { return a.offset < b.offset; });
  };
  llvm::for_each(interface.parameters, sortFields);
  if (interface.resultStructure)
    sortFields(*interface.resultStructure);
  return interface;
}

} // namespace allo::ir
