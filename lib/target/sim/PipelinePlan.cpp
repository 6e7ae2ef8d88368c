#include "target/sim/PipelinePlan.h"

#include "target/sim/Processes.h"

#include <algorithm>

namespace allo::target::sim {

namespace {
int64_t earliestOf(const PipelineRun &run, const PipelineOperation &its) {
  int64_t earliest = 0;
  for (unsigned before : its.after)
    earliest = std::max(earliest, run.moments[before]);
  return earliest;
}

void operate(Processes &processes, PipelineTiming &timing, PipelineRun &run, unsigned number) {
  const PipelineOperation &its = run.plan->operations[number];
  if (!run.happens(its))
    return;
  Fifo &fifo = run.fifoOf(number);
  int64_t earliest = earliestOf(run, its);
  if (its.isRead)
    run.moments[number] = its.isEntry ? timing.enterRead(processes, its.readNumber, earliest, fifo, nullptr)
                                      : timing.read(processes, its.time, earliest, fifo, nullptr);
  else if (its.isEntry)
    timing.enterWrite(processes, earliest, fifo, nullptr);
  else
    timing.write(processes, its.time, earliest, fifo, nullptr);
}

// Each by itself: those that can, until all have happened (StreamGroups.cpp).
void operateGroup(Processes &processes, PipelineTiming &timing, PipelineRun &run, unsigned first, unsigned count) {
  constexpr int64_t notYet = -1;
  for (unsigned number = first; number < first + count; ++number)
    run.moments[number] = run.happens(run.plan->operations[number]) ? notYet : 0;
  auto attempt = [&](unsigned number) {
    const PipelineOperation &its = run.plan->operations[number];
    if (std::any_of(its.after.begin(), its.after.end(), [&](unsigned before) { return run.moments[before] == notYet; }))
      return notYet;
    Fifo &fifo = run.fifoOf(number);
    int64_t earliest = earliestOf(run, its);
    return its.isEntry ? timing.tryEnter(processes, its.readNumber, earliest, fifo, its.isRead, nullptr)
                       : timing.tryAt(processes, its.time, earliest, fifo, its.isRead, nullptr);
  };
  for (;;) {
    bool haveAll = true;
    for (unsigned number = first; number < first + count; ++number) {
      if (run.moments[number] == notYet)
        run.moments[number] = attempt(number);
      haveAll &= run.moments[number] != notYet;
    }
    if (haveAll)
      return;
    if (run.plan->operations[first].isEntry)
      timing.waitToEnter(processes);
    else
      timing.waitAt(processes, run.plan->operations[first].time);
  }
}
} // namespace

int64_t runPipeline(Processes &processes, const PipelinePlan &plan, int64_t start, Fifo *const *const *tables,
                    int64_t trips) {
  if (trips == 0)
    return start + 1;
  Process &self = processes.current();
  PipelineRun &run = self.run;
  ++self.runs;
  // Behind the last iteration there is always one more.
  self.decisions.resize(self.decisions.size() + 1 + plan.words);
  self.decisions[self.decisions.size() - 1 - plan.words] = INT64_MAX;
  run = {&plan, tables, self.decisions.data(), static_cast<int64_t>(self.decisions[0]), trips, 0, 0, {}};
  PipelineTiming &timing = self.pipeline;
  timing.begin(start, plan.interval, plan.stages, plan.overlaps);
  auto count = static_cast<unsigned>(plan.operations.size());
  if (plan.readsInAdvance) {
    llvm::SmallVector<Fifo *, 4> beginning;
    for (unsigned number = 0; number < count; ++number)
      if (plan.operations[number].isEntry && plan.operations[number].isRead)
        beginning.push_back(&run.fifoOf(number));
    timing.readsInAdvance(trips, beginning);
  }
  // What the process waits for may be reached many iterations later (SteadyState.h): everything is in `run`.
  for (; run.iteration < run.trips; run.advance(1)) {
    timing.next(processes);
    run.moments.assign(count, 0);
    for (run.operation = 0; run.operation < count;) {
      unsigned number = run.operation, together = plan.operations[number].inGroup;
      if (together == 0)
        operate(processes, timing, run, number);
      else
        operateGroup(processes, timing, run, number, together);
      run.operation = number + std::max(1u, together);
    }
  }
  int64_t end = timing.end(processes, plan.depth);
  run.plan = nullptr;
  return end;
}

} // namespace allo::target::sim
