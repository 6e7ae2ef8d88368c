// A transformer and a device small enough to compute everything by hand.
#pragma once

#include "llm/PaperModel.h"
#include "llm/RefinedModel.h"

namespace allo::llm {

inline Transformer toyModel() {
  Transformer model;
  model.name = "toy";
  model.layers = 4;
  model.hidden = 16;
  model.feedForward = 64;
  model.heads = model.kvHeads = 2;
  model.headSize = 8;
  model.vocabulary = 100;
  model.positions = 64;
  return model;
}

inline Device toyDevice(double gigabytesPerSecond = 1) {
  Device device;
  device.name = "toy";
  device.fabric = {100000, 200000, 100, 50, 10};
  device.macsPerDspInt8 = 2;
  device.memorySize = units::bits(8e6);
  device.memoryRate = units::gigabytes_per_second(gigabytesPerSecond);
  device.links = 1;
  device.linkRate = units::gigabits_per_second(1);
  device.clock = units::megahertz(250);
  device.power = units::watts(50);
  device.idlePower = units::watts(10);
  return device;
}

// M of 16 for the projections, 4 for attention, 32 for the feed-forward block.
inline paper::Parallelism toyParallelism() {
  paper::Parallelism parallelism;
  for (Operator op : {Operator::Query, Operator::Key, Operator::Value, Operator::Projection})
    parallelism.of(op) = units::macs_per_cycle(16);
  for (Operator op : {Operator::Scores, Operator::Context})
    parallelism.of(op) = units::macs_per_cycle(4);
  for (Operator op : {Operator::Up, Operator::Down})
    parallelism.of(op) = units::macs_per_cycle(32);
  return parallelism;
}

} // namespace allo::llm
