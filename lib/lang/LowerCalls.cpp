// Calls of functions of the source (kept as calls) and of the library functions that the language knows.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/ExprCXX.h"
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
} // namespace

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
  if (name == "swap" && callee->isInStdNamespace() && count == 2 && scalarKind(call->getArg(0)->getType())) {
    View a = viewOf(call->getArg(0)), b = viewOf(call->getArg(1));
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

void FunctionLowering::refuseLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee) {
  std::string name = callee->getQualifiedNameAsString();
  std::string plain = libraryName(callee);
  static const llvm::StringRef allocation[] = {"malloc", "calloc", "realloc", "free", "aligned_alloc", "alloca"};
  static const llvm::StringRef inputOutput[] = {"printf", "fprintf", "puts",    "putchar", "scanf",
                                                "fopen",  "fclose",  "fread",   "fwrite",  "getchar",
                                                "fputs",  "fgets",   "sprintf", "snprintf"};
  if (llvm::is_contained(allocation, plain))
    refuse(call->getExprLoc(), "dynamic allocation (" + plain + ") is not accepted",
           "declare a local array with constant extents");
  clang::QualType object = call->getNumArgs() ? call->getArg(0)->getType() : clang::QualType();
  bool isStream = llvm::isa<clang::CXXOperatorCallExpr>(call) && !object.isNull() && object->isRecordType() &&
                  callee->isInStdNamespace() && (plain.empty() || plain == "operator<<");
  if (llvm::is_contained(inputOutput, plain) || isStream)
    refuse(call->getExprLoc(),
           "input and output (" + (isStream ? std::string("streams") : plain) + ") are not accepted in a kernel",
           "pass data through parameters");
  refuse(call->getExprLoc(), "the library function '" + name + "' is not accepted",
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
  std::function<void(const Binding &)> collect = [&](const Binding &binding) {
    if (binding.form == Binding::view)
      memories.push_back(binding.memory.memory);
    for (const auto &[field, member] : binding.members)
      collect(*member);
  };
  if (std::optional<Binding> exact =
          llvm::isa<clang::MemberExpr>(place) ? bindingOf(place) : std::optional<Binding>(found->second))
    collect(*exact);
}

Value FunctionLowering::emitCall(const clang::CallExpr *call, const Binding *result) {
  const clang::FunctionDecl *callee = call->getDirectCallee();
  if (!callee)
    refuse(call->getExprLoc(), "a call through a pointer is not accepted", "call the function by its name");
  // A constexpr function of constants is a constant, whatever it does inside (recursion, say).
  clang::Expr::EvalResult known;
  if (callee->isConstexpr() && !hasEffects(call) && scalarKind(call->getType()) && call->EvaluateAsRValue(known, ast) &&
      !known.HasSideEffects)
    return constantOf(known.Val, kindOf(call), call->getExprLoc());
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
    if (method->isVirtual())
      refuse(call->getExprLoc(), "virtual calls are not accepted", "call a function or a function template");
    if (isLibrary(callee, ast.getSourceManager()))
      refuseLibraryCall(call, callee);
    refuse(call->getExprLoc(), "member functions are not accepted yet", "write a function that takes the struct");
  }
  if (isHlsMath(callee))
    if (std::optional<Value> result = emitElementaryCall(call, callee))
      return *result;
  if (isLibrary(callee, ast.getSourceManager())) {
    if (std::optional<Value> result = emitLibraryCall(call, callee))
      return *result;
    refuseLibraryCall(call, callee);
  }
  const clang::FunctionDecl *definition = nullptr;
  if (!callee->hasBody(definition))
    refuse(call->getExprLoc(), "'" + printedName(callee) + "' has no body in this file",
           "include the file that defines it");
  if (definition->isVariadic())
    refuse(call->getExprLoc(), "functions with a variable number of arguments are not accepted");

  Location location = at(call);
  SmallVector<Value> operands;
  CallShapes shapes;
  struct CopyBack {
    Value temporary;
    View place;
  };
  SmallVector<CopyBack> copies; // elements passed by reference
  struct Passed {
    Value memory;
    const clang::Expr *argument;
    bool isConst;
  };
  SmallVector<Passed> passed;
  auto checkDistinct = [&](Value memory, const clang::Expr *argument, bool isConst) {
    for (const Passed &other : passed)
      if (other.memory == memory && !(isConst && other.isConst))
        refuse(argument->getExprLoc(),
               "'" + ir::nameOf(memory) + "' is passed twice in one call of '" + printedName(definition) + "'",
               "parameters are distinct by contract: pass a copy, or declare both parameters const",
               {{unit.placeOf(other.argument->getExprLoc()), "it is also this argument"}});
    passed.push_back({memory, argument, isConst});
  };
  // What a parameter `const T &` or `const T *` reads as it is before the call must not be written by the call.
  auto checkUnwritten = [&](const clang::Expr *argument) {
    SmallVector<Value> memories;
    if (argument->getType()->isPointerType())
      collectRoots(argument->IgnoreParenImpCasts(), memories);
    else if (argument->isGLValue() && !llvm::isa<clang::MaterializeTemporaryExpr>(argument->IgnoreParens()))
      collectRoots(argument, memories);
    for (Value memory : memories)
      checkDistinct(memory, argument, /*isConst=*/true);
  };
  auto pass = [&](Value memory, const clang::Expr *argument, bool isConst) {
    checkDistinct(memory, argument, isConst);
    operands.push_back(memory);
  };
  for (unsigned i = 0; i < definition->getNumParams(); ++i) {
    const clang::ParmVarDecl *parameter = definition->getParamDecl(i);
    const clang::Expr *argument = call->getArg(i);
    clang::QualType type = parameter->getType();
    shapes.emplace_back();
    clang::QualType referred = type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : type;
    if (referred->isRecordType()) {
      Binding structure = structOf(argument);
      if (referred != type && referred.isConstQualified())
        checkUnwritten(argument);
      bool writes = referred != type && !referred.isConstQualified(); // else the members are passed by value
      if (writes && !bindingOf(argument->IgnoreParenImpCasts()))
        refuse(argument->getExprLoc(), "the call may write this struct, which is not one variable",
               "branch around two calls, each with its own variable");
      for (const clang::FieldDecl *field : referred->getAsRecordDecl()->fields()) {
        const Binding &member = *structure.members.at(field);
        if (writes && member.form != Binding::view)
          refuse(argument->getExprLoc(), "this struct is never assigned here and cannot be passed to be written");
        if (writes)
          pass(member.memory.memory, argument, false);
        else
          operands.push_back(member.form == Binding::view ? load(member.memory, location) : member.scalar);
      }
      continue;
    }
    if (isScalarReference(parameter)) {
      bool isConst = referred.isConstQualified();
      auto *address = llvm::dyn_cast<clang::UnaryOperator>(argument->IgnoreParenImpCasts());
      bool namesElement = type->isPointerType() && address && address->getOpcode() == clang::UO_AddrOf;
      View place = viewOf(namesElement ? address->getSubExpr() : argument);
      while (!place.isScalar()) // an array stands for its first element
        place = subscript(place, {getAffineConstantExpr(0, builder.getContext()), {}}, argument);
      if (place.indices.empty()) {
        pass(place.memory, argument, isConst);
        continue;
      }
      Value temporary = allocate({}, place.kind, parameter->getNameAsString() + ".reference", location);
      View copy;
      copy.memory = temporary;
      copy.kind = place.kind;
      store(load(place, location), copy, location);
      if (!isConst)
        copies.push_back({temporary, place});
      checkDistinct(place.memory, argument, isConst);
      operands.push_back(temporary);
      continue;
    }
    if (type->isPointerType() || (type->isReferenceType() && type->getPointeeType()->isArrayType())) {
      View view = viewOf(argument);
      if (!view.indices.empty())
        refuse(argument->getExprLoc(),
               "passing a part of '" + ir::nameOf(view.memory) + "' to a function is not accepted yet",
               "pass the whole array and the index");
      shapes.back() = view.rest;
      pass(view.memory, argument, ast.getBaseElementType(referred).isConstQualified());
      continue;
    }
    if (type->isReferenceType())
      checkUnwritten(argument);
    operands.push_back(emit(argument));
  }
  if (const clang::RecordDecl *record = definition->getReturnType()->getAsRecordDecl()) {
    Binding temporary;
    if (!result) {
      temporary = makeStruct(record, "result", call->getExprLoc());
      result = &temporary;
    }
    for (const clang::FieldDecl *field : record->fields())
      operands.push_back(result->members.at(field)->memory.memory);
  }
  func::FuncOp target = unit.functionFor(definition, shapes, call);
  for (const Passed &each : passed) {
    unsigned position = llvm::find(operands, each.memory) - operands.begin();
    if (position == operands.size() || each.memory.getType() == target.getArgumentTypes()[position])
      continue;
    refuse(each.argument->getExprLoc(),
           "'" + ir::nameOf(each.memory) + "' is " + extentsText(each.memory.getType()) + ", parameter '" +
               ir::nameOf(target.getArgument(position)) + "' of '" + printedName(definition) + "' is " +
               extentsText(target.getArgumentTypes()[position]),
           "pass an array of the declared extents and element type");
  }
  auto callOp = func::CallOp::create(builder, location, target, operands);
  for (const CopyBack &copy : copies) {
    View temporary;
    temporary.memory = copy.temporary;
    store(load(temporary, location), copy.place, location);
  }
  return callOp.getNumResults() ? callOp.getResult(0) : Value();
}

} // namespace allo::lang
