#include "target/sim/StreamRuntime.h"

#include "target/sim/Processes.h"

#include <algorithm>

namespace allo::target::sim {

using rtl::StreamAction;

namespace {
Processes &processes() { return *Processes::active; }
PipelineTiming &pipeline() { return processes().current().pipeline; }

//===-- In a sequence ---------------------------------------------------------------------------------------------===//

int64_t put(Fifo &fifo, int64_t pending, const uint64_t *element) {
  int64_t cycle = std::max(pending, fifo.writableFrom());
  processes().stalled(fifo, false, pending, cycle);
  processes().put(fifo, cycle, element);
  return cycle;
}

int64_t take(Fifo &fifo, int64_t pending, uint64_t *element) {
  int64_t cycle = std::max(pending, fifo.readableFrom());
  processes().stalled(fifo, true, pending, cycle);
  processes().take(fifo, cycle, element);
  return cycle;
}

void putOffered(Fifo &fifo, int64_t pending, const uint64_t *element) {
  int64_t cycle = put(fifo, pending, element);
  Process &self = processes().current();
  self.offered = std::max(self.offered, cycle);
}

// Lets the writes of the step happen that can; adds what the others wait for.
void tryOffers(llvm::SmallVectorImpl<Wait> &waits) {
  std::vector<Offer> &offers = processes().current().offers;
  for (size_t number = 0; number < offers.size();) {
    Offer &offer = offers[number];
    if (!offer.fifo->hasPlace()) {
      waits.push_back({offer.fifo, false, offer.pending});
      ++number;
      continue;
    }
    putOffered(*offer.fifo, offer.pending, offer.element.data());
    offers.erase(offers.begin() + static_cast<std::ptrdiff_t>(number));
  }
}

int64_t readStream(Fifo *fifo, int64_t pending, uint64_t *element) {
  while (!fifo->hasElement()) {
    llvm::SmallVector<Wait, 4> waits{{fifo, true, pending}};
    tryOffers(waits);
    if (!fifo->hasElement())
      processes().suspend(waits);
  }
  return take(*fifo, pending, element);
}

// One of several of a step that happen each by itself: the cycle; -1 where it cannot happen yet.
int64_t tryStream(Fifo *fifo, int64_t isRead, int64_t pending, uint64_t *element) {
  Wait wait{fifo, isRead != 0, pending};
  if (wait.isOver())
    return wait.isRead ? take(*fifo, pending, element) : put(*fifo, pending, element);
  processes().current().missing.push_back(wait);
  return -1;
}

void waitForStreams() { processes().suspendForMissing(); }

void offerToStream(Fifo *fifo, int64_t pending, const uint64_t *element) {
  if (fifo->hasPlace())
    putOffered(*fifo, pending, element);
  else
    processes().current().offers.push_back(
        {fifo, pending, llvm::SmallVector<uint64_t, 2>(element, element + fifo->words())});
}

// When all that was offered has been written.
int64_t endOfOffers() {
  Process &self = processes().current();
  while (!self.offers.empty()) {
    llvm::SmallVector<Wait, 4> waits;
    tryOffers(waits);
    if (!self.offers.empty())
      processes().suspend(waits);
  }
  int64_t cycle = self.offered;
  self.offered = 0;
  return cycle;
}

// What does not wait: in a cycle before which nothing more can happen. What has happened already cannot be undone.
int64_t askStream(Fifo *fifo, int64_t cycle, int32_t asked, uint64_t *element) {
  auto canRead = [&] { return fifo->hasElement() && fifo->readableFrom() <= cycle; };
  auto canWrite = [&] { return fifo->hasPlace() && fifo->writableFrom() <= cycle; };
  auto action = static_cast<StreamAction>(asked);
  bool isKnown = (action == StreamAction::tryRead && canRead()) || (action == StreamAction::tryWrite && canWrite());
  if (!isKnown)
    processes().settle(cycle);
  switch (action) {
  case StreamAction::tryRead:
    if (!canRead())
      return 0;
    processes().take(*fifo, cycle, element);
    return 1;
  case StreamAction::tryWrite:
    if (!canWrite())
      return 0;
    processes().put(*fifo, cycle, element);
    return 1;
  case StreamAction::empty:
    return fifo->sizeIn(cycle) == 0;
  case StreamAction::full:
    return fifo->sizeIn(cycle) == fifo->depth();
  default:
    return fifo->sizeIn(cycle);
  }
}

void clearStream(Fifo *fifo) { fifo->clear(); }

//===-- In a pipeline ---------------------------------------------------------------------------------------------===//

void beginPipeline(int64_t start, int64_t interval, int64_t stages, int64_t overlaps) {
  pipeline().begin(start, interval, stages, overlaps != 0);
}
void readsInAdvance(int64_t count, Fifo *const *fifos, int64_t number) {
  pipeline().readsInAdvance(count, llvm::ArrayRef(fifos, static_cast<size_t>(number)));
}
int64_t enterRead(int64_t number, int64_t earliest, Fifo *fifo, uint64_t *element) {
  return pipeline().enterRead(processes(), static_cast<unsigned>(number), earliest, *fifo, element);
}
void enterWrite(int64_t earliest, Fifo *fifo, const uint64_t *element) {
  pipeline().enterWrite(processes(), earliest, *fifo, element);
}
int64_t readAt(int64_t time, int64_t earliest, Fifo *fifo, uint64_t *element) {
  return pipeline().read(processes(), time, earliest, *fifo, element);
}
void writeAt(int64_t time, int64_t earliest, Fifo *fifo, const uint64_t *element) {
  pipeline().write(processes(), time, earliest, *fifo, element);
}
int64_t tryEnter(int64_t number, int64_t earliest, Fifo *fifo, int64_t isRead, uint64_t *element) {
  return pipeline().tryEnter(processes(), static_cast<unsigned>(number), earliest, *fifo, isRead != 0, element);
}
int64_t tryAt(int64_t time, int64_t earliest, Fifo *fifo, int64_t isRead, uint64_t *element) {
  return pipeline().tryAt(processes(), time, earliest, *fifo, isRead != 0, element);
}
void waitToEnter() { pipeline().waitToEnter(processes()); }
void waitAt(int64_t time) { pipeline().waitAt(processes(), time); }
int64_t cycleOf(int64_t time) { return pipeline().cycleOf(processes(), time); }
void nextIteration() { pipeline().next(processes()); }
int64_t endOfPipeline(int64_t depth) { return pipeline().end(processes(), depth); }

int64_t runByPlan(const PipelinePlan *plan, int64_t start, Fifo *const *const *tables, int64_t trips) {
  return runPipeline(processes(), *plan, start, tables, trips);
}
uint64_t *beginDecisions(int64_t words) {
  std::vector<uint64_t> &decisions = processes().current().decisions;
  decisions.assign(static_cast<size_t>(1 + words), 0);
  return decisions.data();
}
// An entry for iterations that decide something else.
uint64_t *decideOtherwise(int64_t words) {
  std::vector<uint64_t> &decisions = processes().current().decisions;
  if (decisions[decisions.size() - static_cast<size_t>(1 + words)] > 0)
    decisions.resize(decisions.size() + static_cast<size_t>(1 + words));
  return &decisions[decisions.size() - static_cast<size_t>(1 + words)];
}

//===-- Values alone ----------------------------------------------------------------------------------------------===//

void awaitValues(ValueQueue *queue, int64_t elements) { processes().await(*queue, elements); }
// One of several operations that happen each by itself: where its element is or goes; -1 where it cannot happen yet.
int64_t tryValue(ValueQueue *queue, int64_t isRead) {
  if (isRead && queue->size() == 0) {
    processes().current().missingQueues.push_back(queue);
    return -1;
  }
  if (!isRead && queue->written == queue->places && !queue->makeRoom())
    queue->grow();
  return isRead ? queue->taken++ : queue->written++;
}
void awaitMissingValues() { processes().awaitMissing(); }
void forgetValues(ValueQueue *queue) { queue->clear(); }

// How many of `left` iterations can run without looking at streams again, at least one.
int64_t runBatch(const QueueUse *uses, int64_t reads, int64_t writes, int64_t left) {
  for (;;) {
    int64_t count = left, number = 0;
    const QueueUse *missing = nullptr;
    for (const QueueUse &use : llvm::ArrayRef(uses, static_cast<size_t>(reads + writes))) {
      ValueQueue &queue = *use.queue;
      bool isRead = number++ < reads;
      if (isRead && queue.size() == 0)
        queue.clear();
      if (!isRead && queue.places - queue.written < left * use.operations) {
        queue.makeRoom();
        while (queue.places < 2 * use.operations)
          queue.grow();
      }
      int64_t here = (isRead ? queue.size() : queue.places - queue.written) / use.operations;
      if (here < count) {
        count = here;
        missing = &use;
      }
    }
    if (count > 0)
      return count;
    processes().await(*missing->queue, missing - uses < reads ? missing->operations : 0);
  }
}

//===-- Limits ----------------------------------------------------------------------------------------------------===//

void beyondLimit(const rtl::Child *loop, int64_t cycles) {
  processes().fail(
      UserError("the design did not end within " + std::to_string(cycles) + " cycles: it is in the loop " + loop->name,
                loop->place, "--max-cycles allows more"));
}

//===-- Processes -------------------------------------------------------------------------------------------------===//

// A grid starts thousands of processes in one function: their blocks of captures are not on its stack.
uint64_t *takeBlock(uint64_t words) { return processes().takeBlock(words); }
void releaseBlock(uint64_t *block) { processes().releaseBlock(block); }
Process *startProcess(Process::Code code, void *captures, const rtl::Child *child, int64_t cycle) {
  return processes().start(code, captures, child, cycle);
}
void joinProcess(Process *process) {
  if (process) // its predicate let it start
    processes().join(process);
}
} // namespace

std::map<std::string, void *> streamFunctions() {
  auto address = [](auto *function) { return reinterpret_cast<void *>(function); };
  return {{"allo.sim.read", address(&readStream)},
          {"allo.sim.try", address(&tryStream)},
          {"allo.sim.wait", address(&waitForStreams)},
          {"allo.sim.offer", address(&offerToStream)},
          {"allo.sim.end_of_offers", address(&endOfOffers)},
          {"allo.sim.ask", address(&askStream)},
          {"allo.sim.clear", address(&clearStream)},
          {"allo.sim.begin_pipeline", address(&beginPipeline)},
          {"allo.sim.reads_in_advance", address(&readsInAdvance)},
          {"allo.sim.enter_read", address(&enterRead)},
          {"allo.sim.enter_write", address(&enterWrite)},
          {"allo.sim.read_at", address(&readAt)},
          {"allo.sim.write_at", address(&writeAt)},
          {"allo.sim.try_enter", address(&tryEnter)},
          {"allo.sim.try_at", address(&tryAt)},
          {"allo.sim.wait_to_enter", address(&waitToEnter)},
          {"allo.sim.wait_at", address(&waitAt)},
          {"allo.sim.cycle_of", address(&cycleOf)},
          {"allo.sim.next_iteration", address(&nextIteration)},
          {"allo.sim.end_of_pipeline", address(&endOfPipeline)},
          {"allo.sim.run_pipeline", address(&runByPlan)},
          {"allo.sim.decisions", address(&beginDecisions)},
          {"allo.sim.decide", address(&decideOtherwise)},
          {"allo.sim.await", address(&awaitValues)},
          {"allo.sim.try_value", address(&tryValue)},
          {"allo.sim.await_values", address(&awaitMissingValues)},
          {"allo.sim.forget", address(&forgetValues)},
          {"allo.sim.batch", address(&runBatch)},
          {"allo.sim.beyond_limit", address(&beyondLimit)},
          {"allo.sim.block", address(&takeBlock)},
          {"allo.sim.release", address(&releaseBlock)},
          {"allo.sim.start", address(&startProcess)},
          {"allo.sim.join", address(&joinProcess)}};
}

} // namespace allo::target::sim
