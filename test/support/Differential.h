// What the differential tests of single stages share: PolyBench kernels and random ones, in variants by their loops'
// directives, given one after the other to a comparison, and the result of a kernel by the cpu target.
#pragma once

#include "build/ArgumentSet.h"
#include "ir/AlloDialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace allo::test {

using Scalars = std::map<std::string, int64_t>; // parameters with a given value
using Comparison = std::function<void(const std::string &name, mlir::ModuleOp module, const Scalars &scalars)>;
using Directive = std::function<ir::LoopAttr(mlir::Operation *loop, ir::LoopAttr)>;

build::ArgumentSet randomArguments(mlir::ModuleOp module, const Scalars &scalars);
build::ArgumentSet resultOf(mlir::ModuleOp module, build::ArgumentSet arguments);
// The same for the kernel as it is: if that ends the process, the kernel's own undefined behaviour is at fault.
build::ArgumentSet resultOfOriginal(mlir::ModuleOp module, build::ArgumentSet arguments);

// How many loops are nested in this one.
int heightOf(mlir::Operation *loop);

// The kernels at MINI: scheduled, and as they are under each of the variants. An empty directive leaves the kernel.
struct Variant {
  std::string name;
  Directive directive;
};
void comparePolybench(const std::string &folder, const std::string &only, const std::vector<Variant> &variants,
                      const Comparison &compare);

// Random kernels under random schedules and directives, each in a process of its own that has so many seconds: what the
// comparison counts has to be shared.
struct RandomResult {
  int failed = 0;    // ended their process, or could not be compared
  int undefined = 0; // ended it by behaviour of their own
};
RandomResult compareRandom(uint64_t seed, int first, int cases, int variants, unsigned seconds,
                           const Comparison &compare);

void *sharedBytes(size_t size); // between this process and those that it starts; zero at first
template <typename T> T &shared() { return *new (sharedBytes(sizeof(T))) T; }

// Reads polybench DIR [NAME] | fuzz SEED FIRST CASES. The exit status: 2 for other words, 3 for an error.
int runDifferential(int count, char **words,
                    const std::function<int(const std::string &folder, const std::string &only)> &polybench,
                    const std::function<int(uint64_t seed, int first, int cases)> &fuzz);

} // namespace allo::test
