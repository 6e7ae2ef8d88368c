#include "target/sim/PipelineTiming.h"

#include "target/sim/Processes.h"

#include <algorithm>
#include <utility>

namespace allo::target::sim {

void PipelineTiming::begin(int64_t start, int64_t interval, int64_t stages, bool overlaps) {
  interval_ = interval;
  stages_ = stages;
  overlaps_ = overlaps;
  candidate_ = entry_ = emptyFrom_ = 0;
  stops_.assign(1, {-1, start, start});
  firstStop_ = 0;
  behind_ = 0;
  beginning_.clear();
  ahead_.clear();
  pending_.clear();
  offers_.clear();
  hasBegun_ = isAhead_ = false;
}

void PipelineTiming::readsInAdvance(int64_t count, llvm::ArrayRef<Fifo *> fifos) {
  behind_ = count - 1;
  beginning_.assign(fifos.begin(), fifos.end());
}

//===-- Block cycles and cycles -----------------------------------------------------------------------------------===//

namespace {
int64_t roundedUp(int64_t distance, int64_t interval) {
  return interval == 1 ? distance : (distance + interval - 1) / interval * interval;
}
} // namespace

int64_t PipelineTiming::entryFrom(int64_t blockCycle, int64_t cycle, int64_t emptyFrom) const {
  if (realOf(blockCycle) >= cycle)
    return blockCycle;
  if (interval_ == 1) // every cycle is one
    return firstAfter(blockCycle, cycle, 1);
  // While others are inside, once an interval; the first such cycle in which nobody is is held.
  int64_t held = blockCycle + roundedUp(std::max<int64_t>(emptyFrom - blockCycle, 0), interval_);
  int64_t found = firstAfter(blockCycle, cycle, interval_);
  return found <= held ? found : firstAfter(held, cycle, 1);
}

// The first one in the phase of `blockCycle` that is not before `cycle`.
int64_t PipelineTiming::firstAfter(int64_t blockCycle, int64_t cycle, int64_t interval) const {
  auto inPhase = [&](int64_t distance) { return roundedUp(distance, interval); };
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
int64_t PipelineTiming::enter(Processes &processes, int64_t earliest, Fifo &fifo, bool isRead) {
  int64_t from = std::max(candidate_, earliest);
  writeBefore(processes, from + 1);
  for (;;) {
    if (isRead ? fifo.hasElement() : fifo.hasPlace()) {
      int64_t blockCycle = entryFrom(from, isRead ? fifo.readableFrom() : fifo.writableFrom(), emptyFrom_);
      if (pending_.empty() || pending_.front().blockCycle > blockCycle)
        return blockCycle;
      writePending(processes);
      continue;
    }
    llvm::SmallVector<Wait, 4> waits{{&fifo, isRead, realOf(from)}};
    tryOffers(processes, waits);
    if (isRead ? fifo.hasElement() : fifo.hasPlace())
      continue;
    if (pending_.empty())
      processes.suspend(waits);
    else if (processes.suspendUntil(waits, realOf(pending_.front().blockCycle)))
      writePending(processes);
  }
}

void PipelineTiming::take(Processes &processes, Ahead &iteration, size_t number, int64_t blockCycle) {
  Fifo &fifo = *beginning_[number];
  int64_t cycle = realOf(blockCycle);
  processes.stalled(fifo, true, realOf(iteration.candidate), cycle);
  processes.take(fifo, cycle, &iteration.elements[number * elementWords()]);
  iteration.entry = std::max(iteration.entry, blockCycle);
  iteration.readIn[number] = blockCycle;
}

int64_t PipelineTiming::enterRead(Processes &processes, unsigned number, int64_t earliest, Fifo &fifo,
                                  uint64_t *element) {
  if (!wasRead(number)) {
    int64_t blockCycle = enter(processes, earliest, fifo, true), cycle = realOf(blockCycle);
    processes.stalled(fifo, true, realOf(std::max(candidate_, earliest)), cycle);
    processes.take(fifo, cycle, element);
    entry_ = std::max(entry_, blockCycle);
    return blockCycle;
  }
  std::copy_n(now_.elements.begin() + static_cast<std::ptrdiff_t>(number * elementWords()), fifo.words(), element);
  entry_ = std::max(entry_, now_.readIn[number]);
  return now_.readIn[number];
}

void PipelineTiming::enterWrite(Processes &processes, int64_t earliest, Fifo &fifo, const uint64_t *element) {
  int64_t from = std::max(candidate_, earliest);
  if (!fifo.hasPlace() && pending_.empty()) {
    areAtBeginning_ = true;
    offers_.push_back({from, 0, &fifo, llvm::SmallVector<uint64_t, 2>(element, element + fifo.words())});
    return;
  }
  enterPut(processes, from, fifo, element);
}

int64_t PipelineTiming::enterPut(Processes &processes, int64_t from, Fifo &fifo, const uint64_t *element) {
  int64_t blockCycle = enter(processes, from, fifo, false), cycle = realOf(blockCycle);
  processes.stalled(fifo, false, realOf(from), cycle);
  processes.put(fifo, cycle, element);
  entry_ = std::max(entry_, blockCycle);
  return blockCycle;
}

int64_t PipelineTiming::tryEnter(Processes &processes, unsigned number, int64_t earliest, Fifo &fifo, bool isRead,
                                 uint64_t *element) {
  if (!isRead || !wasRead(number)) {
    int64_t from = std::max(candidate_, earliest);
    writeBefore(processes, from + 1);
    Wait wait{&fifo, isRead, realOf(from)};
    if (!wait.isOver()) {
      processes.current().missing.push_back(wait);
      return -1;
    }
  }
  if (isRead)
    return enterRead(processes, number, earliest, fifo, element);
  return enterPut(processes, std::max(candidate_, earliest), fifo, element);
}

void PipelineTiming::waitToEnter(Processes &processes) {
  if (pending_.empty())
    return processes.suspendForMissing();
  llvm::SmallVector<Wait, 4> waits = std::exchange(processes.current().missing, {});
  if (std::none_of(waits.begin(), waits.end(), [](const Wait &wait) { return wait.isOver(); }) &&
      processes.suspendUntil(waits, realOf(pending_.front().blockCycle)))
    writePending(processes);
}

int64_t PipelineTiming::read(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, uint64_t *element) {
  beforeBlockCycle(processes, entry_ + time);
  waitFor(processes, fifo, true, entry_ + time);
  Stop &stop = stopAt(entry_ + time);
  int64_t pending = std::max(stop.reached, earliest), cycle = std::max(pending, fifo.readableFrom());
  processes.stalled(fifo, true, pending, cycle);
  stop.left = std::max(stop.left, cycle);
  processes.take(fifo, cycle, element);
  return cycle;
}

void PipelineTiming::write(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, const uint64_t *element) {
  if (overlaps_) {
    finishOffers(processes);
    pending_.push_back(
        {entry_ + time, earliest, &fifo, llvm::SmallVector<uint64_t, 2>(element, element + fifo.words())});
    return;
  }
  beforeBlockCycle(processes, entry_ + time);
  if (fifo.hasPlace()) {
    putIn(processes, entry_ + time, earliest, fifo, element);
    return;
  }
  stopAt(entry_ + time);
  areAtBeginning_ = false;
  offers_.push_back({entry_ + time, earliest, &fifo, llvm::SmallVector<uint64_t, 2>(element, element + fifo.words())});
}

int64_t PipelineTiming::tryAt(Processes &processes, int64_t time, int64_t earliest, Fifo &fifo, bool isRead,
                              uint64_t *element) {
  int64_t blockCycle = entry_ + time;
  beforeBlockCycle(processes, blockCycle);
  bool isPutOff = overlaps_ && !isRead;
  if (Wait wait{&fifo, isRead}; !isPutOff && !wait.isOver()) {
    wait.since = stopAt(blockCycle).reached;
    processes.current().missing.push_back(wait);
    return -1;
  }
  if (isRead)
    return read(processes, time, earliest, fifo, element);
  write(processes, time, earliest, fifo, element);
  return 0;
}

// Iterations that enter before this cycle have entered.
void PipelineTiming::waitAt(Processes &processes, int64_t time) {
  lookAhead(processes, entry_ + time, processes.current().missing);
  processes.suspendForMissing();
}

// What was offered in another block cycle, or at the beginning, is over.
void PipelineTiming::beforeBlockCycle(Processes &processes, int64_t blockCycle) {
  if (!offers_.empty() && (areAtBeginning_ || offers_.front().blockCycle != blockCycle))
    waitForOffers(processes);
  writeBefore(processes, blockCycle);
}

void PipelineTiming::putIn(Processes &processes, int64_t blockCycle, int64_t earliest, Fifo &fifo,
                           const uint64_t *element) {
  Stop &stop = stopAt(blockCycle);
  int64_t pending = std::max(stop.reached, earliest), cycle = std::max(pending, fifo.writableFrom());
  processes.stalled(fifo, false, pending, cycle);
  stop.left = std::max(stop.left, cycle);
  processes.put(fifo, cycle, element);
}

void PipelineTiming::writePending(Processes &processes) {
  Pending first = std::move(pending_.front());
  pending_.pop_front();
  waitFor(processes, *first.fifo, false, first.blockCycle);
  putIn(processes, first.blockCycle, first.earliest, *first.fifo, first.element.data());
}

// Lets the writes happen that can; adds what the others wait for.
void PipelineTiming::tryOffers(Processes &processes, llvm::SmallVectorImpl<Wait> &waits) {
  if (offers_.empty())
    return;
  llvm::SmallVector<Pending, 2> offers = std::move(offers_);
  offers_.clear();
  for (Pending &offer : offers) {
    if (!offer.fifo->hasPlace()) {
      waits.push_back({offer.fifo, false, realOf(offer.blockCycle)});
      offers_.push_back(std::move(offer));
    } else if (areAtBeginning_) {
      enterPut(processes, offer.blockCycle, *offer.fifo, offer.element.data());
    } else {
      putIn(processes, offer.blockCycle, offer.earliest, *offer.fifo, offer.element.data());
    }
  }
}

void PipelineTiming::waitForOffers(Processes &processes) {
  while (!offers_.empty()) {
    llvm::SmallVector<Wait, 4> waits;
    tryOffers(processes, waits);
    if (offers_.empty())
      return;
    if (!areAtBeginning_)
      lookAhead(processes, offers_.front().blockCycle, waits);
    processes.suspend(waits);
  }
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
    llvm::SmallVector<Wait, 4> waits{{&fifo, isRead, realOf(blockCycle)}};
    tryOffers(processes, waits);
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
      ahead_.push_back({candidate, candidate, emptyAfter(candidate - interval_),
                        llvm::SmallVector<int64_t, 4>(beginning_.size(), -1),
                        std::vector<uint64_t>(beginning_.size() * elementWords())});
    }
    Ahead &iteration = ahead_[static_cast<size_t>(position)];
    bool hasEntered = true;
    for (size_t number = 0; number < beginning_.size(); ++number) {
      Fifo &fifo = *beginning_[number];
      if (iteration.readIn[number] >= 0)
        continue;
      if (!fifo.hasElement()) {
        missing.push_back({&fifo, true, realOf(iteration.candidate)});
        hasEntered = false;
        continue;
      }
      int64_t blockCycle = entryFrom(iteration.candidate, fifo.readableFrom(), iteration.emptyFrom);
      if (blockCycle >= before) {
        hasEntered = false;
        continue;
      }
      take(processes, iteration, number, blockCycle);
    }
    if (!hasEntered)
      return;
  }
}

//===-- Going on from a state that is known -----------------------------------------------------------------------===//

void PipelineTiming::describe(int64_t cycle, std::vector<int64_t> &state) const {
  auto add = [&](int64_t value) { state.push_back(value); };
  auto addWrites = [&](const auto &writes) {
    add(static_cast<int64_t>(writes.size()));
    for (const Pending &write : writes) {
      add(write.blockCycle - entry_);
      add(write.earliest > 0 ? write.earliest - cycle : 0);
      add(static_cast<int64_t>(reinterpret_cast<intptr_t>(write.fifo)));
    }
  };
  auto addAhead = [&](const Ahead &iteration) {
    for (int64_t blockCycle : {iteration.candidate, iteration.entry, iteration.emptyFrom})
      add(blockCycle - entry_);
    for (int64_t blockCycle : iteration.readIn)
      add(blockCycle < 0 ? INT64_MIN : blockCycle - entry_);
  };
  add(hasBegun_ + 2 * areAtBeginning_ + 4 * isAhead_);
  add(candidate_ - entry_);
  add(emptyFrom_ - entry_);
  add(now() - cycle);
  for (size_t number = firstStop_; number < stops_.size(); ++number)
    if (const Stop &stop = stops_[number]; stop.blockCycle >= candidate_)
      for (int64_t value : {stop.blockCycle - entry_, stop.reached - cycle, stop.left - cycle})
        add(value);
  addWrites(pending_);
  addWrites(offers_);
  for (const Ahead &iteration : ahead_)
    addAhead(iteration);
  if (isAhead_)
    addAhead(now_);
}

void PipelineTiming::goOn(int64_t cycles, int64_t iterations) {
  for (size_t number = firstStop_; number < stops_.size(); ++number) {
    stops_[number].reached += cycles;
    stops_[number].left += cycles;
  }
  for (Pending &write : pending_)
    write.earliest += write.earliest > 0 ? cycles : 0;
  if (!areAtBeginning_)
    for (Pending &write : offers_)
      write.earliest += write.earliest > 0 ? cycles : 0;
  if (behind_ > 0)
    behind_ -= iterations;
}

} // namespace allo::target::sim
