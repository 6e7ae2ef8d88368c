// The oracle: the user's source, untouched, compiled by the system's C or C++ compiler. What it computes is right.
#pragma once

#include "build/NativeProgram.h"
#include "lang/Frontend.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace allo::build {

struct OracleOptions {
  std::string init;                 // a function of the source that fills the arguments; empty: none
  bool checkUndefined = false;      // also run under the sanitisers
  std::set<std::string> elementary; // functions of hls_math: ours are linked before the C library's
};

class Oracle {
public:
  // Compiles the source around `top`, whose parameters are `interface`. Throws UserError when the compiler refuses.
  Oracle(const lang::Source &source, const std::string &top, const Interface &interface,
         const OracleOptions &options = {});

  // Calls the init function. Its parameters are matched to the kernel's by name.
  void initialise(ArgumentSet &arguments) const { plain_->initialise(arguments); }

  // Runs the kernel, first under the sanitisers where that was asked for. Returns the seconds of the plain run.
  double run(ArgumentSet &arguments, int64_t calls = 1) const;

  double compileSeconds() const { return compileSeconds_; }

private:
  std::unique_ptr<NativeProgram> compile(const lang::Source &source, const std::string &what,
                                         const std::vector<std::string> &flags);
  void checkUninitialised(const ArgumentSet &arguments, int64_t calls) const;

  std::map<std::string, std::string> files_;
  std::set<std::string> elementary_;
  std::unique_ptr<NativeProgram> plain_, sanitised_, zeroed_, patterned_;
  double compileSeconds_ = 0;
};

// The names of the kernel's scalar parameters that the init function sets, through a pointer or reference of that name.
// Throws UserError when the init function has a parameter that the kernel lacks.
std::vector<std::string> scalarsSetBy(const lang::Source &source, const std::string &init, const Interface &interface);

} // namespace allo::build
