// Calls whose bodies become part of the caller: member functions, constructors, lambdas, operators, and functions that
// take or give references to anything but whole variables (docs/decisions/0018).
#include "lang/FunctionLowering.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using allo::ir::CType;

namespace allo::lang {

namespace {
bool containsLoop(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(statement))
    if (!isBlockOnce(statement))
      return true;
  return llvm::any_of(statement->children(), containsLoop);
}

bool isInStandardLibrary(const clang::FunctionDecl *function, const clang::SourceManager &sources) {
  return function->isInStdNamespace() || sources.isInSystemHeader(sources.getExpansionLoc(function->getLocation()));
}
} // namespace

// Why the function cannot be a function of its own in the design; nothing if it can.
std::optional<std::string> FunctionLowering::whyNotKept(const clang::FunctionDecl *definition) const {
  auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(definition);
  if (method && !method->isStatic())
    return "it is a member function";
  if (method && method->getParent()->isLambda())
    return "it is a lambda";
  if (definition->isOverloadedOperator() && !containsLoop(definition->getBody()))
    return "it is an operator";
  if (isInStandardLibrary(definition, ast.getSourceManager()))
    return "it belongs to the standard library";
  clang::QualType result = definition->getReturnType();
  if (result->isReferenceType() || result->isPointerType())
    return "it gives a place";
  if (const clang::RecordDecl *record = recordOf(result); record && !isPlainData(record, ast))
    return "its result has references";
  for (const clang::ParmVarDecl *parameter : definition->parameters()) {
    clang::QualType type = parameter->getType();
    if (type->isRValueReferenceType())
      return "it takes a temporary";
    if (streamOf(parameter))
      continue;
    clang::QualType referred = type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : type;
    std::optional<ArrayShape> shape = arrayShape(referred, ast);
    if (!shape || (!shape->extents.empty() && referred == type))
      return "a parameter has no constant extent";
    const clang::RecordDecl *record = recordOf(shape->element);
    if (record && !isPlainData(record, ast))
      return "a parameter has references";
  }
  return std::nullopt;
}

// The body of what a call names, or null where there is none that we read.
const clang::FunctionDecl *FunctionLowering::definitionOf(const clang::CallExpr *call) {
  const clang::FunctionDecl *callee = call->getDirectCallee(), *definition = nullptr;
  if (!callee || callee->getBuiltinID() != 0 || !callee->hasBody(definition))
    return nullptr;
  return definition;
}

Binding FunctionLowering::argumentOf(const clang::ParmVarDecl *parameter, const clang::Expr *argument) {
  clang::QualType type = parameter->getType();
  std::string name = parameter->getNameAsString();
  if (type->isReferenceType() || type->isPointerType())
    return referenceTo(type, argument, name);
  if (std::optional<CType> kind = scalarKind(type)) {
    Binding binding;
    if (mutations.contains(parameter)) {
      binding = bindingOfView(leafView({}, *kind, name, at(argument)));
      store(emit(argument), binding.memory, at(argument));
    } else {
      binding.form = Binding::value;
      binding.memory.kind = *kind;
      binding.affine = affineOf(argument);
      binding.scalar = emit(argument);
    }
    return binding;
  }
  const clang::RecordDecl *record = recordOf(type);
  if (!record)
    scalarKindOrRefuse(type, parameter->getLocation(), "parameter '" + name + "'");
  // Closures and objects that nobody writes are shared, not copied.
  auto *closure = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  bool isShared = closure && closure->isLambda() && closure->getLambdaCallOperator()->isConst();
  if (isShared)
    return objectOf(argument);
  Binding object = makeObject(type, name, argument->getExprLoc());
  initialise(object, argument);
  return object;
}

FunctionLowering::Inlined FunctionLowering::inlineCall(const clang::FunctionDecl *definition,
                                                       ArrayRef<const clang::Expr *> arguments,
                                                       std::optional<Binding> object, const Binding *result,
                                                       const clang::Expr *call) {
  mutations.add(definition);
  std::vector<Binding> given; // all before the first is bound: an argument may call the same function
  for (unsigned i = 0; i < definition->getNumParams() && i < arguments.size(); ++i)
    given.push_back(argumentOf(definition->getParamDecl(i), arguments[i]));
  return inlineBody(definition, given, std::move(object), result, call);
}

FunctionLowering::Inlined FunctionLowering::inlineBody(const clang::FunctionDecl *definition, ArrayRef<Binding> given,
                                                       std::optional<Binding> object, const Binding *result,
                                                       const clang::Expr *call) {
  unit.enter(definition, call->getExprLoc());
  llvm::scope_exit leave([&] { unit.leave(); });
  // A copy: where the call is itself what a function returns, `result` is a part of the frame that is put aside below.
  std::optional<Binding> target = result ? std::optional<Binding>(*result) : std::nullopt;
  for (unsigned i = 0; i < given.size(); ++i) {
    const clang::ParmVarDecl *parameter = definition->getParamDecl(i);
    bindings[parameter] = given[i];
    if (parameter->getType()->isPointerType() && mutations.moves(parameter))
      letMove(parameter, given[i]);
  }

  Frame outer = std::move(frame);
  llvm::scope_exit restore([&] { frame = std::move(outer); });
  frame = Frame();
  frame.object = object;
  frame.function = definition;
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(definition); method && method->getParent()->isLambda()) {
    llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> fields;
    clang::FieldDecl *thisField = nullptr;
    method->getParent()->getCaptureFields(fields, thisField);
    for (auto [variable, field] : fields)
      frame.captured[variable] = *object->member(field);
    frame.object.reset();
    if (thisField)
      frame.object = *object->member(thisField);
  }
  clang::QualType type = definition->getReturnType();
  frame.returnsPlace = type->isReferenceType() || type->isPointerType();
  frame.placeType = type;
  // A number that nobody may write through the reference, chosen by the way that the function takes: its value.
  bool isChosen = type->isReferenceType() && type->getPointeeType().isConstQualified() &&
                  scalarKind(type->getPointeeType()) && returnsEarly(definition);
  if (isChosen) {
    frame.returnsPlace = false;
    type = type->getPointeeType();
  }
  if (frame.returnsPlace)
    ;
  else if (std::optional<CType> kind = scalarKind(type))
    frame.returnKind = kind;
  else if (recordOf(type))
    frame.returnStruct = target ? *target : makeObject(type, "result", call->getExprLoc());
  else if (!type->isVoidType())
    scalarKindOrRefuse(type, definition->getLocation(), "the result");

  std::string label = std::exchange(pendingLabel, std::string());
  Inlined inlined;
  inlined.value = lowerBody(definition);
  pendingLabel = label;
  inlined.place = frame.returnsPlace ? frame.returnPlace : frame.returnStruct;
  if (isChosen) {
    inlined.place.emplace();
    inlined.place->form = Binding::value;
    inlined.place->memory.kind = *frame.returnKind;
    inlined.place->scalar = inlined.value;
  }
  return inlined;
}

FunctionLowering::Inlined FunctionLowering::inlineCallExpr(const clang::CallExpr *call,
                                                           const clang::FunctionDecl *definition,
                                                           const Binding *result) {
  SmallVector<const clang::Expr *> arguments(call->arguments());
  std::optional<Binding> object;
  auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(definition);
  if (auto *member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
    const clang::Expr *base = member->getImplicitObjectArgument();
    object = base->getType()->isPointerType() ? pointee(placeOf(base), base)
             : method->isConst()              ? objectOf(base)
                                              : placeOf(base);
  } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && method && !method->isStatic()) {
    object = method->isConst() ? objectOf(arguments.front()) : placeOf(arguments.front());
    arguments.erase(arguments.begin());
  } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && method) {
    emitIgnored(arguments.front()); // a static operator()
    arguments.erase(arguments.begin());
  }
  if (!isInStandardLibrary(definition, ast.getSourceManager()))
    return inlineCall(definition, arguments, object, result, call);
  if (inLibrary)
    return inlineCall(definition, arguments, object, result, call);
  llvm::SaveAndRestore library(inLibrary, true);
  try {
    return inlineCall(definition, arguments, object, result, call);
  } catch (const UserError &error) { // said at the program's own line
    refuse(call->getExprLoc(), "the library function '" + printedName(definition) + "' is not accepted here",
           "write out what it does", {{error.place(), error.message()}});
  }
}

} // namespace allo::lang
