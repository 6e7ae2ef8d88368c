// Every equation of the paper against cases computed by hand on the toy (d = 16, d_FFN = 64, N = 4, l = 8).
#include "Toy.h"
#include "llm/Catalogue.h"

#include <gtest/gtest.h>

using namespace allo::llm;
using namespace allo::units;

namespace {
const Precision w8a8 = precisionOf("W8A8");
const Hertz clock250 = megahertz(250);

TEST(PaperModel, Table1Work) {
  Transformer model = toyModel();
  EXPECT_EQ(model.work(Operator::Query, 8, 8).value(), 2048);  // l d^2 = 8 * 256
  EXPECT_EQ(model.work(Operator::Scores, 8, 8).value(), 1024); // l^2 d = 64 * 16
  EXPECT_EQ(model.work(Operator::Context, 1, 8).value(), 128); // (l + 1) d = 8 * 16
  EXPECT_EQ(model.work(Operator::Up, 8, 8).value(), 8192);     // l d d_FFN = 8 * 16 * 64
  EXPECT_EQ(model.work(Operator::Down, 1, 8).value(), 1024);
  EXPECT_EQ(model.work(Operator::Gate, 8, 8).value(), 0); // not gated
}

TEST(PaperModel, Equation1Cycles) {
  EXPECT_EQ(paper::operatorCycles(toyModel(), Operator::Query, 8, 8, macs_per_cycle(16)), cycles(128));
  EXPECT_EQ(paper::operatorCycles(toyModel(), Operator::Scores, 8, 8, macs_per_cycle(4)), cycles(256));
}

TEST(PaperModel, Equation2Compute) {
  paper::Parallelism parallelism = toyParallelism();
  EXPECT_EQ(parallelism.total().value(), 4 * 16 + 2 * 4 + 2 * 32);
  parallelism.residentLayers = 2;
  EXPECT_EQ(paper::computeDemand(parallelism).value(), 272);
  EXPECT_EQ(toyDevice().peakMacs(w8a8, clock250).value(), 200); // 100 DSP, 2 each
  // 400 engines of 128 MACs at 1 GHz are 204,800 MACs a cycle of 250 MHz.
  Device engines = deviceOf("vck5000");
  engines.fabric.dsp = 0;
  EXPECT_EQ(engines.peakMacs(w8a8, clock250).value(), 204800);
}

TEST(PaperModel, Equation3Capacity) {
  EXPECT_EQ(paper::layerParameters(toyModel(), w8a8), bits(24576)); // (4 * 256 + 2 * 16 * 64) * 8
  EXPECT_EQ(paper::layerParameters(toyModel(), precisionOf("W4A8")), bits(12288));
  EXPECT_EQ(paper::tileStorage(toyParallelism(), w8a8, {}), bits(2176)); // 136 * 8 * 2
  paper::Storage single;
  single.doubleBuffered = false;
  EXPECT_EQ(paper::tileStorage(toyParallelism(), w8a8, single), bits(1088));
  EXPECT_EQ(paper::cacheStorage(toyModel(), w8a8, 8), bits(4096));      // 4 * 8 * 16 * 8
  EXPECT_EQ(paper::streamStorage(toyModel(), w8a8, 8, 16), bits(3072)); // 16 * 16 * 8 + 8 * 16 * 8
}

TEST(PaperModel, PortWidths) {
  EXPECT_EQ(paper::portWidth(1, 72), 1);
  EXPECT_EQ(paper::portWidth(4, 72), 4);
  EXPECT_EQ(paper::portWidth(5, 72), 9);
  EXPECT_EQ(paper::portWidth(8, 72), 9);
  EXPECT_EQ(paper::portWidth(37, 72), 72);
  EXPECT_EQ(paper::portWidth(73, 72), 144);
  EXPECT_EQ(paper::portWidth(38, 40), 40);
}

TEST(PaperModel, Equation4Blocks) {
  // 4,096 weights, 16 readers: ceil(4096 * 9 / (16 * 36864)) * 16 = 16
  EXPECT_EQ(paper::operatorBlocks(4096, macs_per_cycle(16), 8, 36864, 72, 1, 1), 16);
  // 131,072 weights fill exactly two blocks a reader; one more weight takes a third
  EXPECT_EQ(paper::operatorBlocks(131072, macs_per_cycle(16), 8, 36864, 72, 1, 1), 32);
  EXPECT_EQ(paper::operatorBlocks(131073, macs_per_cycle(16), 8, 36864, 72, 1, 1), 48);
  // reuse of 4: 4 readers with four times as much each
  EXPECT_EQ(paper::operatorBlocks(131072, macs_per_cycle(16), 8, 36864, 72, 4, 1), 32);
  EXPECT_EQ(paper::operatorBlocks(4096, macs_per_cycle(16), 8, 36864, 72, 4, 1), 4);
  EXPECT_EQ(paper::operatorBlocks(4096, macs_per_cycle(0), 8, 36864, 72, 1, 1), 0);
}

TEST(PaperModel, Equation6Packing) {
  // four weights in a word of 36 bits: as many bits, a quarter of the ports
  EXPECT_EQ(paper::operatorBlocks(4096, macs_per_cycle(16), 8, 36864, 72, 1, 4), 4);
  EXPECT_EQ(paper::operatorBlocks(131072, macs_per_cycle(16), 8, 36864, 72, 1, 4), 8);
}

TEST(PaperModel, Equation5AllBlocks) {
  paper::Parallelism parallelism = toyParallelism();
  paper::Storage storage;
  // tiles of 2 M weights: one block a reader, 4 * 16 + 2 * 32; keys and values: 4 blocks each, doubled
  EXPECT_EQ(paper::totalBlocks(toyModel(), toyDevice(), w8a8, parallelism, storage, 8), 128 + 2 * (4 + 4));
  parallelism.residentLayers = 2;
  EXPECT_EQ(paper::totalBlocks(toyModel(), toyDevice(), w8a8, parallelism, storage, 8), 288);
  parallelism.tensorParallel = 4; // each device holds its quarter
  EXPECT_EQ(paper::totalBlocks(toyModel(), toyDevice(), w8a8, parallelism, storage, 8), 72);
}

TEST(PaperModel, Equation7Bandwidth) {
  // 8 bits * 128 MACs a cycle * 250 MHz = 256 Gb/s
  EXPECT_EQ(paper::weightRate(toyModel(), w8a8, toyParallelism(), clock250, 1), gigabytes_per_second(32));
  EXPECT_EQ(paper::weightRate(toyModel(), w8a8, toyParallelism(), clock250, 16), gigabytes_per_second(2));
}

TEST(PaperModel, Equation7ForEachChannel) {
  // four channels of 20 GB/s; 16 MACs of 8 bits at 250 MHz ask for 4 GB/s, 32 for 8: one channel each
  Device device = toyDevice(80);
  device.channels = 4;
  EXPECT_EQ(paper::channelsNeeded(toyModel(), device, w8a8, toyParallelism(), clock250, 1), 6);
  device.channels = 16; // of 5 GB/s: the two of 8 GB/s need two each
  EXPECT_EQ(paper::channelsNeeded(toyModel(), device, w8a8, toyParallelism(), clock250, 1), 8);
  EXPECT_EQ(paper::channelsNeeded(toyModel(), device, w8a8, toyParallelism(), clock250, 8), 6);
}

TEST(PaperModel, Equation8Prefill) {
  paper::Parallelism parallelism = toyParallelism();
  // memory: 24,576 bits / 8e9 bits/s = 3.072 us = 768 cycles; 4 (128 + 768) = 3,584 cycles
  EXPECT_NEAR(paper::prefill(toyModel(), toyDevice(1), w8a8, parallelism, clock250, 8).value(), 14.336e-6, 1e-15);
  // fast memory: 4 (128 + 256) = 1,536 cycles
  EXPECT_NEAR(paper::prefill(toyModel(), toyDevice(80), w8a8, parallelism, clock250, 8).value(), 6.144e-6, 1e-15);
  // two resident layers: 2 (128 + 2 * 256) = 1,280 cycles
  parallelism.residentLayers = 2;
  EXPECT_NEAR(paper::prefill(toyModel(), toyDevice(80), w8a8, parallelism, clock250, 8).value(), 5.12e-6, 1e-15);
}

TEST(PaperModel, Equation9Decode) {
  // fill 256 / 16 = 16; longest 8 * 16 / 4 = 32 (scores) = 1024 / 32 (up): 4 (16 + 32) = 192 cycles
  EXPECT_NEAR(paper::decode(toyModel(), toyDevice(80), w8a8, toyParallelism(), clock250, 7).value(), 0.768e-6, 1e-15);
}

TEST(PaperModel, Equations10And11Balance) {
  paper::Parallelism parallelism = paper::balanced(toyModel(), macs_per_cycle(16), 8, 1);
  EXPECT_EQ(parallelism.of(Operator::Query).value(), 16);
  EXPECT_EQ(parallelism.of(Operator::Projection).value(), 16);
  EXPECT_EQ(parallelism.of(Operator::Scores).value(), 8); // M l / d
  EXPECT_EQ(parallelism.of(Operator::Up).value(), 64);    // M d_FFN / d
  for (Operator op : {Operator::Key, Operator::Context, Operator::Down})
    EXPECT_EQ(paper::operatorCycles(toyModel(), op, 8, 8, parallelism.of(op)), cycles(128));
}

TEST(PaperModel, Equation12IsEquation8OfABalancedDesign) {
  // 4 * 2 * 2048 / 16 = 1,024 cycles
  EXPECT_NEAR(paper::balancedPrefill(toyModel(), macs_per_cycle(16), 1, clock250, 8).value(), 4.096e-6, 1e-15);
  for (double resident : {1.0, 2.0, 4.0}) {
    paper::Parallelism parallelism = paper::balanced(toyModel(), macs_per_cycle(16), 8, resident);
    EXPECT_NEAR(paper::balancedPrefill(toyModel(), macs_per_cycle(16), resident, clock250, 8).value(),
                paper::prefill(toyModel(), toyDevice(80), w8a8, parallelism, clock250, 8).value(), 1e-15);
  }
}

TEST(PaperModel, Equation13Communication) {
  // 8 * 16 * 8 bits / (0.8 * 1 Gb/s)
  EXPECT_NEAR(paper::communication(toyModel(), w8a8, toyDevice(), 8, 0.8).value(), 1.28e-6, 1e-15);
}

TEST(PaperModel, MemoryTimeOfOneLayer) {
  // 24,576 bits at 1 GB/s
  EXPECT_NEAR(paper::memoryTime(toyModel(), toyDevice(1), w8a8).value(), 3.072e-6, 1e-15);
}

TEST(PaperModel, Equation14Decode) {
  paper::Parallelism parallelism = toyParallelism();
  parallelism.tensorParallel = parallelism.pipelineParallel = 2;
  // fill 8; scores 16, links 16 * 8 bits / 0.8 Gb/s = 160 ns = 40 cycles: 2 (8 + 2 * 40) = 176 cycles
  EXPECT_NEAR(paper::decode(toyModel(), toyDevice(80), w8a8, parallelism, clock250, 7).value(), 0.704e-6, 1e-15);
}

TEST(PaperModel, Equation14SeveralDevices) {
  paper::Parallelism parallelism = toyParallelism();
  parallelism.tensorParallel = parallelism.pipelineParallel = 2;
  // fill 64; memory 384 cycles, links 320: 2 (64 + 2 * 384) = 1,664 cycles
  EXPECT_NEAR(paper::prefill(toyModel(), toyDevice(1), w8a8, parallelism, clock250, 8).value(), 6.656e-6, 1e-15);
  // fast memory: links bind: 2 (64 + 2 * 320) = 1,408 cycles
  EXPECT_NEAR(paper::prefill(toyModel(), toyDevice(80), w8a8, parallelism, clock250, 8).value(), 5.632e-6, 1e-15);
}

// Blocks bind: (5) is 14 M for a prompt of 8 (12 M of weights, 2 M of keys and values), half of it with two devices.
TEST(PaperModel, ScanWithTensorParallelism) {
  Device device = toyDevice();
  device.fabric.dsp = 10000;
  auto largest = [&](double devices) {
    return paper::largestBalanced(toyModel(), device, w8a8, {}, 1, clock250, 8, devices).value();
  };
  auto blocks = [&](double macs, double devices) {
    paper::Parallelism parallelism = paper::balanced(toyModel(), macs_per_cycle(macs), 8, 1);
    parallelism.tensorParallel = devices;
    return paper::totalBlocks(toyModel(), device, w8a8, parallelism, {}, 8);
  };
  // M = 4: 4 * 4 + 2 * 16 = 48 blocks of weights, 2 * (2 + 2) of keys and values; the device has 60
  EXPECT_EQ(blocks(4, 1), 56);
  EXPECT_EQ(blocks(4, 2), 28);
  EXPECT_EQ(largest(1), 4);
  EXPECT_EQ(largest(2), 8); // 112 / 2 = 56 of 60
}

TEST(PaperModel, ScanFindsTheLargestM) {
  for (const char *model : {"bert-base", "gpt2-medium", "llama2-7b"})
    for (const char *device : {"u280", "v80", "vck5000"}) {
      Transformer transformer = modelOf(model);
      Device known = deviceOf(device);
      paper::Storage storage;
      storage.packing = 9;
      MacsPerCycle macs = paper::largestBalanced(transformer, known, w8a8, storage, 1, known.clock, 128);
      if (macs.value() == 0)
        continue;
      auto fits = [&](double m) {
        paper::Parallelism parallelism = paper::balanced(transformer, macs_per_cycle(m), 128, 1);
        Bits onChip = paper::tileStorage(parallelism, w8a8, storage) + paper::cacheStorage(transformer, w8a8, 128) +
                      paper::streamStorage(transformer, w8a8, 128, 16);
        return paper::computeDemand(parallelism) < known.peakMacs(w8a8, known.clock) && onChip < known.onChip() &&
               paper::totalBlocks(transformer, known, w8a8, parallelism, storage, 128) <
                   known.fabric.bram + known.fabric.uram;
      };
      EXPECT_TRUE(fits(macs.value())) << model << " on " << device;
      EXPECT_FALSE(fits(macs.value() + 1)) << model << " on " << device;
    }
}
} // namespace
