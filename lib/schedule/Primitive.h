// What a primitive is: its word, its parameters, its page of the manual, and the rewrite. One file each in primitives/.
//
// To add one: write primitives/Name.cpp that defines `const Primitive namePrimitive`, and add one line to
// primitives/Primitives.def and one to CMakeLists.txt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo::schedule {

class StepContext;

enum class ParameterKind {
  Loop,     // one address; StepContext::loop
  Loops,    // all positional arguments that are left, at least one; StepContext::loops
  Array,    // one address of an array or scalar variable; StepContext::array
  Integer,  // StepContext::integer
  Integers, // "4,8"; StepContext::integers
  Choice,   // one of `choices`; StepContext::choice
  Name,     // a new name, an identifier; StepContext::name
  Text,     // any words, in parentheses where there are several; StepContext::name
  Function, // a function of the program; StepContext::function
  Kernel,   // the name of a scheduled kernel; StepContext::kernel
};

// One declared parameter. Named ones are written `name=value`, the others by position, in order.
struct Parameter {
  ParameterKind kind;
  std::string name;
  std::string meaning; // one line for the manual
  bool named = false;
  std::optional<std::string> fallback = {}; // the value when not written; required without ("" for none)
  std::vector<std::string> choices = {};
  std::optional<int64_t> minimum = {}; // of Integer and of each of Integers
};

// A refusal the manual lists: its text and when it is given.
struct ManualError {
  std::string text;
  std::string when;
};

// The manual's page of a primitive. `before` and `after` are complete kernels named `example`, and the script `example`
// makes one the other: test/schedule/ManualTest.cpp runs all of them. A script is one step, several lines of steps, or
// (where other kernels are scheduled first) whole sections.
struct Manual {
  std::string meaning;
  std::string legality;
  std::string cost = {}; // what the step costs or gains in hardware, and its own running time where that is not linear
  std::string before;
  std::string after;
  std::vector<ManualError> errors;
  std::string example;
  std::string method; // the C++ spelling: "s.split(\"j\", 4)"
};

// `apply` checks and rewrites the module of the context, a copy: it may throw at any point through context.refuse.
struct Primitive {
  std::string word;
  std::vector<Parameter> parameters;
  Manual manual;
  void (*apply)(StepContext &context);
};

// Every primitive, in the order of Primitives.def.
const std::vector<const Primitive *> &primitives();

// The primitive of a script word; null when there is none.
const Primitive *findPrimitive(const std::string &word);

} // namespace allo::schedule
