#include "lang/StatementFacts.h"

#include "lang/HlsIntrinsics.h"

#include "clang/AST/Decl.h"
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
      expression = binary->isAssignmentOp() ? binary->getLHS() : nullptr;
    else
      return nullptr;
  }
  return nullptr;
}

class MutationVisitor : public clang::RecursiveASTVisitor<MutationVisitor> {
public:
  explicit MutationVisitor(Mutations &mutations) : mutations(mutations) {}

  bool VisitBinaryOperator(clang::BinaryOperator *op) {
    if (op->isAssignmentOp())
      mutate(op->getLHS());
    return true;
  }
  bool VisitUnaryOperator(clang::UnaryOperator *op) {
    if (op->isIncrementDecrementOp()) {
      mutate(op->getSubExpr());
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
  bool VisitCXXOperatorCallExpr(clang::CXXOperatorCallExpr *call) {
    for (clang::Expr *argument : call->arguments())
      mutate(argument);
    return true;
  }
  bool VisitCXXMemberCallExpr(clang::CXXMemberCallExpr *call) {
    const clang::CXXMethodDecl *method = call->getMethodDecl();
    if (method && !method->isConst() && !method->isStatic())
      mutate(call->getImplicitObjectArgument());
    return true;
  }
  bool VisitCallExpr(clang::CallExpr *call) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    for (unsigned i = 0; i < call->getNumArgs(); ++i) {
      clang::QualType type =
          callee && i < callee->getNumParams() ? callee->getParamDecl(i)->getType() : call->getArg(i)->getType();
      bool writable = (type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified();
      if (writable)
        mutate(call->getArg(i));
    }
    return true;
  }

private:
  void mutate(const clang::Expr *place) {
    if (const clang::ValueDecl *variable = rootVariable(place))
      ++mutations.sites[variable];
  }
  Mutations &mutations;
};

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

namespace {
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
    const clang::FunctionDecl *callee = call->getDirectCallee();
    if (std::optional<HlsOperation> operation = hlsOperation(call)) {
      found |= hlsWrites(operation->name);
      return !found;
    }
    // A call without array or reference arguments that may be written changes nothing (there is no mutable global).
    bool writes = !callee;
    for (unsigned i = 0; callee && i < callee->getNumParams(); ++i) {
      clang::QualType type = callee->getParamDecl(i)->getType();
      writes |= (type->isPointerType() || type->isReferenceType()) && !type->getPointeeType().isConstQualified();
    }
    found |= writes;
    return !found;
  }
};
} // namespace

bool hasEffects(const clang::Expr *expression) {
  EffectVisitor visitor;
  visitor.TraverseStmt(const_cast<clang::Expr *>(expression));
  return visitor.found;
}

} // namespace allo::lang
