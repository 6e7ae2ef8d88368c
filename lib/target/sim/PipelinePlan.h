// What one iteration of a pipelined loop with streams does, where only times are wanted: the operations on streams in
// the order in which they are executed. Which of them happen in an iteration is known before the loop runs.
#pragma once

#include "target/sim/Fifo.h"

#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace allo::target::sim {

class Processes;

struct PipelineOperation {
  bool isRead = false, isEntry = false;
  int64_t time = 0;
  // Of the decisions of an iteration: the bit that says whether it happens, and the word with the number of its FIFO.
  std::optional<unsigned> predicate, select;
  llvm::SmallVector<unsigned, 2> elements; // of the table: those that it may be
  llvm::SmallVector<unsigned, 2> after;    // operations of the same cycle that it depends on
  unsigned readNumber = 0;                 // of reads at the beginning
  unsigned inGroup = 0; // how many from here on, each by itself as soon as it can; 0: it is within one, or alone
};

struct PipelinePlan {
  int64_t interval = 1, stages = 1, depth = 1;
  bool overlaps = false;       // see PipelineTiming
  bool readsInAdvance = false; // every iteration begins with the same reads
  unsigned words = 0;          // of the decisions of an iteration
  std::vector<PipelineOperation> operations;
};

// A pipelined loop while it runs. What its iterations decide are entries of 1 + words: how many iterations in a row
// decide so, then the decisions of each.
struct PipelineRun {
  const PipelinePlan *plan = nullptr;
  Fifo *const *const *tables = nullptr; // by operation: the FIFO, or those that it is chosen from
  const uint64_t *entry = nullptr;
  int64_t left = 0; // iterations of the entry from this one on
  int64_t trips = 0, iteration = 0;
  unsigned operation = 0;
  llvm::SmallVector<int64_t, 4> moments; // of the operations of this iteration: when they happened

  bool happens(const PipelineOperation &its) const {
    return !its.predicate || (entry[1 + *its.predicate / 64] >> (*its.predicate % 64) & 1);
  }
  Fifo &fifoOf(unsigned number) const {
    const PipelineOperation &its = plan->operations[number];
    return *tables[number][its.select ? entry[1 + *its.select] : 0];
  }
  void advance(int64_t iterations) {
    iteration += iterations;
    if (plan->words == 0)
      return;
    for (; iterations >= left; left = static_cast<int64_t>(entry[0])) {
      iterations -= left;
      entry += 1 + plan->words;
    }
    left -= iterations;
  }
};

// Runs a loop of the current process; `start`: the cycle before its first. Returns its last cycle.
int64_t runPipeline(Processes &processes, const PipelinePlan &plan, int64_t start, Fifo *const *const *tables,
                    int64_t trips);

} // namespace allo::target::sim
