#include "target/cpu/Runtime.h"

#include "ir/CTypes.h"
#include "lower/RuntimeCalls.h"

#include "allo/error.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio>

namespace allo::target::cpu {

namespace {
// A run of generated code on one thread.
struct Run {
  KernelData *kernel = nullptr;
  std::vector<std::unique_ptr<StreamArray>> streams;
  struct Value {
    int64_t integer;
    double real;
  };
  std::vector<Value> values; // of the next text to print
  std::jmp_buf start;
  int64_t failure = noFailure;
};
thread_local Run *current = nullptr;
} // namespace

KernelData *currentKernel() { return current ? current->kernel : nullptr; }

int64_t guardedWork(KernelData *kernel, llvm::function_ref<void()> work) {
  Run run;
  run.kernel = kernel;
  Run *before = current;
  current = &run;
  // Between here and the jump there are generated code and functions without destructors to run.
  if (setjmp(run.start) == 0)
    work();
  current = before;
  return run.failure;
}

void endRun(int64_t failure) {
  current->failure = failure;
  std::longjmp(current->start, 1);
}

void guardedRun(KernelData &kernel, llvm::function_ref<void()> work) {
  int64_t failure = guardedWork(&kernel, work);
  if (failure == noFailure)
    return;
  if (failure == outsideFailure)
    throw UserError("a subscript of an array of streams is out of its range while the kernel runs", {},
                    "--check-ub runs the source under the address and undefined-behaviour sanitisers");
  const lower::Failure &found = kernel.failures[static_cast<size_t>(failure)];
  throw UserError(found.message, found.place, found.hint);
}

namespace {
int64_t createStream(int64_t streams, int64_t isKept) {
  auto &owner = isKept ? current->kernel->keptStreams : current->streams;
  owner.push_back(std::make_unique<StreamArray>(streams));
  return reinterpret_cast<int64_t>(owner.back().get());
}

void destroyStream(int64_t handle) {
  auto isIt = [&](const auto &streams) { return reinterpret_cast<int64_t>(streams.get()) == handle; };
  auto found = std::find_if(current->streams.rbegin(), current->streams.rend(), isIt);
  if (found != current->streams.rend())
    current->streams.erase(std::next(found).base());
}

void growQueue(int64_t address) {
  auto &queue = *reinterpret_cast<StreamQueue *>(address);
  int64_t wider = queue.capacity == 0 ? 16 : 2 * queue.capacity;
  auto *ring = new int64_t[static_cast<size_t>(wider)];
  for (int64_t i = 0; i < queue.count; ++i)
    ring[i] = queue.ring[(queue.first + i) & (queue.capacity - 1)];
  delete[] queue.ring;
  queue.ring = ring;
  queue.first = 0;
  queue.capacity = wider;
}

void printInteger(int64_t value) { current->values.push_back({value, 0}); }

void printReal(double value) { current->values.push_back({0, value}); }

// One conversion of a format, with the values that it takes: the widths and precisions given as *, then what it shows.
void printConversion(const ir::PrintPiece &piece, const Run::Value *values) {
  int stars[2] = {};
  for (unsigned i = 0; i < piece.stars; ++i)
    stars[i] = static_cast<int>((values++)->integer);
  auto show = [&](auto shown) {
    const char *text = piece.text.c_str();
    if (piece.stars == 0)
      std::printf(text, shown);
    else if (piece.stars == 1)
      std::printf(text, stars[0], shown);
    else
      std::printf(text, stars[0], stars[1], shown);
  };
  if (ir::isFloating(piece.type))
    show(values->real);
  else if (ir::bitWidth(piece.type) == 64)
    show(values->integer);
  else
    show(static_cast<int>(values->integer));
}

void print(int64_t number) {
  const Run::Value *next = current->values.data();
  for (const ir::PrintPiece &piece : current->kernel->formats[static_cast<size_t>(number)]) {
    if (piece.isConversion)
      printConversion(piece, next);
    else if (piece.text == "%%")
      std::fputc('%', stdout);
    else
      std::fwrite(piece.text.data(), 1, piece.text.size(), stdout);
    next += piece.isConversion ? piece.stars + 1 : 0;
  }
  current->values.clear();
}
} // namespace

std::map<std::string, void *> runtimeFunctions() {
  std::map<std::string, void *> functions;
  auto add = [&](const char *name, auto *function) {
    functions[(lower::runtimePrefix + name).str()] = reinterpret_cast<void *>(function);
  };
  add("stream_create", &createStream);
  add("stream_destroy", &destroyStream);
  add("stream_grow", &growQueue);
  add("fail", &endRun);
  add("print", &print);
  add("print_integer", &printInteger);
  add("print_real", &printReal);
  return functions;
}

} // namespace allo::target::cpu
