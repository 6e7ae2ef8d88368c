#include "llm/Search.h"

#include "allo/error.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <thread>

namespace allo::llm {

using namespace units;

const char *objectiveName(Objective objective) {
  return objective == Objective::Latency ? "latency" : objective == Objective::Throughput ? "throughput" : "energy";
}

Objective objectiveOf(const std::string &name) {
  for (Objective objective : {Objective::Latency, Objective::Throughput, Objective::Energy})
    if (name == objectiveName(objective))
      return objective;
  throw UserError("there is no objective '" + name + "'", {}, "latency, throughput or energy");
}

const char *resourceName(Resource resource) {
  static const char *const names[resourceCount] = {"LUT", "FF", "DSP", "BRAM", "URAM", "region", "memory"};
  return names[static_cast<int>(resource)];
}

namespace {
// The figures that a search compares; the design itself is made again from the index.
struct Figures {
  uint64_t index = 0;
  double score = 0; // to be least
  double time = 0, logic = 0;
};

class Space {
public:
  Space(const Setting &setting, const SearchOptions &options);
  uint64_t size() const { return size_; }
  // Changes `design` to point `index`; false where the point is another one under a different number.
  bool make(uint64_t index, Design &design) const;
  Design start() const;

private:
  void addStyle(Style style, bool ownFeedForward, bool ownAttention);

  const Transformer &model_;
  std::vector<ArrayShape> linear_, attention_;
  std::vector<double> softmaxLanes_ = {2, 4, 8, 16, 32}, otherLanes_ = {1, 4, 8, 16, 32}, resident_;
  std::vector<std::pair<double, double>> splits_; // tensor, pipeline
  struct Block {
    Style style;
    std::vector<Stage> stages;
    uint64_t begin, feedForward, attention;
  };
  std::vector<Block> blocks_;
  uint64_t size_ = 0;
  Design prototype_;
};

std::vector<ArrayShape> shapes(const std::vector<double> &rows, const std::vector<double> &columns) {
  std::vector<ArrayShape> result;
  for (double row : rows)
    for (double column : columns)
      result.push_back({row, column});
  return result;
}

Space::Space(const Setting &setting, const SearchOptions &options) : model_(setting.model) {
  bool prefill = options.phase == Phase::Prefill;
  linear_ =
      prefill ? shapes({4, 8, 16, 32}, {8, 16, 32, 64, 128, 256}) : shapes({1, 2, 4, 8, 16, 32}, {16, 32, 64, 128});
  attention_ = prefill ? shapes({4, 8, 16}, {8, 16, 32, 64}) : shapes({1, 2, 4, 8, 16, 32}, {16, 64});
  for (double layers : {1, 2, 4})
    if (model_.layers % static_cast<int64_t>(layers) == 0)
      resident_.push_back(layers);
  for (double tensor = 1; tensor <= options.devices; ++tensor)
    if (std::fmod(options.devices, tensor) == 0 && model_.heads % static_cast<int64_t>(tensor) == 0 &&
        options.devices / tensor <= static_cast<double>(model_.layers))
      splits_.emplace_back(tensor, options.devices / tensor);
  if (splits_.empty())
    throw UserError(std::to_string(static_cast<int64_t>(options.devices)) + " devices cannot share " +
                    std::to_string(model_.heads) + " heads and " + std::to_string(model_.layers) + " layers");
  prototype_.device = setting.device.name;
  prototype_.model = model_.name;
  prototype_.precision = setting.precision.name;
  prototype_.phase = options.phase;
  prototype_.batch = options.batch;
  for (Style style : {Style::Spatial, Style::Hybrid, Style::Temporal})
    if (!options.style || *options.style == style)
      addStyle(style, style == Style::Spatial, style != Style::Temporal);
}

void Space::addStyle(Style style, bool ownFeedForward, bool ownAttention) {
  Block block{style, stagesOf(style, model_), size_, ownFeedForward ? linear_.size() : 1,
              ownAttention ? attention_.size() : 1};
  size_ += linear_.size() * block.feedForward * block.attention * softmaxLanes_.size() * otherLanes_.size() *
           resident_.size() * splits_.size() * 4;
  blocks_.push_back(std::move(block));
}

Design Space::start() const { return prototype_; }

bool Space::make(uint64_t index, Design &design) const {
  size_t number = blocks_.size() - 1;
  while (blocks_[number].begin > index)
    --number;
  const Block &block = blocks_[number];
  uint64_t rest = index - block.begin;
  auto digit = [&](uint64_t count) {
    uint64_t value = rest % count;
    rest /= count;
    return value;
  };
  double softmax = softmaxLanes_[digit(softmaxLanes_.size())], other = otherLanes_[digit(otherLanes_.size())];
  uint64_t places = digit(4);
  design.residentLayers = resident_[digit(resident_.size())];
  std::tie(design.tensorParallel, design.pipelineParallel) = splits_[digit(splits_.size())];
  const ArrayShape &attention = attention_[digit(block.attention)];
  const ArrayShape &feedForward = linear_[digit(block.feedForward)];
  const ArrayShape &linear = linear_[digit(linear_.size())];
  // A temporal design keeps one layer; what is on chip already needs no second place.
  if (block.style != Style::Spatial && design.residentLayers > 1)
    return false;
  design.cacheOnChip = places & 1;
  design.weightsOnChip = places & 2;
  design.lanes = {softmax, other, other, other, other, other};
  for (Operator op : allOperators)
    design.array(op) = linear;
  for (Operator op : {Operator::Scores, Operator::Context})
    design.array(op) = block.style == Style::Temporal ? linear : attention;
  for (Operator op : {Operator::Up, Operator::Gate, Operator::Down, Operator::Head})
    design.array(op) = block.style == Style::Spatial ? feedForward : linear;
  if (!model_.gated)
    design.array(Operator::Gate) = {};
  if (!model_.has(Operator::Head))
    design.array(Operator::Head) = {};
  if (design.stages.empty() || design.name != styleName(block.style)) {
    design.stages = block.stages;
    design.name = styleName(block.style);
  }
  return true;
}

double scoreOf(Objective objective, const Candidate &candidate) {
  switch (objective) {
  case Objective::Throughput:
    return -candidate.tokensPerSecond;
  case Objective::Energy:
    return candidate.energy.value();
  case Objective::Latency:
    break;
  }
  return candidate.time.value();
}

bool better(const Figures &left, const Figures &right) {
  return left.score != right.score ? left.score < right.score : left.index < right.index;
}
bool dominates(const Figures &left, const Figures &right) {
  if (left.time > right.time || left.logic > right.logic)
    return false;
  return left.time < right.time || left.logic < right.logic || left.index < right.index;
}

// What one thread finds in its part of the space; merging parts is associative, so the number of parts is nothing.
struct Part {
  uint64_t points = 0, feasible = 0;
  std::optional<Figures> best;
  std::vector<Figures> front;
  std::array<double, resourceCount> refused{}; // time of the fastest design refused for it; 0: none
  std::optional<std::pair<double, uint64_t>> closest;

  void addToFront(const Figures &figures) {
    for (const Figures &other : front)
      if (dominates(other, figures))
        return;
    std::erase_if(front, [&](const Figures &other) { return dominates(figures, other); });
    front.push_back(figures);
  }
  void add(const Figures &figures) {
    ++feasible;
    if (!best || better(figures, *best))
      best = figures;
    addToFront(figures);
  }
  void refuse(Resource resource, double time, double excess, uint64_t index) {
    double &fastest = refused[static_cast<size_t>(resource)];
    fastest = fastest == 0 ? time : std::min(fastest, time);
    closest = closest ? std::min(*closest, std::pair(excess, index)) : std::pair(excess, index);
  }
  void merge(const Part &other) {
    points += other.points;
    feasible += other.feasible;
    if (other.best && (!best || better(*other.best, *best)))
      best = other.best;
    for (const Figures &figures : other.front)
      addToFront(figures);
    for (size_t i = 0; i < resourceCount; ++i)
      if (other.refused[i] > 0)
        refused[i] = refused[i] == 0 ? other.refused[i] : std::min(refused[i], other.refused[i]);
    if (other.closest)
      closest = closest ? std::min(*closest, *other.closest) : *other.closest;
  }
};
} // namespace

namespace {
// The figures of a design whose resources are known, without a copy of it.
void fill(Candidate &candidate, const Setting &setting, const Design &design, const ResourceUse &use, double tokens,
          double generated) {
  const double devices = design.tensorParallel * design.pipelineParallel;
  bool prefill = design.phase == Phase::Prefill;
  double context = prefill ? tokens : std::floor(tokens + (generated + 1) / 2);
  Cost cost = costOf(setting, design, prefill ? tokens : 1, context);
  candidate.time = cost.total;
  // A pipeline of devices works on as many batches at once.
  double produced = (prefill ? tokens : 1) * design.batch * design.pipelineParallel;
  candidate.tokensPerSecond = produced * (seconds(1) / cost.total);
  double share = cost.traffic / cost.total / setting.device.memoryRate;
  candidate.power = powerOf(setting, use, share) * devices;
  candidate.energy = candidate.power * cost.total / produced;
  candidate.logicShare = use.fabric.lut / std::max(1.0, setting.device.usable().lut);
  candidate.limit = cost.limit;
}

void searchPart(const Setting &setting, const SearchOptions &options, const Space &space, uint64_t begin, uint64_t end,
                Part &part) {
  Design design = space.start();
  Candidate candidate;
  double longest = options.tokens + (options.phase == Phase::Decode ? options.generated : 0);
  for (uint64_t index = begin; index < end; ++index) {
    if (!space.make(index, design))
      continue;
    ++part.points;
    design.clockMegahertz = in_megahertz(setting.device.clock);
    ResourceUse use = resourcesOf(setting, design, longest);
    design.clockMegahertz = reachableClock(setting.device, use);
    fill(candidate, setting, design, use, options.tokens, options.generated);
    DemandList demands = demandsOf(setting, use);
    if (demands.fits())
      part.add({index, scoreOf(options.objective, candidate), candidate.time.value(), candidate.logicShare});
    else
      part.refuse(demands.tightest(), candidate.time.value(), demands.share(demands.tightest()), index);
  }
}
} // namespace

Candidate evaluate(const Setting &setting, const Design &design, double tokens, double generated) {
  Candidate candidate;
  candidate.design = design;
  double longest = tokens + (design.phase == Phase::Decode ? generated : 0);
  ResourceUse use = setting.device.isGpu ? ResourceUse() : resourcesOf(setting, design, longest);
  fill(candidate, setting, design, use, tokens, generated);
  return candidate;
}

SearchResult search(const Setting &setting, const SearchOptions &options) {
  if (setting.device.isGpu)
    throw UserError("'" + setting.device.name + "' is a GPU: there is nothing to search", {},
                    "allo llm estimate gives its roofline");
  if (options.phase == Phase::Decode && !setting.model.isDecoder)
    throw UserError("'" + setting.model.name + "' is an encoder: it generates no tokens", {}, "--stage prefill");
  Space space(setting, options);
  const unsigned count = std::max(1u, options.threads);
  std::vector<Part> parts(count);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < count; ++i) {
    uint64_t begin = space.size() * i / count, end = space.size() * (i + 1) / count;
    if (i + 1 == count)
      searchPart(setting, options, space, begin, end, parts[i]);
    else
      threads.emplace_back(searchPart, std::cref(setting), std::cref(options), std::cref(space), begin, end,
                           std::ref(parts[i]));
  }
  for (std::thread &thread : threads)
    thread.join();
  for (unsigned i = 1; i < count; ++i)
    parts[0].merge(parts[i]);

  const Part &all = parts[0];
  SearchResult result;
  result.points = all.points;
  result.feasible = all.feasible;
  double longest = options.tokens + (options.phase == Phase::Decode ? options.generated : 0);
  auto candidateOf = [&](uint64_t index) {
    Design design = space.start();
    space.make(index, design);
    design.clockMegahertz = in_megahertz(setting.device.clock);
    design.clockMegahertz = reachableClock(setting.device, resourcesOf(setting, design, longest));
    Candidate candidate = evaluate(setting, design, options.tokens, options.generated);
    candidate.index = index;
    return candidate;
  };
  if (all.best)
    result.best = candidateOf(all.best->index);
  else if (all.closest) {
    result.closest = candidateOf(all.closest->second);
    result.closestDemands = demandsOf(setting, resourcesOf(setting, result.closest->design, longest));
  }
  std::vector<Figures> front = all.front;
  std::sort(front.begin(), front.end(),
            [](const Figures &left, const Figures &right) { return left.time < right.time; });
  for (const Figures &figures : front)
    result.pareto.push_back(candidateOf(figures.index));
  for (int i = 0; i < resourceCount; ++i)
    if (double time = all.refused[static_cast<size_t>(i)]; time > 0 && result.best && time < result.best->time.value())
      result.binding.emplace_back(static_cast<Resource>(i), seconds(time));
  std::sort(result.binding.begin(), result.binding.end(),
            [](const auto &left, const auto &right) { return left.second < right.second; });
  return result;
}

} // namespace allo::llm
