#include "lang/ModuleLowering.h"

#include "lang/FunctionLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace allo::lang {

std::string printedName(const clang::FunctionDecl *function) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  clang::PrintingPolicy policy(function->getASTContext().getPrintingPolicy());
  policy.SuppressTagKeyword = true;
  function->getNameForDiagnostic(stream, policy, /*Qualified=*/true);
  return text;
}

ModuleLowering::ModuleLowering(clang::ASTContext &ast, const Source &source, ModuleOp module)
    : ast(ast), source(source), module(module) {}

SourcePlace ModuleLowering::placeOf(clang::SourceLocation location) const {
  const clang::SourceManager &sources = ast.getSourceManager();
  clang::PresumedLoc presumed = sources.getPresumedLoc(sources.getExpansionLoc(location));
  if (!presumed.isValid())
    return {};
  return {presumed.getFilename(), presumed.getLine(), presumed.getColumn()};
}

Location ModuleLowering::locationOf(clang::SourceLocation location) const {
  SourcePlace place = placeOf(location);
  if (!place.known())
    return UnknownLoc::get(module.getContext());
  return FileLineColLoc::get(module.getContext(), place.file, place.line, place.column);
}

void ModuleLowering::refuse(clang::SourceLocation location, const std::string &message, const std::string &hint,
                            std::vector<Note> notes) const {
  throw UserError(message, placeOf(location), hint, std::move(notes));
}

void ModuleLowering::report(const UserError &error) {
  constexpr size_t most = 20;
  auto isSame = [&](const UserError &other) {
    return other.message() == error.message() && other.place().line == error.place().line &&
           other.place().column == error.place().column && other.place().file == error.place().file;
  };
  if (llvm::none_of(errors, isSame))
    errors.push_back(error);
  if (errors.size() >= most)
    throwReported();
}

void ModuleLowering::throwReported() const {
  if (!errors.empty())
    throw UserError::together(errors);
}

std::string ModuleLowering::symbolFor(const clang::FunctionDecl *function, const CallShapes &shapes) {
  std::string base = printedName(function);
  std::string name = base;
  if (SymbolTable::lookupSymbolIn(module, name)) {
    // An overload, or the same function for arrays of other extents.
    std::string signature;
    for (const clang::ParmVarDecl *parameter : function->parameters())
      signature += (signature.empty() ? "" : ", ") + parameter->getType().getAsString(ast.getPrintingPolicy());
    name = base + " (" + signature + ")";
  }
  std::string unique = name;
  for (int i = 2; SymbolTable::lookupSymbolIn(module, unique); ++i)
    unique = name + " #" + std::to_string(i);
  return unique;
}

func::FuncOp ModuleLowering::functionFor(const clang::FunctionDecl *function, const CallShapes &shapes,
                                         const clang::Stmt *call) {
  function = function->getDefinition();
  // Only the first extents of pointer parameters depend on the call; what the declaration fixes does not.
  CallShapes key = shapes;
  for (unsigned i = 0; i < key.size(); ++i) {
    clang::QualType type = function->getParamDecl(i)->getOriginalType();
    auto *constant = llvm::dyn_cast_or_null<clang::ConstantArrayType>(ast.getAsArrayType(type));
    if (constant && !key[i].extents.empty() && key[i].outer.empty() && !key[i].hasOffset &&
        constant->getSize().getLimitedValue() >= uint64_t(key[i].extents.front()))
      key[i].extents.clear();
  }
  auto known = functions.find({function, key});
  if (known != functions.end())
    return known->second;
  enter(function, call ? call->getBeginLoc() : function->getLocation());
  llvm::scope_exit leaveAtEnd([&] { leave(); });
  std::string symbol = symbolFor(function, key);
  FunctionLowering lowering(*this, function);
  func::FuncOp lowered = lowering.lower(symbol, key, /*isTop=*/call == nullptr);
  functions[{function, key}] = lowered;
  return lowered;
}

bool ModuleLowering::isTop(const clang::DeclContext *function) const {
  return !beingLowered.empty() && llvm::cast<clang::DeclContext>(beingLowered.front()) == function;
}

const clang::FunctionDecl *ModuleLowering::sourceOf(func::FuncOp function) const {
  for (const auto &[key, lowered] : functions)
    if (lowered == function)
      return key.first;
  return nullptr;
}

const clang::VarDecl *ModuleLowering::initialisationMark(const clang::VarDecl *variable) {
  const clang::VarDecl *&mark = initialisationMarks[variable];
  if (!mark)
    mark = clang::VarDecl::Create(ast, const_cast<clang::DeclContext *>(variable->getDeclContext()),
                                  variable->getLocation(), variable->getLocation(),
                                  &ast.Idents.get(variable->getNameAsString() + ".made"), ast.BoolTy,
                                  /*TInfo=*/nullptr, clang::SC_Static);
  return mark;
}

void ModuleLowering::enter(const clang::FunctionDecl *function, clang::SourceLocation call) {
  if (llvm::is_contained(beingLowered, function))
    refuse(call, "recursion: '" + printedName(function) + "' calls itself", "write a loop; hardware has no call stack",
           {{placeOf(function->getLocation()), "it is defined here"}});
  beingLowered.push_back(function);
}

memref::GlobalOp ModuleLowering::globalFor(const std::string &key, const std::string &name,
                                           clang::SourceLocation location, MemRefType type, DenseElementsAttr values,
                                           bool isConstant) {
  memref::GlobalOp &table = tables[key];
  if (table)
    return table;
  std::string unique = name;
  for (int i = 2; SymbolTable::lookupSymbolIn(module, unique); ++i)
    unique = name + "#" + std::to_string(i);
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  table = memref::GlobalOp::create(builder, locationOf(location), unique, builder.getStringAttr("private"), type,
                                   values, isConstant,
                                   /*alignment=*/IntegerAttr());
  return table;
}

} // namespace allo::lang
