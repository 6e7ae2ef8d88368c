// A stream between processes that are executed alone: its elements, with the cycles in which they were written and
// their places freed (docs/decisions/0030). Operation number n of either end is known by its number.
#pragma once

#include "target/rtl/Graph.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compiler.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace allo::target::sim {

class Process;
struct Statistics;

class LLVM_LIBRARY_VISIBILITY Fifo {
public:
  // Without elements only the times are kept.
  Fifo(const rtl::Stream &stream, unsigned element, bool hasElements);

  bool hasElement() const { return taken_ < written_; }
  bool hasPlace() const { return written_ - taken_ < depth_; }
  int64_t readableFrom() const { return writeCycles_[index(taken_)] + 1; }
  int64_t writableFrom() const { return written_ < depth_ ? INT64_MIN : readCycles_[index(written_ - depth_)] + 1; }
  // The element is there, the place is free.
  void take(int64_t cycle, uint64_t *element) {
    size_t place = index(taken_);
    copy(element, data_.data() + place * words_);
    // How many elements there were at the end of the cycle of a write follows when the reader has passed that cycle.
    for (; accounted_ < written_ && writeCycles_[index(accounted_)] < cycle; ++accounted_)
      account(accounted_ + 1 - taken_);
    readCycles_[place] = cycle;
    ++taken_;
  }
  void put(int64_t cycle, const uint64_t *element) {
    if (isUnlimited_)
      makeRoom(cycle);
    size_t place = index(written_);
    copy(data_.data() + place * words_, element);
    writeCycles_[place] = cycle;
    if (taken_ > 0 && readCycles_[index(taken_ - 1)] > cycle)
      accountBehind(cycle);
    ++written_;
    ++writes_;
  }
  // What hardware shows in a cycle, when all that comes before it has been executed: elements in it.
  int64_t sizeIn(int64_t cycle) const;
  void clear();
  // Before a new call, whose cycles count from 0: what is in it has been there for ever.
  void rebase();
  // Before anything was written: how many places it has, or as many as are ever taken.
  void setDepth(int64_t depth);
  void setUnlimited();

  // What is still of importance of the past, in cycles from `cycle` on: nothing will be written before the cycle
  // `writtenFrom`, and nothing read before `readFrom`.
  void describe(int64_t cycle, int64_t writtenFrom, int64_t readFrom, std::vector<int64_t> &state) const;
  // What has happened since there were `writes` and `occupancies` happens so often again: all times are later by
  // `cycles`.
  void goOn(int64_t cycles, int64_t times, int64_t writes, llvm::ArrayRef<int64_t> occupancies);

  const rtl::Stream &stream() const { return *stream_; }
  std::string name() const; // "lanes[2]"
  int64_t depth() const { return depth_; }
  unsigned words() const { return words_; } // of an element that is kept
  int64_t size() const { return written_ - taken_; }
  int64_t written() const { return written_; } // all that ever were
  int64_t taken() const { return taken_; }
  // Since the last rebase(): elements written, those that a clear found, and how often a write left so many in it.
  int64_t writes() const { return writes_; }
  int64_t dropped() const { return dropped_; }
  const std::vector<int64_t> &occupancies();
  const std::vector<int64_t> &accounts() const { return occupancies_; } // of the writes that the reader has passed
  int64_t peak();                                                       // the most elements

  // Cycles in which those at one end waited for it.
  struct Stall {
    Statistics *whose;
    int64_t cycles;
  };
  using Stalls = llvm::SmallVector<Stall, 1>;
  const Stalls &stalls(bool isRead) const { return stalls_[isRead]; }
  void addStall(bool isRead, Statistics *whose, int64_t cycles) {
    for (Stall &known : stalls_[isRead])
      if (known.whose == whose) {
        known.cycles += cycles;
        return;
      }
    stalls_[isRead].push_back({whose, cycles});
  }

  Process *reader = nullptr, *writer = nullptr;              // suspended here
  const Statistics *producer = nullptr, *consumer = nullptr; // the last to write and to read

private:
  size_t index(int64_t number) const { return static_cast<size_t>(number & mask_); }
  void copy(uint64_t *to, const uint64_t *from) const {
    if (words_ == 1)
      *to = *from;
    else
      std::copy_n(from, words_, to);
  }
  void account(int64_t elements) { ++occupancies_[static_cast<size_t>(elements)]; }
  void accountBehind(int64_t cycle);
  void accountAll();
  void setRing(int64_t places);
  void makeRoom(int64_t cycle);
  int64_t ring() const { return mask_ + 1; }

  int64_t depth_, mask_ = 0; // a ring of mask + 1 places
  bool isUnlimited_ = false; // the ring grows
  int64_t written_ = 0, taken_ = 0, accounted_ = 0;
  unsigned words_;
  std::vector<int64_t> writeCycles_, readCycles_;
  std::vector<uint64_t> data_;
  const rtl::Stream *stream_;
  unsigned element_;
  int64_t writes_ = 0, dropped_ = 0;
  std::array<Stalls, 2> stalls_; // of writes, of reads
  std::vector<int64_t> occupancies_;
};

} // namespace allo::target::sim
