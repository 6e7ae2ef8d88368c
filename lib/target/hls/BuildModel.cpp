// The unit around the functions: names of everything global, structures, tables, and the order of definitions.
#include "target/hls/BuildModel.h"

#include "ir/CTypes.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "target/hls/FunctionBuilder.h"
#include "target/hls/Printer.h"
#include "target/hls/StoredTypes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/Path.h"

#include <cmath>

using namespace mlir;

namespace allo::target::hls {

namespace {
// Callees before callers.
void order(func::FuncOp function, ModuleOp module, llvm::SetVector<Operation *> &ordered) {
  if (ordered.contains(function))
    return;
  function.walk(
      [&](func::CallOp call) { order(module.lookupSymbol<func::FuncOp>(call.getCallee()), module, ordered); });
  ordered.insert(function);
}

// Arguments that the source promises not to write, as far as C++ lets the promise be made: not where the function
// writes them or hands them to a parameter without the promise.
llvm::DenseSet<Value> constantArguments(ModuleOp module) {
  llvm::DenseSet<Value> constants;
  for (auto function : module.getOps<func::FuncOp>())
    for (BlockArgument argument : function.getArguments())
      if (isa<MemRefType>(argument.getType()) && ir::variableOf(argument).getIsConst())
        if (llvm::none_of(argument.getUsers(), isStore))
          constants.insert(argument);
  for (bool changed = true; changed;) {
    changed = false;
    module.walk([&](func::CallOp call) {
      auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
      for (auto [operand, argument] : llvm::zip(call.getOperands(), callee.getArguments()))
        if (constants.contains(operand) && !constants.contains(argument))
          changed |= constants.erase(operand);
    });
  }
  return constants;
}

// A member "a[].b" is put into the nested array of structs a.
void addMember(std::vector<model::Member> &members, llvm::StringRef path, llvm::ArrayRef<int64_t> extents, Type type) {
  auto [first, rest] = path.split('.');
  llvm::StringRef name = first.take_until([](char c) { return c == '['; });
  unsigned own = first.count("[]");
  if (members.empty() || members.back().name != identifierFor(name) || members.back().members.empty())
    members.push_back({identifierFor(name), type, {}, extents.take_front(own).vec()});
  if (!rest.empty())
    addMember(members.back().members, rest, extents.drop_front(own), type);
}

void buildStructures(func::FuncOp top, UnitContext &context, model::TranslationUnit &unit) {
  int64_t parameter = -1;
  bool isNew = false;
  for (unsigned i = 0; i < top.getNumArguments(); ++i) {
    auto field = top.getArgAttrOfType<ir::FieldAttr>(i, ir::fieldAttrName);
    if (!field)
      continue;
    if (field.getParameter() != parameter) {
      parameter = field.getParameter();
      isNew = !context.structures.contains(field.getType());
      if (isNew) {
        llvm::StringRef spelling = field.getType();
        spelling.consume_front("struct ");
        context.structures[field.getType()] = context.names.declare(spelling);
        unit.structures.push_back({context.structures[field.getType()], {}});
      }
    }
    Type type = ir::variableOf(top.getArgument(i)).getType().getValue();
    llvm::StringRef path = field.getMember();
    llvm::ArrayRef<int64_t> extents;
    if (auto memory = dyn_cast<MemRefType>(top.getArgumentTypes()[i]))
      extents = memory.getShape();
    for (; path.consume_front("[]"); extents = extents.drop_front()) // the parameter's own
      ;
    path.consume_front(".");
    if (isNew)
      addMember(unit.structures.back().members, path, extents, type);
  }
}

ExpressionPointer tableElement(Attribute element, Type type, std::set<model::Support> &support) {
  if (auto number = dyn_cast<FloatAttr>(element))
    return makeFloating(number.getValue(), type);
  const APInt &bits = cast<IntegerAttr>(element).getValue();
  if (ir::isFixed(type) && bits.getSignificantBits() <= 53) { // a double of the same value
    double number = ir::isSigned(type) ? static_cast<double>(bits.getSExtValue()) : bits.roundToDouble(false);
    return makeFloating(APFloat(std::ldexp(number, -ir::fractionBits(type))), CKind::Double);
  }
  if (ir::isFixed(type) || type == CKind::Int128 || type == CKind::UInt128)
    return asStored(makeWide(bits, Type::integer(bits.getBitWidth(), false)), type, support);
  if (bits.getBitWidth() > 64)
    return makeWide(bits, type);
  return makeInteger(bits.getBitWidth() == 1 ? bits.getZExtValue() : bits.getSExtValue(), type);
}

model::Declaration buildTable(memref::GlobalOp global, Type type, std::string name, Requirements &requirements) {
  model::Declaration table;
  table.type = type;
  table.name = std::move(name);
  table.extents.assign(global.getType().getShape().begin(), global.getType().getShape().end());
  table.isConst = global.getConstant();
  table.isStatic = true;
  auto values = dyn_cast_or_null<DenseElementsAttr>(global.getInitialValueAttr());
  if (!values)
    return table;
  bool isZero = values.isSplat() &&
                printExpression(tableElement(values.getSplatValue<Attribute>(), type, requirements.support)) ==
                    printExpression(tableElement(Builder(global.getContext()).getZeroAttr(values.getElementType()),
                                                 type, requirements.support));
  if (isZero && !table.extents.empty()) {
    table.elements.push_back(makeInteger(0, type));
    return table;
  }
  for (Attribute element : values.getValues<Attribute>()) {
    table.elements.push_back(tableElement(element, type, requirements.support));
    if (llvm::StringRef(table.elements.back()->text).contains("numeric_limits"))
      requirements.includes.insert("limits");
  }
  if (table.extents.empty())
    table.initial = table.elements.front(), table.elements.clear();
  return table;
}

void buildTables(UnitContext &context, model::TranslationUnit &unit) {
  context.module.walk([&](memref::GetGlobalOp use) {
    std::string &name = context.tables[use.getName()];
    if (!name.empty())
      return;
    auto global = context.module.lookupSymbol<memref::GlobalOp>(use.getName());
    ir::VariableAttr variable = ir::variableOf(use.getResult());
    if (!variable)
      throw InternalError("a table has no name and C type", ir::placeOf(use.getLoc()));
    name = context.names.declare(variable.getName());
    unit.tables.push_back(buildTable(global, variable.getType().getValue(), name, context.requirements));
  });
}

// The headers that declare the types in use, found by the variables and by the widths that are computed in.
std::vector<std::string> typeHeaders(ModuleOp module) {
  std::set<std::string> headers;
  auto note = [&](Type type) {
    if (ir::isFixed(type))
      headers.insert("ap_fixed.h");
    if (isOfAnyWidth(computedType(type)) || ir::isArbitraryPrecision(type))
      headers.insert("ap_int.h");
    if (type == CKind::Half || type == CKind::BFloat16)
      headers.insert("hls_half.h");
  };
  auto noteValue = [&](Value value) {
    if (auto stream = dyn_cast<ir::StreamType>(value.getType())) {
      headers.insert("hls_stream.h");
      for (ir::CTypeAttr element : stream.getElements())
        note(element.getValue());
    }
    if (value.getType().isInteger())
      note(integerType(value.getType().getIntOrFloatBitWidth(), true));
    if (value.getType().isF16() || value.getType().isBF16())
      note(CKind::Half);
    if (ir::VariableAttr variable = ir::variableOf(value))
      note(variable.getType().getValue());
  };
  module.walk([&](Operation *op) {
    llvm::for_each(op->getResults(), noteValue);
    if (auto function = dyn_cast<func::FuncOp>(op)) {
      llvm::for_each(function.getArguments(), noteValue);
      if (function.getNumResults())
        note(function.getResultAttrOfType<ir::CTypeAttr>(0, ir::ctypeAttrName).getValue());
    }
  });
  return {headers.begin(), headers.end()};
}
} // namespace

std::string placeComment(Location location) {
  SourcePlace place = ir::placeOf(location);
  if (!place.known())
    return {};
  return llvm::sys::path::filename(place.file).str() + ":" + std::to_string(place.line);
}

model::TranslationUnit buildModel(ModuleOp legal) {
  func::FuncOp top = ir::topOf(legal);
  UnitContext context;
  context.module = legal;
  context.constants = constantArguments(legal);
  llvm::SetVector<Operation *> functions;
  order(top, legal, functions);
  context.functions[top.getSymName()] = context.names.declare(top.getSymName()); // the top keeps its plain name
  for (Operation *function : functions)
    if (function != top)
      context.functions[cast<func::FuncOp>(function).getSymName()] =
          context.names.declare(cast<func::FuncOp>(function).getSymName());
  model::TranslationUnit unit;
  SourcePlace place = ir::placeOf(top.getLoc());
  unit.origin = place.known() ? llvm::sys::path::filename(place.file).str() : "IR without a source";
  buildStructures(top, context, unit);
  buildTables(context, unit);
  for (Operation *function : functions)
    unit.functions.push_back(FunctionBuilder(cast<func::FuncOp>(function), context).build());
  unit.structures.insert(unit.structures.end(), context.elements.begin(), context.elements.end());
  unit.typeHeaders = typeHeaders(legal);
  unit.includes.assign(context.requirements.includes.begin(), context.requirements.includes.end());
  unit.support.assign(context.requirements.support.begin(), context.requirements.support.end());
  unit.stackBytes = context.stackBytes;
  // What the entry point checks the layout of the structures with.
  Interface interface = ir::interfaceOf(top);
  for (auto [parameter, described] : llvm::zip(unit.functions.back().parameters, interface.parameters))
    parameter.bytes = described.bytes;
  if (interface.resultStructure)
    unit.functions.back().resultBytes = interface.resultStructure->bytes;
  return unit;
}

} // namespace allo::target::hls
