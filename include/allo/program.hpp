// A source file of kernels, as parsed by Clang.
#pragma once

#include "allo/error.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo {

class Schedule;

struct ParseOptions {
  std::vector<std::string> include_directories;
  std::vector<std::string> definitions;   // "NAME" or "NAME=VALUE"
  std::string standard;                   // "c++17", "c11" …; empty: C11 for .c files, C++20 otherwise
  std::map<std::string, int64_t> extents; // first extent of pointer parameters, by parameter name
  bool ignore_pragmas = false;            // `#pragma HLS` of the source are no steps of its schedules
};

class Program {
public:
  // The kernel instantiated from `top`, any expression that names a function: "gemm<float, 32, 64, 64>", "ns::f".
  // Throws UserError when the source or the name is at fault.
  Schedule customize(const std::string &top) const;

  const std::string &file() const;
  const ParseOptions &options() const;

  struct Implementation;
  const Implementation &implementation() const { return *implementation_; }

private:
  friend Program parse(const std::string &, ParseOptions);
  std::shared_ptr<const Implementation> implementation_;
};

// Reads and parses a source file. Throws UserError with Clang's diagnostics.
Program parse(const std::string &file, ParseOptions options = {});

} // namespace allo
