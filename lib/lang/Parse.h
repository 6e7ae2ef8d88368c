// Clang at work: a source file and the name of a top become an AST with every needed template instantiated.
#pragma once

#include "lang/Frontend.h"
#include "lang/PragmaReader.h"

#include <memory>

namespace clang {
class ASTUnit;
class FunctionDecl;
} // namespace clang

namespace allo::lang {

// A parsed source. The unit owns the AST that `top` points into.
struct ParsedSource {
  std::unique_ptr<clang::ASTUnit> unit;
  const clang::FunctionDecl *top = nullptr; // the definition; null when no top was asked for
  std::vector<ReadPragma> pragmas;          // of all files, in order
  ParsedSource();
  ParsedSource(ParsedSource &&) noexcept;
  ~ParsedSource();
};

// Parses `source`; a non-empty `top` is resolved as the C++ (or C) expression `&top`. Throws UserError with Clang's
// diagnostics, or with the list of functions when the top is unknown.
ParsedSource parseSource(const Source &source, const std::string &top);

// The function of a source parsed without a top that the expression `&top` means, where it is plainly one: the only one
// of an unqualified name, defined, no template and no macro. Null where Clang has to say.
const clang::FunctionDecl *plainTop(const ParsedSource &parsed, const std::string &top);

} // namespace allo::lang
