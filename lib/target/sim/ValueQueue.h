// A stream of which only the elements are wanted and not their cycles: a buffer that gets longer where it has to.
// Processes::await does what it cannot do by itself.
#pragma once

#include "target/rtl/Graph.h"

#include "llvm/Support/Compiler.h"

#include <cstdint>
#include <memory>

namespace allo::target::sim {

// What generated code knows of it.
struct QueueFields {
  char *data = nullptr;
  int64_t taken = 0, written = 0; // of the elements in the buffer, how many have been read; how many there are
  int64_t places = 0;             // of the buffer
};

struct LLVM_LIBRARY_VISIBILITY ValueQueue : QueueFields {
  explicit ValueQueue(const rtl::Stream &stream);

  int64_t size() const { return written - taken; }
  // Before a write that finds the end of the buffer reached: whether what is in it can be moved to its beginning, so
  // that half of it is free. False: it is longer than that.
  bool makeRoom();
  void grow();
  void clear() { taken = written = 0; }

  int64_t elementBytes;
  std::unique_ptr<char[]> buffer; // where `data` is
};

// What an iteration of a loop does with one end of a stream.
struct QueueUse {
  ValueQueue *queue;
  int64_t operations;
};

} // namespace allo::target::sim
