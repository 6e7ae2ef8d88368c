// Pairs the pragmas of a file with functions, loops and variables of the lowered program, by their places in the
// source.
#include "lang/Pragmas.h"

#include "lang/ModuleLowering.h"
#include "lang/PragmaScope.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace mlir;

namespace allo::lang {

namespace {
bool isSame(const SourcePlace &left, const SourcePlace &right) {
  return left.line == right.line && left.column == right.column && left.file == right.file;
}

std::string textOf(const ReadPragma &pragma) {
  std::string text = "#pragma HLS" + (pragma.word.empty() ? "" : " " + pragma.word);
  for (const PragmaOption &option : pragma.options)
    text += " " + (option.hasValue ? option.name + "=" + option.value : option.value);
  return text;
}

bool contains(const clang::FunctionDecl *function, clang::SourceLocation location) {
  const clang::SourceManager &sources = function->getASTContext().getSourceManager();
  const clang::Stmt *body = function->getBody();
  if (!body)
    return false;
  clang::SourceLocation begin = sources.getExpansionLoc(body->getBeginLoc());
  clang::SourceLocation end = sources.getExpansionRange(body->getEndLoc()).getEnd();
  return begin.isValid() && end.isValid() && !sources.isBeforeInTranslationUnit(location, begin) &&
         !sources.isBeforeInTranslationUnit(end, location);
}

// A memory of a function: a parameter, a local or a fetched table.
struct Memory {
  ir::VariableAttr variable;
  SourcePlace place;
};

std::vector<Memory> memoriesOf(func::FuncOp function) {
  std::vector<Memory> memories;
  for (BlockArgument argument : function.getArguments())
    if (ir::VariableAttr variable = ir::variableOf(argument))
      memories.push_back({variable, ir::placeOf(argument.getLoc())});
  function.walk([&](Operation *op) {
    if (auto variable = op->getAttrOfType<ir::VariableAttr>(ir::varAttrName))
      memories.push_back({variable, ir::placeOf(op->getLoc())});
  });
  return memories;
}

// `p.x`, `p->x` and `this->x` as the lowering names members.
std::string memberPath(StringRef text) {
  std::string path = text.str();
  for (size_t arrow = path.find("->"); arrow != std::string::npos; arrow = path.find("->"))
    path.replace(arrow, 2, ".");
  return path;
}

class Finder {
public:
  Finder(func::FuncOp function, const clang::FunctionDecl *source, const ModuleLowering &lowering,
         std::vector<Note> &warnings)
      : function_(function), source_(source), lowering_(lowering), warnings_(warnings) {}

  void find(const ReadPragma &read, std::vector<SourcePragma> &found) {
    PragmaScope scope(source_, read.location);
    SourcePragma pragma;
    pragma.place = lowering_.placeOf(read.location);
    pragma.text = textOf(read);
    pragma.word = read.word;
    pragma.function = function_.getSymName().str();
    pragma.isInLoop = scope.loop() != nullptr;
    pragma.isInBlock = scope.isInBlock();
    if (scope.loop())
      pragma.loops = loopsAt(lowering_.placeOf(scope.loop()->getBeginLoc()));
    if (scope.loop() && pragma.loops.empty()) {
      warnings_.push_back({pragma.place, pragma.text + ": its loop is never reached, so the pragma says nothing"});
      return;
    }
    for (const PragmaOption &option : read.options) {
      SourcePragma::Option meaning{option, {}, {}};
      if (option.hasValue)
        meaning.number = scope.evaluate(option.value);
      meaning.variables = variablesNamed(option.value, scope);
      pragma.options.push_back(std::move(meaning));
    }
    found.push_back(std::move(pragma));
  }

private:
  std::vector<int64_t> loopsAt(const SourcePlace &place) const {
    std::vector<int64_t> ids;
    for (Operation *loop : ir::loopsOf(function_))
      if (isSame(ir::placeOf(loop->getLoc()), place))
        ids.push_back(ir::loopOf(loop).getId());
    return ids;
  }

  // The memories of the variable that the text names here. Shadowed variables of one name are told apart by place.
  std::vector<int64_t> variablesNamed(StringRef text, const PragmaScope &scope) {
    std::string path = memberPath(text);
    StringRef root = StringRef(path).split('.').first;
    const clang::VarDecl *variable = scope.variable(root);
    if (!variable && root != "this" && !llvm::isa<clang::CXXMethodDecl>(source_))
      return {};
    if (memories_.empty())
      memories_ = memoriesOf(function_);
    std::vector<Memory> named;
    for (const Memory &memory : memories_) {
      StringRef name = memory.variable.getName();
      if (name == path || name.starts_with(path + ".") || (!variable && name == "this." + path))
        named.push_back(memory);
    }
    SourcePlace place = variable ? lowering_.placeOf(variable->getLocation()) : SourcePlace();
    bool anyHere = llvm::any_of(named, [&](const Memory &memory) { return isSame(memory.place, place); });
    std::vector<int64_t> ids;
    for (const Memory &memory : named)
      if (!anyHere || isSame(memory.place, place))
        ids.push_back(memory.variable.getId());
    return ids;
  }

  func::FuncOp function_;
  const clang::FunctionDecl *source_;
  const ModuleLowering &lowering_;
  std::vector<Note> &warnings_;
  std::vector<Memory> memories_;
};

// Whether any function of the file, instantiated or not, has the place in its body.
class BodyVisitor : public clang::RecursiveASTVisitor<BodyVisitor> {
public:
  explicit BodyVisitor(clang::SourceLocation location) : location_(location) {}
  bool VisitFunctionDecl(clang::FunctionDecl *function) {
    found |= function->isThisDeclarationADefinition() && contains(function, location_);
    return !found;
  }
  bool found = false;

private:
  clang::SourceLocation location_;
};

bool isInAnyFunction(clang::ASTContext &ast, clang::SourceLocation location) {
  BodyVisitor visitor(location);
  for (clang::Decl *declaration : ast.getTranslationUnitDecl()->decls())
    if (!visitor.found &&
        ast.getSourceManager().isInMainFile(ast.getSourceManager().getExpansionLoc(declaration->getLocation())))
      visitor.TraverseDecl(declaration);
  return visitor.found;
}
} // namespace

std::map<std::string, int64_t> pointerDepths(const std::vector<ReadPragma> &read, const clang::FunctionDecl *top) {
  std::map<std::string, int64_t> depths;
  for (const ReadPragma &pragma : read) {
    if (pragma.word != "interface" || !contains(top, pragma.location))
      continue;
    std::string port, depth;
    for (const PragmaOption &option : pragma.options)
      if (option.hasValue && (option.name == "port" || option.name == "depth"))
        (option.name == "port" ? port : depth) = option.value;
    auto parameter = llvm::find_if(top->parameters(), [&](const clang::ParmVarDecl *candidate) {
      return candidate->getNameAsString() == port && candidate->getType()->isPointerType() &&
             !candidate->getOriginalType()->isConstantArrayType();
    });
    std::optional<int64_t> count = PragmaScope(top, pragma.location).evaluate(depth);
    if (parameter != top->parameters().end() && count && *count > 1) // depth=1 is a pointer to one scalar
      depths[port] = *count;
  }
  return depths;
}

std::vector<SourcePragma> findPragmas(const std::vector<ReadPragma> &read, const ModuleLowering &lowering,
                                      std::vector<Note> &warnings) {
  std::vector<SourcePragma> found;
  std::vector<bool> isPlaced(read.size());
  for (auto function : lowering.module.getOps<func::FuncOp>()) {
    const clang::FunctionDecl *source = lowering.sourceOf(function);
    if (!source)
      continue;
    Finder finder(function, source, lowering, warnings);
    for (size_t i = 0; i < read.size(); ++i)
      if (contains(source, read[i].location)) {
        isPlaced[i] = true;
        finder.find(read[i], found);
      }
  }
  const clang::SourceManager &sources = lowering.ast.getSourceManager();
  for (size_t i = 0; i < read.size(); ++i)
    if (!isPlaced[i] && sources.isInMainFile(read[i].location) && !isInAnyFunction(lowering.ast, read[i].location))
      warnings.push_back({lowering.placeOf(read[i].location),
                          textOf(read[i]) + ": it stands outside of every function; write it inside the body of the "
                                            "function or loop that it concerns"});
  return found;
}

} // namespace allo::lang
