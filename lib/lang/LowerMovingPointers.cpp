// Pointers that move: p++, p += n, p = &A[i]. Such a pointer is the array in which it stays, and a variable with the
// number of the element that it names (docs/decisions/0008).
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using allo::ir::CKind;

namespace allo::lang {

namespace {
bool isSame(const Index &left, const Index &right) { return left.affine == right.affine && left.value == right.value; }

bool isSame(const View &left, const View &right) {
  return left.memory == right.memory && left.rest == right.rest && left.kind == right.kind &&
         llvm::equal(left.indices, right.indices, [](const Index &a, const Index &b) { return isSame(a, b); });
}

SmallVector<View> leavesOf(const Binding &pointer) {
  SmallVector<View> views;
  forEachLeaf(pointer, [&](const Binding &leaf) {
    if (leaf.form == Binding::view)
      views.push_back(leaf.memory);
  });
  return views;
}

// Whether both point into one array, at whatever element.
bool areInOneArray(const Binding &left, const Binding &right) {
  return left.form == right.form && left.rest == right.rest && left.record == right.record &&
         llvm::equal(leavesOf(left), leavesOf(right), [](const View &a, const View &b) { return isSame(a, b); });
}

bool isKnownEverywhere(const Binding &pointer) {
  return llvm::all_of(leavesOf(pointer), [](const View &view) {
    return llvm::all_of(view.indices,
                        [](const Index &index) { return isa_and_nonnull<AffineConstantExpr>(index.affine); });
  });
}

const clang::ValueDecl *variableOf(const clang::Expr *pointer) {
  auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(pointer->IgnoreParens());
  return reference ? reference->getDecl() : nullptr;
}
} // namespace

const View *FunctionLowering::movingPointer(const clang::ValueDecl *variable) const {
  if (!variable || frame.captured.count(variable))
    return nullptr;
  auto found = movingPointers.find(variable);
  return found == movingPointers.end() ? nullptr : &found->second;
}

// From here on the variable moves. Without a start it names nothing yet.
void FunctionLowering::letMove(const clang::VarDecl *variable, std::optional<Binding> start) {
  Location location = unit.locationOf(variable->getLocation());
  if (start && (start->form == Binding::value || addressIn(*start).ofWhole)) {
    bindings[variable] = *start; // of one object: refused where it moves
    movingPointers.erase(variable);
    return;
  }
  bindings[variable] = start ? *start : Binding();
  movingPointers[variable] = leafView({}, CKind::Int, variable->getNameAsString(), location);
  if (!start)
    return;
  std::optional<Index> offset = addressIn(*start).offset;
  addressIn(bindings[variable]) = {};
  setOffset(movingPointers[variable], offset, location);
}

void FunctionLowering::setOffset(const View &counter, const std::optional<Index> &offset, Location location) {
  Value number = constant(CKind::Int, 0, location);
  if (offset)
    number = arith::IndexCastOp::create(builder, location, builder.getI32Type(), materialise(*offset, location));
  store(number, counter, location);
}

// The place that the pointer names now.
Binding FunctionLowering::whereItIs(const clang::ValueDecl *variable, const clang::Expr *source) {
  const Binding &base = bindingOf(variable, source->getExprLoc());
  if (base.form == Binding::none)
    refuse(source->getExprLoc(), "'" + variable->getNameAsString() + "' is used before it names anything",
           "give it an initial value: float *row = A[i]");
  Value number = load(*movingPointer(variable), at(source));
  return moved(base, {{}, arith::IndexCastOp::create(builder, at(source), builder.getIndexType(), number)}, source);
}

// p++, --p, p += n, p = q. What it gives names the place before the step for p++ and p--, else the one after it.
Binding FunctionLowering::movePointer(const clang::Expr *step) {
  auto *unary = llvm::dyn_cast<clang::UnaryOperator>(step);
  auto *binary = llvm::dyn_cast<clang::BinaryOperator>(step);
  const clang::Expr *pointer = unary ? unary->getSubExpr() : binary->getLHS();
  clang::SourceLocation place = unary ? unary->getExprLoc() : binary->getOperatorLoc();
  const clang::ValueDecl *variable = variableOf(pointer);
  const View *counter = movingPointer(variable);
  if (!counter)
    refuse(place, "this pointer cannot move: only a local or a parameter that points into an array can",
           "use an index that moves: p[i]");
  Location location = at(step);
  if (binary && binary->getOpcode() == clang::BO_Assign) {
    Binding target = placeOf(binary->getRHS());
    if (target.form == Binding::value || addressIn(target).ofWhole)
      refuse(place, "this pointer cannot move: only a local or a parameter that points into an array can",
             "use an index that moves: p[i]");
    std::optional<Index> offset = addressIn(target).offset;
    addressIn(target) = {};
    Binding &base = bindings[variable];
    if (base.form == Binding::none && isKnownEverywhere(target))
      base = target;
    else if (!areInOneArray(base, target))
      refuse(place, "a pointer that moves to another array is not accepted",
             "declare a pointer where it starts: int *row = A[i]");
    setOffset(*counter, offset, location);
    return whereItIs(variable, pointer);
  }
  if (unary) {
    Binding before = whereItIs(variable, pointer);
    Value sum = arith::AddIOp::create(builder, location, load(*counter, location),
                                      constant(CKind::Int, unary->isIncrementOp() ? 1 : -1, location));
    store(sum, *counter, location);
    return unary->isPostfix() ? before : whereItIs(variable, pointer);
  }
  whereItIs(variable, pointer); // refuses what names nothing
  Value distance = materialise(indexOf(binary->getRHS()), location);
  distance = arith::IndexCastOp::create(builder, location, builder.getI32Type(), distance);
  Value number = load(*counter, location);
  store(binary->getOpcode() == clang::BO_AddAssign ? Value(arith::AddIOp::create(builder, location, number, distance))
                                                   : Value(arith::SubIOp::create(builder, location, number, distance)),
        *counter, location);
  return whereItIs(variable, pointer);
}

// The numbers of the elements that two pointers into one array name, for p < q and p - q.
std::pair<Value, Value> FunctionLowering::offsetsOf(const clang::BinaryOperator *op) {
  Binding left = placeOf(op->getLHS()), right = placeOf(op->getRHS());
  auto offsetOf = [&](Binding &pointer) {
    Index offset = addressIn(pointer).offset.value_or(Index{getAffineConstantExpr(0, builder.getContext()), {}});
    addressIn(pointer) = {};
    return materialise(offset, at(op));
  };
  bool areArrays = left.form != Binding::value && right.form != Binding::value && !addressIn(left).ofWhole &&
                   !addressIn(right).ofWhole;
  if (areArrays) {
    Value first = offsetOf(left), second = offsetOf(right);
    if (areInOneArray(left, right))
      return {first, second};
  }
  refuse(op->getOperatorLoc(), "these pointers are not known to point into one array",
         "subtract and compare indices instead");
}

} // namespace allo::lang
