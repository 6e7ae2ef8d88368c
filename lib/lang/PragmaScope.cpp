// Finds the place of a pragma in the tree of its function, and what names mean there. Clang has thrown its own scopes
// away by then, so they are walked again: blocks outwards, parameters, template arguments, classes and namespaces.
#include "lang/PragmaScope.h"

#include "lang/StatementFacts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

#include "llvm/ADT/StringExtras.h"

namespace allo::lang {

namespace {
// Where the body of a loop begins: a pragma between `for (…)` and a body without braces stands in the loop too.
clang::SourceLocation headEnd(const clang::Stmt *loop) {
  if (auto *counted = llvm::dyn_cast<clang::ForStmt>(loop))
    return counted->getRParenLoc();
  if (auto *ranged = llvm::dyn_cast<clang::CXXForRangeStmt>(loop))
    return ranged->getRParenLoc();
  if (auto *conditional = llvm::dyn_cast<clang::WhileStmt>(loop))
    return conditional->getRParenLoc();
  return loop->getBeginLoc();
}

bool isLoop(const clang::Stmt *statement) {
  return llvm::isa<clang::ForStmt, clang::CXXForRangeStmt, clang::WhileStmt, clang::DoStmt>(statement) &&
         !isBlockOnce(statement);
}
} // namespace

PragmaScope::PragmaScope(const clang::FunctionDecl *function, clang::SourceLocation location)
    : function_(function), location_(location) {
  for (const clang::ParmVarDecl *parameter : function->parameters())
    variables_.push_back(parameter);
  if (function->getBody())
    descend(function->getBody());
}

bool PragmaScope::isInside(const clang::Stmt *statement) const {
  const clang::SourceManager &sources = function_->getASTContext().getSourceManager();
  clang::SourceLocation begin = sources.getExpansionLoc(statement->getBeginLoc());
  clang::SourceLocation end = sources.getExpansionRange(statement->getEndLoc()).getEnd();
  return begin.isValid() && end.isValid() && !sources.isBeforeInTranslationUnit(location_, begin) &&
         !sources.isBeforeInTranslationUnit(end, location_);
}

void PragmaScope::descend(const clang::Stmt *statement) {
  const clang::SourceManager &sources = function_->getASTContext().getSourceManager();
  around_.push_back(statement);
  auto declare = [&](const clang::Stmt *child) {
    if (auto *declaration = llvm::dyn_cast_or_null<clang::DeclStmt>(child))
      for (const clang::Decl *declared : declaration->decls())
        if (auto *variable = llvm::dyn_cast<clang::VarDecl>(declared);
            variable && sources.isBeforeInTranslationUnit(sources.getExpansionLoc(variable->getLocation()), location_))
          variables_.push_back(variable);
  };
  if (isLoop(statement) && !sources.isBeforeInTranslationUnit(location_, sources.getExpansionLoc(headEnd(statement)))) {
    loop_ = statement;
    isInBlock_ = false;
  } else if (llvm::isa<clang::CompoundStmt>(statement) && around_.size() > 1) {
    // The block of a function or loop is its body, not a region of its own.
    const clang::Stmt *parent = around_[around_.size() - 2];
    isInBlock_ |= parent != loop_;
  }
  if (auto *ranged = llvm::dyn_cast<clang::CXXForRangeStmt>(statement))
    declare(ranged->getLoopVarStmt());
  for (const clang::Stmt *child : statement->children()) {
    if (!child)
      continue;
    if (isInside(child))
      return descend(child);
    declare(child);
  }
}

const clang::VarDecl *PragmaScope::variable(llvm::StringRef name) const {
  for (const clang::VarDecl *variable : llvm::reverse(variables_))
    if (variable->getIdentifier() && variable->getName() == name)
      return variable;
  return llvm::dyn_cast_or_null<clang::VarDecl>(lookup(name));
}

const clang::NamedDecl *PragmaScope::lookup(llvm::StringRef name) const {
  clang::ASTContext &ast = function_->getASTContext();
  llvm::SmallVector<llvm::StringRef> parts;
  name.split(parts, "::", -1, /*KeepEmpty=*/false);
  auto member = [&](const clang::DeclContext *scope, llvm::StringRef part) -> const clang::NamedDecl * {
    clang::DeclContext::lookup_result found = scope->lookup(&ast.Idents.get(part));
    return found.empty() ? nullptr : found.front();
  };
  for (const clang::DeclContext *scope = function_->getDeclContext(); scope && !parts.empty();
       scope = scope->getParent()) {
    const clang::NamedDecl *found = member(scope, parts.front());
    for (llvm::StringRef part : llvm::drop_begin(parts)) {
      const clang::DeclContext *inner = nullptr;
      if (auto *alias = llvm::dyn_cast_or_null<clang::TypedefNameDecl>(found))
        inner = alias->getUnderlyingType()->getAsRecordDecl();
      else if (found)
        inner = llvm::dyn_cast<clang::DeclContext>(found);
      found = inner ? member(inner, part) : nullptr;
    }
    if (found)
      return found;
  }
  return nullptr;
}

namespace {
std::optional<int64_t> valueOf(const llvm::APSInt &value) {
  return value.isRepresentableByInt64() ? std::optional(value.getExtValue()) : std::nullopt;
}

std::optional<int64_t> argumentNamed(const clang::TemplateParameterList *parameters,
                                     llvm::ArrayRef<clang::TemplateArgument> arguments, llvm::StringRef name) {
  for (auto [parameter, argument] : llvm::zip(*parameters, arguments))
    if (parameter->getName() == name && argument.getKind() == clang::TemplateArgument::Integral)
      return valueOf(argument.getAsIntegral());
  return std::nullopt;
}
} // namespace

std::optional<int64_t> PragmaScope::templateArgument(llvm::StringRef name) const {
  if (const clang::TemplateArgumentList *arguments = function_->getTemplateSpecializationArgs())
    if (std::optional<int64_t> value =
            argumentNamed(function_->getPrimaryTemplate()->getTemplateParameters(), arguments->asArray(), name))
      return value;
  for (const clang::DeclContext *scope = function_->getDeclContext(); scope; scope = scope->getParent())
    if (auto *instance = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(scope))
      if (std::optional<int64_t> value = argumentNamed(instance->getSpecializedTemplate()->getTemplateParameters(),
                                                       instance->getTemplateArgs().asArray(), name))
        return value;
  return std::nullopt;
}

std::optional<int64_t> PragmaScope::constant(llvm::StringRef name) const {
  const clang::NamedDecl *found = name.contains("::") ? lookup(name) : variable(name);
  if (!found) {
    if (std::optional<int64_t> value = templateArgument(name))
      return value;
    found = lookup(name);
  }
  if (auto *enumerator = llvm::dyn_cast_or_null<clang::EnumConstantDecl>(found))
    return valueOf(enumerator->getInitVal());
  auto *variable = llvm::dyn_cast_or_null<clang::VarDecl>(found);
  clang::ASTContext &ast = function_->getASTContext();
  if (!variable || !variable->getType().isConstQualified() || !variable->getType()->isIntegralOrEnumerationType() ||
      !variable->getAnyInitializer() || variable->getAnyInitializer()->isValueDependent())
    return std::nullopt;
  clang::Expr::EvalResult result;
  if (!variable->getAnyInitializer()->EvaluateAsInt(result, ast))
    return std::nullopt;
  return valueOf(result.Val.getInt());
}

namespace {
// A reader of expressions by precedence climbing; every failure makes the whole text no constant.
class Evaluator {
public:
  Evaluator(llvm::StringRef text, const PragmaScope &scope) : rest_(text), scope_(scope) {}

  std::optional<int64_t> run() {
    std::optional<__int128> value = binary(0);
    if (!value || !rest_.empty() || *value < INT64_MIN || *value > INT64_MAX)
      return std::nullopt;
    return static_cast<int64_t>(*value);
  }

private:
  // The operators of each precedence, loosest first.
  static llvm::ArrayRef<llvm::StringRef> operators(unsigned level) {
    static const llvm::StringRef shifts[] = {"<<", ">>"}, sums[] = {"+", "-"}, products[] = {"*", "/", "%"};
    static const llvm::ArrayRef<llvm::StringRef> levels[] = {shifts, sums, products};
    return levels[level];
  }

  std::optional<__int128> binary(unsigned level) {
    if (level == 3)
      return unary();
    std::optional<__int128> left = binary(level + 1);
    while (left) {
      llvm::StringRef taken;
      for (llvm::StringRef candidate : operators(level))
        if (rest_.consume_front(candidate)) {
          taken = candidate;
          break;
        }
      if (taken.empty())
        return left;
      std::optional<__int128> right = binary(level + 1);
      left = right ? combine(taken, *left, *right) : std::nullopt;
      if (left && (*left < INT64_MIN || *left > INT64_MAX))
        return std::nullopt;
    }
    return left;
  }

  static std::optional<__int128> combine(llvm::StringRef op, __int128 left, __int128 right) {
    if (op == "+")
      return left + right;
    if (op == "-")
      return left - right;
    if (op == "*")
      return left * right;
    if (op == "<<" || op == ">>") {
      if (right < 0 || right > 62 || left < 0)
        return std::nullopt;
      return op == "<<" ? left << static_cast<int>(right) : left >> static_cast<int>(right);
    }
    if (right == 0)
      return std::nullopt;
    return op == "/" ? left / right : left % right;
  }

  std::optional<__int128> unary() {
    if (rest_.consume_front("-")) {
      std::optional<__int128> value = unary();
      return value ? std::optional(-*value) : std::nullopt;
    }
    if (rest_.consume_front("+"))
      return unary();
    if (rest_.consume_front("(")) {
      std::optional<__int128> value = binary(0);
      return rest_.consume_front(")") ? value : std::nullopt;
    }
    llvm::StringRef word =
        rest_.take_while([](char c) { return llvm::isAlnum(c) || c == '_' || c == ':' || c == '\''; });
    rest_ = rest_.drop_front(word.size());
    if (word.empty())
      return std::nullopt;
    if (!llvm::isDigit(word.front())) {
      std::optional<int64_t> value = scope_.constant(word);
      return value ? std::optional<__int128>(*value) : std::nullopt;
    }
    std::string digits = word.rtrim("uUlL").str();
    llvm::erase(digits, '\'');
    int64_t value = 0;
    if (llvm::StringRef(digits).getAsInteger(0, value))
      return std::nullopt;
    return value;
  }

  llvm::StringRef rest_;
  const PragmaScope &scope_;
};
} // namespace

std::optional<int64_t> PragmaScope::evaluate(llvm::StringRef text) const { return Evaluator(text, *this).run(); }

} // namespace allo::lang
