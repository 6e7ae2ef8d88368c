// Proofs that a scheduled design computes what its source computes, or where it does not.
#pragma once

#include "allo/error.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allo {

struct VerifyOptions {
  std::map<std::string, int64_t> sizes = {}; // of integer parameters; those that loops need get several small values
  bool reassociate = false;                  // take floating-point additions and multiplications as associative
  int64_t calls = 0;          // in a row, on new inputs; 0: one, and three where values are kept from call to call
  int64_t loop_bound = 64;    // iterations of a loop whose end depends on data
  double solver_seconds = 10; // for what remains open; 0: no solver is asked
  double seconds = 600;       // the proof gives up after them
  bool progress = false;      // operations and operations per second on standard error
};

// Where a design gives something else, and inputs for which it does.
struct Difference {
  std::string output;         // the parameter, "return", or "out of bounds"
  std::vector<int64_t> index; // of the element
  int64_t call = 1;
  std::string expected_expression, actual_expression;
  SourcePlace expected_place, actual_place;
  std::string expected, actual;                            // for these inputs
  std::vector<std::pair<std::string, std::string>> inputs; // those that the two depend on
  std::optional<int64_t> step;                             // the first step with a difference, from 1
  std::string step_text;
};

struct Verdict {
  enum Kind { equal, different, unknown } kind = unknown;
  std::string kernel, against;          // `against`: what it is compared with where that is no source of it
  std::string reason, hint;             // of unknown
  SourcePlace place;                    // of the reason
  std::vector<std::string> assumptions; // under which the answer holds
  std::vector<std::string> notes;       // what was seen on the way
  std::optional<Difference> difference;
  std::vector<std::string> unchecked; // steps whose legality the user answers for
  int64_t elements = 0;               // of outputs that were compared
  int64_t operations = 0;             // executed
  int64_t expressions = 0, bytes = 0; // held at most
  int64_t solved = 0;                 // elements that the solver decided
  double seconds = 0;

  const char *word() const { return kind == equal ? "equal" : kind == different ? "different" : "unknown"; }
  std::string text() const;
  std::string json() const;
};

} // namespace allo
