#include "llm/PaperModel.h"

#include <algorithm>
#include <cmath>

namespace allo::llm::paper {

using namespace units;

MacsPerCycle Parallelism::total() const {
  MacsPerCycle sum;
  for (Operator op : allOperators)
    if (op != Operator::Head)
      sum += of(op);
  return sum;
}

Cycles operatorCycles(const Transformer &model, Operator op, double tokens, double context, MacsPerCycle macs) {
  return model.work(op, tokens, context) / macs;
}

MacsPerCycle computeDemand(const Parallelism &parallelism) { return parallelism.total() * parallelism.residentLayers; }

Bits layerParameters(const Transformer &model, const Precision &precision) {
  return model.layerWeights() * precision.weight();
}

Bits tileStorage(const Parallelism &parallelism, const Precision &precision, const Storage &storage) {
  return parallelism.total().value() * precision.weight() * (storage.doubleBuffered ? 2.0 : 1.0);
}

Bits cacheStorage(const Transformer &model, const Precision &precision, double longest) {
  return 2.0 * longest * model.cachePerToken(precision);
}

Bits streamStorage(const Transformer &model, const Precision &precision, double tokens, double fifoDepth) {
  return 16.0 * fifoDepth * precision.activation() +
         tokens * static_cast<double>(model.hidden) * precision.activation();
}

double portWidth(double bits, double widest) {
  for (double width : {1.0, 2.0, 4.0, 9.0, 18.0, 36.0, 72.0})
    if (width >= bits && width <= widest)
      return width;
  return std::ceil(bits / widest) * widest; // several blocks beside each other
}

double operatorBlocks(double stored, MacsPerCycle macs, double weightBits, double blockBits, double widest,
                      double reuse, double packing) {
  double readers = macs.value() / reuse;
  if (readers == 0)
    return 0;
  double width = portWidth(weightBits * packing, widest) / packing;
  return std::ceil(stored * width / (readers * blockBits)) * readers / packing;
}

double totalBlocks(const Transformer &model, const Device &device, const Precision &precision,
                   const Parallelism &parallelism, const Storage &storage, double tokens) {
  double linear = 0, attention = 0;
  double longest = storage.longest > 0 ? storage.longest : tokens;
  for (Operator op : allOperators) {
    if (op == Operator::Head || !model.has(op))
      continue;
    if (isAttention(op)) {
      double cached = longest * static_cast<double>(model.cacheWidth());
      attention += operatorBlocks(cached, parallelism.of(op), precision.cacheBits, device.blockBits, device.blockWidth,
                                  1, storage.packing);
    } else {
      double tile = parallelism.of(op).value() * (storage.doubleBuffered ? 2 : 1);
      linear += operatorBlocks(tile, parallelism.of(op), precision.weightBits, device.blockBits, device.blockWidth,
                               storage.reuse, storage.packing);
    }
  }
  return parallelism.residentLayers * (linear + 2 * attention) / parallelism.tensorParallel;
}

BitsPerSecond weightRate(const Transformer &model, const Precision &precision, const Parallelism &parallelism,
                         Hertz clock, double reuse) {
  MacsPerCycle linear;
  for (Operator op : allOperators)
    if (op != Operator::Head && model.has(op) && !isAttention(op))
      linear += parallelism.of(op);
  BitsPerMac perMac(precision.weightBits / reuse);
  return perMac * linear * clock * parallelism.residentLayers;
}

double channelsNeeded(const Transformer &model, const Device &device, const Precision &precision,
                      const Parallelism &parallelism, Hertz clock, double reuse) {
  BitsPerSecond channelRate = device.memoryRate / device.channels;
  double count = 0;
  for (Operator op : allOperators)
    if (op != Operator::Head && model.has(op) && !isAttention(op)) {
      BitsPerMac perMac(precision.weightBits / reuse);
      count += std::ceil(perMac * parallelism.of(op) * clock / channelRate);
    }
  return parallelism.residentLayers * count;
}

Seconds memoryTime(const Transformer &model, const Device &device, const Precision &precision) {
  return layerParameters(model, precision) / device.memoryRate;
}

namespace {
// (8), (9), (14): N/(p2 C) passes of the fill and p2 C intervals.
Seconds passes(const Transformer &model, const Device &device, const Precision &precision,
               const Parallelism &parallelism, Hertz clock, double tokens, double context, double usableLink) {
  const double p1 = parallelism.tensorParallel, p2 = parallelism.pipelineParallel,
               resident = parallelism.residentLayers;
  Cycles fill = operatorCycles(model, Operator::Key, tokens, context, parallelism.of(Operator::Key)) / p1;
  Cycles slowest = memoryTime(model, device, precision) / p1 * clock;
  for (Operator op : allOperators)
    if (op != Operator::Head && model.has(op))
      slowest = std::max(slowest, operatorCycles(model, op, tokens, context, parallelism.of(op)) / p1);
  if (p1 > 1 || p2 > 1)
    slowest = std::max(slowest, communication(model, precision, device, tokens, usableLink) * clock);
  double count = static_cast<double>(model.layers) / (p2 * resident);
  return count * (fill + p2 * resident * slowest) / clock;
}
} // namespace

Seconds prefill(const Transformer &model, const Device &device, const Precision &precision,
                const Parallelism &parallelism, Hertz clock, double tokens, double usableLink) {
  return passes(model, device, precision, parallelism, clock, tokens, tokens, usableLink);
}

Seconds decode(const Transformer &model, const Device &device, const Precision &precision,
               const Parallelism &parallelism, Hertz clock, double context, double usableLink) {
  return passes(model, device, precision, parallelism, clock, 1, context + 1, usableLink);
}

Parallelism balanced(const Transformer &model, MacsPerCycle macs, double tokens, double residentLayers) {
  Parallelism parallelism;
  parallelism.residentLayers = residentLayers;
  double base = static_cast<double>(model.hidden) * static_cast<double>(model.hidden);
  for (Operator op : allOperators)
    if (op != Operator::Head && model.has(op))
      parallelism.of(op) = macs * (model.work(op, tokens, tokens).value() / (tokens * base));
  return parallelism;
}

Seconds balancedPrefill(const Transformer &model, MacsPerCycle macs, double residentLayers, Hertz clock,
                        double tokens) {
  Macs square(tokens * static_cast<double>(model.hidden) * static_cast<double>(model.hidden));
  return static_cast<double>(model.layers) * (1 + 1 / residentLayers) * (square / macs) / clock;
}

MacsPerCycle largestBalanced(const Transformer &model, const Device &device, const Precision &precision,
                             const Storage &storage, double residentLayers, Hertz clock, double tokens,
                             double tensorParallel) {
  MacsPerCycle peak = device.peakMacs(precision, clock);
  double longest = storage.longest > 0 ? storage.longest : tokens;
  Bits fixed = cacheStorage(model, precision, longest) + streamStorage(model, precision, tokens, storage.fifoDepth);
  const double share = residentLayers / tensorParallel;
  if (layerParameters(model, precision) * share >= device.memorySize)
    return macs_per_cycle(0);
  double largest = 0;
  for (double macs = 1; macs <= peak.value(); ++macs) {
    Parallelism parallelism = balanced(model, macs_per_cycle(macs), tokens, residentLayers);
    parallelism.tensorParallel = tensorParallel;
    if (computeDemand(parallelism) >= peak ||
        (tileStorage(parallelism, precision, storage) + fixed) * share >= device.onChip())
      break; // both grow with M; blocks do not always, because of their rounding
    if (totalBlocks(model, device, precision, parallelism, storage, tokens) < device.fabric.bram + device.fabric.uram)
      largest = macs;
  }
  return macs_per_cycle(largest);
}

Seconds communication(const Transformer &model, const Precision &precision, const Device &device, double tokens,
                      double usableLink) {
  Bits moved = tokens * static_cast<double>(model.hidden) * precision.activation();
  return moved / (device.links * device.linkRate * usableLink);
}

} // namespace allo::llm::paper
