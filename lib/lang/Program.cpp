// parse: which language a file is in, and whether Clang accepts it.
#include "allo/program.hpp"

#include "lang/Frontend.h"
#include "lang/Parse.h"

namespace allo {

namespace {
bool endsWith(const std::string &text, const std::string &end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The standard decides where it is given, else the extension.
bool isC(const std::string &file, const std::string &standard) {
  if (standard.empty())
    return endsWith(file, ".c");
  return standard.find("++") == std::string::npos;
}
} // namespace

Program parse(const std::string &file, ParseOptions options) {
  auto implementation = std::make_shared<Program::Implementation>();
  lang::Source &source = implementation->source;
  source.file = file;
  source.is_c = isC(file, options.standard);
  source.standard = !options.standard.empty() ? options.standard : source.is_c ? "c11" : "c++20";
  source.options = std::move(options);
  // Syntax errors belong to this call, not to the first use of a kernel.
  implementation->parsed = std::make_shared<lang::ParsedSource>(lang::parseSource(source, ""));
  Program program;
  program.implementation_ = std::move(implementation);
  return program;
}

const std::string &Program::file() const { return implementation_->source.file; }
const ParseOptions &Program::options() const { return implementation_->source.options; }

} // namespace allo
