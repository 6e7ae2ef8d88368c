// The analytical model of "Understanding the Potential of FPGA-Based Spatial Acceleration for Large Language Model
// Inference" (arXiv 2312.15159, section 3), equation by equation. It assumes batch 1, nonlinear operators for free, one
// multiply-accumulation per unit and cycle, and the full rate of the memory.
//
// Where the paper leaves a choice, this is the reading: fractions of (8), (9) and (14) are cycles and T_mem and T_comm
// seconds, converted by the clock; T_mem is the time in which the weights of one layer cross the memory's interface;
// grouped queries and gated blocks, which the paper has not, enter by their own operators.
#pragma once

#include "llm/Device.h"
#include "llm/Transformer.h"

#include <array>

namespace allo::llm::paper {

// M_i for each operator, C resident layers on each device, p1 devices that split a layer, p2 that split the stack.
struct Parallelism {
  std::array<units::MacsPerCycle, operatorCount> macs{};
  double residentLayers = 1, tensorParallel = 1, pipelineParallel = 1;
  units::MacsPerCycle of(Operator op) const { return macs[static_cast<size_t>(op)]; }
  units::MacsPerCycle &of(Operator op) { return macs[static_cast<size_t>(op)]; }
  units::MacsPerCycle total() const; // sum of M_i over the operators of a layer
};

// What a design is asked: memory layout and stream depths.
struct Storage {
  bool doubleBuffered = true; // weight tiles
  double fifoDepth = 16;      // s
  double packing = 1;         // k weights in one word
  double reuse = 1;           // r_i: MACs that share one stored weight
  double longest = 0;         // l_max; 0: the sequence length
};

// Eq. (1): cycles of one operator, MACs / M_i.
units::Cycles operatorCycles(const Transformer &model, Operator op, double tokens, double context,
                             units::MacsPerCycle macs);

// Eq. (2): sum_i M_i C, to be below M_tot = Device::peakMacs.
units::MacsPerCycle computeDemand(const Parallelism &parallelism);

// Eq. (3), all in bits: weights of one layer, a weight tile, keys and values (double buffered), streams.
units::Bits layerParameters(const Transformer &model, const Precision &precision);
units::Bits tileStorage(const Parallelism &parallelism, const Precision &precision, const Storage &storage);
units::Bits cacheStorage(const Transformer &model, const Precision &precision, double longest);
units::Bits streamStorage(const Transformer &model, const Precision &precision, double tokens, double fifoDepth);

// The smallest legal port width >= `bits` of a block that is at most `widest` bits wide (1, 2, 4, 9, 18, 36, 72).
double portWidth(double bits, double widest);
// Eq. (4), (6): blocks of operator i, that stores `stored` weights of `weightBits` for `macs` / r concurrent readers,
// `packing` of them in a word: R_i = ceil( s_i b / ((M_i/r) S) ) (M_i/r) / k.
double operatorBlocks(double stored, units::MacsPerCycle macs, double weightBits, double blockBits, double widest,
                      double reuse, double packing);
// Eq. (5): C sum R_i of the linear operators + 2 C (R_a1 + R_a2).
double totalBlocks(const Transformer &model, const Device &device, const Precision &precision,
                   const Parallelism &parallelism, const Storage &storage, double tokens);

// Eq. (7): C sum_i b_W (M_i / r) freq over the operators with weights: the rate at which they ask for weights.
units::BitsPerSecond weightRate(const Transformer &model, const Precision &precision, const Parallelism &parallelism,
                                units::Hertz clock, double reuse);
// The same for each channel: how many channels the operators need when none shares one, sum of ceil(B_i / channel
// rate).
double channelsNeeded(const Transformer &model, const Device &device, const Precision &precision,
                      const Parallelism &parallelism, units::Hertz clock, double reuse);
units::Seconds memoryTime(const Transformer &model, const Device &device, const Precision &precision);

// Eq. (8), (9) and, with p1 or p2 above 1, (14): the latency of a prompt, and of one token after `context` others.
units::Seconds prefill(const Transformer &model, const Device &device, const Precision &precision,
                       const Parallelism &parallelism, units::Hertz clock, double tokens, double usableLink = 0.8);
units::Seconds decode(const Transformer &model, const Device &device, const Precision &precision,
                      const Parallelism &parallelism, units::Hertz clock, double context, double usableLink = 0.8);

// Eq. (10), (11): M for q, k, v, p; M l/d for attention; M d_FFN/d for the feed-forward block.
Parallelism balanced(const Transformer &model, units::MacsPerCycle macs, double tokens, double residentLayers);
// Eq. (12): (1/freq) N (1 + 1/C) l d^2 / M.
units::Seconds balancedPrefill(const Transformer &model, units::MacsPerCycle macs, double residentLayers,
                               units::Hertz clock, double tokens);
// The linear scan: the largest M whose balanced design satisfies (2), (3) and (6); 0 where none does. The memory terms
// of (3) and (5) are divided by p1.
units::MacsPerCycle largestBalanced(const Transformer &model, const Device &device, const Precision &precision,
                                    const Storage &storage, double residentLayers, units::Hertz clock, double tokens,
                                    double tensorParallel = 1);

// Eq. (13): l d b_A / (alpha B).
units::Seconds communication(const Transformer &model, const Precision &precision, const Device &device, double tokens,
                             double usableLink);

} // namespace allo::llm::paper
