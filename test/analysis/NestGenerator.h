// Random small affine nests as MLIR text.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace allo::test {

struct NestText {
  std::string text;
  unsigned around = 0; // loops around the nest
  unsigned depth = 1;  // of the nest
  bool isExact = true; // every set of executions is given exactly: no strided loop from the greatest of two bounds
};

struct NestOptions {
  bool triangular = true;
  unsigned depth = 3; // at most
};

NestText randomNest(std::mt19937 &random, NestOptions options);

} // namespace allo::test
