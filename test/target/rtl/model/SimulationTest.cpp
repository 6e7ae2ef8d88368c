// What the printed text means to simulators and synthesis: random expressions, memories and ROMs against C++.
#include "VectorBench.h"
#include "target/rtl/memories/Memories.h"
#include "target/rtl/model/Model.h"

#include <gtest/gtest.h>

#include "llvm/Support/MathExtras.h"

#include <random>

using namespace allo::target::rtl::model;
using allo::test::VectorBench;
using llvm::APInt;
using E = Expression;

namespace {

constexpr unsigned cycles = 200;

class Random {
public:
  explicit Random(unsigned seed) : generator_(seed) {}
  unsigned below(unsigned bound) { return unsigned(generator_() % bound); }
  // Small, extreme and uniform values.
  APInt bits(unsigned width) {
    switch (below(6)) {
    case 0:
      return APInt::getZero(width);
    case 1:
      return APInt::getAllOnes(width);
    case 2:
      return APInt(64, below(9)).zextOrTrunc(width);
    case 3:
      return APInt::getSignedMinValue(width);
    default:
      break;
    }
    APInt value(width, 0);
    for (unsigned low = 0; low < width; low += 32)
      value.insertBits(APInt(64, generator_()).trunc(std::min(32u, width - low)), low);
    return value;
  }

private:
  std::mt19937_64 generator_;
};

// Random expressions, each with its values by cycle, which are computed without the simplifications of the makers.
class ExpressionPool {
public:
  ExpressionPool(Random &random, Module &module) : random_(random), module_(module) {}

  struct Entry {
    Value value;
    std::vector<APInt> values;
  };

  void addInput(VectorBench &bench, unsigned width) {
    SignalId signal = module_.add(Signal::input, width, "x" + std::to_string(module_.signals.size()));
    Entry entry{read(module_, signal), {}};
    for (unsigned cycle = 0; cycle < cycles; ++cycle)
      entry.values.push_back(random_.bits(width));
    bench.input(module_.signals[signal].name, entry.values);
    entries_.push_back(std::move(entry));
  }
  const Entry &addRandom();

private:
  Entry any() {
    if (random_.below(12) == 0) {
      APInt bits = random_.bits(1 + random_.below(130));
      return {constant(bits), std::vector<APInt>(cycles, bits)};
    }
    return entries_[random_.below(unsigned(entries_.size()))];
  }
  Entry apply(E::Kind kind, unsigned width, const std::vector<Entry> &operands, Value value, unsigned low = 0) {
    Entry result{std::move(value), {}};
    E raw(kind, width);
    raw.low = low;
    for (unsigned cycle = 0; cycle < cycles; ++cycle) {
      std::vector<APInt> bits;
      for (const Entry &operand : operands)
        bits.push_back(operand.values[cycle]);
      result.values.push_back(evaluate(raw, bits));
    }
    return result;
  }
  Entry sized(Entry entry, unsigned width) {
    unsigned own = entry.value->width;
    bool isSigned = random_.below(2);
    if (width < own) {
      unsigned low = random_.below(2) ? 0 : random_.below(own - width + 1);
      return apply(E::slice, width, {entry}, slice(entry.value, low, width), low);
    }
    if (width == own)
      return entry;
    return apply(isSigned ? E::signExtend : E::zeroExtend, width, {entry}, extend(entry.value, width, isSigned));
  }

  Random &random_;
  Module &module_;
  std::vector<Entry> entries_;
};

const ExpressionPool::Entry &ExpressionPool::addRandom() {
  auto kind = E::Kind(E::bitNot + random_.below(E::zeroExtend - E::bitNot + 1));
  unsigned width = random_.below(4) ? 1 + random_.below(40) : 1 + random_.below(130);
  Entry a = any(), b = any(), result;
  if (kind == E::slice || kind == E::signExtend || kind == E::zeroExtend) {
    result = sized(a, width);
  } else if (kind == E::concat) {
    Entry c = sized(any(), 1 + random_.below(20));
    a = sized(a, 1 + random_.below(60));
    b = sized(b, 1 + random_.below(50));
    unsigned sum = a.value->width + b.value->width + c.value->width;
    result = apply(kind, sum, {a, b, c}, concat({a.value, b.value, c.value}));
  } else if (kind == E::select) {
    Entry condition = sized(any(), 1);
    a = sized(a, width);
    b = sized(b, width);
    result = apply(kind, width, {condition, a, b}, select(condition.value, a.value, b.value));
  } else if (kind == E::bitNot || kind == E::reduceOr || kind == E::reduceAnd) {
    result = apply(kind, kind == E::bitNot ? a.value->width : 1, {a}, unary(kind, a.value));
  } else {
    bool isShift = kind >= E::shl && kind <= E::shru, isComparison = kind >= E::equal;
    a = sized(a, width);
    b = sized(b, isShift ? 1 + random_.below(random_.below(4) ? 7 : 70) : width);
    result = apply(kind, isComparison ? 1 : width, {a, b}, binary(kind, a.value, b.value));
  }
  entries_.push_back(std::move(result));
  return entries_.back();
}

// A module of random expressions, some of them outputs.
void addExpressions(VectorBench &bench, const std::string &name, unsigned seed, unsigned count) {
  Random random(seed);
  Module module;
  module.name = name;
  bench.addInstance(name, name + "_0");
  ExpressionPool pool(random, module);
  for (unsigned i = 0; i < 12; ++i)
    pool.addInput(bench, i < 4 ? i + 1 : 1 + random.below(130));
  Section section;
  for (unsigned i = 0; i < count; ++i) {
    const ExpressionPool::Entry &entry = pool.addRandom();
    if (random.below(3) != 0 && i + 1 < count)
      continue;
    SignalId output = module.add(Signal::output, entry.value->width, "o" + std::to_string(i));
    section.assignments.push_back({output, entry.value, ""});
    bench.output(module.signals[output].name, entry.values);
  }
  module.sections.push_back(std::move(section));
  Netlist netlist;
  netlist.modules.push_back(std::move(module));
  EXPECT_EQ(verify(netlist), "");
  for (auto &[file, text] : print(netlist))
    bench.addFile(file, text);
}

// Random traffic on one port: (re)starts reading and writing at random.
struct Traffic {
  std::vector<APInt> enable, write, address, data;
  Traffic(Random &random, unsigned width, unsigned depth) {
    unsigned bits = std::max(1u, llvm::Log2_32_Ceil(depth));
    for (unsigned cycle = 0; cycle < cycles; ++cycle) {
      enable.push_back(APInt(1, random.below(4) != 0));
      write.push_back(APInt(1, random.below(2)));
      address.push_back(APInt(bits, random.below(std::min(depth, 24u))));
      data.push_back(random.bits(width));
    }
  }
};

// What a synchronous read port shows: the word before the cycle's writes, kept while not enabled.
struct ReadPort {
  std::vector<APInt> values;
  std::vector<bool> known;
  APInt now;
  bool isKnown = false;
  explicit ReadPort(unsigned width) : now(width, 0) {}
  void show() {
    values.push_back(now);
    known.push_back(isKnown);
  }
  void take(const std::map<uint64_t, APInt> &words, const APInt &address) {
    auto word = words.find(address.getZExtValue());
    isKnown = word != words.end();
    if (isKnown)
      now = word->second;
  }
};

std::string parametersOf(unsigned width, unsigned depth) {
  return "#(.WIDTH(" + std::to_string(width) + "), .DEPTH(" + std::to_string(depth) + "))";
}

void addTrueDualPort(VectorBench &bench, unsigned width, unsigned depth) {
  Random random(width * 31 + depth);
  Traffic ports[2] = {{random, width, depth}, {random, width, depth}};
  ReadPort q0(width), q1(width);
  std::map<uint64_t, APInt> words;
  for (unsigned cycle = 0; cycle < cycles; ++cycle) {
    if (ports[0].address[cycle] == ports[1].address[cycle]) // both writing one word is not defined
      ports[1].write[cycle] = APInt(1, 0);
    q0.show();
    q1.show();
    std::map<uint64_t, APInt> before = words;
    ReadPort *reads[2] = {&q0, &q1};
    for (unsigned port = 0; port < 2; ++port)
      if (ports[port].enable[cycle].getBoolValue()) {
        reads[port]->take(before, ports[port].address[cycle]);
        if (ports[port].write[cycle].getBoolValue())
          words[ports[port].address[cycle].getZExtValue()] = ports[port].data[cycle];
      }
  }
  bench.addInstance("allo_ram_tdp", "tdp_" + std::to_string(width) + "_" + std::to_string(depth),
                    parametersOf(width, depth));
  bench.clock("clock");
  for (unsigned port = 0; port < 2; ++port) {
    std::string digit = std::to_string(port);
    bench.input("enable" + digit, ports[port].enable);
    bench.input("write" + digit, ports[port].write);
    bench.input("address" + digit, ports[port].address);
    bench.input("data" + digit, ports[port].data);
  }
  bench.output("q0", q0.values, q0.known);
  bench.output("q1", q1.values, q1.known);
}

void addSinglePort(VectorBench &bench, unsigned width, unsigned depth) {
  Random random(width * 37 + depth);
  Traffic port(random, width, depth);
  ReadPort q(width);
  std::map<uint64_t, APInt> words;
  for (unsigned cycle = 0; cycle < cycles; ++cycle) {
    q.show();
    if (!port.enable[cycle].getBoolValue())
      continue;
    q.take(words, port.address[cycle]);
    if (port.write[cycle].getBoolValue())
      words[port.address[cycle].getZExtValue()] = port.data[cycle];
  }
  bench.addInstance("allo_ram_sp", "sp_" + std::to_string(width) + "_" + std::to_string(depth),
                    parametersOf(width, depth));
  bench.clock("clock");
  bench.input("enable", port.enable);
  bench.input("write", port.write);
  bench.input("address", port.address);
  bench.input("data", port.data);
  bench.output("q", q.values, q.known);
}

// One port writes, the other reads: in the next cycle (simple dual port) or at once (LUT RAM).
void addWriteRead(VectorBench &bench, const std::string &module, unsigned width, unsigned depth) {
  bool isLut = module == "allo_ram_lut";
  Random random(width * 41 + depth + isLut);
  Traffic writes(random, width, depth), reads(random, width, depth);
  ReadPort q(width);
  std::map<uint64_t, APInt> words;
  for (unsigned cycle = 0; cycle < cycles; ++cycle) {
    if (isLut)
      q.take(words, reads.address[cycle]);
    q.show();
    if (!isLut && reads.enable[cycle].getBoolValue())
      q.take(words, reads.address[cycle]);
    if (writes.enable[cycle].getBoolValue())
      words[writes.address[cycle].getZExtValue()] = writes.data[cycle];
  }
  bench.addInstance(module, module + "_" + std::to_string(width) + "_" + std::to_string(depth),
                    parametersOf(width, depth));
  bench.clock("clock");
  bench.input("write_enable", writes.enable);
  bench.input("write_address", writes.address);
  bench.input("write_data", writes.data);
  if (!isLut)
    bench.input("read_enable", reads.enable);
  bench.input("read_address", reads.address);
  bench.output("q", q.values, q.known);
}

void addRom(VectorBench &bench, const std::string &name, unsigned width, unsigned depth, unsigned ports) {
  Random random(width + depth);
  Rom rom{name, width, ports, {}, ""};
  std::map<uint64_t, APInt> words;
  for (unsigned i = 0; i < depth; ++i) {
    rom.contents.push_back(random.bits(width));
    words[i] = rom.contents.back();
  }
  bench.addInstance(name, name + "_0");
  bench.clock("clock");
  for (unsigned port = 0; port < ports; ++port) {
    Traffic traffic(random, width, depth);
    ReadPort q(width);
    for (unsigned cycle = 0; cycle < cycles; ++cycle) {
      traffic.address[cycle] = APInt(traffic.address[cycle].getBitWidth(), random.below(depth));
      q.show();
      if (traffic.enable[cycle].getBoolValue())
        q.take(words, traffic.address[cycle]);
    }
    std::string digit = std::to_string(port);
    bench.input("enable" + digit, traffic.enable);
    bench.input("address" + digit, traffic.address);
    bench.output("q" + digit, q.values, q.known);
  }
  Netlist netlist;
  netlist.roms.push_back(std::move(rom));
  EXPECT_EQ(verify(netlist), "");
  for (auto &[file, text] : print(netlist))
    bench.addFile(file, text);
}

TEST(SimulationTest, ExpressionsMemoriesAndRoms) {
  VectorBench bench(cycles);
  addExpressions(bench, "expressions", 1, 500);
  for (auto &[file, text] : allo::target::rtl::memorySources())
    bench.addFile(file, text);
  for (auto [width, depth] : {std::pair{1u, 1u}, {8u, 5u}, {32u, 1024u}, {100u, 16u}}) {
    addTrueDualPort(bench, width, depth);
    addSinglePort(bench, width, depth);
    addWriteRead(bench, "allo_ram_sdp", width, depth);
    addWriteRead(bench, "allo_ram_lut", width, depth);
  }
  addRom(bench, "rom_one", 8, 1, 1);
  addRom(bench, "rom_small", 33, 20, 2);
  addRom(bench, "rom_large", 70, 4100, 3);
  addRom(bench, "rom_bytes", 8, 600, 1);
  for (const char *top : {"expressions", "rom_one", "rom_small", "rom_large", "rom_bytes", "allo_ram_tdp",
                          "allo_ram_sdp", "allo_ram_sp", "allo_ram_lut"})
    EXPECT_EQ(bench.lint(top), "") << top;
  EXPECT_EQ(bench.runVerilator(), "");
  EXPECT_EQ(bench.runIcarus(), "");
}

TEST(SimulationTest, ExpressionsInThreeTools) {
  for (unsigned seed = 2; seed < 6; ++seed) {
    VectorBench bench(cycles);
    addExpressions(bench, "expressions", seed, 200);
    EXPECT_EQ(bench.lint("expressions"), "") << seed;
    EXPECT_EQ(bench.runIcarus(), "") << seed;
    EXPECT_EQ(bench.runYosys("expressions"), "") << seed;
  }
}

} // namespace
