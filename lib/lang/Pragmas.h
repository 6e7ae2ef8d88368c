// Directives of the source with what they concern in the lowered program: the input of the first steps of a schedule.
#pragma once

#include "lang/PragmaReader.h"

#include "allo/error.hpp"

#include "mlir/IR/BuiltinOps.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
}

namespace allo::lang {

class ModuleLowering;

// One `#pragma HLS` in one lowered function; a function template has one for each instance.
struct SourcePragma {
  struct Option : PragmaOption {
    std::optional<int64_t> number;  // the value, where it is a constant expression
    std::vector<int64_t> variables; // ids of what the value names: several for the members of a struct
  };

  SourcePlace place;
  std::string text; // "#pragma HLS pipeline II=2", for messages
  std::string word; // "pipeline"
  std::vector<Option> options;
  std::string function;       // the symbol of the function it stands in
  bool isInLoop = false;      // it stands in the body of a loop
  bool isInBlock = false;     // and there in a block of its own: { … }, or a branch
  std::vector<int64_t> loops; // ids of that loop; none where the lowering removed it, several for copies of it
};

// What the pragmas that `read` holds concern in the functions of `lowering`, callees first, in source order. Those of
// functions that were not lowered are left out; what can never have an effect is a warning.
std::vector<SourcePragma> findPragmas(const std::vector<ReadPragma> &read, const ModuleLowering &lowering,
                                      std::vector<Note> &warnings);

// First extents of pointer parameters of the top, from `interface … port=NAME depth=N`.
std::map<std::string, int64_t> pointerDepths(const std::vector<ReadPragma> &read, const clang::FunctionDecl *top);

} // namespace allo::lang
