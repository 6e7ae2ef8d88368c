// Local arrays and constant tables with their initial values.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinAttributes.h"

#include "clang/AST/ExprCXX.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
// The elements of a constant array in row-major order.
void flatten(const clang::APValue &value, SmallVectorImpl<clang::APValue> &elements) {
  if (!value.isArray()) {
    elements.push_back(value);
    return;
  }
  unsigned given = value.getArrayInitializedElts();
  for (unsigned i = 0; i < value.getArraySize(); ++i)
    flatten(i < given ? value.getArrayInitializedElt(i) : value.getArrayFiller(), elements);
}
} // namespace

bool FunctionLowering::lowerTable(const clang::VarDecl *variable, const ArrayShape &shape) {
  const clang::APValue *value = variable->getInit() ? variable->evaluateValue() : nullptr;
  if (!value || !value->isArray())
    return false;
  CType kind =
      scalarKindOrRefuse(shape.element, variable->getLocation(), "an element of '" + variable->getNameAsString() + "'");
  checkSize(shape.extents, kind, variable);
  SmallVector<clang::APValue> elements;
  flatten(*value, elements);
  Type element = ir::elementType(builder.getContext(), kind);
  auto tensor = RankedTensorType::get(shape.extents, element);
  SmallVector<Attribute> numbers;
  for (const clang::APValue &number : elements) {
    if (number.isInt())
      numbers.push_back(IntegerAttr::get(element, number.getInt().extOrTrunc(ir::bitWidth(kind))));
    else if (number.isFloat())
      numbers.push_back(FloatAttr::get(element, number.getFloat()));
    else
      return false;
  }
  auto type = MemRefType::get(shape.extents, element);
  memref::GlobalOp global = unit.tableFor(variable, type, DenseElementsAttr::get(tensor, numbers));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&function.getBody().front());
  Location location = unit.locationOf(variable->getLocation());
  auto table = memref::GetGlobalOp::create(builder, location, type, global.getSymName());
  table->setAttr(ir::varAttrName, ir::VariableAttr::get(builder.getContext(), takeId(), variable->getNameAsString(),
                                                        ir::CTypeAttr::get(builder.getContext(), kind), true));
  Binding binding;
  binding.form = Binding::view;
  binding.memory.memory = table;
  binding.memory.rest = shape.extents;
  binding.memory.kind = kind;
  bindings[variable] = binding;
  return true;
}

void FunctionLowering::lowerArray(const clang::VarDecl *variable) {
  clang::SourceLocation place = variable->getLocation();
  std::string name = variable->getNameAsString();
  std::optional<ArrayShape> shape = arrayShape(variable->getType(), ast);
  if (!shape)
    refuse(place, "array '" + name + "' has an extent that is not a constant",
           "arrays in hardware have a fixed size: use a constant extent");
  if (shape->element->isRecordType())
    refuse(place, "arrays of structs are not accepted yet", "use one array per member");
  CType kind = scalarKindOrRefuse(shape->element, place, "an element of '" + name + "'");
  checkSize(shape->extents, kind, variable);
  if (shape->element.isConstQualified() && lowerTable(variable, *shape))
    return;
  Binding binding;
  binding.form = Binding::view;
  binding.memory.memory = allocate(shape->extents, kind, name, unit.locationOf(place));
  binding.memory.rest = shape->extents;
  binding.memory.kind = kind;
  bindings[variable] = binding;
  if (variable->getInit())
    initialiseArray(binding.memory, variable->getInit(), variable);
}

void FunctionLowering::fillWithZero(const View &array, const std::string &name, Location location) {
  OpBuilder::InsertionGuard guard(builder);
  View element = array;
  for (int64_t extent : array.rest) {
    auto loop = affine::AffineForOp::create(builder, location, 0, extent);
    ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), takeId(), name + ".init", 0, 0, false));
    builder.setInsertionPointToStart(loop.getBody());
    AffineExpr dimension = domain.addOperand(loop.getInductionVar(), {0, extent - 1});
    element.indices.push_back({dimension, {}});
  }
  element.rest.clear();
  store(constant(array.kind, 0, location), element, location);
}

void FunctionLowering::storeElements(const View &array, const clang::Expr *value) {
  value = value->IgnoreParenImpCasts();
  if (array.isScalar()) {
    store(emit(value), array, at(value));
    return;
  }
  auto *list = llvm::dyn_cast<clang::InitListExpr>(value);
  if (auto *filler = llvm::dyn_cast<clang::ImplicitValueInitExpr>(value))
    return fillWithZero(array, "zero", at(filler));
  if (!list)
    refuse(value->getExprLoc(), "this initial value of an array is not accepted", "use a list in braces, or a loop");
  for (unsigned i = 0; i < list->getNumInits(); ++i) {
    View element = array;
    element.indices.push_back({getAffineConstantExpr(i, builder.getContext()), {}});
    element.rest.erase(element.rest.begin());
    // A value that is converted keeps its conversion.
    if (element.isScalar())
      store(emit(list->getInit(i)), element, at(list->getInit(i)));
    else
      storeElements(element, list->getInit(i));
  }
}

void FunctionLowering::initialiseArray(const View &array, const clang::Expr *value, const clang::VarDecl *variable) {
  const clang::Expr *inner = value->IgnoreParenImpCasts();
  if (auto *full = llvm::dyn_cast<clang::FullExpr>(inner))
    inner = full->getSubExpr()->IgnoreParenImpCasts();
  if (llvm::isa<clang::CXXConstructExpr>(inner))
    return; // default initialisation of scalars does nothing
  int64_t elements = 1;
  for (int64_t extent : array.rest)
    elements *= extent;
  auto *list = llvm::dyn_cast<clang::InitListExpr>(inner);
  auto isZero = [&](const clang::Expr *element) {
    clang::Expr::EvalResult result;
    return llvm::isa<clang::ImplicitValueInitExpr>(element) ||
           (element->getType()->isIntegerType() && element->EvaluateAsInt(result, ast) && result.Val.getInt().isZero());
  };
  auto countGiven = [&](auto &&self, const clang::Expr *expression) -> int64_t {
    auto *inner = llvm::dyn_cast<clang::InitListExpr>(expression);
    if (!inner)
      return isZero(expression) && !llvm::isa<clang::FloatingLiteral>(expression->IgnoreImpCasts()) ? 0 : 1;
    int64_t count = 0;
    for (const clang::Expr *element : inner->inits())
      count += self(self, element);
    return count;
  };
  if (!list)
    refuse(value->getExprLoc(), "this initial value of an array is not accepted", "use a list in braces, or a loop");
  int64_t given = countGiven(countGiven, list);
  int64_t listed = static_cast<int64_t>(list->getNumInits());
  // Zero first wherever the list is shorter than the array, then the elements that are given.
  bool isPartial = list->hasArrayFiller() || listed < array.rest.front() || given < elements;
  if (isPartial)
    fillWithZero(array, variable->getNameAsString(), unit.locationOf(variable->getLocation()));
  if (given > 0)
    storeElements(array, list);
}

} // namespace allo::lang
