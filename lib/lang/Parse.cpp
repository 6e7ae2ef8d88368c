#include "lang/Parse.h"

#include "support/HeaderFolder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

#include "llvm/ADT/SmallString.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace allo::lang {

namespace {
constexpr const char *topVariable = "allo_top_of_the_design";
constexpr const char *topBuffer = "<top>";

// Makes the classes of arrays and references among the top's parameters from their templates: no use in its body need
// have done so. Its names are none that a kernel's macros have.
constexpr const char *completion = R"text(
template <class allo_t> struct allo_element { using allo_type = allo_t; };
template <class allo_t> struct allo_element<allo_t *> : allo_element<allo_t> {};
template <class allo_t> struct allo_element<allo_t *const> : allo_element<allo_t> {};
template <class allo_t> struct allo_element<allo_t &> : allo_element<allo_t> {};
template <class allo_t, decltype(sizeof 0) allo_n> struct allo_element<allo_t[allo_n]> : allo_element<allo_t> {};
template <class allo_t, class = void> struct allo_complete {};
template <class allo_t> struct allo_complete<allo_t, decltype(void(sizeof(allo_t)))> {};
template <class... allo_t> int allo_completed(allo_t...);
template <class allo_r, class... allo_p>
auto allo_complete_parameters(allo_r (*)(allo_p...))
    -> decltype(allo_completed(allo_complete<typename allo_element<allo_p>::allo_type>()...));
int allo_complete_parameters(...); // of a member function
using allo_completion = decltype(allo_complete_parameters(allo_top_of_the_design));
)text";

// Collects Clang's errors and the notes that belong to them.
class DiagnosticCollector : public clang::DiagnosticConsumer {
public:
  struct Message {
    SourcePlace place;
    std::string text;
    std::vector<Note> notes;
  };
  std::vector<Message> errors;

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic &info) override {
    clang::DiagnosticConsumer::HandleDiagnostic(level, info);
    llvm::SmallString<128> text;
    info.FormatDiagnostic(text);
    SourcePlace place;
    if (info.hasSourceManager() && info.getLocation().isValid()) {
      clang::PresumedLoc presumed = info.getSourceManager().getPresumedLoc(info.getLocation());
      if (presumed.isValid())
        place = {presumed.getFilename(), presumed.getLine(), presumed.getColumn()};
    }
    if (level >= clang::DiagnosticsEngine::Error) {
      errors.push_back({place, std::string(text), {}});
      lastWasError = true;
    } else if (level == clang::DiagnosticsEngine::Note && lastWasError) {
      errors.back().notes.push_back({place, std::string(text)});
    } else {
      lastWasError = false;
    }
  }

private:
  bool lastWasError = false;
};

std::string readFile(const std::string &file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  if (stream)
    text << stream.rdbuf();
  // An empty file sets the fail bit of `text`, so only the file's own state counts.
  std::error_code ignored;
  if (!stream || stream.bad() || std::filesystem::is_directory(file, ignored))
    throw UserError("cannot read '" + file + "'", {}, "give the path of a C or C++ source file");
  return text.str();
}

std::vector<std::string> commandLine(const Source &source) {
  std::vector<std::string> arguments = {"-x",
                                        source.is_c ? "c" : "c++",
                                        "-std=" + source.standard,
                                        "-w",
                                        "-fsyntax-only",
                                        "-ferror-limit=20",
                                        "-fbracket-depth=512", // deeper ones overflow the stack of the parser
                                        "-ffp-contract=off",
                                        "-fwrapv",
                                        "-resource-dir=" ALLO_CLANG_RESOURCE_DIR};
  for (const std::string &directory : source.options.include_directories)
    arguments.push_back("-I" + directory);
  arguments.push_back("-I" + support::headerFolder());
  arguments.push_back("-D__ALLO__"); // the headers of include/hls give declarations only where the compiler knows more
  for (const std::string &definition : source.options.definitions)
    arguments.push_back("-D" + definition);
  return arguments;
}

// The first error, with the further ones as notes, so that one run shows them all.
[[noreturn]] void throwErrors(const DiagnosticCollector &collector) {
  const DiagnosticCollector::Message &first = collector.errors.front();
  std::vector<Note> notes = first.notes;
  for (size_t i = 1; i < collector.errors.size(); ++i) {
    notes.push_back({collector.errors[i].place, "also: " + collector.errors[i].text});
    notes.insert(notes.end(), collector.errors[i].notes.begin(), collector.errors[i].notes.end());
  }
  throw UserError(first.text, first.place, {}, std::move(notes));
}

const clang::FunctionDecl *resolveTop(clang::ASTContext &context, const std::string &top) {
  for (clang::Decl *declaration : context.getTranslationUnitDecl()->decls()) {
    auto *variable = llvm::dyn_cast<clang::VarDecl>(declaration);
    if (!variable || variable->getName() != topVariable || !variable->getInit())
      continue;
    const clang::Expr *expression = variable->getInit()->IgnoreParenImpCasts();
    if (auto *address = llvm::dyn_cast<clang::UnaryOperator>(expression))
      expression = address->getSubExpr()->IgnoreParenImpCasts();
    if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl()))
        return function;
  }
  throw UserError("'" + top + "' does not name a function");
}

// Whether a parameter is an array or a reference of a class that nothing made from its template yet.
bool needsCompletion(const clang::FunctionDecl *function) {
  return llvm::any_of(function->parameters(), [](const clang::ParmVarDecl *parameter) {
    clang::QualType type = parameter->getType().getNonReferenceType();
    while (!type->getPointeeType().isNull() || type->isArrayType())
      type = type->isArrayType() ? clang::QualType(type->getArrayElementTypeNoTypeQual(), 0) : type->getPointeeType();
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    return record && !record->hasDefinition();
  });
}

std::string listed(const std::vector<std::string> &names) {
  std::string text;
  for (const std::string &name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}
} // namespace

ParsedSource::ParsedSource() = default;
ParsedSource::ParsedSource(ParsedSource &&) noexcept = default;
ParsedSource::~ParsedSource() = default;

ParsedSource parseSource(const Source &source, const std::string &top) {
  std::string text = readFile(source.file);
  if (!top.empty()) {
    text += std::string("\n#line 1 \"") + topBuffer + "\"\n";
    text +=
        (source.is_c ? std::string("__auto_type ") : std::string("auto const ")) + topVariable + " = &" + top + ";\n";
    if (!source.is_c)
      text += completion;
  }
  DiagnosticCollector collector;
  PragmaReader reader;
  ParsedSource parsed;
  parsed.unit = clang::tooling::buildASTFromCodeWithArgs(
      text, commandLine(source), source.file, "allo", std::make_shared<clang::PCHContainerOperations>(),
      clang::tooling::getClangStripDependencyFileAdjuster(), clang::tooling::FileContentMappings(), &collector);
  parsed.pragmas = std::move(reader.pragmas);
  if (!collector.errors.empty()) {
    const DiagnosticCollector::Message &first = collector.errors.front();
    if (first.place.file == topBuffer) {
      std::vector<Note> notes = first.notes;
      throw UserError("top '" + top + "' cannot be resolved: " + first.text, {},
                      "functions of this file: " + listed(functionsOf(parseSource(source, ""))), std::move(notes));
    }
    throwErrors(collector);
  }
  if (!parsed.unit)
    throw UserError("Clang could not parse '" + source.file + "'", {}, "check the standard and the include folders");
  if (top.empty())
    return parsed;
  const clang::FunctionDecl *function = resolveTop(parsed.unit->getASTContext(), top);
  const clang::FunctionDecl *definition = nullptr;
  if (!function->hasBody(definition)) {
    clang::PresumedLoc place = parsed.unit->getSourceManager().getPresumedLoc(function->getLocation());
    throw UserError("top '" + top + "' is declared but not defined here",
                    {place.getFilename(), place.getLine(), place.getColumn()},
                    "name a function with a body in this file");
  }
  parsed.top = definition;
  return parsed;
}

const clang::FunctionDecl *plainTop(const ParsedSource &parsed, const std::string &top) {
  if (!clang::isValidAsciiIdentifier(top))
    return nullptr;
  clang::ASTContext &context = parsed.unit->getASTContext();
  clang::IdentifierInfo &name = context.Idents.get(top);
  if (name.hasMacroDefinition())
    return nullptr;
  auto found = context.getTranslationUnitDecl()->lookup(&name);
  auto *function = found.isSingleResult() ? llvm::dyn_cast<clang::FunctionDecl>(found.front()) : nullptr;
  const clang::FunctionDecl *definition = nullptr;
  if (!function || !function->hasBody(definition) || function->isDeleted() || function->isConsteval() ||
      needsCompletion(definition))
    return nullptr;
  return definition;
}

std::vector<std::string> functionsOf(const ParsedSource &parsed) {
  const clang::SourceManager &sources = parsed.unit->getSourceManager();
  std::vector<std::string> names;
  auto visit = [&](auto &&self, const clang::DeclContext *scope) -> void {
    for (const clang::Decl *declaration : scope->decls()) {
      if (!sources.isInMainFile(sources.getExpansionLoc(declaration->getLocation())))
        continue;
      if (auto *space = llvm::dyn_cast<clang::NamespaceDecl>(declaration))
        self(self, space);
      else if (auto *linkage = llvm::dyn_cast<clang::LinkageSpecDecl>(declaration)) // extern "C"
        self(self, linkage);
      else if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(declaration))
        if (function->isThisDeclarationADefinition() && !llvm::isa<clang::CXXMethodDecl>(function))
          names.push_back(function->getQualifiedNameAsString());
      if (auto *pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(declaration)) {
        std::string parameters;
        for (const clang::NamedDecl *parameter : *pattern->getTemplateParameters())
          parameters += (parameters.empty() ? "" : ", ") + parameter->getNameAsString();
        names.push_back(pattern->getQualifiedNameAsString() + "<" + parameters + ">");
      }
    }
  };
  visit(visit, parsed.unit->getASTContext().getTranslationUnitDecl());
  return names;
}

std::vector<NativeParameter> parametersOf(const Source &source, const std::string &function) {
  ParsedSource parsed = parseSource(source, function);
  std::vector<NativeParameter> parameters;
  clang::PrintingPolicy policy(parsed.unit->getASTContext().getPrintingPolicy());
  for (const clang::ParmVarDecl *parameter : parsed.top->parameters()) {
    clang::QualType type = parameter->getType();
    parameters.push_back({parameter->getNameAsString(), type.getCanonicalType().getAsString(policy),
                          type->isPointerType() || type->isReferenceType()});
  }
  return parameters;
}

} // namespace allo::lang
