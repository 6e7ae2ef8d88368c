// The processes of a simulated design: children of sequences that use streams and run at the same time. Each has a
// stack of its own and runs alone until it waits for a stream; no threads, and the order has no influence on the
// result.
#pragma once

#include "target/sim/Fifo.h"
#include "target/sim/PipelinePlan.h"
#include "target/sim/PipelineTiming.h"
#include "target/sim/SteadyState.h"
#include "target/sim/Timeline.h"
#include "target/sim/ValueQueue.h"

#include "allo/error.hpp"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <map>
#include <memory>
#include <queue>
#include <utility>

namespace allo::target::sim {

// What a process waits for.
struct Wait {
  Fifo *fifo = nullptr;
  bool isRead = false;
  int64_t since = 0; // cycle
  bool isOver() const { return isRead ? fifo->hasElement() : fifo->hasPlace(); }
};

// A write that has not happened.
struct Offer {
  Fifo *fifo;
  int64_t pending;
  llvm::SmallVector<uint64_t, 2> element;
};

// What is known of the runs of a process that have ended, and of those in progress so far.
struct Statistics {
  const rtl::Child *child = nullptr;
  size_t number = 0; // in the order in which they were first started
  int64_t times = 0, cycles = 0;
  Timeline timeline;
  llvm::DenseMap<const rtl::Child *, Statistics *> inside; // of processes that it starts
};

class Process {
public:
  using Code = void (*)(void *captures);

  const rtl::Child *child = nullptr; // none: the top
  Process *parent = nullptr;
  bool isOver = false;
  llvm::SmallVector<Wait, 4> waits; // while it is suspended
  Statistics *statistics = nullptr;
  int64_t started = 0;
  PipelineTiming pipeline; // a process is in no more than one pipelined loop
  // Writes of one step that found no place yet: those that come after them in it happen all the same.
  std::vector<Offer> offers;
  int64_t offered = 0; // the last cycle of those that happened
  // What those operations of one cycle wait for that have been tried and have not happened.
  llvm::SmallVector<Wait, 4> missing;
  llvm::SmallVector<ValueQueue *, 4> missingQueues; // the same where only values are wanted
  PipelineRun run;                                  // the loop that it is in, where only times are wanted
  std::vector<uint64_t> decisions;                  // of that loop or of the next
  int64_t runs = 0;                                 // how many such loops it has begun

private:
  friend class Processes;
  Code code_ = nullptr;
  void *captures_ = nullptr;
  void *context_ = nullptr;
  char *stack_ = nullptr;
  Process *joining_ = nullptr; // waits for its end
  uint64_t timed_ = 0;         // number of what it is among the timed ones; 0: it is none
  bool isSuspended_ = false;
  unsigned open_ = 0;      // of what it waits for, how many streams have had nothing happen to them
  bool isPartial_ = false; // something has happened to some of them
  // Where only values are wanted: what it waits for.
  ValueQueue *queue_ = nullptr; // null: for an element in one of `missingQueues`
  int64_t wanted_ = 0;          // elements; 0: room
  bool canGoOn() const;
};

std::string pathOf(const Process &process);

class LLVM_LIBRARY_VISIBILITY Processes {
public:
  // Without times there is nothing to say about processes either.
  explicit Processes(bool hasTimes = true);
  ~Processes();
  Processes(const Processes &) = delete;
  Processes &operator=(const Processes &) = delete;

  // Runs `code` as the process of the top to its end. `fifos`: all, where its loops are PipelinePlans; else
  // null. Throws UserError for a deadlock.
  void run(Process::Code code, void *captures, std::deque<Fifo> *fifos);

  // What generated code calls through StreamRuntime.cpp, from within a process.
  uint64_t *takeBlock(size_t words); // for captures
  void releaseBlock(uint64_t *block);
  Process *start(Process::Code code, void *captures, const rtl::Child *child, int64_t cycle);
  void join(Process *process);
  // Until something happens to the streams: to all of them, or to some when nobody else can go on. There may be nothing
  // new for the process when it returns.
  void suspend(llvm::ArrayRef<Wait> waits);
  // The same, but no longer than until no process can act in a cycle before this one; whether that is so.
  bool suspendUntil(llvm::ArrayRef<Wait> waits, int64_t cycle);
  // The same for what is missing; not at all where some of it is there by now.
  void suspendForMissing();
  // Until a queue has so many elements; 0: until there is room at its end.
  void await(ValueQueue &queue, int64_t elements);
  void awaitMissing(); // until one of `missingQueues` has an element
  void settle(int64_t cycle) { suspendUntil({}, cycle); }
  void wake(Process *&waiting) {
    if (waiting)
      happened(*std::exchange(waiting, nullptr));
  }
  // In the cycles from `from` on and before `to`.
  void stalled(Fifo &fifo, bool isRead, int64_t from, int64_t to) {
    if (from >= to)
      return;
    current_->statistics->timeline.add(isRead ? Timeline::reading : Timeline::writing, from, to);
    fifo.addStall(isRead, current_->statistics, to - from);
  }
  void take(Fifo &fifo, int64_t cycle, uint64_t *element) {
    fifo.take(cycle, element);
    fifo.consumer = current_->statistics;
    wake(fifo.writer);
  }
  void put(Fifo &fifo, int64_t cycle, const uint64_t *element) {
    fifo.put(cycle, element);
    fifo.producer = current_->statistics;
    wake(fifo.reader);
  }
  // Ends the run: run() throws the error.
  [[noreturn]] void fail(UserError error);

  Process &current() { return *current_; }
  SteadyState &steadyState() { return steady_; }
  static Processes *active; // that of the run in progress on this thread

  // By the paths of processes ("outer/inner"; of the top it is empty).
  const std::map<std::string, Statistics> &statistics() const { return statistics_; }

private:
  struct Timed {
    int64_t cycle;
    uint64_t number; // first come, first served
    Process *process;
    bool operator<(const Timed &other) const { return std::pair(cycle, number) > std::pair(other.cycle, other.number); }
  };
  void makeReady(Process &process);
  void happened(Process &process);
  bool readyPartial();
  bool readyForValues();
  void suspendForValues(ValueQueue *queue, int64_t elements);
  void registerWaits();
  void switchTo(Process *next);
  void leave();
  void runCurrent();
  void noteEnd(Process &process);
  Statistics *statisticsOf(const Process &process);
  char *takeStack();

  std::deque<Process> processes_;
  std::deque<Process *> ready_;
  std::deque<Process *> partial_;   // perhaps ready or over by now
  std::vector<Process *> awaiting_; // values
  bool hasTimes_, isLeftEarly_ = false;
  SteadyState steady_;
  std::priority_queue<Timed> timed_;
  void dropStale();
  uint64_t timedCount_ = 0;
  std::map<std::string, Statistics> statistics_;
  Statistics *top_ = nullptr;
  std::vector<char *> stacks_, freeStacks_;
  std::map<size_t, std::vector<uint64_t *>> freeBlocks_; // by their words; the word before one says how many it has
  std::deque<std::vector<uint64_t>> blocks_;
  std::vector<Process *> freeProcesses_;
  Process *current_ = nullptr;
  void *mainContext_ = nullptr;
  std::unique_ptr<UserError> error_;
};

} // namespace allo::target::sim
