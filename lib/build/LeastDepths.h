// The cheapest depths with which something still holds, where deeper never hurts.
#pragma once

#include "llvm/ADT/ArrayRef.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace allo::build {

struct DepthProblem {
  std::vector<int64_t> weights; // what a place of each costs; above 0
  std::vector<int64_t> enough;  // depths that will do, each at least 1
  // Whether these depths will do. Where some do, all deeper ones are taken to do.
  std::function<bool(llvm::ArrayRef<int64_t>)> suffices;
  double seconds = 60;
};

struct LeastDepths {
  std::vector<int64_t> depths;
  bool isLeast = false; // nothing cheaper will do; otherwise none of them can be less by itself
  int64_t trials = 0;   // calls of `suffices`
};

LeastDepths leastDepths(const DepthProblem &problem);

} // namespace allo::build
