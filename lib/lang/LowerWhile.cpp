// Loops that are not counted: scf.while, with everything carried in memory; and what all loops share.
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "clang/AST/Decl.h"

using namespace mlir;
using allo::ir::CKind;

namespace allo::lang {

namespace {
View flagView(Value flag) {
  View view;
  view.memory = flag;
  view.kind = CKind::Bool;
  return view;
}
} // namespace

std::string FunctionLowering::takeLabel(const std::string &otherwise) {
  std::string name = pendingLabel.empty() ? otherwise : pendingLabel;
  pendingLabel.clear();
  return name;
}

void FunctionLowering::nameLoop(Operation *loop, const clang::Stmt *, const std::string &name) {
  ir::setLoop(loop, ir::LoopAttr::get(builder.getContext(), takeId(), takeLabel(name), 0, 0, false));
}

void FunctionLowering::lowerLoopBody(const clang::Stmt *body, Value exit) {
  // Continue needs the flag that skips the rest of the iteration; so does every exit.
  Leaves leaves = leavesOf(body);
  Value leave;
  if (leaves.any()) {
    Location location = at(body);
    leave = allocateFlag("skip", location);
    store(constant(CKind::Bool, 0, location), flagView(leave), location);
  }
  scopes.push_back({Scope::loop, leave, exit});
  lowerStatement(body);
  scopes.pop_back();
}

// A variable declared in the condition is computed there and read in the body: it stands before the loop.
void FunctionLowering::declareConditionVariable(const clang::VarDecl *variable) {
  if (!variable)
    return;
  std::string name = variable->getNameAsString();
  Binding binding;
  binding.form = Binding::view;
  binding.memory.kind = scalarKindOrRefuse(variable->getType(), variable->getLocation(), "variable '" + name + "'");
  binding.memory.memory = allocate({}, binding.memory.kind, name, unit.locationOf(variable->getLocation()));
  bindings[variable] = binding;
}

void FunctionLowering::emitLoopCondition(const clang::Expr *condition, const clang::VarDecl *conditionVariable,
                                         Value exit, Location location) {
  auto evaluate = [&]() -> Value {
    if (conditionVariable)
      store(emit(conditionVariable->getInit()), bindings.at(conditionVariable).memory, location);
    return condition ? emitCondition(condition) : constant(CKind::Bool, 1, location);
  };
  Value result;
  if (!exit) {
    result = evaluate();
  } else {
    Value ended = load(flagView(exit), location);
    Value goesOn = arith::XOrIOp::create(builder, location, ended, constant(CKind::Bool, 1, location));
    if (!condition) {
      result = goesOn;
    } else {
      auto branch = scf::IfOp::create(builder, location, builder.getI1Type(), goesOn, /*withElseRegion=*/true);
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToEnd(branch.thenBlock());
      scf::YieldOp::create(builder, location, evaluate());
      builder.setInsertionPointToEnd(branch.elseBlock());
      scf::YieldOp::create(builder, location, constant(CKind::Bool, 0, location));
      result = branch.getResult(0);
    }
  }
  scf::ConditionOp::create(builder, location, result, ValueRange());
}

void FunctionLowering::lowerGeneralFor(const clang::ForStmt *loop) {
  std::string label = takeLabel("");
  std::string name = "for";
  if (auto *declaration = llvm::dyn_cast_or_null<clang::DeclStmt>(loop->getInit())) {
    if (auto *variable = llvm::dyn_cast<clang::VarDecl>(*declaration->decl_begin()))
      name = variable->getNameAsString();
  } else if (auto *assignment = llvm::dyn_cast_or_null<clang::BinaryOperator>(loop->getInit())) {
    if (const clang::ValueDecl *variable = rootVariable(assignment->getLHS()))
      name = variable->getNameAsString();
  }
  lowerStatement(loop->getInit());
  Location location = at(loop);
  Leaves leaves = leavesOf(loop->getBody());
  Value exit;
  if (leaves.byBreak || leaves.byReturn) {
    exit = allocateFlag(name + ".exit", location);
    store(constant(CKind::Bool, 0, location), flagView(exit), location);
  }
  declareConditionVariable(loop->getConditionVariable());
  auto op = scf::WhileOp::create(builder, location, TypeRange(), ValueRange());
  pendingLabel = label;
  nameLoop(op, loop, name);
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&op.getBefore());
  builder.createBlock(&op.getAfter());
  builder.setInsertionPointToEnd(&op.getBefore().front());
  emitLoopCondition(loop->getCond(), loop->getConditionVariable(), exit, location);
  builder.setInsertionPointToEnd(&op.getAfter().front());
  lowerLoopBody(loop->getBody(), exit);
  if (loop->getInc()) {
    if (!exit) {
      emitIgnored(loop->getInc());
    } else {
      Value ended = load(flagView(exit), location);
      Value goesOn = arith::XOrIOp::create(builder, location, ended, constant(CKind::Bool, 1, location));
      auto guardOp = scf::IfOp::create(builder, location, goesOn, /*withElseRegion=*/false);
      OpBuilder::InsertionGuard inner(builder);
      builder.setInsertionPointToStart(guardOp.thenBlock());
      emitIgnored(loop->getInc());
    }
  }
  scf::YieldOp::create(builder, location);
}

void FunctionLowering::lowerWhile(const clang::WhileStmt *loop) {
  Location location = at(loop);
  std::string label = takeLabel("");
  Leaves leaves = leavesOf(loop->getBody());
  Value exit;
  if (leaves.byBreak || leaves.byReturn) {
    exit = allocateFlag("while.exit", location);
    store(constant(CKind::Bool, 0, location), flagView(exit), location);
  }
  declareConditionVariable(loop->getConditionVariable());
  auto op = scf::WhileOp::create(builder, location, TypeRange(), ValueRange());
  pendingLabel = label;
  nameLoop(op, loop, "while");
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&op.getBefore());
  builder.createBlock(&op.getAfter());
  builder.setInsertionPointToEnd(&op.getBefore().front());
  emitLoopCondition(loop->getCond(), loop->getConditionVariable(), exit, location);
  builder.setInsertionPointToEnd(&op.getAfter().front());
  lowerLoopBody(loop->getBody(), exit);
  scf::YieldOp::create(builder, location);
}

void FunctionLowering::lowerDo(const clang::DoStmt *loop) {
  Location location = at(loop);
  std::string label = takeLabel("");
  Leaves leaves = leavesOf(loop->getBody());
  Value exit;
  if (leaves.byBreak || leaves.byReturn) {
    exit = allocateFlag("do.exit", location);
    store(constant(CKind::Bool, 0, location), flagView(exit), location);
  }
  // The body and then the condition stand in the first region; the second is empty.
  auto op = scf::WhileOp::create(builder, location, TypeRange(), ValueRange());
  pendingLabel = label;
  nameLoop(op, loop, "do");
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&op.getBefore());
  builder.createBlock(&op.getAfter());
  builder.setInsertionPointToEnd(&op.getBefore().front());
  lowerLoopBody(loop->getBody(), exit);
  emitLoopCondition(loop->getCond(), nullptr, exit, location);
  builder.setInsertionPointToEnd(&op.getAfter().front());
  scf::YieldOp::create(builder, location);
}

} // namespace allo::lang
