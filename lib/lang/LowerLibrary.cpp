// Calls of the library functions that the language knows.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

namespace {
// The plain name of a library function: "sqrt" for std::sqrt, "sqrtf" for __builtin_sqrtf.
std::string libraryName(const clang::FunctionDecl *callee) {
  if (!callee->getDeclName().isIdentifier())
    return {};
  llvm::StringRef name = callee->getName();
  name.consume_front("__builtin_");
  return name.str();
}
} // namespace

// memcpy, memmove and memset of whole objects, scalars and arrays, and of parts of arrays.
bool FunctionLowering::emitMemoryCall(const clang::CallExpr *call, llvm::StringRef name) {
  bool isCopy = name == "memcpy" || name == "memmove";
  if ((!isCopy && name != "memset") || call->getNumArgs() != 3)
    return false;
  clang::Expr::EvalResult bytes;
  std::optional<int64_t> size;
  if (call->getArg(2)->EvaluateAsInt(bytes, ast))
    size = bytes.Val.getInt().getExtValue();
  auto placeUnder = [&](const clang::Expr *pointer) {
    Binding place = placeOf(pointer->IgnoreParenCasts());
    if (place.form == Binding::value)
      place = bindingOfView(viewOf(pointer->IgnoreParenCasts()));
    return place;
  };
  Binding target = placeUnder(call->getArg(0));
  std::optional<Binding> origin;
  if (isCopy)
    origin = placeUnder(call->getArg(1));
  if (target.form == Binding::structure || (origin && origin->form == Binding::structure))
    emitObjectMemory(call, name, target, origin, size);
  else
    emitArrayMemory(call, name, target.memory, origin ? std::optional(origin->memory) : std::nullopt, size);
  return true;
}

// What memset of `call` leaves in a place: numbers all of whose bytes are the same.
void FunctionLowering::fillView(const View &target, const clang::CallExpr *call) {
  Location location = at(call);
  clang::Expr::EvalResult value;
  bool isZero = call->getArg(1)->EvaluateAsInt(value, ast) && value.Val.getInt().extOrTrunc(8).isZero();
  if (isZero)
    return zeroView(target, location);
  if (!target.isScalar())
    return forEachElement(bindingOfView(target), location,
                          [&](const Binding &element, const Index &) { fillView(element.memory, call); });
  if (ir::isArbitraryPrecision(target.kind) || target.bitField)
    refuse(call->getExprLoc(),
           "memset to anything but 0 is not accepted for " +
               (target.bitField ? std::string("bit-fields") : ir::spelling(target.kind)),
           "store the value in a loop");
  CType argument = kindOf(call->getArg(1));
  Value byte = convert(emit(call->getArg(1)), argument, CKind::UChar, location);
  if (target.kind == CKind::Bool)
    return store(convert(byte, CKind::UChar, CKind::Bool, location), target, location);
  unsigned width = 8 * ir::byteSize(target.kind);
  Type type = builder.getIntegerType(width);
  Value all = byte;
  if (width > 8) {
    TypedAttr ones = builder.getIntegerAttr(type, llvm::APInt::getSplat(width, llvm::APInt(8, 1)));
    all = arith::MulIOp::create(builder, location, arith::ExtUIOp::create(builder, location, type, byte),
                                arith::ConstantOp::create(builder, location, ones));
  }
  Type element = ir::elementType(builder.getContext(), target.kind);
  if (element != type)
    all = arith::BitcastOp::create(builder, location, element, all);
  store(all, target, location);
}

void FunctionLowering::emitObjectMemory(const clang::CallExpr *call, llvm::StringRef name, Binding &target,
                                        std::optional<Binding> &origin, std::optional<int64_t> size) {
  bool isAlike = target.record && (!origin || (origin->record == target.record && origin->rest == target.rest));
  if (!isAlike)
    refuse(call->getExprLoc(), name.str() + " between types of different shape is not accepted",
           "copy scalars of one size, or arrays with the same extents");
  int64_t whole = ast.getASTRecordLayout(target.record).getSize().getQuantity();
  for (int64_t extent : target.rest)
    whole *= extent;
  if (size != whole || target.address.offset || (origin && origin->address.offset))
    refuse(call->getExprLoc(), name.str() + " of a part of a variable is not accepted", "copy the elements in a loop");
  if (origin)
    return copyObject(target, *origin, at(call));
  forEachLeaf(target, [&](const Binding &leaf) {
    if (leaf.form == Binding::view)
      fillView(leaf.memory, call);
  });
}

// memmove of rows of one array. Where the two places are known it goes in the order that reads before it writes;
// otherwise by a copy.
void FunctionLowering::moveWithin(const clang::CallExpr *call, const View &target, const View &origin, int64_t rows) {
  Location location = at(call);
  Index zero{getAffineConstantExpr(0, builder.getContext()), {}};
  auto startOf = [&](const View &view) { return view.address.offset.value_or(zero).affine; };
  AffineExpr to = startOf(target), from = startOf(origin);
  auto sameRow = [](const Index &left, const Index &right) { return left.affine && left.affine == right.affine; };
  bool isOneRow = llvm::equal(target.indices, origin.indices, sameRow);
  bool isForward = isOneRow && to && from && domain.provesAtLeast(from - to, 0);
  bool isBackward = isOneRow && to && from && domain.provesAtLeast(to - from, 0);
  View counted = target;
  counted.address = {};
  counted.rest.front() = rows;
  auto rowOf = [&](const View &view, const Index &index, unsigned argument) {
    return subscript(bindingOfView(view), index, call->getArg(argument), /*throughPointer=*/true).memory;
  };
  if (isForward || isBackward)
    return forEachElement(bindingOfView(counted), location, [&](const Binding &, const Index &index) {
      Index row{isForward ? index.affine : rows - 1 - index.affine, {}};
      copyView(rowOf(target, row, 0), rowOf(origin, row, 1), location);
    });
  View kept = leafView(counted.rest, target.kind, leafName(target) + ".moved", location);
  forEachElement(bindingOfView(kept), location, [&](const Binding &element, const Index &index) {
    copyView(element.memory, rowOf(origin, index, 1), location);
  });
  forEachElement(bindingOfView(kept), location, [&](const Binding &element, const Index &index) {
    copyView(rowOf(target, index, 0), element.memory, location);
  });
}

namespace {
// How many of its rows there are from where the view starts to the end of its array; nothing where that is not known.
// A pointer to an element of a row reaches the rows behind it too.
std::optional<int64_t> rowsFrom(const View &view) {
  ArrayRef<int64_t> shape = cast<MemRefType>(view.memory.getType()).getShape();
  int64_t before = 0, all = 1;
  for (auto [index, extent] : llvm::zip(view.indices, shape)) {
    auto known = dyn_cast_or_null<AffineConstantExpr>(index.affine);
    before = before * extent + (known ? known.getValue() : 0);
    all *= extent;
  }
  all *= view.rest.front();
  before *= view.rest.front();
  if (!view.address.offset)
    return all - before;
  auto first = dyn_cast_or_null<AffineConstantExpr>(view.address.offset->affine);
  return first ? std::optional(all - before - first.getValue()) : std::nullopt;
}
} // namespace

void FunctionLowering::emitArrayMemory(const clang::CallExpr *call, llvm::StringRef name, View target,
                                       std::optional<View> origin, std::optional<int64_t> size) {
  Location location = at(call);
  auto plain = [](View &view) {
    if (view.address.ofWhole || view.isScalar())
      view.address = {};
  };
  // One element of an array is a scalar.
  auto narrowToOne = [&](View &view, unsigned argument) {
    if (view.rest.size() == 1 && size == int64_t(ir::byteSize(view.kind)) && view.rest.front() != 1)
      view = pointee(bindingOfView(view), call->getArg(argument)).memory;
  };
  plain(target);
  narrowToOne(target, 0);
  if (origin) {
    plain(*origin);
    narrowToOne(*origin, 1);
    if (ir::byteSize(origin->kind) != ir::byteSize(target.kind) ||
        (origin->kind == CKind::Bool) != (target.kind == CKind::Bool) || origin->rest.size() != target.rest.size() ||
        ArrayRef(origin->rest).drop_front(!origin->isScalar()) != ArrayRef(target.rest).drop_front(!target.isScalar()))
      refuse(call->getExprLoc(), name.str() + " between types of different shape is not accepted",
             "copy scalars of one size, or arrays with the same extents");
    if (origin->kind != target.kind) {
      origin->stored = origin->stored ? *origin->stored : origin->kind;
      origin->kind = target.kind;
    }
  }
  int64_t row = ir::byteSize(target.kind); // what one subscript names
  for (int64_t extent : ArrayRef(target.rest).drop_front(!target.isScalar()))
    row *= extent;
  if (!size || *size % row != 0 || (target.isScalar() && *size != row))
    refuse(call->getExprLoc(), name.str() + " of a part of a variable is not accepted", "copy the elements in a loop");
  if (target.isScalar())
    return origin ? copyView(target, *origin, location) : fillView(target, call);
  if (*size == 0)
    return;
  auto checkExtent = [&](const View &view, const clang::Expr *pointer) {
    if (std::optional<int64_t> rows = rowsFrom(view); rows && *size / row > *rows)
      refuse(pointer->getExprLoc(),
             name.str() + " goes beyond the array, which has " + std::to_string(*rows) + " such elements from here",
             "copy as much as there is");
  };
  checkExtent(target, call->getArg(0));
  if (origin)
    checkExtent(*origin, call->getArg(1));
  if (name == "memmove" && origin->memory == target.memory)
    return moveWithin(call, target, *origin, *size / row);
  View rows = target; // as many as are meant
  rows.address = {};
  rows.rest.front() = *size / row;
  forEachElement(bindingOfView(rows), location, [&](const Binding &, const Index &index) {
    View to = subscript(bindingOfView(target), index, call->getArg(0), /*throughPointer=*/true).memory;
    if (origin)
      copyView(to, subscript(bindingOfView(*origin), index, call->getArg(1), /*throughPointer=*/true).memory, location);
    else
      fillView(to, call);
  });
}

// std::min and std::max of two scalars, or of a list of them.
Value FunctionLowering::emitExtremum(const clang::CallExpr *call, llvm::StringRef name) {
  Location location = at(call);
  std::optional<CType> kind = scalarKind(call->getType().getNonReferenceType());
  SmallVector<const clang::Expr *> operands(call->arguments());
  if (operands.size() == 1)
    if (auto *list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(operands.front()->IgnoreImplicit()))
      if (auto *values = llvm::dyn_cast<clang::InitListExpr>(list->getSubExpr()->IgnoreImplicit()))
        operands.assign(values->inits().begin(), values->inits().end());
  bool isList = operands.size() != call->getNumArgs() || call->getNumArgs() == 1;
  if (!kind || operands.empty() || (!isList && operands.size() != 2) || scalarKind(operands.front()->getType()) != kind)
    refuse(call->getExprLoc(), "std::" + name.str() + " is accepted on scalars only",
           "give it two scalars or a list of them, without a comparison function");
  SmallVector<Value> values;
  for (const clang::Expr *operand : operands)
    values.push_back(emit(operand));
  Value result = values.front();
  // The standard's: min is (b < a) ? b : a, max is (a < b) ? b : a, from the first to the last.
  for (Value next : ArrayRef(values).drop_front()) {
    Value isBetter = name == "min" ? emitComparison(clang::BO_LT, next, result, *kind, location)
                                   : emitComparison(clang::BO_LT, result, next, *kind, location);
    result = arith::SelectOp::create(builder, location, isBetter, next, result);
  }
  return result;
}

std::string FunctionLowering::frameName() const {
  return frame.function ? frame.function->getQualifiedNameAsString() : source->getQualifiedNameAsString();
}

std::optional<Value> FunctionLowering::emitLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee) {
  std::string name = libraryName(callee);
  Location location = at(call);
  unsigned count = call->getNumArgs();
  if (std::optional<Value> result = emitElementaryCall(call, callee))
    return result;
  if ((name == "min" || name == "max") && callee->isInStdNamespace())
    return emitExtremum(call, name);
  if (name == "clamp" && callee->isInStdNamespace() && count == 3 &&
      scalarKind(call->getType().getNonReferenceType())) {
    CType kind = *scalarKind(call->getType().getNonReferenceType());
    Value value = emit(call->getArg(0)), low = emit(call->getArg(1)), high = emit(call->getArg(2));
    Value isBelow = emitComparison(clang::BO_LT, value, low, kind, location);
    Value isAbove = emitComparison(clang::BO_LT, high, value, kind, location);
    Value inside = arith::SelectOp::create(builder, location, isAbove, high, value);
    return arith::SelectOp::create(builder, location, isBelow, low, inside);
  }
  if (emitMemoryCall(call, name) || emitPrint(call, name))
    return Value();
  if (llvm::StringRef(name).starts_with("__throw_") && callee->isNoReturn()) { // at() of an index outside
    ir::AssertOp::create(builder, location, constant(CKind::Bool, 0, location),
                         builder.getStringAttr("the argument is in the range of " + frameName()));
    return Value();
  }
  if (name == "swap" && callee->isInStdNamespace() && count == 2 && scalarKind(call->getArg(0)->getType())) {
    View a = placeToWrite(call->getArg(0)), b = placeToWrite(call->getArg(1));
    Value first = load(a, location), second = load(b, location);
    store(second, a, location);
    store(first, b, location);
    return Value();
  }
  std::optional<CType> kind = scalarKind(call->getType());
  if (!kind)
    return std::nullopt;
  if (isInteger(*kind) && (name == "abs" || name == "labs" || name == "llabs") && count == 1) {
    Value value = convert(emit(call->getArg(0)), kindOf(call->getArg(0)), *kind, location);
    Value zero = constant(*kind, 0, location);
    Value negative = emitComparison(clang::BO_LT, value, zero, *kind, location);
    Value negated = arith::SubIOp::create(builder, location, zero, value);
    return arith::SelectOp::create(builder, location, negative, negated, value);
  }
  return std::nullopt;
}

namespace {
bool isAllocation(llvm::StringRef name) {
  static const llvm::StringRef names[] = {"malloc", "calloc", "realloc", "free", "aligned_alloc", "alloca"};
  return llvm::is_contained(names, name);
}

bool isInputOutput(llvm::StringRef name) {
  static const llvm::StringRef names[] = {"printf", "fprintf", "puts",    "putchar", "scanf", "fopen",   "fclose",
                                          "fread",  "fwrite",  "getchar", "fputs",   "fgets", "sprintf", "snprintf"};
  return llvm::is_contained(names, name);
}

bool isStreamOperator(const clang::CallExpr *call, const clang::FunctionDecl *callee) {
  clang::QualType object = call->getNumArgs() ? call->getArg(0)->getType() : clang::QualType();
  return llvm::isa<clang::CXXOperatorCallExpr>(call) && !object.isNull() && object->isRecordType() &&
         callee->getDeclContext()->getEnclosingNamespaceContext()->isStdNamespace() &&
         (callee->getOverloadedOperator() == clang::OO_LessLess ||
          callee->getOverloadedOperator() == clang::OO_GreaterGreater);
}
} // namespace

bool FunctionLowering::isNeverAccepted(const clang::CallExpr *call, const clang::FunctionDecl *callee) const {
  std::string name = libraryName(callee);
  return isAllocation(name) || isInputOutput(name) || isStreamOperator(call, callee);
}

void FunctionLowering::refuseLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee) {
  std::string plain = libraryName(callee);
  if (isAllocation(plain))
    refuse(call->getExprLoc(), "dynamic allocation (" + plain + ") is not accepted",
           "declare a local array with constant extents");
  bool isStream = isStreamOperator(call, callee);
  if (isInputOutput(plain) || isStream)
    refuse(call->getExprLoc(),
           "input and output (" + (isStream ? std::string("streams") : plain) + ") are not accepted in a kernel",
           "pass data through parameters; for runs in software there are printf, puts and putchar");
  refuse(call->getExprLoc(), "the library function '" + callee->getQualifiedNameAsString() + "' is not accepted",
         "the functions of <cmath>, and std::min, std::max, std::clamp, std::abs and std::swap, are");
}

// The memories that an lvalue may lie in.
void FunctionLowering::collectRoots(const clang::Expr *place, SmallVectorImpl<Value> &memories) {
  place = place->IgnoreParenNoopCasts(ast);
  if (auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(place)) {
    collectRoots(choice->getTrueExpr(), memories);
    collectRoots(choice->getFalseExpr(), memories);
    return;
  }
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(place)) { // std::min and the like give one of their arguments
    for (const clang::Expr *argument : call->arguments())
      if (argument->isGLValue() && !llvm::isa<clang::MaterializeTemporaryExpr>(argument))
        collectRoots(argument, memories);
    return;
  }
  const clang::ValueDecl *variable = rootVariable(place);
  auto found = bindings.find(variable);
  if (found == bindings.end())
    return;
  Binding exact = llvm::isa<clang::MemberExpr>(place) ? placeOf(place) : found->second;
  forEachLeaf(exact, [&](const Binding &leaf) {
    if (leaf.form == Binding::view)
      memories.push_back(leaf.memory.memory);
  });
}

} // namespace allo::lang
