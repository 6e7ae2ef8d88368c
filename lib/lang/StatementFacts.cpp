#include "lang/StatementFacts.h"

#include "lang/HlsIntrinsics.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/Stmt.h"

namespace allo::lang {

const clang::ValueDecl *rootVariable(const clang::Expr *expression) {
  while (expression) {
    expression = expression->IgnoreParenImpCasts();
    if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      return reference->getDecl();
    if (auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression))
      expression = subscript->getBase();
    else if (auto *member = llvm::dyn_cast<clang::MemberExpr>(expression))
      expression = member->getBase();
    else if (auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
      expression = unary->getSubExpr();
    else if (auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
      expression = binary->isAssignmentOp() || binary->getLHS()->getType()->isPointerType() ? binary->getLHS()
                   : binary->getRHS()->getType()->isPointerType()                           ? binary->getRHS()
                                                                                            : nullptr;
    else if (auto *cast = llvm::dyn_cast<clang::ExplicitCastExpr>(expression))
      expression = cast->getSubExpr();
    else if (auto *call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expression)) // a.at(i), a.begin()
      expression = call->getImplicitObjectArgument();
    else if (auto *operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression)) // a[i], a += b
      expression = operation->getNumArgs() ? operation->getArg(0) : nullptr;
    else
      return nullptr;
  }
  return nullptr;
}

class MutationVisitor : public clang::RecursiveASTVisitor<MutationVisitor> {
public:
  explicit MutationVisitor(Mutations &mutations) : mutations(mutations) {}

  bool VisitBinaryOperator(clang::BinaryOperator *op) {
    if (op->isAssignmentOp()) {
      mutate(op->getLHS());
      noteMove(op->getLHS());
    }
    return true;
  }
  bool VisitUnaryOperator(clang::UnaryOperator *op) {
    if (op->isIncrementDecrementOp()) {
      mutate(op->getSubExpr());
      noteMove(op->getSubExpr());
    } else if (op->getOpcode() == clang::UO_AddrOf) {
      mutate(op->getSubExpr());
      if (const clang::ValueDecl *variable = rootVariable(op->getSubExpr()))
        mutations.addresses.insert(variable);
    }
    return true;
  }
  bool VisitVarDecl(clang::VarDecl *variable) {
    clang::QualType type = variable->getType();
    // A reference or pointer may write what it names, anywhere and under its own name.
    bool writes = (type->isReferenceType() || type->isPointerType()) && !type->getPointeeType().isConstQualified();
    if (variable->getInit() && writes) {
      mutate(variable->getInit());
      if (const clang::ValueDecl *named = rootVariable(variable->getInit()))
        mutations.addresses.insert(named);
    }
    return true;
  }
  bool VisitCXXMemberCallExpr(clang::CXXMemberCallExpr *call) {
    if (const clang::CXXMethodDecl *method = call->getMethodDecl(); !method || !method->isConst())
      mutate(call->getImplicitObjectArgument());
    return true;
  }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *call) {
    for (unsigned i = 0; i < call->getNumArgs() && i < call->getConstructor()->getNumParams(); ++i)
      mutateIfWritable(call->getConstructor()->getParamDecl(i)->getType(), call->getArg(i));
    return true;
  }
  bool VisitInitListExpr(clang::InitListExpr *list) { // members that are references
    for (clang::Expr *value : list->inits())
      if (value && (value->isGLValue() || value->getType()->isPointerType()))
        mutateAndTakeAddress(value);
    return true;
  }
  bool VisitCXXForRangeStmt(clang::CXXForRangeStmt *loop) {
    if (loop->getLoopVariable()->getType()->isReferenceType() &&
        !loop->getLoopVariable()->getType()->getPointeeType().isConstQualified())
      mutateAndTakeAddress(loop->getRangeInit());
    return true;
  }
  // What a lambda writes through a reference may change wherever the lambda is called.
  bool VisitLambdaExpr(clang::LambdaExpr *lambda) {
    Mutations inBody(lambda->getCallOperator());
    for (const clang::LambdaCapture &capture : lambda->captures()) {
      if (!capture.capturesVariable() || capture.getCaptureKind() != clang::LCK_ByRef)
        continue;
      if (inBody.contains(capture.getCapturedVar()))
        mutations.addresses.insert(capture.getCapturedVar());
    }
    return true;
  }
  bool VisitReturnStmt(clang::ReturnStmt *statement) { // of a reference that may be written
    if (const clang::Expr *value = statement->getRetValue(); value && value->isGLValue())
      mutate(value);
    return true;
  }
  bool VisitCXXOperatorCallExpr(clang::CXXOperatorCallExpr *call) {
    if (std::optional<HlsOperation> operation = hlsOperation(call)) {
      if (hlsWrites(operation->name) || operation->name.ends_with(".ref"))
        mutate(operation->operands.front());
      if (operation->name == "concat.ref")
        mutate(operation->operands.back());
      return true;
    }
    auto *method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee());
    unsigned objects = method && !method->isStatic() ? 1 : 0; // the operands before the parameters
    if (method && !method->isConst() && objects)
      mutate(call->getArg(0));
    for (unsigned i = objects; i < call->getNumArgs(); ++i)
      if (const clang::FunctionDecl *callee = call->getDirectCallee(); callee && i - objects < callee->getNumParams())
        mutateIfWritable(callee->getParamDecl(i - objects)->getType(), call->getArg(i));
      else
        mutate(call->getArg(i));
    return true;
  }
  bool VisitCallExpr(clang::CallExpr *call) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    for (unsigned i = 0; i < call->getNumArgs(); ++i) {
      clang::QualType type =
          callee && i < callee->getNumParams() ? callee->getParamDecl(i)->getType() : call->getArg(i)->getType();
      mutateIfWritable(type, call->getArg(i));
    }
    return true;
  }

private:
  void mutateIfWritable(clang::QualType type, const clang::Expr *argument) {
    if ((type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified())
      mutate(argument);
  }
  void mutateAndTakeAddress(const clang::Expr *place) {
    mutate(place);
    if (const clang::ValueDecl *variable = rootVariable(place))
      mutations.addresses.insert(variable);
  }
  void noteMove(const clang::Expr *place) {
    if (auto *variable = llvm::dyn_cast<clang::DeclRefExpr>(place->IgnoreParens());
        variable && variable->getType()->isPointerType())
      mutations.moved.insert(variable->getDecl());
  }
  void mutate(const clang::Expr *place) {
    if (const clang::ValueDecl *variable = rootVariable(place))
      ++mutations.sites[variable];
  }
  Mutations &mutations;
};

void Mutations::add(const clang::FunctionDecl *function) {
  if (!added.insert(function).second)
    return;
  MutationVisitor visitor(*this);
  if (auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function))
    for (const clang::CXXCtorInitializer *initialiser : constructor->inits())
      visitor.TraverseStmt(initialiser->getInit());
  visitor.TraverseStmt(function->getBody());
}

Mutations::Mutations(const clang::Stmt *statement) {
  MutationVisitor(*this).TraverseStmt(const_cast<clang::Stmt *>(statement));
}

namespace {
void collectLeaves(const clang::Stmt *statement, bool inLoop, bool inSwitch, Leaves &leaves) {
  if (!statement)
    return;
  switch (statement->getStmtClass()) {
  case clang::Stmt::ReturnStmtClass:
    leaves.byReturn = true;
    return;
  case clang::Stmt::BreakStmtClass:
    leaves.byBreak |= !inLoop && !inSwitch;
    return;
  case clang::Stmt::ContinueStmtClass:
    leaves.byContinue |= !inLoop;
    return;
  case clang::Stmt::ForStmtClass:
  case clang::Stmt::WhileStmtClass:
  case clang::Stmt::DoStmtClass:
  case clang::Stmt::CXXForRangeStmtClass:
    inLoop = true;
    break;
  case clang::Stmt::SwitchStmtClass:
    inSwitch = true;
    break;
  default:
    if (llvm::isa<clang::Expr>(statement))
      return; // bodies of lambdas are functions of their own
  }
  for (const clang::Stmt *child : statement->children())
    collectLeaves(child, inLoop, inSwitch, leaves);
}
} // namespace

Leaves leavesOf(const clang::Stmt *statement) {
  Leaves leaves;
  collectLeaves(statement, false, false, leaves);
  return leaves;
}

bool isBlockOnce(const clang::Stmt *statement) {
  auto *loop = llvm::dyn_cast<clang::DoStmt>(statement);
  if (!loop)
    return false;
  const clang::Expr *condition = loop->getCond()->IgnoreParenImpCasts();
  auto *number = llvm::dyn_cast<clang::IntegerLiteral>(condition);
  auto *truth = llvm::dyn_cast<clang::CXXBoolLiteralExpr>(condition);
  if (!(number && number->getValue() == 0) && !(truth && !truth->getValue()))
    return false;
  Leaves leaves = leavesOf(loop->getBody());
  return !leaves.byBreak && !leaves.byContinue;
}

bool alwaysLeaves(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (llvm::isa<clang::ReturnStmt, clang::BreakStmt, clang::ContinueStmt>(statement))
    return true;
  if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement)) {
    for (const clang::Stmt *child : block->body())
      if (alwaysLeaves(child))
        return true;
    return false;
  }
  if (auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
    return branch->getElse() && alwaysLeaves(branch->getThen()) && alwaysLeaves(branch->getElse());
  return false;
}

bool isPrintFunction(llvm::StringRef name) { return name == "printf" || name == "puts" || name == "putchar"; }

namespace {
bool isPrinting(const clang::FunctionDecl *function) {
  if (!function || !function->getDeclName().isIdentifier() || function->hasBody())
    return false;
  llvm::StringRef name = function->getName();
  name.consume_front("__builtin_");
  return isPrintFunction(name);
}

// Whether calling the function may see or change memory that is kept from call to call, or prints.
class StateVisitor : public clang::RecursiveASTVisitor<StateVisitor> {
public:
  bool found = false;
  void visit(const clang::FunctionDecl *function) {
    const clang::FunctionDecl *definition = nullptr;
    if (function && function->hasBody(definition) && seen.insert(definition).second)
      TraverseStmt(definition->getBody());
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr *reference) {
    if (auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl()))
      found |= variable->hasGlobalStorage() && !variable->getType().isConstQualified() && !variable->isConstexpr();
    return !found;
  }
  bool VisitCallExpr(clang::CallExpr *call) {
    found |= isPrinting(call->getDirectCallee());
    visit(call->getDirectCallee());
    return !found;
  }

private:
  llvm::DenseSet<const clang::FunctionDecl *> seen;
};

class EffectVisitor : public clang::RecursiveASTVisitor<EffectVisitor> {
public:
  bool found = false;
  bool VisitBinaryOperator(clang::BinaryOperator *op) {
    found |= op->isAssignmentOp();
    return !found;
  }
  bool VisitUnaryOperator(clang::UnaryOperator *op) {
    found |= op->isIncrementDecrementOp();
    return !found;
  }
  bool VisitCallExpr(clang::CallExpr *call) {
    if (std::optional<HlsOperation> operation = hlsOperation(call)) {
      found |= hlsWrites(operation->name);
      return !found;
    }
    const clang::FunctionDecl *callee = call->getDirectCallee();
    // A call without array or reference arguments that may be written, and without state, changes nothing.
    bool writes = !callee || isPrinting(callee);
    StateVisitor state;
    state.visit(callee);
    writes |= state.found;
    for (unsigned i = 0; callee && i < callee->getNumParams(); ++i) {
      clang::QualType type = callee->getParamDecl(i)->getType();
      writes |= (type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified();
    }
    auto *method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(callee);
    if (method && !method->isStatic())
      writes |= !method->isConst() || method->getParent()->isLambda();
    found |= writes;
    return !found;
  }
  bool VisitCXXNewExpr(clang::CXXNewExpr *) { return !(found = true); }
  bool VisitCXXDeleteExpr(clang::CXXDeleteExpr *) { return !(found = true); }
  bool VisitCXXThrowExpr(clang::CXXThrowExpr *) { return !(found = true); }
};
} // namespace

bool hasEffects(const clang::Expr *expression) {
  EffectVisitor visitor;
  visitor.TraverseStmt(const_cast<clang::Expr *>(expression));
  return visitor.found;
}

} // namespace allo::lang
