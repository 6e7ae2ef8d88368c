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

// A queue of words of 64 bits in a ring that grows. Generated code reads and writes it (InlineStreams.cpp): word n of
// the queue is ring[(first + n) & (capacity - 1)]; the capacity is a power of two, or 0.
struct StreamQueue {
  int64_t *ring = nullptr;
  int64_t capacity = 0, first = 0, count = 0;
};

// An array of streams; generated code knows the address as a handle.
struct StreamArray {
  explicit StreamArray(int64_t streams) : queues(new StreamQueue[static_cast<size_t>(streams)]), streams(streams) {}
  StreamArray(const StreamArray &) = delete;
  StreamArray &operator=(const StreamArray &) = delete;
  ~StreamArray() {
    for (int64_t i = 0; i < streams; ++i)
      delete[] queues[i].ring;
    delete[] queues;
  }

  StreamQueue *queues;
  int64_t streams;
};

// What belongs to one kernel: the texts that its code gives by number, and the streams that it keeps between calls.
struct KernelData {
  std::vector<lower::Failure> failures;
  std::vector<std::vector<ir::PrintPiece>> formats;
  std::vector<std::unique_ptr<StreamArray>> keptStreams;
};

inline constexpr int64_t noFailure = INT64_MIN;
inline constexpr int64_t outsideFailure = -1; // a stream that the array of streams does not have

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
