// Where the present design has the form that a primitive is for, so that random steps are accepted often enough.
// Nothing here decides about legality: a step that is aimed may well be refused.
#pragma once

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <utility>
#include <vector>

namespace allo::fuzz {

struct Aims {
  std::vector<std::string> windows;   // "A axis=i": the loop moves over an array that it only reads
  std::vector<std::string> producers; // "i axis=j": a nest writes one array, and the loop reads it
  std::vector<std::string> chains;    // "A axis=j": the elements of a grid only read the array
  std::vector<std::string> regions;   // "loop=i", "function=f": nothing but loops and calls, of which there are several
  std::vector<std::string> guarded;   // "i j": loops under two conditions, one after the other
  std::vector<std::pair<std::string, std::string>> alike; // functions of one signature, in both orders
};

Aims aimsOf(mlir::ModuleOp module, const std::string &kernel);

} // namespace allo::fuzz
