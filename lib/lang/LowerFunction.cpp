// A function from its parameters to its return.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/DeclCXX.h"

using namespace mlir;
using allo::ir::CKind;

namespace allo::lang {

FunctionLowering::FunctionLowering(ModuleLowering &unit, const clang::FunctionDecl *source)
    : unit(unit), source(source), ast(unit.ast), builder(unit.module.getContext()), domain(unit.module.getContext()),
      mutations(source->getBody()) {}

Location FunctionLowering::at(const clang::Stmt *statement) const {
  if (auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    return unit.locationOf(expression->getExprLoc());
  return unit.locationOf(statement->getBeginLoc());
}

func::FuncOp FunctionLowering::lower(const std::string &symbol, const CallShapes &shapes, bool isTop) {
  if (llvm::isa<clang::CXXMethodDecl>(source))
    refuse(source->getLocation(), "member functions are not accepted yet", "write a function that takes the struct");
  clang::QualType resultType = source->getReturnType();
  const clang::RecordDecl *resultRecord = resultType->getAsRecordDecl();
  if (resultRecord && isTop)
    refuse(source->getLocation(), "a top cannot return a struct yet", "give it back through a reference parameter");
  if (resultType->isReferenceType())
    refuse(source->getLocation(), "a function that returns a reference is not accepted",
           "return the value, or the index of the element");
  if (!resultType->isVoidType() && !resultRecord)
    returnKind = scalarKindOrRefuse(resultType, source->getLocation(), "the result");
  Location location = unit.locationOf(source->getLocation());
  // Functions stand in the order in which they are finished, callees first; this one's place is taken at its end.
  OpBuilder moduleBuilder = OpBuilder::atBlockEnd(unit.module.getBody());
  function = func::FuncOp::create(moduleBuilder, location, symbol, builder.getFunctionType({}, {}));
  if (isTop)
    function->setAttr(ir::topAttrName, builder.getUnitAttr());
  else
    function.setPrivate();
  declareParameters(shapes);
  Block *entry = &function.getBody().front();
  builder.setInsertionPointToStart(entry);

  unsigned next = 0;
  for (const clang::ParmVarDecl *parameter : source->parameters()) {
    unsigned count = 1;
    clang::QualType type = parameter->getType();
    clang::QualType referred = type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : type;
    if (const clang::RecordDecl *record = referred->getAsRecordDecl())
      count = std::distance(record->field_begin(), record->field_end());
    SmallVector<Value> arguments(entry->getArguments().slice(next, count));
    bindParameter(parameter, arguments);
    next += count;
  }

  if (resultRecord) {
    returnStruct.emplace();
    returnStruct->form = Binding::structure;
    for (const clang::FieldDecl *field : resultRecord->fields()) {
      Binding member;
      member.form = Binding::view;
      member.memory.memory = entry->getArgument(next++);
      member.memory.kind = ir::variableOf(member.memory.memory).getType().getValue();
      returnStruct->members[field] = std::make_shared<Binding>(member);
    }
  }

  // A body whose only return is its last statement returns directly; others go through a variable and a flag.
  auto *body = llvm::cast<clang::CompoundStmt>(source->getBody());
  SmallVector<const clang::Stmt *> statements(body->body());
  const clang::ReturnStmt *last = statements.empty() ? nullptr : llvm::dyn_cast<clang::ReturnStmt>(statements.back());
  bool isSimple = true;
  for (const clang::Stmt *statement : statements)
    isSimple &= statement == last || !leavesOf(statement).any();
  Location end = unit.locationOf(body->getRBracLoc());
  if (isSimple) {
    scopes.push_back({Scope::function, {}, {}});
    if (last)
      statements.pop_back();
    lowerBlock(statements);
    SmallVector<Value> results;
    if (last && last->getRetValue()) {
      if (returnKind)
        results.push_back(emit(last->getRetValue()));
      else if (returnStruct)
        assignStruct(*returnStruct, last->getRetValue());
      else
        emitIgnored(last->getRetValue());
    } else if (returnKind) {
      // Flowing off the end has no defined result; it is 0 here (docs/decisions/0009).
      results.push_back(constant(*returnKind, 0, end));
    }
    func::ReturnOp::create(builder, last ? at(last) : end, results);
  } else {
    Value done = allocateFlag("return.done", location);
    builder.setInsertionPointToEnd(entry);
    View flag;
    flag.memory = done;
    flag.kind = CKind::Bool;
    store(constant(CKind::Bool, 0, location), flag, location);
    View result;
    if (returnKind) {
      returnMemory = allocate({}, *returnKind, "return", location);
      result.memory = returnMemory;
      result.kind = *returnKind;
      store(constant(*returnKind, 0, location), result, location);
    }
    scopes.push_back({Scope::function, done, {}});
    lowerBlock(statements);
    SmallVector<Value> results;
    if (returnKind)
      results.push_back(load(result, end));
    func::ReturnOp::create(builder, end, results);
  }
  function->moveBefore(unit.module.getBody(), unit.module.getBody()->end());
  return function;
}

} // namespace allo::lang
