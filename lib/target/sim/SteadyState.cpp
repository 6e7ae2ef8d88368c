#include "target/sim/SteadyState.h"

#include "target/sim/Processes.h"

#include <algorithm>

namespace allo::target::sim {

void SteadyState::reset(std::deque<Fifo> *fifos) {
  fifos_ = fifos;
  reference_ = nullptr;
  addedUp_ = 0;
  numbers_.clear();
  if (fifos)
    for (const Fifo &fifo : *fifos)
      numbers_.try_emplace(&fifo, numbers_.size());
}

void SteadyState::observe(std::deque<Process> &processes, Process &leaving) {
  ++leaves_;
  if (&leaving != reference_) {
    // The reference may have left its loop, or wait for what others do in many iterations.
    bool isLost = !reference_ || !reference_->run.plan || ++others_ > 4 * static_cast<int64_t>(processes.size()) + 64;
    if (!isLost)
      return;
    reference_ = &leaving;
    for (Level &level : levels_)
      level.hasSnapshot = false, level.observations = 0;
  }
  others_ = 0;
  constexpr int64_t soonest = 4; // no state comes again before
  if (observeAt(levels_[0], processes, soonest))
    observeAt(levels_[1], processes, 1);
}

// Once for each time that the reference is left; a snapshot is compared with twice as many states as the one before
// (Brent's search for cycles). Snapshots cost no more than executing what is between them. Returns whether a period has
// been added up; then a loop is near its end, or decides something else.
bool SteadyState::observeAt(Level &level, std::deque<Process> &processes, int64_t first) {
  ++level.observations;
  Period period;
  bool isRepeated = level.hasSnapshot && isPeriod(level.snapshot, processes, period);
  if (isRepeated) {
    if (period.times > 0)
      skip(level.snapshot, processes, period);
    level.hasSnapshot = false;
    level.observations = 0;
  }
  bool isWorthIt = leaves_ - level.takenAt > static_cast<int64_t>(processes.size() + fifos_->size());
  if (isWorthIt && level.observations >= (level.hasSnapshot ? level.nextSnapshot : first)) {
    level.nextSnapshot = 2 * level.observations;
    level.takenAt = leaves_;
    take(level, processes);
  }
  return isRepeated;
}

// A process asks for nothing before the cycle in which its next iteration may enter, but for writes that it puts off.
void SteadyState::findUsers(std::deque<Process> &processes) {
  users_.assign(fifos_->size(), {});
  for (size_t process = 0; process < processes.size(); ++process) {
    const PipelineRun &run = processes[process].run;
    if (processes[process].isOver || !run.plan)
      continue;
    int64_t from = run.plan->overlaps ? INT64_MIN : processes[process].pipeline.now();
    for (unsigned number = 0; number < run.plan->operations.size(); ++number)
      for (unsigned element : run.plan->operations[number].elements) {
        Users &its = users_[numbers_.at(run.tables[number][element])];
        bool isRead = run.plan->operations[number].isRead;
        (isRead ? its.reader : its.writer) = process;
        (isRead ? its.readFrom : its.writtenFrom) = from;
      }
  }
}

namespace {
void stateOf(const Process &process, int64_t cycle, std::vector<int64_t> &state) {
  state.clear();
  process.pipeline.describe(cycle, state);
  const PipelineRun &run = process.run;
  for (unsigned number = 0; number < run.moments.size(); ++number) {
    int64_t moment = run.moments[number];
    bool isCycle = moment > 0 && !run.plan->operations[number].isEntry;
    state.push_back(moment <= 0 ? moment : moment - (isCycle ? cycle : process.pipeline.entry()));
  }
}
} // namespace

void SteadyState::take(Level &level, std::deque<Process> &processes) {
  findUsers(processes);
  level.hasSnapshot = true;
  Snapshot &snapshot = level.snapshot;
  snapshot.cycle = reference_->pipeline.now();
  snapshot.processes.resize(processes.size());
  for (size_t number = 0; number < processes.size(); ++number) {
    Process &process = processes[number];
    OfProcess &its = snapshot.processes[number];
    if (&process == reference_)
      snapshot.reference = number;
    its.run.plan = nullptr;
    if (process.isOver || !process.run.plan)
      continue;
    its.runs = process.runs;
    its.run = process.run;
    stateOf(process, snapshot.cycle, its.state);
  }
  snapshot.fifos.resize(fifos_->size());
  for (size_t number = 0; number < fifos_->size(); ++number) {
    Fifo &fifo = (*fifos_)[number];
    OfFifo &its = snapshot.fifos[number];
    its.written = fifo.written();
    its.taken = fifo.taken();
    its.writes = fifo.writes();
    its.state.clear();
    fifo.describe(snapshot.cycle, users_[number].writtenFrom, users_[number].readFrom, its.state);
    its.occupancies = fifo.accounts();
    its.stalls = {fifo.stalls(false), fifo.stalls(true)};
  }
}

bool SteadyState::isAsBefore(const Process &process, const OfProcess &before, int64_t cycle) {
  if (process.isOver || !process.run.plan || !before.run.plan || process.runs != before.runs ||
      process.run.operation != before.run.operation)
    return false;
  stateOf(process, cycle, scratch_);
  return scratch_ == before.state;
}

namespace {
// How often a loop may do again what it has done since that iteration. Iterations that are known of before they enter
// have to be there too.
int64_t timesLeft(PipelineRun run, PipelineRun before) {
  int64_t iterations = run.iteration - before.iteration;
  if (iterations == 0)
    return INT64_MAX;
  int64_t left = run.trips - 3 - run.plan->stages - run.iteration;
  if (unsigned words = run.plan->words; words > 0) {
    int64_t same = 0;
    while (run.iteration < run.trips && std::equal(run.entry + 1, run.entry + 1 + words, before.entry + 1)) {
      int64_t together = std::min(run.left, before.left);
      same += together;
      run.advance(together);
      before.advance(together);
    }
    left = std::min(left, same - 1);
  }
  return std::max<int64_t>(left, 0) / iterations;
}
} // namespace

// Whether everything that has to do with the reference is as it was, but for the cycles that have passed since. What
// the others do meanwhile is of no importance: no stream joins them that has been used.
bool SteadyState::isPeriod(const Snapshot &snapshot, std::deque<Process> &processes, Period &period) {
  int64_t cycle = reference_->pipeline.now();
  period.cycles = cycle - snapshot.cycle;
  const OfProcess &first = snapshot.processes[snapshot.reference];
  if (period.cycles <= 0 || reference_->run.iteration == first.run.iteration || !isAsBefore(*reference_, first, cycle))
    return false;
  findUsers(processes);
  period.times = INT64_MAX;
  period.processes = {snapshot.reference};
  isKnown_.assign(processes.size() + fifos_->size(), false);
  isKnown_[snapshot.reference] = true;
  auto add = [&](size_t process) {
    if (process == none || process >= snapshot.processes.size())
      return false;
    if (isKnown_[process])
      return true;
    isKnown_[process] = true;
    period.processes.push_back(process);
    return isAsBefore(processes[process], snapshot.processes[process], cycle);
  };
  for (size_t next = 0; next < period.processes.size(); ++next) {
    size_t process = period.processes[next];
    const PipelineRun &run = processes[process].run;
    period.times = std::min(period.times, timesLeft(run, snapshot.processes[process].run));
    for (unsigned operation = 0; operation < run.plan->operations.size(); ++operation)
      for (unsigned element : run.plan->operations[operation].elements) {
        size_t number = numbers_.at(run.tables[operation][element]);
        const Fifo &fifo = (*fifos_)[number];
        const OfFifo &before = snapshot.fifos[number];
        if (isKnown_[processes.size() + number] || (fifo.written() == before.written && fifo.taken() == before.taken))
          continue;
        isKnown_[processes.size() + number] = true;
        period.fifos.push_back(number);
        if (fifo.size() != before.written - before.taken || !add(users_[number].writer) || !add(users_[number].reader))
          return false;
        scratch_.clear();
        fifo.describe(cycle, users_[number].writtenFrom, users_[number].readFrom, scratch_);
        if (scratch_ != before.state)
          return false;
      }
  }
  return true;
}

void SteadyState::skip(const Snapshot &snapshot, std::deque<Process> &processes, const Period &period) {
  int64_t cycles = period.cycles * period.times, now = snapshot.cycle + period.cycles;
  addedUp_ += cycles;
  for (size_t number : period.processes) {
    Process &process = processes[number];
    int64_t iterations = (process.run.iteration - snapshot.processes[number].run.iteration) * period.times;
    process.run.advance(iterations);
    process.pipeline.goOn(cycles, iterations);
    for (unsigned operation = 0; operation < process.run.moments.size(); ++operation)
      if (int64_t &moment = process.run.moments[operation];
          moment > 0 && !process.run.plan->operations[operation].isEntry)
        moment += cycles;
    for (auto *waits : {&process.waits, &process.missing})
      for (Wait &wait : *waits)
        wait.since += cycles;
  }
  for (size_t number : period.fifos) {
    Fifo &fifo = (*fifos_)[number];
    const OfFifo &before = snapshot.fifos[number];
    fifo.goOn(cycles, period.times, before.writes, before.occupancies);
    for (bool isRead : {false, true})
      for (auto [whose, stalled] : Fifo::Stalls(fifo.stalls(isRead))) {
        for (auto [known, its] : before.stalls[isRead])
          stalled -= known == whose ? its : 0;
        fifo.addStall(isRead, whose, stalled * period.times);
        whose->timeline.spread(isRead ? Timeline::reading : Timeline::writing, stalled * period.times, now,
                               now + cycles);
      }
  }
}

} // namespace allo::target::sim
