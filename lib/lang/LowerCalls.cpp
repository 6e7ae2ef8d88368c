// Calls of functions of the source that stay calls.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace mlir;

namespace allo::lang {

namespace {
// "[8][4] of i32": the shape of a memory, for messages.
std::string extentsText(Type type) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  auto memory = cast<MemRefType>(type);
  for (int64_t extent : memory.getShape())
    stream << "[" << extent << "]";
  stream << (memory.getRank() ? " of " : "a scalar ") << memory.getElementType();
  return text;
}

bool isLibrary(const clang::FunctionDecl *callee, const clang::SourceManager &sources) {
  return callee->getBuiltinID() != 0 || callee->isInStdNamespace() ||
         sources.isInSystemHeader(sources.getExpansionLoc(callee->getLocation()));
}

// Whether reading the operand before the call and leaving it alone is what C++ does: a whole variable.
bool isWhole(const View &view) { return view.indices.empty() && !view.stored && !view.bitField; }
} // namespace

// A call under construction: its operands, which memories it names, and what is copied back after it.
struct FunctionLowering::KeptCall {
  const clang::FunctionDecl *definition;
  Location location;
  SmallVector<Value> operands;
  CallShapes shapes;
  struct CopyBack {
    View temporary;
    View place;
  };
  std::vector<CopyBack> copies; // elements passed by reference
  struct Passed {
    Value memory;
    const clang::Expr *argument;
    bool isConst;
    std::optional<unsigned> operand; // its position, where it is one
  };
  std::vector<Passed> passed;
};

void FunctionLowering::passMemory(KeptCall &call, Value memory, const clang::Expr *argument, bool isConst,
                                  bool isOperand) {
  for (const KeptCall::Passed &other : call.passed)
    if (other.memory == memory && !(isConst && other.isConst))
      refuse(argument->getExprLoc(),
             "'" + ir::nameOf(memory) + "' is passed twice in one call of '" + printedName(call.definition) + "'",
             "parameters are distinct by contract: pass a copy, or declare both parameters const",
             {{unit.placeOf(other.argument->getExprLoc()), "it is also this argument"}});
  call.passed.push_back({memory, argument, isConst, {}});
  if (!isOperand)
    return;
  call.passed.back().operand = call.operands.size();
  call.operands.push_back(memory);
}

// What a parameter `const T &` or `const T *` reads as it is before the call must not be written by the call.
void FunctionLowering::checkUnwritten(KeptCall &call, const clang::Expr *argument) {
  SmallVector<Value> memories;
  if (argument->getType()->isPointerType())
    collectRoots(argument->IgnoreParenImpCasts(), memories);
  else if (argument->isGLValue() && !llvm::isa<clang::MaterializeTemporaryExpr>(argument->IgnoreParens()))
    collectRoots(argument, memories);
  for (Value memory : memories)
    passMemory(call, memory, argument, /*isConst=*/true, /*isOperand=*/false);
}

// One object: the values of its scalars, or its memories where the callee may write them.
void FunctionLowering::passObject(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument) {
  bool asValues = isPassedAsValues(parameter);
  bool isPointer = parameter->getType()->isPointerType();
  const clang::Expr *named = argument->IgnoreParenImpCasts();
  if (!asValues && !isPointer && llvm::isa<clang::AbstractConditionalOperator>(named))
    refuse(argument->getExprLoc(), "the call may write this struct, which is not one variable",
           "branch around two calls, each with its own variable");
  Binding object = isPointer ? pointee(placeOf(argument), argument) : asValues ? objectOf(argument) : placeOf(argument);
  if (asValues && (isPointer || parameter->getType()->isReferenceType()))
    checkUnwritten(call, argument);
  forEachLeaf(object, [&](const Binding &leaf) {
    if (leaf.form == Binding::value) {
      if (!asValues)
        refuse(argument->getExprLoc(), "this struct is constant and cannot be passed to be written");
      call.operands.push_back(valueOf(leaf, call.location));
      return;
    }
    const View &place = leaf.memory;
    if (asValues && place.isScalar()) {
      call.operands.push_back(load(place, call.location));
    } else if (isWhole(place)) {
      passMemory(call, place.memory, argument, asValues);
    } else { // a part of an array: a copy that is written back
      View temporary = leafView(place.rest, place.kind, leafName(place) + ".reference", call.location);
      copyView(temporary, place, call.location);
      if (!asValues)
        call.copies.push_back({temporary, place});
      passMemory(call, place.memory, argument, asValues, /*isOperand=*/false);
      call.operands.push_back(temporary.memory);
    }
  });
}

// An array, or a part of one: its root and the subscripts of the part (docs/decisions/0008).
void FunctionLowering::passArray(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument) {
  Binding array = placeOf(argument);
  clang::QualType referred = parameter->getType()->getPointeeType();
  bool isConst = ast.getBaseElementType(referred).isConstQualified();
  Address address = addressIn(array);
  SmallVector<Value> numbers;
  CallShape &shape = call.shapes.back();
  auto number = [&](const Index &index) {
    Value value = materialise(index, call.location);
    numbers.push_back(arith::IndexCastOp::create(builder, call.location, builder.getI32Type(), value));
  };
  auto describe = [&](const View &view, size_t own) {
    auto memory = cast<MemRefType>(view.memory.getType());
    shape.extents.assign(view.rest.begin(), view.rest.begin() + own);
    shape.outer.assign(memory.getShape().begin(), memory.getShape().begin() + view.indices.size());
    numbers.clear();
    for (const Index &index : view.indices)
      number(index);
    if (view.stored)
      refuse(argument->getExprLoc(), "an array seen through a cast cannot be passed to a function",
             "pass the array itself, and cast its elements");
  };
  if (array.form == Binding::value)
    array = bindingOfView(viewOf(argument));
  size_t own = extentsIn(array).size();
  forEachLeaf(array, [&](const Binding &leaf) {
    if (leaf.form != Binding::view)
      refuse(argument->getExprLoc(), "this constant object cannot be passed as an array");
    describe(leaf.memory, own);
    passMemory(call, leaf.memory.memory, argument, isConst);
  });
  shape.hasOffset = address.offset.has_value();
  if (address.offset)
    number(*address.offset);
  call.operands.append(numbers);
}

CallShape &FunctionLowering::passedShape(KeptCall &call) { return call.shapes.back(); }

void FunctionLowering::passNumbers(KeptCall &call, ArrayRef<Index> indices) {
  for (const Index &index : indices)
    call.operands.push_back(
        arith::IndexCastOp::create(builder, call.location, builder.getI32Type(), materialise(index, call.location)));
}

void FunctionLowering::passArgument(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument) {
  clang::QualType type = parameter->getType();
  call.shapes.emplace_back();
  if (streamOf(parameter))
    return passStream(call, argument);
  clang::QualType referred = type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : type;
  bool isArray = (type->isPointerType() || type->isReferenceType()) && !isSingle(parameter);
  if (isArray)
    return passArray(call, parameter, argument);
  if (recordOf(referred))
    return passObject(call, parameter, argument);
  if (isPassedAsValues(parameter)) {
    if (type->isReferenceType())
      checkUnwritten(call, argument);
    call.operands.push_back(emit(argument));
    return;
  }
  bool isConst = referred.isConstQualified();
  Binding pointed = type->isPointerType() ? pointee(placeOf(argument), argument) : placeOf(argument);
  View place = pointed.form != Binding::value ? pointed.memory
               : isConst                      ? spilled(pointed, call.location)
                                              : placeToWrite(argument);
  while (!place.isScalar()) // an array stands for its first element
    place = subscript(bindingOfView(place), {getAffineConstantExpr(0, builder.getContext()), {}}, argument).memory;
  if (isWhole(place))
    return passMemory(call, place.memory, argument, isConst);
  View copy = leafView({}, place.kind, parameter->getNameAsString() + ".reference", call.location);
  store(load(place, call.location), copy, call.location);
  if (!isConst)
    call.copies.push_back({copy, place});
  passMemory(call, place.memory, argument, isConst, /*isOperand=*/false);
  call.operands.push_back(copy.memory);
}

Value FunctionLowering::emitKeptCall(const clang::CallExpr *source, const clang::FunctionDecl *definition,
                                     const Binding *result) {
  KeptCall call{definition, at(source), {}, {}, {}, {}};
  for (unsigned i = 0; i < definition->getNumParams(); ++i)
    passArgument(call, definition->getParamDecl(i), source->getArg(i));
  std::optional<Binding> temporary;
  if (recordOf(definition->getReturnType())) {
    bool isUsable = result != nullptr;
    if (result)
      forEachLeaf(*result, [&](const Binding &leaf) { isUsable &= isWhole(leaf.memory); });
    if (!isUsable)
      temporary = makeObject(definition->getReturnType(), "result", source->getExprLoc());
    forEachLeaf(temporary ? *temporary : *result,
                [&](const Binding &leaf) { call.operands.push_back(leaf.memory.memory); });
  }
  func::FuncOp target = unit.functionFor(definition, call.shapes, source);
  for (const KeptCall::Passed &each : call.passed) {
    if (!each.operand || each.memory.getType() == target.getArgumentTypes()[*each.operand])
      continue;
    refuse(each.argument->getExprLoc(),
           "'" + ir::nameOf(each.memory) + "' is " + extentsText(each.memory.getType()) + ", parameter '" +
               ir::nameOf(target.getArgument(*each.operand)) + "' of '" + printedName(definition) + "' is " +
               extentsText(target.getArgumentTypes()[*each.operand]),
           "pass an array of the declared extents and element type");
  }
  for (const clang::VarDecl *variable : unit.stateArguments[target])
    forEachLeaf(bindingOf(variable, source->getExprLoc()),
                [&](const Binding &leaf) { passMemory(call, leaf.memory.memory, source, /*isConst=*/false); });
  if (ir::consoleOf(target))
    console(); // of this function too: it prints by the call
  auto callOp = func::CallOp::create(builder, call.location, target, call.operands);
  for (const KeptCall::CopyBack &copy : call.copies)
    copyView(copy.place, copy.temporary, call.location);
  if (temporary && result)
    copyObject(*result, *temporary, call.location);
  return callOp.getNumResults() ? callOp.getResult(0) : Value();
}

// Whether two references of the call name elements of one array, of which one may be written: swap(a[i], a[j]), or one
// stream. As a part of the caller the body sees which elements they are.
bool FunctionLowering::sharesElements(const clang::CallExpr *call, const clang::FunctionDecl *definition) const {
  llvm::DenseMap<const clang::ValueDecl *, bool> isConstByRoot;
  for (unsigned i = 0; i < definition->getNumParams(); ++i) {
    clang::QualType type = definition->getParamDecl(i)->getType();
    bool isReference = type->isReferenceType() && isSingle(definition->getParamDecl(i));
    const clang::Expr *argument = call->getArg(i)->IgnoreParenImpCasts();
    bool isPart = llvm::isa<clang::ArraySubscriptExpr, clang::MemberExpr>(argument);
    if (!isReference || (!isPart && !streamOf(definition->getParamDecl(i))))
      continue;
    const clang::ValueDecl *root = rootVariable(argument);
    bool isConst = type->getPointeeType().isConstQualified();
    auto [known, isNew] = isConstByRoot.try_emplace(root, isConst);
    if (root && !isNew && !(isConst && known->second))
      return true;
    known->second &= isConst;
  }
  return false;
}

Value FunctionLowering::emitCall(const clang::CallExpr *call, const Binding *result) {
  if (std::optional<HlsOperation> operation = streamOperation(call))
    return emitStream(*operation, result);
  const clang::FunctionDecl *callee = call->getDirectCallee();
  if (!callee) {
    if (auto *destroy = llvm::dyn_cast<clang::CXXPseudoDestructorExpr>(call->getCallee()->IgnoreParens()))
      return emitIgnored(destroy->getBase()), Value();
    refuse(call->getExprLoc(), "a call through a pointer is not accepted", "call the function by its name");
  }
  // A constexpr function of constants is a constant, whatever it does inside (recursion, say).
  clang::Expr::EvalResult known;
  if (callee->isConstexpr() && !hasEffects(call) && scalarKind(call->getType()) && call->EvaluateAsRValue(known, ast) &&
      !known.HasSideEffects)
    return constantOf(known.Val, kindOf(call), call->getExprLoc());
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
    if (method->isVirtual())
      refuse(call->getExprLoc(), "virtual calls are not accepted", "call a function or a function template");
    if (llvm::isa<clang::CXXDestructorDecl>(method))
      return {};
    auto *operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
    if (operation && operation->getOperator() == clang::OO_Equal && method->isTrivial()) {
      assignObject(placeOf(operation->getArg(0)), operation->getArg(1));
      return {};
    }
  }
  if (isHlsMath(callee))
    if (std::optional<Value> result = emitElementaryCall(call, callee))
      return *result;
  bool isOfLibrary = isLibrary(callee, ast.getSourceManager());
  if (isOfLibrary)
    if (std::optional<Value> result = emitLibraryCall(call, callee))
      return *result;
  const clang::FunctionDecl *definition = definitionOf(call);
  if (isOfLibrary && (!definition || isNeverAccepted(call, callee)))
    refuseLibraryCall(call, callee);
  if (!definition)
    refuse(call->getExprLoc(), "'" + printedName(callee) + "' has no body in this file",
           "include the file that defines it");
  if (definition->isVariadic())
    refuse(call->getExprLoc(), "functions with a variable number of arguments are not accepted",
           "use a function template with a parameter pack");
  if (!whyNotKept(definition) && !sharesElements(call, definition))
    return emitKeptCall(call, definition, result);
  return inlineCallExpr(call, definition, result).value;
}

} // namespace allo::lang
