// A function from its parameters to its return.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"

#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using allo::ir::CKind;

namespace allo::lang {

namespace {
bool mayLeaveEarly(const clang::CompoundStmt *body) {
  const clang::Stmt *last = body->body_empty() ? nullptr : body->body_back();
  return llvm::any_of(body->body(), [&](const clang::Stmt *statement) {
    return !(statement == last && llvm::isa<clang::ReturnStmt>(statement)) && leavesOf(statement).any();
  });
}
} // namespace

FunctionLowering::FunctionLowering(ModuleLowering &unit, const clang::FunctionDecl *source)
    : unit(unit), source(source), ast(unit.ast), builder(unit.module.getContext()), domain(unit.module.getContext()),
      mutations(source) {}

Location FunctionLowering::at(const clang::Stmt *statement) const {
  if (auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    return unit.locationOf(expression->getExprLoc());
  return unit.locationOf(statement->getBeginLoc());
}

func::FuncOp FunctionLowering::lower(const std::string &symbol, const CallShapes &shapes, bool isTop) {
  clang::QualType resultType = source->getReturnType();
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(source); isTop && method && !method->isStatic())
    refuse(source->getLocation(), "a member function cannot be a top",
           "write a function that has the object, and name that");
  if (resultType->isReferenceType() || resultType->isPointerType())
    refuse(source->getLocation(), "a top that returns a reference or pointer is not accepted",
           "return the value, or the index of the element");
  const clang::RecordDecl *resultRecord = recordOf(resultType);
  if (!resultType->isVoidType() && !resultRecord)
    frame.returnKind = scalarKindOrRefuse(resultType, source->getLocation(), "the result");
  Location location = unit.locationOf(source->getLocation());
  // Functions stand in the order in which they are finished, callees first; this one's place is taken at its end.
  OpBuilder moduleBuilder = OpBuilder::atBlockEnd(unit.module.getBody());
  function = func::FuncOp::create(moduleBuilder, location, symbol, builder.getFunctionType({}, {}));
  if (isTop)
    function->setAttr(ir::topAttrName, builder.getUnitAttr());
  else
    function.setPrivate();
  declareParameters(shapes);
  builder.setInsertionPointToStart(&function.getBody().front());
  for (unsigned i = 0; i < source->getNumParams(); ++i)
    bindParameter(source->getParamDecl(i), i < shapes.size() ? shapes[i] : CallShape());
  if (resultRecord)
    frame.returnStruct = objectBinding(unit, resultRecord, {}, "return", source->getLocation(),
                                       [&](const RecordLeaf &leaf) { return bindMemory(takeArgument(), leaf.kind); });
  Value result = lowerBody(source);
  func::ReturnOp::create(builder, endOf(source), result ? ValueRange(result) : ValueRange());
  function->moveBefore(unit.module.getBody(), unit.module.getBody()->end());
  return function;
}

bool FunctionLowering::returnsEarly(const clang::FunctionDecl *definition) {
  auto *body = llvm::dyn_cast<clang::CompoundStmt>(definition->getBody());
  return body && mayLeaveEarly(body);
}

Location FunctionLowering::endOf(const clang::FunctionDecl *definition) const {
  auto *body = llvm::cast<clang::CompoundStmt>(definition->getBody());
  auto *last = body->body_empty() ? nullptr : llvm::dyn_cast<clang::ReturnStmt>(body->body_back());
  return last && !mayLeaveEarly(body) ? at(last) : unit.locationOf(body->getRBracLoc());
}

void FunctionLowering::initialiseMembers(const clang::CXXConstructorDecl *constructor) {
  for (const clang::CXXCtorInitializer *initialiser : constructor->inits()) {
    const clang::Expr *value = initialiser->getInit();
    Binding &object = *frame.object;
    if (initialiser->isDelegatingInitializer()) {
      initialise(object, value);
    } else if (initialiser->isBaseInitializer()) {
      const clang::CXXRecordDecl *base = initialiser->getBaseClass()->getAsCXXRecordDecl()->getDefinition();
      initialise(*object.member(base), value);
    } else {
      Binding whole = object; // a member of an anonymous union lies inside it
      Binding *member = nullptr;
      if (const clang::IndirectFieldDecl *indirect = initialiser->getIndirectMember()) {
        for (const clang::NamedDecl *step : indirect->chain()) {
          member = whole.member(step);
          Binding inner = *member;
          whole = inner;
        }
        initialise(whole, value);
        continue;
      }
      const clang::FieldDecl *field = initialiser->getMember();
      member = object.member(field);
      if (field->getType()->isReferenceType() || field->getType()->isPointerType())
        *member = referenceTo(field->getType(), value, field->getNameAsString());
      else
        initialise(*member, value);
    }
  }
}

// A body whose only return is its last statement gives its value directly; others go through a variable and a flag.
Value FunctionLowering::lowerBody(const clang::FunctionDecl *definition) {
  if (llvm::isa<clang::CoroutineBodyStmt>(definition->getBody()))
    refuse(definition->getLocation(), "coroutines are not accepted",
           "keep what goes on in a variable, and write a loop");
  if (!llvm::isa<clang::CompoundStmt>(definition->getBody()))
    refuse(definition->getLocation(), "exceptions are not accepted", "return a status instead");
  auto *body = llvm::cast<clang::CompoundStmt>(definition->getBody());
  if (auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(definition))
    initialiseMembers(constructor);
  SmallVector<const clang::Stmt *> statements(body->body());
  const clang::ReturnStmt *last = statements.empty() ? nullptr : llvm::dyn_cast<clang::ReturnStmt>(statements.back());
  Location end = unit.locationOf(body->getRBracLoc());
  frame.scope = scopes.size();
  llvm::scope_exit popScope([&, size = scopes.size()] { scopes.resize(size); });
  if (!mayLeaveEarly(body)) {
    scopes.push_back({Scope::function, {}, {}});
    if (last)
      statements.pop_back();
    lowerBlock(statements);
    if (last && last->getRetValue()) {
      Value value;
      recovering(last, [&] { value = returnedValue(last->getRetValue()); });
      if (value || !frame.returnKind)
        return value;
    }
    // Flowing off the end has no defined result; it is 0 here (docs/decisions/0009).
    return frame.returnKind ? constant(*frame.returnKind, 0, end) : Value();
  }
  if (frame.returnsPlace)
    refuse(definition->getLocation(), "a function that returns a place from several points is not accepted",
           "return the value, or the index of the element");
  Location location = unit.locationOf(definition->getLocation());
  View done = flagView(allocateFlag("return.done", location));
  store(constant(CKind::Bool, 0, location), done, location);
  View result;
  if (frame.returnKind) {
    result = leafView({}, *frame.returnKind, "return", location);
    frame.returnMemory = result.memory;
    store(constant(*frame.returnKind, 0, location), result, location);
  }
  scopes.push_back({Scope::function, done.memory, {}});
  lowerBlock(statements);
  return frame.returnKind ? load(result, end) : Value();
}

Value FunctionLowering::returnedValue(const clang::Expr *value) {
  if (frame.returnsPlace)
    frame.returnPlace = referenceTo(frame.placeType, value, "result");
  else if (frame.returnKind)
    return emit(value);
  else if (frame.returnStruct)
    initialise(*frame.returnStruct, value);
  else
    emitIgnored(value);
  return {};
}

void FunctionLowering::lowerReturn(const clang::ReturnStmt *statement) {
  if (const clang::Expr *value = statement->getRetValue())
    if (Value result = returnedValue(value)) {
      View place = flagView(frame.returnMemory);
      place.kind = *frame.returnKind;
      store(result, place, at(statement));
    }
  leaveTo(frame.scope, at(statement));
}

} // namespace allo::lang
