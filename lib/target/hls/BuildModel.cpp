// The unit around the functions: names of everything global, structures, tables, and the order of definitions.
#include "target/hls/BuildModel.h"

#include "ir/CTypes.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "target/hls/FunctionBuilder.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/Path.h"

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

// A member "a.b" is put into the nested struct a.
void addMember(std::vector<model::Member> &members, llvm::StringRef path, Type type) {
  auto [first, rest] = path.split('.');
  if (rest.empty()) {
    members.push_back({identifierFor(first), type, {}});
    return;
  }
  if (members.empty() || members.back().name != first || members.back().members.empty())
    members.push_back({identifierFor(first), type, {}});
  addMember(members.back().members, rest, type);
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
    if (isNew)
      addMember(unit.structures.back().members, field.getMember(), type);
  }
}

ExpressionPointer tableElement(Attribute element, Type type) {
  if (auto number = dyn_cast<FloatAttr>(element))
    return makeFloating(number.getValue(), type);
  const APInt &bits = cast<IntegerAttr>(element).getValue();
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
                tableElement(values.getSplatValue<Attribute>(), type)->text ==
                    tableElement(Builder(global.getContext()).getZeroAttr(values.getElementType()), type)->text;
  if (isZero && !table.extents.empty()) {
    table.elements.push_back(makeInteger(0, type));
    return table;
  }
  for (Attribute element : values.getValues<Attribute>()) {
    table.elements.push_back(tableElement(element, type));
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
  unit.includes.assign(context.requirements.includes.begin(), context.requirements.includes.end());
  unit.support.assign(context.requirements.support.begin(), context.requirements.support.end());
  unit.stackBytes = context.stackBytes;
  // What the entry point checks the layout of the structures with.
  Interface interface = ir::interfaceOf(top);
  for (auto [parameter, described] : llvm::zip(unit.functions.back().parameters, interface.parameters))
    parameter.bytes = described.bytes;
  return unit;
}

} // namespace allo::target::hls
