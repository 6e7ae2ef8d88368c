// The one list of rewrites that take a kernel from the form of docs/decisions/0001 to the LLVM dialect.
#pragma once

#include "allo/error.hpp"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace allo::lower {

struct Options {
  int64_t stackBytes = 64 << 10;         // a local array above this lives on the heap
  int64_t frameBytes = 256 << 10;        // so do those that would make the frame of their function larger than this
  int64_t arrayBytes = int64_t(1) << 30; // all local arrays of one function; above this the kernel is refused
};

// A loop that the schedule marked parallel, and what became of it.
struct ParallelLoop {
  std::string function;
  std::string name;
  SourcePlace place;
  bool threaded = false;
  std::string reason; // why it is not threaded, else empty
  std::string symbol; // of the function that runs a range of it: (begin, end, step, captured values …)
};

// An error that a run may end with.
struct Failure {
  std::string message;
  SourcePlace place;
  std::string hint;
};

struct Lowered {
  std::string top;                         // the symbol of the top in the LLVM dialect
  std::vector<ParallelLoop> parallelLoops; // in source order
  std::vector<Failure> failures;           // by the numbers that the code gives
  std::vector<std::string> formats;        // of printf, likewise
};

// Rewrites `module` in place. Throws UserError for arrays beyond the limit, InternalError when a gate fails.
Lowered toLLVM(mlir::ModuleOp module, const Options &options = {});

// Every allo.quantize as integer arithmetic; for all targets, on any form.
void expandQuantizations(mlir::ModuleOp module);

// The marks that say which floating-point updates the schedule may reorder; for all targets, before anything else.
void eraseReassociation(mlir::ModuleOp module);

// For hls and rtl: a function that uses an array of streams at subscripts that its integer parameters fix gets those
// streams as parameters of their own; calls pass elements. In the legal form an element of an array of streams is a
// builtin.unrealized_conversion_cast of the array and the subscripts.
void separateStreamElements(mlir::ModuleOp module);

} // namespace allo::lower
