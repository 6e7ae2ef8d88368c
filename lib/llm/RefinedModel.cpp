#include "llm/RefinedModel.h"

#include "llm/ChannelMapping.h"
#include "llm/PaperModel.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

using namespace units;

const char *limitName(Limit limit) {
  static const char *const names[] = {"compute", "vector", "memory", "start", "communication"};
  return names[static_cast<int>(limit)];
}

namespace {
double tiles(double size, double part) { return std::ceil(size / part); }

// The shape of one matrix product, split over the devices of a tensor-parallel group: by outputs first, then by inputs.
struct Product {
  double inputs, outputs;
};
Product productOf(const Transformer &model, Operator op, double devices) {
  double inputs = static_cast<double>(model.inputs(op)), outputs = static_cast<double>(model.outputs(op));
  if (op == Operator::Projection || op == Operator::Down)
    return {std::ceil(inputs / devices), outputs};
  return {inputs, std::ceil(outputs / devices)};
}

// 2-D array, output stationary: a tile of rows x columns outputs takes the inputs, and its fill and drain.
double promptCycles(const Setting &setting, const Design &design, Operator op, double tokens, double context) {
  const ArrayShape &array = design.array(op);
  const double extra = setting.parameters.arrayTileCycles;
  const double heads = std::ceil(static_cast<double>(setting.model.heads) / design.tensorParallel);
  const double headSize = static_cast<double>(setting.model.headSize);
  if (op == Operator::Scores)
    return heads * tiles(tokens, array.rows) * tiles(context, array.columns) * (headSize + extra);
  if (op == Operator::Context)
    return heads * tiles(tokens, array.rows) * tiles(headSize, array.columns) * (context + extra);
  if (op == Operator::Head) // only the last token's
    tokens = 1;
  Product product = productOf(setting.model, op, design.tensorParallel);
  return tiles(tokens, array.rows) * tiles(product.outputs, array.columns) * (product.inputs + extra);
}

// 1-D array: for `rows` outputs at once `columns` inputs a cycle (or the other way round). A loop of one step is
// part of the loop around it and costs nothing more.
double tokenCycles(const Setting &setting, const Design &design, Operator op, double context) {
  const ArrayShape &array = design.array(op);
  double count, steps;
  if (isAttention(op)) {
    double heads = std::ceil(static_cast<double>(setting.model.heads) / design.tensorParallel);
    count = tiles(heads * context, array.rows);
    steps = tiles(static_cast<double>(setting.model.headSize), array.columns);
  } else {
    Product product = productOf(setting.model, op, design.tensorParallel);
    count = tiles(array.inputOrder ? product.inputs : product.outputs, array.rows);
    steps = tiles(array.inputOrder ? product.outputs : product.inputs, array.columns);
  }
  return count * (steps > 1 ? steps + setting.parameters.rowTileCycles : 1);
}

// A pass in blocks of sixteen elements, as packed streams have them: each block is a loop of its own.
double blockedPass(const Setting &setting, double elements, double lanes) {
  const double block = 16;
  return elements / block * (std::ceil(block / lanes) + (lanes < block ? setting.parameters.rowTileCycles : 0));
}

double vectorCycles(const Setting &setting, const Design &design, Step step, double tokens, double context) {
  const Transformer &model = setting.model;
  const double devices = design.tensorParallel;
  switch (step) {
  case Step::KeysWrite:
    return blockedPass(setting, tokens * static_cast<double>(model.cacheWidth()) / devices, design.lanes.keys);
  case Step::ValuesWrite:
    return blockedPass(setting, tokens * static_cast<double>(model.cacheWidth()) / devices, design.lanes.values);
  case Step::Residual:
    return blockedPass(setting, tokens * static_cast<double>(model.hidden), design.lanes.residual);
  case Step::Activation:
    return tokens * static_cast<double>(model.feedForward) / devices / design.lanes.activation;
  case Step::Norm:
    return setting.parameters.rowPassCycles * tokens * static_cast<double>(model.hidden) / design.lanes.norm;
  case Step::Softmax:
    return setting.parameters.rowPassCycles * tokens * context * static_cast<double>(model.heads) / devices /
           design.lanes.softmax;
  default:
    return 0;
  }
}

double memoryShare(const Setting &setting) {
  return setting.device.memory == MemoryKind::Ddr ? setting.parameters.ddrShare : setting.parameters.hbmShare;
}

// What crosses the memory's interface for one step of one layer, on one device.
Bits stepTraffic(const Setting &setting, const Design &design, Step step, double tokens, double context) {
  if (!isMatrix(step))
    return {};
  Operator op = operatorOf(step);
  if (isAttention(op)) {
    if (design.cacheOnChip)
      return {};
    // A prompt's pass by once for each group of `rows` tokens.
    double read = design.phase == Phase::Prefill ? context * tiles(tokens, design.array(op).rows) : context;
    return design.batch * read * setting.model.cachePerToken(setting.precision) / 2.0 / design.tensorParallel;
  }
  if (design.weightsOnChip)
    return {};
  double reloads = 1; // a 2-D array passes over the weights for each group of `rows` tokens
  if (design.phase == Phase::Prefill && op != Operator::Head)
    reloads = tiles(tokens * design.batch, design.array(op).rows);
  return bits(setting.model.weights(op) * design.weightBits(setting.precision) * reloads / design.tensorParallel);
}

// All links of a device, at the share (alpha of eq. 13) that protocols leave.
BitsPerSecond linkRate(const Setting &setting) {
  return setting.device.linkRate * (std::max(1.0, setting.device.links) * 0.8);
}

// Two all-reduces a layer go around the ring of devices; they are in the stages that end in a sum over inputs.
Seconds reduceTime(const Setting &setting, const Design &design, Step step, double tokens) {
  const double devices = design.tensorParallel;
  if (devices <= 1 || (step != Step::Projection && step != Step::Down))
    return {};
  Bits moved = tokens * design.batch * static_cast<double>(setting.model.hidden) * setting.precision.activation();
  return 2 * (devices - 1) / devices * moved / linkRate(setting);
}

Limit worse(const StageCost &stage, Cycles matrix, Hertz clock) {
  if (stage.communication > stage.total * 0.5)
    return Limit::Communication;
  if (stage.start > stage.total * 0.5)
    return Limit::Start;
  if (stage.memory > (stage.longest + stage.fill) / clock)
    return Limit::Memory;
  return matrix * 2.0 > stage.longest ? Limit::Compute : Limit::Vector;
}
} // namespace

Cycles stepCycles(const Setting &setting, const Design &design, Step step, double tokens, double context) {
  if (!isMatrix(step))
    return cycles(vectorCycles(setting, design, step, tokens, context) * design.batch);
  Operator op = operatorOf(step);
  if (!setting.model.has(op) || design.array(op).rows == 0)
    return {};
  double count = design.phase == Phase::Prefill ? promptCycles(setting, design, op, tokens, context)
                                                : tokenCycles(setting, design, op, context) * tokens;
  return cycles(count * design.batch / design.arrayScale);
}

double channelsUsed(const Setting &setting, const Design &design) {
  return std::max(1.0, std::round(setting.device.channels * design.memoryShare));
}

llvm::SmallVector<double, 8> stageChannels(const Setting &setting, const Design &design, const Stage &stage,
                                           double tokens, double context) {
  llvm::SmallVector<Bits, 8> streams;
  for (Step step : stage.steps)
    streams.push_back(stepTraffic(setting, design, step, tokens, context));
  return channelsFor(streams, channelsUsed(setting, design));
}

namespace {
// The cycles of matrix products among the longest.
StageCost stageCost(const Setting &setting, const Design &design, const Stage &stage, Cost &cost, double tokens,
                    double context) {
  StageCost result;
  Hertz clock = megahertz(design.clockMegahertz);
  BitsPerSecond rate = setting.device.memoryRate * (memoryShare(setting) * design.memoryShare);
  Cycles matrix, value;
  Bits traffic;
  llvm::SmallVector<Bits, 8> streams; // of the operators
  Seconds stalled; // in a sequence, an operator whose weights come slower than it works, from all channels
  bool hasKey = false, hasScores = false;
  for (Step step : stage.steps) {
    Cycles own = stepCycles(setting, design, step, tokens, context);
    cost.steps[static_cast<size_t>(step)] = own;
    Bits ownTraffic = stepTraffic(setting, design, step, tokens, context);
    traffic += ownTraffic;
    streams.push_back(ownTraffic);
    if (stage.isDataflow)
      result.longest = std::max(result.longest, own);
    else
      result.longest += own;
    stalled += std::max(Seconds(own / clock), Seconds(ownTraffic / rate));
    if (isMatrix(step))
      matrix = stage.isDataflow ? std::max(matrix, own) : matrix + own;
    if (step == Step::ValuesWrite)
      value = own;
    hasKey |= step == Step::Key;
    hasScores |= step == Step::Scores;
    result.communication += reduceTime(setting, design, step, tokens);
  }
  // The barrier of eq. (8): attention starts when all keys and values of the layer are written.
  if (stage.isDataflow && hasScores)
    result.fill = value + (hasKey ? cost.steps[static_cast<size_t>(Step::Key)] : Cycles());
  result.memory = stage.isDataflow ? channelTime(streams, channelsUsed(setting, design), rate) : traffic / rate;
  Seconds busy = stage.isDataflow ? std::max(Seconds((result.longest + result.fill) / clock), result.memory) : stalled;
  result.start = seconds(setting.parameters.startMicroseconds * 1e-6) / design.residentLayers;
  result.total = busy + result.communication + result.start;
  result.limit = worse(result, matrix, clock);
  cost.traffic += traffic;
  return result;
}
} // namespace

Cost costOf(const Setting &setting, const Design &design, double tokens, double context) {
  if (setting.device.isGpu || design.kernelsPerLayer > 0)
    return gpuCost(setting, design.kernelsPerLayer, design.batch, tokens, context);
  Cost cost;
  const double layers = static_cast<double>(setting.model.layers);
  Seconds slowest;
  auto add = [&](const StageCost &stage) {
    if (stage.total > slowest) {
      slowest = stage.total;
      cost.limit = stage.limit;
    }
  };
  for (const Stage &stage : design.stages) {
    StageCost own = stageCost(setting, design, stage, cost, tokens, context);
    cost.layer += own.total;
    add(own);
    if (cost.stageCount < Cost::mostStages)
      cost.stages[static_cast<size_t>(cost.stageCount++)] = own;
  }
  cost.traffic *= layers;
  cost.total = cost.layer * layers;
  for (Operator op : allOperators)
    if (op != Operator::Head)
      cost.work += setting.model.work(op, tokens, context) * (layers * design.batch);
  if (design.pipelineParallel > 1) { // the hidden state goes from device to device
    Bits moved = tokens * design.batch * static_cast<double>(setting.model.hidden) * setting.precision.activation();
    cost.total += (design.pipelineParallel - 1) * (moved / linkRate(setting));
  }
  if (design.hasHead() && setting.model.has(Operator::Head)) {
    static const Stage head{"head", true, {Step::Head}};
    cost.head = stageCost(setting, design, head, cost, tokens, context);
    cost.total += cost.head.total;
    cost.work += setting.model.work(Operator::Head, 1, context) * design.batch;
  }
  return cost;
}

Seconds refinedPrefill(const Setting &setting, const Design &design, double tokens) {
  if (!design.tokenByToken)
    return costOf(setting, design, tokens, tokens).total;
  // The cost is all but linear in the context: the middle stands for the mean.
  return tokens * costOf(setting, design, 1, (tokens + 1) / 2).total;
}

Seconds refinedDecode(const Setting &setting, const Design &design, double tokens, double generated) {
  return costOf(setting, design, 1, std::floor(tokens + (generated + 1) / 2)).total;
}

Cost gpuCost(const Setting &setting, double kernelsPerLayer, double batch, double tokens, double context) {
  Cost cost;
  const double layers = static_cast<double>(setting.model.layers);
  Macs layer;
  for (Operator op : allOperators)
    if (op != Operator::Head)
      layer += setting.model.work(op, tokens, context) * batch;
  Macs head = setting.model.work(Operator::Head, 1, context) * batch;
  Bits weights = setting.model.layerWeights() * setting.precision.weight() +
                 batch * context * setting.model.cachePerToken(setting.precision);
  Bits headWeights = setting.model.weights(Operator::Head) * setting.precision.weight();
  cost.work = layer * layers + head;
  cost.traffic = weights * layers + (head > Macs() ? headWeights : Bits());
  StageCost &stage = cost.stages[0];
  cost.stageCount = 1;
  Seconds compute = cost.work / setting.device.gpuPeak(setting.precision);
  stage.memory = cost.traffic / setting.device.memoryRate;
  stage.start = layers * kernelsPerLayer * seconds(setting.parameters.startMicroseconds * 1e-6);
  cost.total = stage.total = std::max(compute, stage.memory) + stage.start;
  cost.layer = cost.total / layers;
  cost.limit = stage.start > cost.total * 0.5 ? Limit::Start : stage.memory > compute ? Limit::Memory : Limit::Compute;
  stage.limit = cost.limit;
  return cost;
}

} // namespace allo::llm
