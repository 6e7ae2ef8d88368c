// A stream between processes that are executed alone: its elements, with the cycles in which they were written and
// their places freed (docs/decisions/0030). Operation number n of either end is known by its number.
#pragma once

#include "target/rtl/Graph.h"

#include <cstdint>
#include <vector>

namespace allo::target::sim {

class Process;

struct Fifo {
  Fifo(const rtl::Stream &stream, unsigned element);

  bool hasElement() const { return taken < written; }
  int64_t readableFrom() const { return writeCycles[static_cast<size_t>(taken & mask)] + 1; }
  bool hasPlace() const { return written - taken < depth; }
  int64_t writableFrom() const {
    return written < depth ? INT64_MIN : readCycles[static_cast<size_t>((written - depth) & mask)] + 1;
  }
  // The element is there, the place is free.
  void take(int64_t cycle, uint64_t *element);
  void put(int64_t cycle, const uint64_t *element);
  // What hardware shows in a cycle, when all that comes before it has been executed: elements in it.
  int64_t sizeIn(int64_t cycle) const;
  void clear();
  // Before a new call, whose cycles count from 0: what is in it has been there for ever.
  void rebase();

  int64_t depth, mask; // a ring of mask + 1 places
  unsigned words;      // of an element
  int64_t written = 0, taken = 0;
  std::vector<int64_t> writeCycles, readCycles;
  std::vector<uint64_t> data;
  Process *reader = nullptr, *writer = nullptr; // suspended here

  // For reports.
  const rtl::Stream *stream;
  unsigned element;
  int64_t peak = 0;
  int64_t writes = 0, leftOver = 0; // in all; that a clear found

private:
  void account(int64_t elements) { peak = elements > peak ? elements : peak; }
  int64_t accounted_ = 0; // writes before it are in `peak`
};

} // namespace allo::target::sim
