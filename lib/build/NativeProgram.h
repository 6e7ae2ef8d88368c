// C or C++ text compiled with the system's compiler into a process of its own, called through one file of arguments.
// The oracle and the emitted HLS C++ both run this way, so a crash or an endless loop of theirs is an error, not our
// end.
#pragma once

#include "build/ArgumentSet.h"
#include "support/TemporaryDirectory.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace allo::build {

struct NativeSource {
  std::string what;                         // for messages: "the kernel's source"
  bool isC = false;                         // compile with gcc, else with g++
  std::string standard;                     // "c11", "c++20"
  std::map<std::string, std::string> files; // written to the build folder; those that end in .c or .cpp are compiled
  std::vector<std::string> flags;
  std::set<std::string> elementary; // functions of hls_math: ours are linked before the C library's
  bool isOurs = false;              // a compiler error is then an internal error
};

class NativeProgram {
public:
  // `source.files` define `void allo_entry(void **, void *)` and, where it is used, `void allo_initialise(void **)`.
  explicit NativeProgram(const NativeSource &source);

  // Calls the kernel `calls` times on `arguments`, which each call changes. Returns the seconds that the kernel took.
  // Throws NegativeResult for a finding of a sanitiser, UserError for any other bad end.
  double run(ArgumentSet &arguments, int64_t calls = 1) const { return call(arguments, -calls); }
  // Calls allo_initialise instead.
  void initialise(ArgumentSet &arguments) const { call(arguments, 1); }

  double compileSeconds() const { return compileSeconds_; }

private:
  double call(ArgumentSet &arguments, int64_t mode) const; // of the runner
  support::TemporaryDirectory directory_;
  std::string what_;
  double compileSeconds_ = 0;
};

} // namespace allo::build
