// Where the arguments of a run come from: .npy files, a seeded generator, or the source's own init function.
#pragma once

#include "build/ArgumentSet.h"
#include "build/Oracle.h"

#include "mlir/IR/BuiltinOps.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace allo::build {

struct InputOptions {
  std::string directory;                                             // of NAME.npy files; empty: none
  std::optional<uint64_t> seed;                                      // of the generator
  std::string init;                                                  // a function of the source; empty: none
  std::map<std::string, std::string> bind;                           // scalar parameter -> value
  std::map<std::string, std::pair<std::string, std::string>> ranges; // parameter -> least and greatest value
};

// Fills the arguments of the top of `module`. `oracle` runs the init function; it may be null where there is none.
// Throws UserError for what is missing, has another shape or type, or names no parameter.
// Appends what the user should know ("C has no file; it starts as zeros") to `notes`.
ArgumentSet makeInputs(mlir::ModuleOp module, const Interface &interface, const lang::Source &source,
                       const InputOptions &options, const Oracle *oracle, std::vector<std::string> &notes);

// Writes NAME.npy for every output, and return.npy, into `directory`.
void writeOutputs(const ArgumentSet &arguments, const std::filesystem::path &directory);

} // namespace allo::build
