#include "target/sim/Fifo.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>

namespace allo::target::sim {

Fifo::Fifo(const rtl::Stream &itsStream, unsigned itsElement)
    : depth(itsStream.depth), mask(static_cast<int64_t>(llvm::PowerOf2Ceil(static_cast<uint64_t>(depth))) - 1),
      words((itsStream.width + 63) / 64), writeCycles(static_cast<size_t>(mask) + 1, INT64_MIN / 2),
      readCycles(writeCycles), data(writeCycles.size() * words), stream(&itsStream), element(itsElement) {}

// How many elements there are at the end of the cycle of a write follows when the reader has passed that cycle.
void Fifo::take(int64_t cycle, uint64_t *to) {
  size_t place = static_cast<size_t>(taken & mask);
  std::copy_n(&data[place * words], words, to);
  for (; accounted_ < written && writeCycles[static_cast<size_t>(accounted_ & mask)] < cycle; ++accounted_)
    account(accounted_ + 1 - taken);
  readCycles[place] = cycle;
  ++taken;
}

void Fifo::put(int64_t cycle, const uint64_t *from) {
  size_t place = static_cast<size_t>(written & mask);
  std::copy_n(from, words, &data[place * words]);
  writeCycles[place] = cycle;
  if (taken > 0 && readCycles[static_cast<size_t>((taken - 1) & mask)] > cycle) { // the reader is ahead
    int64_t gone = taken;
    while (gone > 0 && gone > written - depth && readCycles[static_cast<size_t>((gone - 1) & mask)] > cycle)
      --gone;
    account(written + 1 - gone);
    accounted_ = written + 1;
  }
  ++written;
  ++writes;
}

int64_t Fifo::sizeIn(int64_t cycle) const {
  int64_t gone = taken, there = written;
  while (gone > 0 && gone > taken - depth && readCycles[static_cast<size_t>((gone - 1) & mask)] >= cycle)
    --gone;
  while (there > gone && writeCycles[static_cast<size_t>((there - 1) & mask)] >= cycle)
    --there;
  return there - gone;
}

void Fifo::clear() {
  for (; accounted_ < written; ++accounted_)
    account(accounted_ + 1 - taken);
  leftOver += written - taken;
  written = taken = accounted_ = 0;
}

void Fifo::rebase() {
  std::fill(writeCycles.begin(), writeCycles.end(), INT64_MIN / 2);
  std::fill(readCycles.begin(), readCycles.end(), INT64_MIN / 2);
}

} // namespace allo::target::sim
