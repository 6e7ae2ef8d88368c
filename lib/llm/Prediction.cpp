// What the refined model and the paper's equations say to a published figure.
#include "llm/PaperModel.h"
#include "llm/Published.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

using namespace units;

namespace {
// The figure in its unit, from the times of a prompt and of one token.
double figure(const PublishedPoint &point, Seconds prefill, Seconds token) {
  Seconds all = prefill + point.generated * token;
  switch (point.quantity) {
  case Quantity::PrefillMilliseconds:
    return in_milliseconds(prefill);
  case Quantity::DecodeMilliseconds:
    return in_milliseconds(token);
  case Quantity::DecodeTokensPerSecond:
    return seconds(1) / token;
  case Quantity::EndToEndMilliseconds:
    return in_milliseconds(all);
  case Quantity::EndToEndTokensPerSecond:
    return point.generated * (seconds(1) / all);
  default:
    return 0;
  }
}

bool ofOperator(Quantity quantity) {
  return quantity == Quantity::OperatorCycles || quantity == Quantity::OperatorMilliseconds;
}
bool ofStage(Quantity quantity) {
  return quantity == Quantity::StageCycles || quantity == Quantity::StageMilliseconds;
}
bool inCycles(Quantity quantity) {
  return quantity == Quantity::OperatorCycles || quantity == Quantity::StageCycles;
}

const Stage *findStage(const Design &design, const std::string &name) {
  for (const Stage &stage : design.stages)
    if (stage.name == name)
      return &stage;
  return nullptr;
}

std::optional<Step> findStep(const std::string &name) {
  for (int i = 0; i < stepCount; ++i)
    if (name == stepName(static_cast<Step>(i)))
      return static_cast<Step>(i);
  return std::nullopt;
}

paper::Parallelism parallelismOf(const Design &design) {
  paper::Parallelism parallelism;
  for (Operator op : allOperators)
    parallelism.of(op) = macs_per_cycle(design.array(op).macs() * design.arrayScale);
  parallelism.residentLayers = design.residentLayers;
  parallelism.tensorParallel = design.tensorParallel;
  parallelism.pipelineParallel = design.pipelineParallel;
  return parallelism;
}

// The value between `least` and `most` at which `predict`, monotonic in it, gives `wanted`; by halving the logarithm.
template <typename Predict> double solve(double least, double most, double wanted, Predict predict) {
  bool rising = predict(most) > predict(least);
  for (int i = 0; i < 60; ++i) {
    double middle = std::sqrt(least * most);
    ((predict(middle) < wanted) == rising ? least : most) = middle;
  }
  return std::sqrt(least * most);
}
} // namespace

template <typename Predict> Measurements::Known Measurements::identified(const Known &original, Predict predict) const {
  Known result = original;
  const Identification &identify = original.design.identify;
  if (identify.parameter.empty())
    return result;
  auto found = points_.find(identify.point);
  const PublishedPoint &source = found != points_.end() ? found->second : published().point(identify.point);
  // The design of that point: this one, that of another device, or that of one device of several.
  const std::string &sourceDesign = source.decode.empty() ? source.prefill : source.decode;
  Known reference = known(identify.of.empty() ? sourceDesign : identify.of);
  bool isMacs = identify.parameter == "macs";
  double value = solve(isMacs ? 1e-3 : 0.1, isMacs ? 1e3 : 64, source.value, [&](double candidate) {
    (isMacs ? reference.design.arrayScale : reference.design.storedWeightBits) = candidate;
    return predict(source, reference);
  });
  (isMacs ? result.design.arrayScale : result.design.storedWeightBits) = value;
  return result;
}

double Measurements::refinedOf(const PublishedPoint &point, const Known *prefill, const Known *decode,
                               const Parameters &parameters) const {
  auto setting = [&](const Known &known) { return Setting{known.model, known.device, known.precision, parameters}; };
  if (ofOperator(point.quantity) || ofStage(point.quantity)) {
    const Known &known = prefill ? *prefill : *decode;
    double tokens = prefill ? point.tokens : 1;
    Hertz clock = megahertz(known.design.clockMegahertz);
    Cycles result;
    if (ofOperator(point.quantity)) {
      result = stepCycles(setting(known), known.design, *findStep(point.part), tokens, point.tokens);
    } else {
      Cost cost = costOf(setting(known), known.design, tokens, point.tokens);
      auto index = findStage(known.design, point.part) - known.design.stages.data();
      const StageCost &stage = cost.stages[static_cast<size_t>(index)];
      result = stage.longest + stage.fill;
    }
    return inCycles(point.quantity) ? result.value() : in_milliseconds(result / clock);
  }
  Seconds first, token;
  if (prefill)
    first = refinedPrefill(setting(*prefill), prefill->design, point.tokens);
  if (decode)
    token = refinedDecode(setting(*decode), decode->design, point.tokens, point.generated);
  if (point.quantity == Quantity::BandwidthShare) {
    Cost cost = costOf(setting(*decode), decode->design, 1, std::floor(point.tokens + (point.generated + 1) / 2));
    return cost.traffic / token / decode->device.memoryRate;
  }
  return figure(point, first, token);
}

std::optional<double> Measurements::paperOf(const PublishedPoint &point, const Known *prefill,
                                            const Known *decode) const {
  if ((prefill && prefill->device.isGpu) || (decode && decode->device.isGpu))
    return std::nullopt;
  auto precisionOf = [](const Known &known) {
    Precision precision = known.precision;
    precision.weightBits = known.design.weightBits(precision);
    return precision;
  };
  if (ofOperator(point.quantity) || ofStage(point.quantity)) {
    const Known &known = prefill ? *prefill : *decode;
    double tokens = prefill ? point.tokens : 1;
    std::vector<Step> steps;
    if (const Stage *stage = findStage(known.design, point.part); stage && ofStage(point.quantity))
      steps = stage->steps;
    else
      steps.push_back(*findStep(point.part));
    Cycles longest;
    for (Step step : steps)
      if (isMatrix(step))
        longest = std::max(longest, paper::operatorCycles(known.model, operatorOf(step), tokens, point.tokens,
                                                          parallelismOf(known.design).of(operatorOf(step))));
    if (longest == Cycles())
      return std::nullopt; // nonlinear operators are free in the paper
    Hertz clock = megahertz(known.design.clockMegahertz);
    return inCycles(point.quantity) ? longest.value() : in_milliseconds(longest / clock);
  }
  Seconds first, token;
  auto decodeTime = [&](const Known &known, double context) {
    return paper::decode(known.model, known.device, precisionOf(known), parallelismOf(known.design),
                         megahertz(known.design.clockMegahertz), context);
  };
  if (prefill)
    first = prefill->design.tokenByToken
                ? point.tokens * decodeTime(*prefill, point.tokens)
                : paper::prefill(prefill->model, prefill->device, precisionOf(*prefill), parallelismOf(prefill->design),
                                 megahertz(prefill->design.clockMegahertz), point.tokens);
  if (decode)
    token = decodeTime(*decode, point.tokens + point.generated);
  if (point.quantity == Quantity::BandwidthShare) {
    Bits moved = paper::layerParameters(decode->model, precisionOf(*decode)) * static_cast<double>(decode->model.layers);
    return moved / token / decode->device.memoryRate;
  }
  return figure(point, first, token);
}

namespace {
// The two designs of a point, as pointers for those it has.
template <typename Value> const Value *pointerTo(const std::optional<Value> &value) { return value ? &*value : nullptr; }
} // namespace

double Measurements::refined(const PublishedPoint &point, const Parameters &parameters) const {
  auto predict = [&](const PublishedPoint &source, const Known &reference) {
    bool isPrefill = source.decode.empty();
    return refinedOf(source, isPrefill ? &reference : nullptr, isPrefill ? nullptr : &reference, parameters);
  };
  std::optional<Known> prefill, decode;
  if (!point.prefill.empty())
    prefill = identified(known(point.prefill), predict);
  if (!point.decode.empty())
    decode = identified(known(point.decode), predict);
  return refinedOf(point, pointerTo(prefill), pointerTo(decode), parameters);
}

std::optional<double> Measurements::paper(const PublishedPoint &point) const {
  auto predict = [&](const PublishedPoint &source, const Known &reference) {
    bool isPrefill = source.decode.empty();
    return paperOf(source, isPrefill ? &reference : nullptr, isPrefill ? nullptr : &reference).value_or(0);
  };
  std::optional<Known> prefill, decode;
  if (!point.prefill.empty())
    prefill = identified(known(point.prefill), predict);
  if (!point.decode.empty())
    decode = identified(known(point.decode), predict);
  return paperOf(point, pointerTo(prefill), pointerTo(decode));
}

} // namespace allo::llm
