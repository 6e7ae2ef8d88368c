#include "lang/ModuleLowering.h"

#include "lang/FunctionLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

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
    if (constant && !key[i].empty() && constant->getSize().getLimitedValue() >= uint64_t(key[i].front()))
      key[i].clear();
  }
  auto known = functions.find({function, key});
  if (known != functions.end())
    return known->second;
  if (llvm::is_contained(beingLowered, function))
    refuse(call ? call->getBeginLoc() : function->getLocation(),
           "recursion: '" + printedName(function) + "' calls itself", "write a loop; hardware has no call stack",
           {{placeOf(function->getLocation()), "it is defined here"}});
  beingLowered.push_back(function);
  std::string symbol = symbolFor(function, key);
  FunctionLowering lowering(*this, function);
  func::FuncOp lowered = lowering.lower(symbol, key, /*isTop=*/call == nullptr);
  beingLowered.pop_back();
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

memref::GlobalOp ModuleLowering::tableFor(const clang::VarDecl *variable, MemRefType type, DenseElementsAttr values) {
  memref::GlobalOp &table = tables[variable];
  if (table)
    return table;
  std::string name = variable->getNameAsString();
  std::string unique = name;
  for (int i = 2; SymbolTable::lookupSymbolIn(module, unique); ++i)
    unique = name + "#" + std::to_string(i);
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  table = memref::GlobalOp::create(builder, locationOf(variable->getLocation()), unique,
                                   builder.getStringAttr("private"), type, values, /*constant=*/true,
                                   /*alignment=*/IntegerAttr());
  return table;
}

} // namespace allo::lang
