// Statements other than loops, and the one structured form of break, continue, return and switch (docs/decisions/0006).
#include "lang/FunctionLowering.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IntegerSet.h"

#include "clang/AST/StmtCXX.h"

using namespace mlir;
using allo::ir::CKind;
using allo::ir::CType;

namespace allo::lang {

void FunctionLowering::lowerStatement(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::NullStmt>(statement))
    return;
  if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement)) {
    SmallVector<const clang::Stmt *> statements(block->body());
    return lowerBlock(statements);
  }
  if (auto *declaration = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl *declared : declaration->decls()) {
      if (auto *variable = llvm::dyn_cast<clang::VarDecl>(declared))
        lowerDeclaration(variable);
      else if (!llvm::isa<clang::TypedefNameDecl, clang::TagDecl, clang::StaticAssertDecl, clang::UsingDecl,
                          clang::UsingDirectiveDecl, clang::EmptyDecl, clang::FunctionDecl>(declared))
        refuse(declared->getLocation(), "this declaration is not accepted in a kernel");
    }
    return;
  }
  if (auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
    return lowerIf(branch, {}, false);
  if (auto *loop = llvm::dyn_cast<clang::ForStmt>(statement))
    return lowerFor(loop);
  if (auto *loop = llvm::dyn_cast<clang::WhileStmt>(statement))
    return lowerWhile(loop);
  if (auto *loop = llvm::dyn_cast<clang::DoStmt>(statement))
    return lowerDo(loop);
  if (auto *choice = llvm::dyn_cast<clang::SwitchStmt>(statement))
    return lowerSwitch(choice);
  if (auto *labelled = llvm::dyn_cast<clang::LabelStmt>(statement)) {
    pendingLabel = labelled->getName();
    lowerStatement(labelled->getSubStmt());
    pendingLabel.clear();
    return;
  }
  if (auto *attributed = llvm::dyn_cast<clang::AttributedStmt>(statement))
    return lowerStatement(attributed->getSubStmt());
  if (auto *result = llvm::dyn_cast<clang::ReturnStmt>(statement))
    return lowerReturn(result);
  if (llvm::isa<clang::BreakStmt>(statement)) {
    size_t target = scopes.size() - 1;
    while (scopes[target].kind == Scope::function)
      --target;
    if (scopes[target].exit)
      store(constant(CKind::Bool, 1, at(statement)), flagView(scopes[target].exit), at(statement));
    return leaveTo(target, at(statement));
  }
  if (llvm::isa<clang::ContinueStmt>(statement)) {
    size_t target = scopes.size() - 1;
    while (scopes[target].kind != Scope::loop)
      --target;
    return leaveTo(target, at(statement));
  }
  if (auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    return emitIgnored(expression);
  if (llvm::isa<clang::GotoStmt, clang::IndirectGotoStmt>(statement))
    refuse(statement->getBeginLoc(), "goto is not accepted", "use loops, break, continue and return");
  if (auto *loop = llvm::dyn_cast<clang::CXXForRangeStmt>(statement))
    return lowerRangeFor(loop);
  if (llvm::isa<clang::CXXTryStmt>(statement))
    refuse(statement->getBeginLoc(), "exceptions are not accepted", "return a status instead");
  if (llvm::isa<clang::AsmStmt>(statement))
    refuse(statement->getBeginLoc(), "inline assembly is not accepted", "write it in C++");
  throw InternalError(std::string("a statement of an unknown kind: ") + statement->getStmtClassName(),
                      unit.placeOf(statement->getBeginLoc()));
}

// Sets the flags that make everything up to the scope `target` skip its rest. Loops strictly inside are ended.
void FunctionLowering::leaveTo(size_t target, Location location) {
  Value set = constant(CKind::Bool, 1, location);
  for (size_t i = scopes.size(); i-- > target;) {
    if (scopes[i].leave)
      store(set, flagView(scopes[i].leave), location);
    if (i > target && scopes[i].exit)
      store(set, flagView(scopes[i].exit), location);
  }
}

// A refusal inside ends this statement, not the run: what follows is looked at too, and the errors are shown together.
void FunctionLowering::recovering(const clang::Stmt *statement, llvm::function_ref<void()> lower) {
  size_t depth = scopes.size(), mark = domain.mark();
  auto recover = [&] {
    scopes.resize(depth);
    domain.restore(mark);
    pendingLabel.clear();
    Binding poisoned;
    poisoned.form = Binding::poisoned;
    if (auto *declaration = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *declared : declaration->decls())
        if (auto *variable = llvm::dyn_cast<clang::VarDecl>(declared)) {
          bindings[variable] = poisoned;
          if (auto *parts = llvm::dyn_cast<clang::DecompositionDecl>(variable))
            for (const clang::BindingDecl *part : parts->bindings())
              bindings[part] = poisoned;
        }
  };
  try {
    lower();
  } catch (const UserError &error) {
    if (inLibrary || !error.further().empty())
      throw;
    unit.report(error);
    recover();
  } catch (const Poisoned &) {
    recover();
  }
}

void FunctionLowering::lowerOne(const clang::Stmt *statement) {
  recovering(statement, [&] { lowerStatement(statement); });
}

void FunctionLowering::lowerBlock(ArrayRef<const clang::Stmt *> statements) {
  for (size_t i = 0; i < statements.size(); ++i) {
    const clang::Stmt *statement = statements[i];
    ArrayRef<const clang::Stmt *> rest = statements.drop_front(i + 1);
    if (auto *branch = llvm::dyn_cast<clang::IfStmt>(statement); branch && !rest.empty() && !branch->isConstexpr()) {
      // `if (c) { …; leave } rest` is `if (c) { … } else { rest }`: no flag is read.
      bool restInElse = alwaysLeaves(branch->getThen()) && !leavesOf(branch->getElse()).any();
      bool restInThen = branch->getElse() && alwaysLeaves(branch->getElse()) && !leavesOf(branch->getThen()).any();
      if (restInElse || restInThen)
        return recovering(branch, [&] { lowerIf(branch, rest, restInElse); });
    }
    lowerOne(statement);
    if (alwaysLeaves(statement))
      return; // what follows is never reached
    if (rest.empty() || !leavesOf(statement).any())
      continue;
    Location location = at(rest.front());
    Value left = load(flagView(scopes.back().leave), location);
    Value goesOn = arith::XOrIOp::create(builder, location, left, constant(CKind::Bool, 1, location));
    auto guard = scf::IfOp::create(builder, location, goesOn, /*withElseRegion=*/false);
    OpBuilder::InsertionGuard insertion(builder);
    builder.setInsertionPointToStart(guard.thenBlock());
    return lowerBlock(rest);
  }
}

void FunctionLowering::lowerIf(const clang::IfStmt *branch, ArrayRef<const clang::Stmt *> rest, bool restInElse) {
  if (branch->getInit())
    lowerStatement(branch->getInit());
  if (branch->isConstexpr()) {
    if (std::optional<const clang::Stmt *> taken = branch->getNondiscardedCase(ast))
      return lowerStatement(*taken);
  }
  if (branch->getConditionVariable())
    lowerDeclaration(branch->getConditionVariable());
  Location location = at(branch);
  auto lowerThen = [&] {
    lowerStatement(branch->getThen());
    if (!restInElse)
      lowerBlock(rest);
  };
  auto lowerElse = [&] {
    lowerStatement(branch->getElse());
    if (restInElse)
      lowerBlock(rest);
  };
  bool hasElse = branch->getElse() || (restInElse && !rest.empty());

  SmallVector<AffineExpr> rows;
  SmallVector<bool> equalities;
  bool isAffine = affineConditions(branch->getCond(), rows, equalities);
  // A condition on symbols and constants alone is affine too, but an empty set of rows is not.
  if (isAffine && !rows.empty()) {
    for (AffineExpr &row : rows)
      row = simplifyAffineExpr(row, domain.allOperands().size(), 0);
    IntegerSet set = IntegerSet::get(domain.allOperands().size(), 0, rows, equalities);
    SmallVector<Value> operands = domain.allOperands();
    affine::canonicalizeSetAndOperands(&set, &operands);
    auto choice = affine::AffineIfOp::create(builder, location, set, operands, hasElse);
    OpBuilder::InsertionGuard guard(builder);
    size_t mark = domain.mark();
    for (size_t i = 0; i < rows.size(); ++i) {
      domain.assume(rows[i]);
      if (equalities[i])
        domain.assume(-rows[i]);
    }
    builder.setInsertionPointToStart(choice.getThenBlock());
    lowerThen();
    domain.restore(mark);
    if (hasElse) {
      if (rows.size() == 1 && !equalities.front())
        domain.assume(-rows.front() - 1);
      builder.setInsertionPointToStart(choice.getElseBlock());
      lowerElse();
      domain.restore(mark);
    }
    return;
  }
  Value condition = emitCondition(branch->getCond());
  auto choice = scf::IfOp::create(builder, location, condition, hasElse);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(choice.thenBlock());
  lowerThen();
  if (hasElse) {
    builder.setInsertionPointToStart(choice.elseBlock());
    lowerElse();
  }
}

namespace {
// A run of statements of a switch that starts at one or more labels.
struct Section {
  SmallVector<const clang::SwitchCase *> labels;
  SmallVector<const clang::Stmt *> body;
  bool isDefault = false;
};

SmallVector<Section> sectionsOf(const clang::CompoundStmt *body) {
  SmallVector<Section> sections;
  for (const clang::Stmt *statement : body->body()) {
    if (auto *label = llvm::dyn_cast<clang::SwitchCase>(statement)) {
      sections.emplace_back();
      while (label) {
        sections.back().labels.push_back(label);
        sections.back().isDefault |= llvm::isa<clang::DefaultStmt>(label);
        statement = label->getSubStmt();
        label = llvm::dyn_cast<clang::SwitchCase>(statement);
      }
    }
    if (!sections.empty())
      sections.back().body.push_back(statement);
  }
  return sections;
}

const clang::Stmt *withoutLabels(const clang::Stmt *statement) {
  while (auto *label = llvm::dyn_cast<clang::SwitchCase>(statement))
    statement = label->getSubStmt();
  return statement;
}

bool names(const clang::Stmt *statement, const clang::VarDecl *variable) {
  if (!statement)
    return false;
  if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement))
    return reference->getDecl() == variable;
  return llvm::any_of(statement->children(), [&](const clang::Stmt *child) { return names(child, variable); });
}
} // namespace

void FunctionLowering::declareAhead(const clang::VarDecl *variable) {
  clang::SourceLocation place = variable->getLocation();
  if (!scalarKind(variable->getType()))
    refuse(place, "'" + variable->getNameAsString() + "' is used in several sections of the switch",
           "declare it before the switch");
  Binding binding;
  binding.form = Binding::view;
  binding.memory.kind = *scalarKind(variable->getType());
  binding.memory.memory = allocate({}, binding.memory.kind, variable->getNameAsString(), unit.locationOf(place));
  bindings[variable] = binding;
  declaredAhead.insert(variable);
}

// All sections of a switch are one scope: a variable declared in one, or before the first, may be used in another,
// which is a region of its own.
void FunctionLowering::declareAcrossSections(const clang::CompoundStmt *body) {
  unsigned section = 0, declaredIn = 0;
  for (const clang::Stmt *statement : body->body()) {
    declaredIn += llvm::isa<clang::SwitchCase>(statement);
    auto *declaration = llvm::dyn_cast<clang::DeclStmt>(withoutLabels(statement));
    if (!declaration)
      continue;
    for (const clang::Decl *declared : declaration->decls()) {
      auto *variable = llvm::dyn_cast<clang::VarDecl>(declared);
      if (!variable || !variable->hasLocalStorage())
        continue;
      section = 0;
      bool usedElsewhere = llvm::any_of(body->body(), [&](const clang::Stmt *other) {
        section += llvm::isa<clang::SwitchCase>(other);
        return section != declaredIn && names(other, variable);
      });
      if (usedElsewhere)
        declareAhead(variable);
    }
  }
}

void FunctionLowering::lowerSwitch(const clang::SwitchStmt *choice) {
  auto *body = llvm::dyn_cast<clang::CompoundStmt>(choice->getBody());
  if (!body)
    refuse(choice->getBeginLoc(), "a switch needs a block as its body");
  if (choice->getInit())
    lowerStatement(choice->getInit());
  if (choice->getConditionVariable())
    lowerDeclaration(choice->getConditionVariable());
  declareAcrossSections(body);
  Location location = at(choice);
  SmallVector<Section> sections = sectionsOf(body);
  size_t labels = 0;
  for (const Section &section : sections)
    labels += section.labels.size();
  size_t all = 0;
  for (const clang::SwitchCase *label = choice->getSwitchCaseList(); label; label = label->getNextSwitchCase())
    ++all;
  if (labels != all)
    refuse(choice->getBeginLoc(), "a case label inside a nested block is not accepted",
           "put every case at the top level of the switch");

  CType kind = kindOf(choice->getCond());
  Value value = emit(choice->getCond());
  // The number of the entered section; one past the last where no label matches.
  size_t none = sections.size();
  for (size_t s = 0; s < sections.size(); ++s)
    if (sections[s].isDefault)
      none = s;
  Value entered = constant(CKind::Int, none, location);
  for (size_t s = sections.size(); s-- > 0;)
    for (const clang::SwitchCase *label : sections[s].labels) {
      auto *match = llvm::dyn_cast<clang::CaseStmt>(label);
      if (!match)
        continue;
      Location place = at(match);
      Value number = constant(CKind::Int, s, place);
      auto valueOf = [&](const clang::Expr *expression) {
        return constantOf(clang::APValue(expression->EvaluateKnownConstInt(ast)), kind, match->getBeginLoc());
      };
      Value hit;
      if (match->caseStmtIsGNURange()) {
        Value low = emitComparison(clang::BO_GE, value, valueOf(match->getLHS()), kind, place);
        Value high = emitComparison(clang::BO_LE, value, valueOf(match->getRHS()), kind, place);
        hit = arith::AndIOp::create(builder, place, low, high);
      } else {
        hit = emitComparison(clang::BO_EQ, value, valueOf(match->getLHS()), kind, place);
      }
      entered = arith::SelectOp::create(builder, place, hit, number, entered);
    }

  Value left = allocateFlag("switch.leave", location);
  store(constant(CKind::Bool, 0, location), flagView(left), location);
  scopes.push_back({Scope::choice, left, {}});
  bool fallsIn = false; // whether the section before may run on into this one
  for (size_t s = 0; s < sections.size(); ++s) {
    const Section &section = sections[s];
    if (section.body.empty())
      continue;
    Location place = at(section.body.front());
    Value number = constant(CKind::Int, s, place);
    Value runs = emitComparison(fallsIn ? clang::BO_LE : clang::BO_EQ, entered, number, CKind::Int, place);
    if (fallsIn) {
      Value stopped = load(flagView(left), place);
      Value goesOn = arith::XOrIOp::create(builder, place, stopped, constant(CKind::Bool, 1, place));
      runs = arith::AndIOp::create(builder, place, runs, goesOn);
    }
    auto branch = scf::IfOp::create(builder, place, runs, /*withElseRegion=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    lowerBlock(section.body);
    fallsIn = !llvm::any_of(section.body, [](const clang::Stmt *statement) { return alwaysLeaves(statement); });
  }
  scopes.pop_back();
}

} // namespace allo::lang
