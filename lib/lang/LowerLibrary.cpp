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

// memcpy and memset of whole objects, scalars and arrays, and of parts of arrays.
bool FunctionLowering::emitMemoryCall(const clang::CallExpr *call, llvm::StringRef name) {
  bool isCopy = name == "memcpy" || name == "memmove";
  if ((!isCopy && name != "memset") || call->getNumArgs() != 3)
    return false;
  clang::Expr::EvalResult value, bytes;
  if (!isCopy && (!call->getArg(1)->EvaluateAsInt(value, ast) || !value.Val.getInt().isZero()))
    refuse(call->getExprLoc(), "memset to anything but 0 is not accepted", "store the value in a loop");
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
    copyObject(target, *origin, at(call));
  else
    zeroObject(target, at(call));
}

void FunctionLowering::emitArrayMemory(const clang::CallExpr *call, llvm::StringRef name, View target,
                                       std::optional<View> origin, std::optional<int64_t> size) {
  Location location = at(call);
  auto plain = [](View &view) {
    if (view.address.ofWhole || view.isScalar())
      view.address = {};
  };
  plain(target);
  if (origin) {
    plain(*origin);
    if (ir::byteSize(origin->kind) != ir::byteSize(target.kind) ||
        (origin->kind == CKind::Bool) != (target.kind == CKind::Bool) || origin->rest.size() != target.rest.size() ||
        ArrayRef(origin->rest).drop_front(!origin->isScalar()) != ArrayRef(target.rest).drop_front(!target.isScalar()))
      refuse(call->getExprLoc(), name.str() + " between types of different shape is not accepted",
             "copy scalars of one size, or arrays with the same extents");
    if (origin->kind != target.kind) {
      origin->stored = origin->stored ? *origin->stored : origin->kind;
      origin->kind = target.kind;
    }
    if (name == "memmove" && origin->memory == target.memory)
      refuse(call->getExprLoc(), "memmove within one array is not accepted", "move the elements in a loop");
  }
  int64_t row = ir::byteSize(target.kind); // what one subscript names
  for (int64_t extent : ArrayRef(target.rest).drop_front(!target.isScalar()))
    row *= extent;
  if (!size || *size % row != 0 || (target.isScalar() && *size != row))
    refuse(call->getExprLoc(), name.str() + " of a part of a variable is not accepted", "copy the elements in a loop");
  if (target.isScalar())
    return origin ? copyView(target, *origin, location) : zeroView(target, location);
  if (*size == 0)
    return;
  auto checkExtent = [&](const View &view, const clang::Expr *pointer) {
    Index offset = view.address.offset.value_or(Index{getAffineConstantExpr(0, builder.getContext()), {}});
    auto first = dyn_cast_or_null<AffineConstantExpr>(offset.affine);
    if (first && first.getValue() + *size / row > view.rest.front())
      refuse(pointer->getExprLoc(),
             name.str() + " goes beyond the array, whose extent here is " + std::to_string(view.rest.front()),
             "copy as much as there is");
  };
  checkExtent(target, call->getArg(0));
  if (origin)
    checkExtent(*origin, call->getArg(1));
  View rows = target; // as many as are meant
  rows.address = {};
  rows.rest.front() = *size / row;
  forEachElement(bindingOfView(rows), location, [&](const Binding &, const Index &index) {
    View to = subscript(bindingOfView(target), index, call->getArg(0)).memory;
    if (origin)
      copyView(to, subscript(bindingOfView(*origin), index, call->getArg(1)).memory, location);
    else
      zeroView(to, location);
  });
}

std::optional<Value> FunctionLowering::emitLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee) {
  std::string name = libraryName(callee);
  Location location = at(call);
  unsigned count = call->getNumArgs();
  if (std::optional<Value> result = emitElementaryCall(call, callee))
    return result;
  if ((name == "min" || name == "max") && callee->isInStdNamespace()) {
    std::optional<CType> kind = scalarKind(call->getType().getNonReferenceType());
    if (count != 2 || !kind)
      refuse(call->getExprLoc(), "std::" + name + " is accepted on two scalars only",
             "nest calls of two arguments, without a comparison function");
    // The standard's: min is (b < a) ? b : a, max is (a < b) ? b : a.
    Value a = emit(call->getArg(0)), b = emit(call->getArg(1));
    Value less = name == "min" ? emitComparison(clang::BO_LT, b, a, *kind, location)
                               : emitComparison(clang::BO_LT, a, b, *kind, location);
    return arith::SelectOp::create(builder, location, less, b, a);
  }
  if (emitMemoryCall(call, name) || emitPrint(call, name))
    return Value();
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
         "the functions of <cmath>, and std::min, std::max, std::abs and std::swap, are");
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
