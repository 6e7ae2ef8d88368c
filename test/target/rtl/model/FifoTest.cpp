// allo_fifo against a queue: full and empty, the cycle after a write and a read, clear, writes while full and reads
// while empty, in every style and for depths around its cases.
#include "VectorBench.h"

#include "target/rtl/memories/Memories.h"

#include "llvm/Support/MathExtras.h"

#include <deque>
#include <gtest/gtest.h>
#include <random>

using allo::test::VectorBench;
using llvm::APInt;

namespace {
constexpr unsigned cycles = 3000;

struct Shown {
  std::vector<APInt> values;
  std::vector<bool> known;
  void add(APInt value, bool isKnown = true) {
    values.push_back(std::move(value));
    known.push_back(isKnown);
  }
};

void addFifo(VectorBench &bench, unsigned width, unsigned depth, const std::string &style) {
  std::mt19937 random(width * 1000 + depth);
  unsigned count = llvm::Log2_32_Ceil(depth + 1);
  std::deque<APInt> queue;
  std::vector<APInt> reset, clear, write, din, read;
  Shown full, empty, size, dout;
  for (unsigned cycle = 0; cycle < cycles; ++cycle) {
    bool isReset = cycle < 2 || cycle == cycles / 2;
    // Now mostly writes, now mostly reads, now both in every cycle.
    unsigned phase = cycle / 100 % 3;
    bool writes = phase == 2 || random() % 4 < (phase == 0 ? 3 : 1),
         reads = phase == 2 || random() % 4 < (phase == 0 ? 1 : 3);
    bool clears = random() % 97 == 0;
    APInt value = APInt(64, random()).zextOrTrunc(width);
    reset.push_back(APInt(1, isReset));
    clear.push_back(APInt(1, clears));
    write.push_back(APInt(1, writes));
    din.push_back(value);
    read.push_back(APInt(1, reads));
    full.add(APInt(1, queue.size() < depth), cycle > 0);
    empty.add(APInt(1, !queue.empty()), cycle > 0);
    size.add(APInt(count, queue.size()), cycle > 0);
    dout.add(queue.empty() ? APInt(width, 0) : queue.front(), !queue.empty());
    bool pushes = writes && queue.size() < depth;
    if (reads && !queue.empty())
      queue.pop_front();
    if (pushes)
      queue.push_back(value);
    if (isReset || clears)
      queue.clear();
  }
  bench.addInstance("allo_fifo", "fifo_" + std::to_string(width) + "_" + std::to_string(depth) + "_" + style,
                    "#(.WIDTH(" + std::to_string(width) + "), .DEPTH(" + std::to_string(depth) + "), .STYLE(\"" +
                        style + "\"))");
  bench.clock("clock");
  bench.input("reset", reset);
  bench.input("clear", clear);
  bench.input("write", write);
  bench.input("din", din);
  bench.input("read", read);
  bench.output("full_n", full.values, full.known);
  bench.output("empty_n", empty.values, empty.known);
  bench.output("size", size.values, size.known);
  bench.output("dout", dout.values, dout.known);
}

TEST(FifoTest, IsAQueue) {
  VectorBench bench(cycles);
  bench.addFile("allo_fifo.sv", allo::target::rtl::memorySources().at("allo_fifo.sv"));
  for (unsigned depth : {1u, 2u, 3u, 4u, 5u, 16u, 100u})
    for (const char *style : {"distributed", "block"})
      addFifo(bench, depth == 4 ? 1 : depth == 5 ? 257 : 32, depth, style);
  EXPECT_EQ(bench.lint("allo_fifo"), "");
  EXPECT_EQ(bench.runVerilator(), "");
  EXPECT_EQ(bench.runIcarus(), "");
}
} // namespace
