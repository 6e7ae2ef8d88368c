// A network whose processes are all in pipelined loops soon does the same again and again. When its state is what it
// was some cycles before, but for those cycles and for how many iterations each loop has behind it, what comes is known
// until a loop ends or decides something else: it is not executed but added up (docs/decisions/0033).
#pragma once

#include "target/sim/Fifo.h"
#include "target/sim/PipelinePlan.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/Compiler.h"

#include <array>
#include <deque>
#include <vector>

namespace allo::target::sim {

class Process;

class LLVM_LIBRARY_VISIBILITY SteadyState {
public:
  void reset(std::deque<Fifo> *fifos);
  // Before `leaving`, which is in a pipelined loop, is left. May put the whole network many cycles and iterations on.
  void observe(std::deque<Process> &processes, Process &leaving);
  int64_t cyclesAddedUp() const { return addedUp_; }

private:
  struct OfProcess {
    int64_t runs = 0;
    PipelineRun run;            // without a plan: it was in no loop
    std::vector<int64_t> state; // times from `cycle` on
  };
  struct OfFifo {
    int64_t written = 0, taken = 0, writes = 0;
    std::vector<int64_t> state, occupancies;
    std::array<Fifo::Stalls, 2> stalls; // of writes, of reads
  };
  struct Snapshot {
    int64_t cycle = 0;
    size_t reference = 0; // its number
    std::vector<OfProcess> processes;
    std::vector<OfFifo> fifos;
  };
  // What has happened since the snapshot in the part of the network that is joined by streams in use.
  struct Period {
    int64_t cycles = 0, times = 0; // how long it is, and how often it may follow
    std::vector<size_t> processes, fifos;
  };

  // A snapshot and the search for a state that is like it. While what repeats is short it is found and added up; so at
  // a second level states after that are compared, which finds loops around.
  struct Level {
    bool hasSnapshot = false;
    int64_t observations = 0, nextSnapshot = 1, takenAt = 0; // of `leaves_`
    Snapshot snapshot;
  };

  bool observeAt(Level &level, std::deque<Process> &processes, int64_t first);
  void take(Level &level, std::deque<Process> &processes);
  void findUsers(std::deque<Process> &processes);
  bool isPeriod(const Snapshot &snapshot, std::deque<Process> &processes, Period &period);
  bool isAsBefore(const Process &process, const OfProcess &before, int64_t cycle);
  void skip(const Snapshot &snapshot, std::deque<Process> &processes, const Period &period);

  std::deque<Fifo> *fifos_ = nullptr;
  Process *reference_ = nullptr;
  int64_t others_ = 0, leaves_ = 0, addedUp_ = 0;
  std::array<Level, 2> levels_;
  std::vector<int64_t> scratch_;
  // By FIFO: the loops that write and read it, and cycles before which they no longer do.
  struct Users {
    size_t writer = none, reader = none;
    int64_t writtenFrom = INT64_MIN, readFrom = INT64_MIN;
  };
  static constexpr size_t none = SIZE_MAX;
  std::vector<Users> users_;
  std::vector<bool> isKnown_;
  llvm::DenseMap<const Fifo *, size_t> numbers_;
};

} // namespace allo::target::sim
