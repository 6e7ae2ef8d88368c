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
  llvm::SmallVector<unsigned, 2> after; // operations of the same cycle that it depends on
  unsigned readNumber = 0;              // of reads at the beginning
  unsigned inGroup = 0; // how many from here on, each by itself as soon as it can; 0: it is within one, or alone
};

struct PipelinePlan {
  int64_t interval = 1, stages = 1, depth = 1;
  bool overlaps = false;       // see PipelineTiming
  bool readsInAdvance = false; // every iteration begins with the same reads
  unsigned words = 0;          // of 32 bits, of the decisions of an iteration
  std::vector<PipelineOperation> operations;
};

// A pipelined loop while it runs.
struct PipelineRun {
  const PipelinePlan *plan = nullptr;
  Fifo *const *const *tables = nullptr; // by operation: the FIFO, or those that it is chosen from
  const uint32_t *decisions = nullptr;
  int64_t trips = 0, iteration = 0;
  unsigned operation = 0;
  llvm::SmallVector<int64_t, 4> moments; // of the operations of this iteration: when they happened

  const uint32_t *decisionsNow() const { return decisions + iteration * plan->words; }
  bool happens(const PipelineOperation &its) const {
    return !its.predicate || (decisionsNow()[*its.predicate / 32] >> (*its.predicate % 32) & 1);
  }
  Fifo &fifoOf(unsigned number) const {
    const PipelineOperation &its = plan->operations[number];
    return *tables[number][its.select ? decisionsNow()[*its.select] : 0];
  }
};

// Runs a loop of the current process; `start`: the cycle before its first. Returns its last cycle.
int64_t runPipeline(Processes &processes, const PipelinePlan &plan, int64_t start, Fifo *const *const *tables,
                    int64_t trips);

} // namespace allo::target::sim
