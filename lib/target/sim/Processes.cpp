#include "target/sim/Processes.h"

#include "target/cpu/GeneratedCode.h"
#include "target/sim/Deadlock.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <boost/context/detail/fcontext.hpp>

#include <algorithm>
#include <cstring>
#include <sys/mman.h>
#include <utility>

namespace allo::target::sim {

namespace context = boost::context::detail;

Processes *Processes::active = nullptr;

namespace {
// Pages that are never touched cost nothing; below lies one that nothing may touch.
constexpr size_t stackBytes = size_t(256) << 10, guardBytes = 4096;

// What was left keeps its place to go on from.
struct Switch {
  void **left;
};

void arrived(context::transfer_t transfer) { *static_cast<Switch *>(transfer.data)->left = transfer.fctx; }
} // namespace

Processes::Processes(bool hasTimes) : hasTimes_(hasTimes) {}

Processes::~Processes() {
  for (char *stack : stacks_)
    munmap(stack, stackBytes);
}

char *Processes::takeStack() {
  if (freeStacks_.empty()) {
    void *memory =
        mmap(nullptr, stackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
      fail(UserError("there is no memory for the stacks of more than " + std::to_string(stacks_.size()) +
                     " simulated processes"));
    mprotect(memory, guardBytes, PROT_NONE);
    stacks_.push_back(static_cast<char *>(memory));
    freeStacks_.push_back(stacks_.back());
  }
  char *stack = freeStacks_.back();
  freeStacks_.pop_back();
  return stack;
}

uint64_t *Processes::takeBlock(size_t words) {
  std::vector<uint64_t *> &free = freeBlocks_[words];
  if (free.empty()) {
    free.push_back(&blocks_.emplace_back(words + 1)[1]);
    free.back()[-1] = words;
  }
  uint64_t *block = free.back();
  free.pop_back();
  return block;
}

void Processes::releaseBlock(uint64_t *block) { freeBlocks_[block[-1]].push_back(block); }

//===-- Switching -------------------------------------------------------------------------------------------------===//

void Processes::switchTo(Process *next) {
  Process *self = current_;
  current_ = next;
  Switch change{self ? &self->context_ : &mainContext_};
  arrived(context::jump_fcontext(next ? next->context_ : mainContext_, &change));
}

// To a process that can go on, or to run(), which knows what to do where there is none.
void Processes::leave() {
  if (current_->run.plan && !current_->isOver && timed_.empty())
    steady_.observe(processes_, *current_);
  Process *next = nullptr;
  if (!ready_.empty()) {
    next = ready_.front();
    ready_.pop_front();
  }
  if (next != current_)
    switchTo(next);
}

void Processes::makeReady(Process &process) {
  if (!process.isSuspended_)
    return;
  process.isSuspended_ = false;
  ready_.push_back(&process);
}

// One for all processes of a path.
Statistics *Processes::statisticsOf(const Process &process) {
  Statistics *&known = process.parent ? process.parent->statistics->inside[process.child] : top_;
  if (!known) {
    known = &statistics_[pathOf(process)];
    known->child = process.child;
    if (known->number == 0)
      known->number = statistics_.size();
  }
  return known;
}

Process *Processes::start(Process::Code code, void *captures, const rtl::Child *child, int64_t cycle) {
  Process *process;
  if (freeProcesses_.empty()) {
    process = &processes_.emplace_back();
  } else {
    process = freeProcesses_.back();
    freeProcesses_.pop_back();
  }
  process->child = child;
  process->parent = current_;
  process->isOver = false;
  process->started = cycle;
  process->timed_ = 0;
  process->isPartial_ = false;
  process->code_ = code;
  process->captures_ = captures;
  process->stack_ = takeStack();
  process->statistics = hasTimes_ ? statisticsOf(*process) : nullptr;
  process->isSuspended_ = true;
  process->context_ =
      context::make_fcontext(process->stack_ + stackBytes, stackBytes - guardBytes, [](context::transfer_t transfer) {
        arrived(transfer);
        active->runCurrent();
      });
  makeReady(*process);
  return process;
}

ALLO_CALLS_GENERATED_CODE void Processes::runCurrent() {
  Process &self = *current_;
  self.code_(self.captures_);
  self.isOver = true;
  noteEnd(self);
  freeStacks_.push_back(self.stack_); // nobody takes it before it is left
  if (self.joining_)
    makeReady(*self.joining_);
  self.joining_ = nullptr;
  leave();
}

// Of functions that have a name in common the parameters are left out.
std::string pathOf(const Process &process) {
  std::string path;
  for (const Process *one = &process; one && one->child; one = one->parent)
    path = llvm::StringRef(one->child->name).split(" (").first.str() + (path.empty() ? "" : "/" + path);
  return path;
}

// Its block of captures says when it ended; of the top the result does.
void Processes::noteEnd(Process &process) {
  if (!hasTimes_)
    return;
  Statistics &sum = *process.statistics;
  ++sum.times;
  if (!process.child)
    return;
  int64_t end = *static_cast<const int64_t *>(process.captures_);
  sum.cycles += end - process.started;
  sum.timeline.add(Timeline::present, process.started + 1, end + 1);
}

void Processes::join(Process *process) {
  while (!process->isOver) {
    process->joining_ = current_;
    current_->isSuspended_ = true;
    leave();
  }
  freeProcesses_.push_back(process);
}

void Processes::registerWaits() {
  Process &self = *current_;
  for (const Wait &wait : self.waits)
    (wait.isRead ? wait.fifo->reader : wait.fifo->writer) = &self;
  self.open_ = static_cast<unsigned>(self.waits.size());
  self.isSuspended_ = true;
  leave();
  for (const Wait &wait : self.waits)
    if (Process *&waiting = wait.isRead ? wait.fifo->reader : wait.fifo->writer; waiting == &self)
      waiting = nullptr;
  self.waits.clear();
}

void Processes::suspend(llvm::ArrayRef<Wait> waits) {
  current_->waits.assign(waits.begin(), waits.end());
  registerWaits();
}

void Processes::suspendForMissing() {
  Process &self = *current_;
  if (std::none_of(self.missing.begin(), self.missing.end(), [](const Wait &wait) { return wait.isOver(); })) {
    self.waits.append(self.missing.begin(), self.missing.end());
    self.missing.clear();
    registerWaits();
  }
  self.missing.clear();
}

bool Processes::suspendUntil(llvm::ArrayRef<Wait> waits, int64_t cycle) {
  Process &self = *current_;
  self.timed_ = ++timedCount_;
  timed_.push({cycle, self.timed_, &self});
  suspend(waits);
  bool isOver = self.timed_ == 0; // by run()
  self.timed_ = 0;
  return isOver;
}

// To one of the streams that a process waits for. It goes on when something has happened to all of them: a switch for
// each would often be for nothing, since what it does with one it does with the others too.
void Processes::happened(Process &process) {
  if (process.open_ > 0)
    --process.open_;
  if (process.open_ == 0)
    return makeReady(process);
  if (!process.isPartial_) {
    process.isPartial_ = true;
    partial_.push_back(&process);
  }
}

// When nobody else can go on. Whether there was one.
bool Processes::readyPartial() {
  while (!partial_.empty()) {
    Process &process = *partial_.front();
    partial_.pop_front();
    process.isPartial_ = false;
    if (!process.isSuspended_ || process.open_ == process.waits.size())
      continue;
    makeReady(process);
    return true;
  }
  return false;
}

bool Process::canGoOn() const {
  if (!queue_)
    return llvm::any_of(missingQueues, [](const ValueQueue *queue) { return queue->size() > 0; });
  return wanted_ > 0 ? queue_->size() >= wanted_ : queue_->makeRoom();
}

void Processes::suspendForValues(ValueQueue *queue, int64_t elements) {
  Process &self = *current_;
  self.queue_ = queue;
  self.wanted_ = elements;
  while (!self.canGoOn()) {
    self.isSuspended_ = true;
    awaiting_.push_back(&self);
    leave();
  }
}

void Processes::await(ValueQueue &queue, int64_t elements) { suspendForValues(&queue, elements); }

void Processes::awaitMissing() {
  suspendForValues(nullptr, 1);
  current_->missingQueues.clear();
}

// When nobody can go on: those that have got what they wait for; if there are none, those that wait for room get more.
bool Processes::readyForValues() {
  auto goOn = [&](auto can) {
    llvm::erase_if(awaiting_, [&](Process *one) {
      bool goesOn = can(*one);
      if (goesOn)
        makeReady(*one);
      return goesOn;
    });
    return !ready_.empty();
  };
  return goOn([](const Process &one) { return one.canGoOn(); }) || goOn([](Process &one) {
           if (one.wanted_ == 0)
             one.queue_->grow();
           return one.wanted_ == 0;
         });
}

// Those that went on for another reason.
void Processes::dropStale() {
  while (!timed_.empty() && timed_.top().process->timed_ != timed_.top().number)
    timed_.pop();
}

void Processes::fail(UserError error) {
  error_ = std::make_unique<UserError>(std::move(error));
  if (!current_)
    throw *error_;
  switchTo(nullptr);
  __builtin_unreachable();
}

//===-- A run -----------------------------------------------------------------------------------------------------===//

void Processes::run(Process::Code code, void *captures, std::deque<Fifo> *fifos) {
  struct Activation {
    Processes *before = active;
    explicit Activation(Processes *now) { active = now; }
    ~Activation() { active = before; }
  } activation(this);
  if (isLeftEarly_) { // by an error: nothing has been given back
    processes_.clear();
    freeProcesses_.clear();
    freeStacks_ = stacks_;
    freeBlocks_.clear();
    blocks_.clear();
    ready_.clear();
    awaiting_.clear();
  }
  isLeftEarly_ = true;
  partial_.clear();
  timed_ = {};
  statistics_.clear();
  top_ = nullptr;
  current_ = nullptr;
  error_ = nullptr;
  steady_.reset(fifos);
  Process *top = start(code, captures, nullptr, 0);
  while (!top->isOver) {
    dropStale();
    if (ready_.empty() && !readyPartial() && !readyForValues() && !timed_.empty()) {
      Process &first = *timed_.top().process;
      timed_.pop();
      first.timed_ = 0;
      makeReady(first);
    }
    if (ready_.empty() && !hasTimes_)
      throw InternalError("values stand still where times do not");
    if (ready_.empty())
      throw Deadlock(processes_);
    Process *next = ready_.front();
    ready_.pop_front();
    switchTo(next);
    if (error_)
      throw UserError(*error_);
  }
  freeProcesses_.push_back(top);
  isLeftEarly_ = false;
}

} // namespace allo::target::sim
