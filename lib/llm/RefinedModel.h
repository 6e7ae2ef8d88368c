// The refined model: what the paper's equations leave out. Arrays pay for the ragged edge of a matrix, and for filling
// and draining on each tile; passes over vectors take their time; stages of a layer follow each other and cost a start
// each; memory gives a share of its rate; keys and values cross the memory's interface; the head is computed.
// It has six parameters for all designs, fitted as docs/reference/llm-validation.md shows.
#pragma once

#include "llm/Design.h"
#include "llm/Device.h"

#include "llvm/ADT/SmallVector.h"

#include <array>

namespace allo::llm {

struct Parameters {
  double arrayTileCycles = 7;            // 2-D arrays: cycles beyond the products, for each tile
  double rowTileCycles = 1;              // 1-D arrays and blocked loops: the same
  double rowPassCycles = 5;              // softmax and norm: cycles for an element and lane
  double startMicroseconds = 15;         // from the end of a stage to the start of the next
  double hbmShare = 0.7, ddrShare = 0.9; // of the memory's rate that streams of weights reach
};
inline constexpr int parameterCount = 6;
struct ParameterInfo {
  const char *name, *unit, *meaning;
  double Parameters::*member;
  double least, most; // where the fit looks
};
const std::array<ParameterInfo, parameterCount> &parameterInfos();
// Those that the tool comes with, or of a file. Throws UserError.
const Parameters &fittedParameters();
Parameters readParameters(const llvm::json::Value &value, const std::string &file);
llvm::json::Value parametersJson(const Parameters &parameters);

// What a design is evaluated for; references outlive the evaluation.
struct Setting {
  const Transformer &model;
  const Device &device;
  Precision precision;
  Parameters parameters;
};

enum class Limit { Compute, Vector, Memory, Start, Communication };
const char *limitName(Limit limit); // "compute"

// One stage of a layer, or the head.
struct StageCost {
  units::Cycles longest; // of the steps that run at once, or the sum of the sequence
  units::Cycles fill;    // before the first of them can run through
  units::Seconds memory, communication, start, total;
  Limit limit = Limit::Compute;
};

// The cost of `tokens` new tokens that each see `context` tokens (the new ones included).
struct Cost {
  std::array<units::Cycles, stepCount> steps{}; // of one layer; the head's once
  static constexpr int mostStages = 16;
  std::array<StageCost, mostStages> stages{};
  int stageCount = 0;
  StageCost head;
  units::Bits traffic; // off-chip, all layers and the head
  units::Macs work;    // all layers and the head
  units::Seconds layer, total;
  Limit limit = Limit::Compute; // of the longest stage
};

units::Cycles stepCycles(const Setting &setting, const Design &design, Step step, double tokens, double context);
// Of the off-chip memory, those that the design has ports to; and how many of them each step of a dataflow stage has.
double channelsUsed(const Setting &setting, const Design &design);
llvm::SmallVector<double, 8> stageChannels(const Setting &setting, const Design &design, const Stage &stage,
                                           double tokens, double context);
Cost costOf(const Setting &setting, const Design &design, double tokens, double context);

// A prompt, token by token where the design says so; and one token in the middle of `generated` after `tokens`.
units::Seconds refinedPrefill(const Setting &setting, const Design &design, double tokens);
units::Seconds refinedDecode(const Setting &setting, const Design &design, double tokens, double generated);

// A GPU: the roofline of its arithmetic and its memory, and the starts of its kernels.
Cost gpuCost(const Setting &setting, double kernelsPerLayer, double batch, double tokens, double context);

} // namespace allo::llm
