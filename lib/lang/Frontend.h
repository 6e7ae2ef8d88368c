// From a source file to IR: Clang parses and instantiates, the lowering emits the form of docs/decisions/0001.
#pragma once

#include "allo/program.hpp"
#include "lang/Pragmas.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>
#include <string>
#include <vector>

namespace allo::lang {

struct ParsedSource; // lang/Parse.h

// The source of a program, as the oracle compiles it again.
struct Source {
  std::string file; // as the user wrote it
  ParseOptions options;
  bool is_c = false;
  std::string standard; // "c11", "c++20" or what the options say
};

// One parameter of a function, for callers that run it natively (`--init`).
struct NativeParameter {
  std::string name;
  std::string type;        // as C spells it
  bool is_pointer = false; // array, pointer or reference: takes the address
};

// The process-wide MLIR context, with every dialect loaded. Schedules of different programs share it, so they compose.
mlir::MLIRContext &context();

// Parses `source` and lowers the call graph of `top`. Throws UserError.
mlir::OwningOpRef<mlir::ModuleOp> lower(const Source &source, const std::string &top);

// The same, with the pragmas of the source and what they concern; none where the options say to ignore them.
struct LoweredProgram {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<SourcePragma> pragmas;
  std::vector<Note> warnings;
};
LoweredProgram lowerWithPragmas(const Source &source, const ParsedSource &parsed, const std::string &top);

// Names of the functions defined in the file itself that could be a top, in source order (templates not included).
std::vector<std::string> functionsOf(const ParsedSource &parsed);

// The parameters of one function. Throws UserError when there is none of that name.
std::vector<NativeParameter> parametersOf(const Source &source, const std::string &function);

} // namespace allo::lang

// What a Program holds: where most of the time goes is Clang, so what it made of the source is kept.
struct allo::Program::Implementation {
  lang::Source source;
  std::shared_ptr<const lang::ParsedSource> parsed; // without a top
};
