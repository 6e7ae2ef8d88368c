#include "target/sim/PipelineTiming.h"

#include "target/sim/Processes.h"

#include <algorithm>

namespace allo::target::sim {

void PipelineTiming::begin(int64_t start, int64_t interval, bool overlaps) {
  interval_ = interval;
  overlaps_ = overlaps;
  candidate_ = entry_ = 0;
  stops_.assign(1, {-1, start, start});
  firstStop_ = 0;
  behind_ = 0;
  beginning_.clear();
  ahead_.clear();
  pending_.clear();
  hasBegun_ = isAhead_ = false;
}

void PipelineTiming::readsInAdvance(int64_t count, llvm::ArrayRef<Fifo *> fifos) {
  behind_ = count - 1;
  beginning_.assign(fifos.begin(), fifos.end());
}

//===-- Block cycles and cycles -----------------------------------------------------------------------------------===//

// The first one in the phase of `blockCycle` that is not before `cycle`.
int64_t PipelineTiming::firstAfter(int64_t blockCycle, int64_t cycle) const {
  auto inPhase = [&](int64_t distance) { return (distance + interval_ - 1) / interval_ * interval_; };
  const Stop *stop = &stopBefore(blockCycle), *last = &stops_.back();
  for (;;) {
    int64_t real = stop->left + (blockCycle - stop->blockCycle);
    if (real >= cycle)
      return blockCycle;
    int64_t found = blockCycle + inPhase(cycle - real);
    if (stop == last || stop[1].blockCycle > found)
      return found;
    blockCycle += inPhase(stop[1].blockCycle - blockCycle);
    while (stop != last && stop[1].blockCycle <= blockCycle)
      ++stop;
  }
}

PipelineTiming::Stop &PipelineTiming::stopAt(int64_t blockCycle) {
  Stop &last = stops_.back();
  if (last.blockCycle == blockCycle)
    return last;
  int64_t reached = last.left + (blockCycle - last.blockCycle);
  stops_.push_back({blockCycle, reached, reached});
  return stops_.back();
}

//===-- Operations ------------------------------------------------------------------------------------------------===//

// The block cycle in which an operation at the beginning happens. Writes that were put off come first where they do so
// in hardware: while nobody knows when the operation can happen, that is so when nothing else can happen before them.
int64_t PipelineTiming::enter(Processes &processes, Fifo &fifo, bool isRead) {
  writeBefore(processes, candidate_ + 1);
  for (;;) {
    if (isRead ? fifo.hasElement() : fifo.hasPlace()) {
      int64_t blockCycle = firstFrom(candidate_, isRead ? fifo.readableFrom() : fifo.writableFrom());
      if (pending_.empty() || pending_.front().blockCycle > blockCycle)
        return blockCycle;
      writePending(processes);
      continue;
    }
    Wait wait{&fifo, isRead, realOf(candidate_)};
    if (pending_.empty())
      processes.suspend(wait);
    else if (processes.suspendUntil(wait, realOf(pending_.front().blockCycle)))
      writePending(processes);
  }
}

void PipelineTiming::enterRead(Processes &processes, unsigned number, Fifo &fifo, uint64_t *element) {
  if (isAhead_ && number < now_.isRead.size() && now_.isRead[number]) {
    std::copy_n(now_.elements.begin() + static_cast<std::ptrdiff_t>(number * elementWords()), fifo.words(), element);
    return;
  }
  int64_t blockCycle = enter(processes, fifo, true), cycle = realOf(blockCycle);
  processes.stalled(fifo, true, cycle - realOf(candidate_));
  fifo.take(cycle, element);
  processes.wake(fifo.writer);
  entry_ = std::max(entry_, blockCycle);
}

void PipelineTiming::enterWrite(Processes &processes, Fifo &fifo, const uint64_t *element) {
  int64_t blockCycle = enter(processes, fifo, false), cycle = realOf(blockCycle);
  processes.stalled(fifo, false, cycle - realOf(candidate_));
  fifo.put(cycle, element);
  processes.wake(fifo.reader);
  entry_ = std::max(entry_, blockCycle);
}

void PipelineTiming::read(Processes &processes, int64_t time, Fifo &fifo, uint64_t *element) {
  writeBefore(processes, entry_ + time);
  waitFor(processes, fifo, true, entry_ + time);
  Stop &stop = stopAt(entry_ + time);
  int64_t cycle = std::max(stop.reached, fifo.readableFrom());
  processes.stalled(fifo, true, cycle - stop.reached);
  stop.left = std::max(stop.left, cycle);
  fifo.take(cycle, element);
  processes.wake(fifo.writer);
}

void PipelineTiming::write(Processes &processes, int64_t time, Fifo &fifo, const uint64_t *element) {
  if (overlaps_)
    pending_.push_back({entry_ + time, &fifo, std::vector<uint64_t>(element, element + fifo.words())});
  else
    writeIn(processes, entry_ + time, fifo, element);
}

void PipelineTiming::writeIn(Processes &processes, int64_t blockCycle, Fifo &fifo, const uint64_t *element) {
  waitFor(processes, fifo, false, blockCycle);
  Stop &stop = stopAt(blockCycle);
  int64_t cycle = std::max(stop.reached, fifo.writableFrom());
  processes.stalled(fifo, false, cycle - stop.reached);
  stop.left = std::max(stop.left, cycle);
  fifo.put(cycle, element);
  processes.wake(fifo.reader);
}

void PipelineTiming::writePending(Processes &processes) {
  Pending first = std::move(pending_.front());
  pending_.pop_front();
  writeIn(processes, first.blockCycle, *first.fifo, first.element.data());
}

void PipelineTiming::takeAhead() {
  isAhead_ = !ahead_.empty();
  if (!isAhead_)
    return;
  now_ = std::move(ahead_.front());
  ahead_.pop_front();
  entry_ = now_.entry;
}

void PipelineTiming::dropStops() {
  while (firstStop_ + 1 < stops_.size() && stops_[firstStop_ + 1].blockCycle <= candidate_)
    ++firstStop_;
  if (firstStop_ > 1024) {
    stops_.erase(stops_.begin(), stops_.begin() + static_cast<std::ptrdiff_t>(firstStop_));
    firstStop_ = 0;
  }
}

//===-- Reading in advance ----------------------------------------------------------------------------------------===//

size_t PipelineTiming::elementWords() const {
  size_t words = 1;
  for (const Fifo *fifo : beginning_)
    words = std::max<size_t>(words, fifo->words());
  return words;
}

// While a block stands still in this block cycle, iterations that enter before it have entered.
void PipelineTiming::waitFor(Processes &processes, Fifo &fifo, bool isRead, int64_t blockCycle) {
  while (!(isRead ? fifo.hasElement() : fifo.hasPlace())) {
    llvm::SmallVector<Wait> waits{{&fifo, isRead, realOf(blockCycle)}};
    lookAhead(processes, blockCycle, waits);
    if (!(isRead ? fifo.hasElement() : fifo.hasPlace()))
      processes.suspend(waits);
  }
}

void PipelineTiming::lookAhead(Processes &processes, int64_t before, llvm::SmallVectorImpl<Wait> &missing) {
  for (int64_t position = 0; position < behind_; ++position) {
    if (position == static_cast<int64_t>(ahead_.size())) {
      int64_t candidate = (position == 0 ? entry_ : ahead_.back().entry) + interval_;
      if (candidate >= before)
        return;
      ahead_.push_back({candidate, candidate, llvm::SmallVector<bool, 4>(beginning_.size(), false),
                        std::vector<uint64_t>(beginning_.size() * elementWords())});
    }
    Ahead &iteration = ahead_[static_cast<size_t>(position)];
    bool hasEntered = true;
    for (size_t number = 0; number < beginning_.size(); ++number) {
      Fifo &fifo = *beginning_[number];
      if (iteration.isRead[number])
        continue;
      if (!fifo.hasElement()) {
        missing.push_back({&fifo, true, realOf(iteration.candidate)});
        hasEntered = false;
        continue;
      }
      int64_t blockCycle = firstFrom(iteration.candidate, fifo.readableFrom());
      if (blockCycle >= before) {
        hasEntered = false;
        continue;
      }
      int64_t cycle = realOf(blockCycle);
      processes.stalled(fifo, true, cycle - realOf(iteration.candidate));
      fifo.take(cycle, &iteration.elements[number * elementWords()]);
      processes.wake(fifo.writer);
      iteration.entry = std::max(iteration.entry, blockCycle);
      iteration.isRead[number] = true;
    }
    if (!hasEntered)
      return;
  }
}

} // namespace allo::target::sim
