// From a scheduled graph to LLVM IR.
#pragma once

#include "target/rtl/Graph.h"
#include "target/sim/PipelinePlan.h"
#include "target/sim/Storage.h"

#include "llvm/IR/Module.h"

#include <deque>

namespace allo::target::sim {

// Where the pointers of a call lie in the array that the entry takes: the result (the cycles, then the outputs, each in
// words of 64 bits) by itself; then the frame, the arrays that are parameters, and the scalar arguments in order.
// `void allo.entry(ptr pointers, ptr result)`
// A loop whose end depends on data is left with an error after `mostCycles`.
std::unique_ptr<llvm::Module> compile(const rtl::Graph &graph, const std::vector<Frame> &frames, int64_t mostCycles,
                                      llvm::LLVMContext &context);

// Of a design whose times do not depend on values, one half of the same. Values: streams are ValueQueues, and the
// cycles mean nothing. Times: the code refers to `plans`, arrays are not touched, outputs mean nothing.
std::unique_ptr<llvm::Module> compileValues(const rtl::Graph &graph, const std::vector<Frame> &frames,
                                            llvm::LLVMContext &context);
std::unique_ptr<llvm::Module> compileTimes(const rtl::Graph &graph, const std::vector<Frame> &frames,
                                           std::vector<std::vector<bool>> varies, std::deque<PipelinePlan> &plans,
                                           llvm::LLVMContext &context);

// Of an output in the result.
unsigned wordOfOutput(const rtl::Function &top, unsigned output);

} // namespace allo::target::sim
