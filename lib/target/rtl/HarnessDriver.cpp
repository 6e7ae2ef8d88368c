// The program around the bench, as text. It finds memories and scalars by their names in Verilator's table of visible
// signals, so it is the same for every design and compiled once.
#include "target/rtl/Harness.h"

namespace allo::target::rtl {

const char *const driverText =
    R"text(// Drives allo_bench: fills its memories, starts the kernel, counts cycles, gathers the results.
// Usage: driver MODEL ARGUMENTS DESCRIPTION [--runs N] [--reset-after N] [--max-cycles N] [--progress] [--waves FILE]
#include "allo_model.h"
#include "verilated.h"
#include "verilated_syms.h"
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <vector>

namespace {
using Clock = std::chrono::steady_clock;

enum Exit { good = 0, misuse = 99, kernelFault = 3 };

[[noreturn]] void leave(Exit code) {
  std::fflush(stdout);
  std::_Exit(code);
}
[[noreturn]] void fail(const std::string &why) {
  std::fprintf(stderr, "driver: %s\n", why.c_str());
  leave(misuse);
}

const VerilatedVar &variable(const std::string &name) {
  const VerilatedScopeNameMap &scopes = *Verilated::threadContextp()->scopeNameMap();
  auto scope = scopes.find("TOP.allo_bench");
  if (scope == scopes.end())
    fail("the bench has no visible signal");
  auto found = scope->second->varsp()->find(name.c_str());
  if (found == scope->second->varsp()->end())
    fail("the bench has no signal " + name);
  return found->second;
}

// Bits above the width are zero, as the model wants them.
void toModel(char *to, size_t toBytes, const char *from, size_t fromBytes, unsigned width) {
  std::memset(to, 0, toBytes);
  std::memcpy(to, from, std::min(toBytes, fromBytes));
  if (width % 8)
    to[width / 8] &= static_cast<char>((1 << width % 8) - 1);
  for (size_t i = (width + 7) / 8; i < toBytes; ++i)
    to[i] = 0;
}
// Bits above the width are those of the sign, as C++ wants them.
void fromModel(char *to, size_t toBytes, const char *from, unsigned width, bool isSigned) {
  size_t used = std::min<size_t>((width + 7) / 8, toBytes);
  bool negative = isSigned && (from[(width - 1) / 8] >> (width - 1) % 8 & 1);
  std::memset(to, negative ? 0xff : 0, toBytes);
  std::memcpy(to, from, used);
  if (width % 8 && negative)
    to[width / 8] |= static_cast<char>(0xff << width % 8);
}

struct Dimension {
  int64_t extent, banks, depth, stride;
  char kind;
};

struct Array {
  size_t slot, elementBytes, offset;
  unsigned width;
  bool isSigned;
  std::vector<Dimension> dimensions;
  char *data;
  size_t entryBytes;

  // Calls action(byte of the element in the argument, position in the model's array) for every element.
  template <typename Action> void forEach(Action action) const {
    int64_t count = 1, bankDepth = 1;
    for (const Dimension &dimension : dimensions) {
      count *= dimension.extent;
      bankDepth *= dimension.depth;
    }
    std::vector<int64_t> index(dimensions.size(), 0);
    for (int64_t element = 0; element < count; ++element) {
      int64_t bank = 0, address = 0, byte = static_cast<int64_t>(offset);
      for (size_t i = 0; i < index.size(); ++i) {
        const Dimension &dimension = dimensions[i];
        byte += index[i] * dimension.stride;
        bool isCyclic = dimension.kind == 'c';
        bank = bank * dimension.banks + (isCyclic ? index[i] % dimension.banks : index[i] / dimension.depth);
        address = address * dimension.depth + (isCyclic ? index[i] / dimension.banks : index[i] % dimension.depth);
      }
      action(static_cast<size_t>(byte), static_cast<size_t>(bank * bankDepth + address));
      for (size_t i = index.size(); i-- > 0 && ++index[i] == dimensions[i].extent;)
        index[i] = 0;
    }
  }
};

struct Scalar {
  size_t slot, offset, bytes;
  unsigned width;
  bool isSigned, isOutput;
  char *data;
  size_t entryBytes;
};

// The file of arguments (build/Runner.h).
class Arguments {
public:
  explicit Arguments(const char *path) {
    int file = open(path, O_RDWR);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0)
      fail("cannot open the file of arguments");
    void *base = mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (base == MAP_FAILED)
      fail("cannot map the file of arguments");
    base_ = static_cast<char *>(base);
  }
  int64_t &word(size_t i) { return reinterpret_cast<int64_t *>(base_)[i]; }
  size_t slots() { return static_cast<size_t>(word(0)); }
  char *at(size_t slot) { return base_ + word(4 + 2 * slot); }
  size_t bytes(size_t slot) { return static_cast<size_t>(word(5 + 2 * slot)); }

private:
  char *base_;
};

class Bench {
public:
  Bench(Arguments &arguments, AlloModel *model, const char *description) : arguments_(arguments), model_(model) {
    if (!model)
      fail("there is no such model");
    *model_->clock = *model_->start = *model_->load = *model_->poke = 0;
    *model_->reset = 1;
    model_->eval();
    readDescription(description);
    takeInputs();
  }

  void takeInputs() {
    inputs_.clear();
    for (size_t slot = 0; slot < arguments_.slots(); ++slot)
      inputs_.emplace_back(arguments_.at(slot), arguments_.at(slot) + arguments_.bytes(slot));
  }

  // What the last run left is what the next one gets. Registers and memories keep what they hold.
  void carry() {
    takeInputs();
    fill();
    *model_->load = 1;
    advance();
    *model_->load = 0;
    advance();
  }

  int64_t mostCycles = INT64_MAX;
  bool showProgress = false;

  void openWaves(const char *file, double clockPicoseconds) {
    if (!model_->openWaves(file))
      fail(std::string("cannot write the waves to ") + file);
    hasWaves_ = true;
    halfPeriod_ = static_cast<uint64_t>(clockPicoseconds / 2);
  }
  void closeWaves() {
    if (hasWaves_)
      model_->closeWaves();
  }

  void reset() {
    *model_->reset = 1;
    *model_->start = 0;
    advance();
    fill();
    *model_->load = 1;
    advance();
    *model_->load = 0;
    advance();
    *model_->reset = 0;
    settle();
    if (!*model_->idle || *model_->done)
      breaks(*model_->idle ? "after reset the kernel is done" : "after reset the kernel is not idle");
  }

  void startAndAbandon(int64_t after) {
    *model_->start = 1;
    settle();
    advance();
    *model_->start = 0;
    settle();
    for (int64_t i = 0; i < after; ++i)
      advance();
  }

  // One run from a started kernel's point of view; returns its cycles. `next`: another run follows at once.
  int64_t run(bool next) {
    *model_->start = 1;
    settle();
    advance();
    *model_->start = 0;
    settle();
    int64_t cycles = 1;
    int64_t pause = 1024; // cycles until watch
    nextLook_ = 1024;
    state_.clear();
    bool wasReady = *model_->ready;
    while (!*model_->done) {
      if (*model_->idle)
        breaks("the kernel is idle in cycle " + std::to_string(cycles) + " of a run and was not done");
      advance();
      ++cycles;
      wasReady |= *model_->ready;
      if (Verilated::threadContextp()->gotFinish())
        abandon();
      if (cycles >= mostCycles)
        stuck("limit", cycles);
      if (--pause == 0)
        pause = watch(cycles);
    }
    if (!wasReady)
      breaks("the kernel was done without being ready");
    std::vector<std::string> results = outputs();
    if (next)
      *model_->start = 1;
    advance(); // the stores of the last cycle take place
    if (Verilated::threadContextp()->gotFinish())
      abandon();
    if (*model_->done)
      breaks("the kernel is done for two cycles");
    gather(results);
    if (next) {
      fill();
      return cycles;
    }
    if (!*model_->idle)
      breaks("the kernel is not idle after it was done");
    for (int i = 0; i < 3; ++i) {
      advance();
      if (*model_->done || !*model_->idle)
        breaks("the kernel goes on after it was done");
    }
    if (outputs() != results)
      breaks("a result changed after the kernel was done");
    return cycles;
  }

private:
  void readDescription(const char *path) {
    std::ifstream file(path);
    std::string line, word, name;
    while (std::getline(file, line)) {
      std::istringstream words(line);
      words >> word;
      if (word == "array") {
        Array array;
        words >> array.slot >> name >> array.elementBytes >> array.width >> array.isSigned >> array.offset;
        Dimension dimension;
        while (words >> dimension.extent >> dimension.kind >> dimension.banks >> dimension.depth >> dimension.stride)
          array.dimensions.push_back(dimension);
        array.data = static_cast<char *>(variable(name).datap());
        array.entryBytes = variable(name).entSize();
        arrays_.push_back(array);
      } else {
        Scalar scalar{};
        words >> scalar.slot >> scalar.offset >> scalar.bytes >> name >> scalar.width >> scalar.isSigned;
        scalar.isOutput = word == "output";
        scalar.data = static_cast<char *>(variable(name).datap());
        scalar.entryBytes = variable(name).entSize();
        scalars_.push_back(scalar);
      }
    }
  }

  void settle() {
    *model_->clock = 0;
    model_->eval();
    dump();
  }
  // The clock's edge, which begins the next cycle, and its second half.
  void advance() {
    *model_->clock = 1;
    model_->eval();
    dump();
    *model_->clock = 0;
    model_->eval();
    dump();
  }
  void dump() {
    if (hasWaves_)
      model_->dump(time_ += halfPeriod_);
  }

  void fill() {
    for (const Array &array : arrays_) {
      const char *from = inputs_[array.slot].data();
      array.forEach([&](size_t byte, size_t position) {
        toModel(array.data + position * array.entryBytes, array.entryBytes, from + byte,
                array.elementBytes, array.width);
      });
    }
    for (const Scalar &scalar : scalars_)
      if (!scalar.isOutput)
        toModel(scalar.data, scalar.entryBytes, inputs_[scalar.slot].data() + scalar.offset, scalar.bytes,
                scalar.width);
  }

  std::vector<std::string> outputs() const {
    std::vector<std::string> values;
    for (const Scalar &scalar : scalars_)
      if (scalar.isOutput)
        values.emplace_back(scalar.data, scalar.entryBytes);
    return values;
  }

  void gather(const std::vector<std::string> &results) {
    for (const Array &array : arrays_) {
      char *to = arguments_.at(array.slot);
      array.forEach([&](size_t byte, size_t position) {
        fromModel(to + byte, array.elementBytes, array.data + position * array.entryBytes,
                  array.width, array.isSigned);
      });
    }
    size_t next = 0;
    for (const Scalar &scalar : scalars_)
      if (scalar.isOutput)
        fromModel(arguments_.at(scalar.slot) + scalar.offset, scalar.bytes, results[next++].data(), scalar.width,
                  scalar.isSigned);
  }

  // The bench has said why.
  [[noreturn]] void abandon() {
    closeWaves();
    leave(kernelFault);
  }
  [[noreturn]] void breaks(const std::string &what) {
    std::printf("protocol %s\n", what.c_str());
    closeWaves();
    leave(kernelFault);
  }

  // Says how far it is, and looks at growing distances whether anything changes at all: the model is a function of its
  // state, so a state that a cycle does not change lasts for ever. Returns the cycles until it wants to be called again.
  int64_t watch(int64_t cycles) {
    const char *begin = model_->state;
    size_t bytes = model_->stateBytes;
    if (!state_.empty()) {
      if (std::memcmp(state_.data(), begin, bytes) == 0)
        stuck("unchanging", cycles);
      state_.clear();
    } else if (cycles >= nextLook_ && bytes < (size_t(1) << 28)) {
      nextLook_ = cycles * 2;
      state_.assign(begin, begin + bytes);
      return 1;
    }
    if (showProgress)
      tell(cycles);
    return 1024;
  }

  void tell(int64_t cycles) {
    Clock::time_point now = Clock::now();
    double seconds = std::chrono::duration<double>(now - lastShown_).count();
    if (seconds < 1)
      return;
    std::fprintf(stderr, "%" PRId64 " cycles, %.0f cycles/s\n", cycles,
                 static_cast<double>(cycles - (shownCycles_ > cycles ? 0 : shownCycles_)) / seconds);
    lastShown_ = now;
    shownCycles_ = cycles;
  }

  static bool endsWith(const std::string &text, const std::string &end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
  }
  [[noreturn]] void stuck(const char *how, int64_t cycles) {
    std::printf("stuck %s %" PRId64 "\n", how, cycles);
    for (const auto &scope : *Verilated::threadContextp()->scopeNameMap()) {
      if (!scope.second->varsp())
        continue;
      for (const auto &entry : *scope.second->varsp()) {
        std::string name = entry.first;
        bool isPending = name.find("_pending") != std::string::npos; // an operation on a stream
        if (!isPending && !endsWith(name, "_step") && !endsWith(name, "_busy") && !endsWith(name, "_stage"))
          continue;
        uint64_t value = 0;
        std::memcpy(&value, entry.second.datap(), std::min<size_t>(entry.second.entSize(), sizeof value));
        if (value)
          std::printf("state %s %s %" PRIu64 "\n", scope.first, name.c_str(), value);
      }
    }
    closeWaves();
    leave(kernelFault);
  }

  Arguments &arguments_;
  AlloModel *model_;
  std::vector<std::vector<char>> inputs_;
  std::vector<Array> arrays_;
  std::vector<Scalar> scalars_;
  std::vector<char> state_;
  int64_t nextLook_ = 1024, shownCycles_ = 0;
  Clock::time_point lastShown_ = Clock::now();
  bool hasWaves_ = false;
  uint64_t time_ = 0, halfPeriod_ = 1;
};

struct Options {
  int64_t runs = 1, resetAfter = -1, mostCycles = INT64_MAX;
  double period = 10000;
  bool progress = false, carries = false;
  const char *waves = nullptr;
};

Options optionsOf(int count, char **words) {
  Options options;
  for (int i = 4; i < count; ++i) {
    std::string word = words[i];
    if (word == "--progress") {
      options.progress = true;
      continue;
    }
    if (word == "--carry") {
      options.carries = true;
      continue;
    }
    if (++i == count)
      fail(word + " needs a value");
    if (word == "--runs")
      options.runs = std::atoll(words[i]);
    else if (word == "--reset-after")
      options.resetAfter = std::atoll(words[i]);
    else if (word == "--max-cycles")
      options.mostCycles = std::atoll(words[i]);
    else if (word == "--waves")
      options.waves = words[i];
    else if (word == "--period")
      options.period = std::atof(words[i]);
    else
      fail("unknown option " + word);
  }
  return options;
}
} // namespace

int main(int count, char **words) {
  if (count < 4)
    fail("needs a model, and the files of arguments and of the description");
  Options options = optionsOf(count, words);
  Verilated::threadContextp()->randReset(2); // registers without a reset start with any value, the same every time
  Verilated::threadContextp()->randSeed(1);
  Verilated::threadContextp()->traceEverOn(options.waves != nullptr);
  Arguments arguments(words[2]);
  Bench bench(arguments, alloMakeModel(words[1]), words[3]);
  bench.mostCycles = options.mostCycles;
  bench.showProgress = options.progress;
  if (options.waves)
    bench.openWaves(options.waves, options.period);
  bench.reset();
  if (options.resetAfter >= 0) {
    bench.startAndAbandon(options.resetAfter);
    bench.reset();
  }
  Clock::time_point start = Clock::now();
  for (int64_t i = 0; i < options.runs; ++i) {
    if (options.carries && i > 0)
      bench.carry();
    std::printf("cycles %" PRId64 "\n", bench.run(!options.carries && i + 1 < options.runs));
  }
  arguments.word(3) = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  arguments.word(2) = 1;
  bench.closeWaves();
  leave(good);
}
)text";

const char *const modelText =
    R"text(// One simulated design as the driver sees it. Made by alloMakeModel, which is generated with the models.
#pragma once
#include <cstddef>
#include <cstdint>

struct AlloModel {
  virtual ~AlloModel() {}
  virtual void eval() = 0;
  virtual bool openWaves(const char *file) = 0; // false: cannot be written
  virtual void dump(uint64_t time) = 0;
  virtual void closeWaves() = 0;
  unsigned char *clock, *reset, *start, *load, *poke, *done, *idle, *ready;
  const char *state; // all of its registers and memories
  size_t stateBytes;
};

// By its name; null when there is none.
AlloModel *alloMakeModel(const char *name);
)text";

} // namespace allo::target::rtl
