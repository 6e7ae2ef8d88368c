// What generated code calls while it runs (lower/RuntimeCalls.h), and how a run ends early: the code that fails jumps
// back to guardedRun, or, in a thread of a parallel loop, to the end of that thread's work.
#pragma once

#include "ir/PrintFormat.h"
#include "lower/Lower.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo::target::cpu {

// An array of queues whose elements are words of 64 bits.
class StreamArray {
public:
  StreamArray(int64_t streams, int64_t words) : queues(static_cast<size_t>(streams)), words(words) {}
  bool has(int64_t number) const { return number >= 0 && number < static_cast<int64_t>(queues.size()); }
  int64_t size(int64_t number) const { return queue(number).count / words; }
  void push(int64_t number, int64_t word);
  int64_t pop(int64_t number);

private:
  // A ring that grows; its capacity is a power of two.
  struct Queue {
    std::unique_ptr<int64_t[]> ring;
    int64_t capacity = 0, first = 0, count = 0;
  };
  Queue &queue(int64_t number) { return queues[static_cast<size_t>(number)]; }
  const Queue &queue(int64_t number) const { return queues[static_cast<size_t>(number)]; }
  static void grow(Queue &queue);
  std::vector<Queue> queues;
  int64_t words;
};

// What belongs to one kernel: the texts that its code gives by number, and the streams that it keeps between calls.
struct KernelData {
  std::vector<lower::Failure> failures;
  std::vector<std::vector<ir::PrintPiece>> formats;
  std::vector<std::unique_ptr<StreamArray>> keptStreams;
};

inline constexpr int64_t noFailure = INT64_MIN;

// The kernel that runs on this thread; null outside of runs.
KernelData *currentKernel();

// Runs `work`, which calls generated code of `kernel`; the number of the failure that ended it, or noFailure. Streams
// that it left behind are gone.
int64_t guardedWork(KernelData *kernel, llvm::function_ref<void()> work);

// Ends the run on this thread.
[[noreturn]] void endRun(int64_t failure);

// guardedWork, and a UserError for a failure.
void guardedRun(KernelData &kernel, llvm::function_ref<void()> work);

// The functions by their names.
std::map<std::string, void *> runtimeFunctions();

} // namespace allo::target::cpu
