// The peer of the cpu benchmark: the same source compiled by clang -O3 into a shared object with a packed entry.
#pragma once

#include "lang/Frontend.h"

#include <string>
#include <vector>

namespace allo::bench {

struct Kernel {
  std::string name, file, top, init;
};

// The kernels that bench/polybench/kernels.json lists.
std::vector<Kernel> readKernels(const std::string &folder);

// The loaded shared object; it stays loaded until the process ends.
struct Peer {
  void (*initialise)(void **arguments) = nullptr; // sizes, then the source's init function
  void (*run)(void **arguments) = nullptr;
};

// Compiles `source` with `flags` through a generated file in `directory`. Throws UserError when clang fails.
Peer compilePeer(const lang::Source &source, const Kernel &kernel, const std::string &flags,
                 const std::string &directory);

} // namespace allo::bench
