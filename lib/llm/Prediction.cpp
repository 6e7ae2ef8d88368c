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
bool ofStage(Quantity quantity) { return quantity == Quantity::StageCycles || quantity == Quantity::StageMilliseconds; }
bool inCycles(Quantity quantity) { return quantity == Quantity::OperatorCycles || quantity == Quantity::StageCycles; }

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
  for (int i = 0; i < 42; ++i) {
    double middle = std::sqrt(least * most);
    ((predict(middle) < wanted) == rising ? least : most) = middle;
  }
  return std::sqrt(least * most);
}
} // namespace

template <typename Predict>
Measurements::Resolved Measurements::resolve(const std::string &name, Predict predict) const {
  Resolved result;
  if (name.empty())
    return result;
  result.known = &known(name);
  const Identification &identify = result.known->design.identify;
  if (identify.parameter.empty())
    return result;
  auto found = points_.find(identify.point);
  const PublishedPoint &source = found != points_.end() ? found->second : published().point(identify.point);
  // The design of that point: this one, that of another device, or that of one device of several.
  const std::string &sourceDesign = source.decode.empty() ? source.prefill : source.decode;
  const Known &reference = known(identify.of.empty() ? sourceDesign : identify.of);
  Resolved trial{&reference, reference.design, true};
  double Design::*member = identify.parameter == "macs" ? &Design::arrayScale : &Design::storedWeightBits;
  const bool isMacs = identify.parameter == "macs";
  double value = solve(isMacs ? 1e-3 : 0.1, isMacs ? 1e3 : 64, source.value, [&](double candidate) {
    trial.changed.*member = candidate;
    return source.decode.empty() ? predict(source, trial, Resolved()) : predict(source, Resolved(), trial);
  });
  result.changed = result.known->design;
  result.changed.*member = value;
  result.isChanged = true;
  return result;
}

namespace {
// The cycles of one operator or stage.
Cycles refinedPart(const PublishedPoint &point, const Setting &setting, const Design &design) {
  double tokens = design.phase == Phase::Prefill ? point.tokens : 1;
  if (ofOperator(point.quantity))
    return stepCycles(setting, design, *findStep(point.part), tokens, point.tokens);
  Cost cost = costOf(setting, design, tokens, point.tokens);
  const StageCost &stage = cost.stages[static_cast<size_t>(findStage(design, point.part) - design.stages.data())];
  return stage.longest + stage.fill;
}

// The same by eq. (1): the slowest matrix product; none where there is none, since nonlinear operators are free.
Cycles paperPart(const PublishedPoint &point, const Transformer &model, const Design &design) {
  double tokens = design.phase == Phase::Prefill ? point.tokens : 1;
  std::vector<Step> steps;
  if (ofStage(point.quantity))
    steps = findStage(design, point.part)->steps;
  else
    steps.push_back(*findStep(point.part));
  Cycles longest;
  for (Step step : steps)
    if (isMatrix(step))
      longest = std::max(longest, paper::operatorCycles(model, operatorOf(step), tokens, point.tokens,
                                                        parallelismOf(design).of(operatorOf(step))));
  return longest;
}
} // namespace

double Measurements::refinedOf(const PublishedPoint &point, const Resolved &prefill, const Resolved &decode,
                               const Parameters &parameters) const {
  auto setting = [&](const Resolved &of) {
    return Setting{of.known->model, of.known->device, of.known->precision, parameters};
  };
  if (ofOperator(point.quantity) || ofStage(point.quantity)) {
    const Resolved &own = prefill.known ? prefill : decode;
    Cycles result = refinedPart(point, setting(own), own.design());
    return inCycles(point.quantity) ? result.value() : in_milliseconds(result / megahertz(own.design().clockMegahertz));
  }
  Seconds first, token;
  if (prefill.known)
    first = refinedPrefill(setting(prefill), prefill.design(), point.tokens);
  if (decode.known)
    token = refinedDecode(setting(decode), decode.design(), point.tokens, point.generated);
  if (point.quantity == Quantity::BandwidthShare) {
    Cost cost = costOf(setting(decode), decode.design(), 1, std::floor(point.tokens + (point.generated + 1) / 2));
    return cost.traffic / token / decode.known->device.memoryRate;
  }
  return figure(point, first, token);
}

std::optional<double> Measurements::paperOf(const PublishedPoint &point, const Resolved &prefill,
                                            const Resolved &decode) const {
  if ((prefill.known && prefill.known->device.isGpu) || (decode.known && decode.known->device.isGpu))
    return std::nullopt;
  if (ofOperator(point.quantity) || ofStage(point.quantity)) {
    const Resolved &own = prefill.known ? prefill : decode;
    Cycles longest = paperPart(point, own.known->model, own.design());
    if (longest == Cycles())
      return std::nullopt;
    return inCycles(point.quantity) ? longest.value()
                                    : in_milliseconds(longest / megahertz(own.design().clockMegahertz));
  }
  auto precisionOf = [](const Resolved &of) {
    Precision precision = of.known->precision;
    precision.weightBits = of.design().weightBits(precision);
    return precision;
  };
  auto clockOf = [](const Resolved &of) { return megahertz(of.design().clockMegahertz); };
  auto token = [&](const Resolved &of, double context) {
    return paper::decode(of.known->model, of.known->device, precisionOf(of), parallelismOf(of.design()), clockOf(of),
                         context);
  };
  Seconds first, each;
  if (prefill.known && prefill.design().tokenByToken)
    first = point.tokens * token(prefill, point.tokens);
  else if (prefill.known)
    first = paper::prefill(prefill.known->model, prefill.known->device, precisionOf(prefill),
                           parallelismOf(prefill.design()), clockOf(prefill), point.tokens);
  if (decode.known)
    each = token(decode, point.tokens + point.generated);
  if (point.quantity == Quantity::BandwidthShare) {
    const Transformer &model = decode.known->model;
    Bits moved = paper::layerParameters(model, precisionOf(decode)) * static_cast<double>(model.layers);
    return moved / each / decode.known->device.memoryRate;
  }
  return figure(point, first, each);
}

double Measurements::refined(const PublishedPoint &point, const Parameters &parameters) const {
  auto predict = [&](const PublishedPoint &source, const Resolved &prefill, const Resolved &decode) {
    return refinedOf(source, prefill, decode, parameters);
  };
  return refinedOf(point, resolve(point.prefill, predict), resolve(point.decode, predict), parameters);
}

std::optional<double> Measurements::paper(const PublishedPoint &point) const {
  auto predict = [&](const PublishedPoint &source, const Resolved &prefill, const Resolved &decode) {
    return paperOf(source, prefill, decode).value_or(0);
  };
  return paperOf(point, resolve(point.prefill, predict), resolve(point.decode, predict));
}

std::vector<Identified> Measurements::identified(const Parameters &parameters) const {
  auto byRefined = [&](const PublishedPoint &source, const Resolved &prefill, const Resolved &decode) {
    return refinedOf(source, prefill, decode, parameters);
  };
  auto byPaper = [&](const PublishedPoint &source, const Resolved &prefill, const Resolved &decode) {
    return paperOf(source, prefill, decode).value_or(0);
  };
  std::vector<Identified> result;
  for (const Publication &publication : publications_)
    for (const Design &design : publication.designs) {
      const Identification &identify = design.identify;
      if (identify.parameter.empty())
        continue;
      double Design::*member = identify.parameter == "macs" ? &Design::arrayScale : &Design::storedWeightBits;
      result.push_back({design.name, identify.parameter, identify.point, resolve(design.name, byPaper).changed.*member,
                        resolve(design.name, byRefined).changed.*member});
    }
  return result;
}

} // namespace allo::llm
