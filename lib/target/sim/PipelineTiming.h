// When the iterations of a pipelined loop with streams enter, and when what they do happens (docs/decisions/0030).
// Iterations are executed one after the other. What of one comes after the beginning of the next in hardware also comes
// after it in the source, so that all cycles are known without executing anything out of order; where an iteration has
// to wait at its end, the elements that those behind it read at their beginnings are read in advance.
// Where reads of later iterations come before writes all the same, those are put off until the reads are known.
#pragma once

#include "target/sim/Fifo.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compiler.h"

#include <deque>
#include <vector>

namespace allo::target::sim {

class Processes;
struct Wait;

class LLVM_LIBRARY_VISIBILITY PipelineTiming {
public:
  // `start`: the cycle before the first; an iteration may enter every `interval` cycles, and in any cycle when the one
  // before has left the last of `stages`. `overlaps`: operations that are not at the beginning of an iteration may come
  // before the last ones of the iteration before.
  void begin(int64_t start, int64_t interval, int64_t stages, bool overlaps);
  // Every one of `count` iterations begins with reads of these streams and nothing else.
  void readsInAdvance(int64_t count, llvm::ArrayRef<Fifo *> fifos);

  // Before each iteration.
  void next(Processes &processes) {
    if (!hasBegun_) {
      hasBegun_ = true;
      return;
    }
    finishOffers(processes);
    emptyFrom_ = emptyAfter(entry_);
    candidate_ = entry_ + interval_;
    entry_ = candidate_;
    --behind_;
    if (!ahead_.empty() || isAhead_)
      takeAhead();
    if (firstStop_ + 1 < stops_.size())
      dropStops();
  }
  // Operations of the iteration at its beginning, each in a cycle of phase 0; reads have numbers. What they depend on
  // is read in the block cycle `earliest`; returned is theirs. A write that finds no place does not keep others from
  // happening.
  int64_t enterRead(Processes &processes, unsigned number, int64_t earliest, Fifo &fifo, uint64_t *element);
  void enterWrite(Processes &processes, int64_t earliest, Fifo &fifo, const uint64_t *element);
  // One of several at the beginning that happen each by itself: -1 where it cannot happen yet; then wait for those.
  int64_t tryEnter(Processes &processes, unsigned number, int64_t earliest, Fifo &fifo, bool isRead, uint64_t *element);
  void waitToEnter(Processes &processes);
  // Later operations, in the order of their times. What they depend on is read in the cycle `earliest`; returned is
  // theirs.
  int64_t read(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, uint64_t *element);
  void write(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, const uint64_t *element);
  // One of several of a cycle.
  int64_t tryAt(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, bool isRead, uint64_t *element);
  void waitAt(Processes &processes, int64_t time);
  // The cycle in which the iteration is at `time`, with all that happens there.
  int64_t cycleOf(Processes &processes, int64_t time) {
    finishOffers(processes);
    writeBefore(processes, entry_ + time + 1);
    return realOf(entry_ + time);
  }
  // Of the last one to enter, the last cycle.
  int64_t end(Processes &processes, int64_t depth) { return cycleOf(processes, depth - 1); }

  // The cycle in which the iteration may enter, and the block cycle in which it does, as far as known.
  int64_t now() const { return realOf(candidate_); }
  int64_t entry() const { return entry_; }
  // All that decides what comes, but for how many iterations are left: in cycles from `cycle` on, and in block cycles
  // from the entry of the iteration on.
  void describe(int64_t cycle, std::vector<int64_t> &state) const;
  // So many cycles and iterations later.
  void goOn(int64_t cycles, int64_t iterations);

private:
  struct Ahead;
  // A block cycle in which later operations happened: when it was reached and when it was over. From there to the next
  // one the block stands nowhere still.
  struct Stop {
    int64_t blockCycle, reached, left;
  };
  // A write of an iteration that has been executed, before which operations of later iterations may come.
  struct Pending {
    int64_t blockCycle, earliest;
    Fifo *fifo;
    llvm::SmallVector<uint64_t, 2> element;
  };
  // An iteration that has not been executed, and of its reads those that have happened.
  struct Ahead {
    int64_t candidate = 0, entry = 0, emptyFrom = 0;
    llvm::SmallVector<int64_t, 4> readIn; // block cycle; -1: not yet
    std::vector<uint64_t> elements;
  };
  // A read at the beginning of the iteration, in advance.
  bool wasRead(unsigned number) const { return isAhead_ && number < now_.readIn.size() && now_.readIn[number] >= 0; }
  size_t elementWords() const; // of the widest stream that is read in advance
  const Stop &stopBefore(int64_t blockCycle) const {
    size_t stop = stops_.size() - 1;
    while (stop > firstStop_ && stops_[stop].blockCycle > blockCycle)
      --stop;
    return stops_[stop];
  }
  int64_t realOf(int64_t blockCycle) const {
    const Stop &stop = stopBefore(blockCycle);
    return stop.left + (blockCycle - stop.blockCycle);
  }
  int64_t firstAfter(int64_t blockCycle, int64_t cycle, int64_t interval) const;
  // The first one from `blockCycle` on in which an iteration may enter that is not before `cycle`.
  int64_t entryFrom(int64_t blockCycle, int64_t cycle, int64_t emptyFrom) const;
  int64_t emptyAfter(int64_t entry) const { return entry + stages_ * interval_; }
  int64_t enter(Processes &processes, int64_t earliest, Fifo &fifo, bool isRead);
  void putIn(Processes &processes, int64_t blockCycle, int64_t earliest, Fifo &fifo, const uint64_t *element);
  int64_t enterPut(Processes &processes, int64_t blockCycle, Fifo &fifo, const uint64_t *element);
  // Writes that have found no place yet.
  void tryOffers(Processes &processes, llvm::SmallVectorImpl<Wait> &waits);
  void finishOffers(Processes &processes) {
    if (!offers_.empty())
      waitForOffers(processes);
  }
  void waitForOffers(Processes &processes);
  void beforeBlockCycle(Processes &processes, int64_t blockCycle);
  void take(Processes &processes, Ahead &iteration, size_t number, int64_t blockCycle);
  void writeBefore(Processes &processes, int64_t blockCycle) {
    while (!pending_.empty() && pending_.front().blockCycle < blockCycle)
      writePending(processes);
  }
  void writePending(Processes &processes);
  Stop &stopAt(int64_t blockCycle);
  void waitFor(Processes &processes, Fifo &fifo, bool isRead, int64_t blockCycle);
  void lookAhead(Processes &processes, int64_t before, llvm::SmallVectorImpl<Wait> &missing);
  void takeAhead();
  void dropStops();

  int64_t interval_ = 1, stages_ = 1;
  // In block cycles; the last: from when on nothing is in the pipeline but the candidate.
  int64_t candidate_ = 0, entry_ = 0, emptyFrom_ = 0;
  std::vector<Stop> stops_; // ascending
  size_t firstStop_ = 0;    // before it none is needed any more
  bool hasBegun_ = false;   // the first iteration
  bool overlaps_ = false;
  std::deque<Pending> pending_; // ascending
  // Of the beginning of an iteration, or of one block cycle, what has found no place.
  llvm::SmallVector<Pending, 2> offers_;
  bool areAtBeginning_ = false;
  bool isAhead_ = false; // of the iteration that is executed something was read in advance
  int64_t behind_ = 0;   // iterations after it, as far as known
  llvm::SmallVector<Fifo *, 4> beginning_;
  std::deque<Ahead> ahead_;
  Ahead now_; // what was read in advance of the iteration that is executed
};

} // namespace allo::target::sim
