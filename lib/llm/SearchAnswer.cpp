// allo llm search: the best design of each stage, what binds it, and what else is worth having.
#include "llm/Case.h"

#include <cmath>

namespace allo::llm {

using namespace units;

namespace {
std::string shapeText(const ArrayShape &array) { return wholeNumber(array.rows) + " x " + wholeNumber(array.columns); }

std::vector<std::string> candidateRow(const Candidate &candidate) {
  const Design &design = candidate.design;
  return {design.name,
          shapeText(design.array(Operator::Query)),
          shapeText(design.array(Operator::Scores)),
          shapeText(design.array(Operator::Up)),
          wholeNumber(design.lanes.softmax) + " / " + wholeNumber(design.lanes.norm),
          wholeNumber(design.residentLayers),
          wholeNumber(design.tensorParallel) + " x " + wholeNumber(design.pipelineParallel),
          std::string(design.weightsOnChip ? "weights " : "") + (design.cacheOnChip ? "cache" : ""),
          wholeNumber(design.clockMegahertz),
          timeText(candidate.time),
          shortNumber(candidate.tokensPerSecond),
          shortNumber(candidate.power.value()),
          shortNumber(candidate.energy.value()),
          percentText(candidate.logicShare),
          limitName(candidate.limit)};
}
const std::vector<std::string> candidateColumns = {"order",  "linear",  "attention", "feed forward", "lanes",
                                                   "layers", "devices", "on chip",   "MHz",          "time",
                                                   "tok/s",  "W",       "J/token",   "logic",        "limited by"};

llvm::json::Object candidateJson(const Candidate &candidate) {
  return llvm::json::Object{
      {"design", designJson(candidate.design)},         {"time_ms", in_milliseconds(candidate.time)},
      {"tokens_per_second", candidate.tokensPerSecond}, {"power_w", candidate.power.value()},
      {"energy_per_token_j", candidate.energy.value()}, {"logic_share", candidate.logicShare},
      {"limited_by", limitName(candidate.limit)}};
}

// The design with what a kernel library needs beside the arrays: tiles and buffers.
llvm::json::Value exportedDesign(const Case &of, const Candidate &candidate, double longest) {
  llvm::json::Value value = designJson(candidate.design);
  llvm::json::Object &object = *value.getAsObject();
  llvm::json::Object tiles, precisions;
  for (Operator op : allOperators) {
    const ArrayShape &array = candidate.design.array(op);
    if (array.rows == 0 || !of.model.has(op))
      continue;
    double inputs = isAttention(op) ? static_cast<double>(of.model.headSize) : static_cast<double>(of.model.inputs(op));
    bool prompt = candidate.design.phase == Phase::Prefill;
    // Products of attention have keys or values in the place of weights.
    precisions[operatorName(op)] = llvm::json::Object{
        {"weight_bits", isAttention(op) ? of.precision.cacheBits : candidate.design.weightBits(of.precision)},
        {"activation_bits", of.precision.activationBits}};
    tiles[operatorName(op)] = llvm::json::Object{{"tokens", prompt ? array.rows : 1},
                                                 {"outputs", prompt ? array.columns : array.rows},
                                                 {"inputs", prompt ? inputs : array.columns}};
  }
  object["tiles"] = std::move(tiles);
  object["precisions"] = std::move(precisions);
  object["buffers"] = llvm::json::Object{
      {"weight_tile_bits", 2 * multipliersOf(candidate.design) * candidate.design.weightBits(of.precision)},
      {"cache_bits_per_layer", longest * of.model.cachePerToken(of.precision).value()},
      {"stream_depth", 16},
      {"residual_bits", static_cast<double>(of.model.hidden) * of.precision.activationBits *
                            (candidate.design.phase == Phase::Prefill ? 32 : 1)}};
  object["figures"] = llvm::json::Object{{"model", "refined"},
                                         {"time_ms", in_milliseconds(candidate.time)},
                                         {"tokens_per_second", candidate.tokensPerSecond}};
  return value;
}

std::string bindingText(const SearchResult &result) {
  if (result.binding.empty())
    return "no constraint refused a faster design: the space or the " + std::string(limitName(result.best->limit)) +
           " limits it";
  std::string text = "faster designs were refused for want of";
  for (size_t i = 0; i < result.binding.size(); ++i)
    text += std::string(i ? ", " : " ") + resourceName(result.binding[i].first) + " (down to " +
            timeText(result.binding[i].second) + ")";
  return text;
}

[[noreturn]] void refuseMisfit(const Case &of, const SearchResult &result) {
  const Demand worst = namedDemands(result.closestDemands)[static_cast<size_t>(result.closestDemands.tightest())];
  std::string unit = worst.unit == "GB" ? " GB" : worst.unit.empty() ? "" : " " + worst.unit;
  throw UserError("'" + of.model.name + "' in " + of.precision.name + " does not fit '" + of.device.name +
                      "': the closest of " + wholeNumber(static_cast<double>(result.points)) + " designs needs " +
                      shortNumber(worst.needed) + unit + " of " + worst.what + ", there is " +
                      shortNumber(worst.available) + unit,
                  {}, "it would fit with " + remedy(of.setting(), result.closest->design, result.closestDemands));
}
} // namespace

// One stage of a search into the document; gives the best.
static Candidate searchStage(Case &of, Phase phase, Document &document, llvm::json::Object &data) {
  SearchOptions options;
  options.phase = phase;
  options.tokens = of.prompt();
  options.generated = of.generated();
  options.objective = objectiveOf(of.request.objective);
  options.batch = static_cast<double>(of.request.batch);
  options.devices = static_cast<double>(of.request.devices);
  options.threads = of.request.threads;
  if (!of.request.style.empty())
    options.style = styleOf(of.request.style);
  SearchResult result = search(of.setting(), options);
  if (!result.best)
    refuseMisfit(of, result);
  const bool prefill = phase == Phase::Prefill;
  const std::string name = prefill ? "prefill" : "decode";
  const double longest = of.prompt() + (prefill ? 0 : of.generated());
  document.tables.push_back({"Best " + name + " design for " + of.request.objective + " (refined model)",
                             candidateColumns,
                             {candidateRow(*result.best)},
                             bindingText(result)});
  Table pareto{"Pareto set of " + name + ": time against logic", candidateColumns, {}, ""};
  PointChart chart{"Pareto set of " + name + " (refined model)", "LUT, % of the usable", "time, ms", false, {}};
  chart.series.push_back({"Pareto set", false, {}});
  llvm::json::Array points;
  for (const Candidate &candidate : result.pareto) {
    pareto.rows.push_back(candidateRow(candidate));
    chart.series[0].points.emplace_back(100 * candidate.logicShare, in_milliseconds(candidate.time));
    points.push_back(candidateJson(candidate));
  }
  chart.series.push_back({"best", false, {{100 * result.best->logicShare, in_milliseconds(result.best->time)}}});
  document.tables.push_back(std::move(pareto));
  document.points.push_back(std::move(chart));
  document.paragraphs.push_back(name + ": " + wholeNumber(static_cast<double>(result.points)) + " designs, " +
                                wholeNumber(static_cast<double>(result.feasible)) + " fit");
  llvm::json::Array binding;
  for (const auto &[resource, time] : result.binding)
    binding.push_back(
        llvm::json::Object{{"resource", resourceName(resource)}, {"fastest_refused_ms", in_milliseconds(time)}});
  data[name] = llvm::json::Object{{"model", "refined"},
                                  {"points", static_cast<int64_t>(result.points)},
                                  {"feasible", static_cast<int64_t>(result.feasible)},
                                  {"best", candidateJson(*result.best)},
                                  {"binding", std::move(binding)},
                                  {"pareto", std::move(points)}};
  document.designs.push_back(exportedDesign(of, *result.best, longest));
  (prefill ? of.prefill : of.decode) = result.best->design;
  return *result.best;
}

Answer search(const Request &request) {
  Case of = inputsOf(request);
  if (!request.stage.empty() && request.stage != "prefill" && request.stage != "decode")
    throw UserError("there is no stage '" + request.stage + "'", {}, "prefill or decode; without --stage both");
  auto document = std::make_shared<Document>();
  document->title = "Designs for " + of.model.name + " on " + of.device.title + ", " + of.precision.name + ", " +
                    std::to_string(request.prompt) + " tokens in, " + std::to_string(request.generated) + " out";
  llvm::json::Object data{{"device", of.device.name}, {"model", of.model.name}, {"precision", of.precision.name}};
  if (request.stage != "decode")
    searchStage(of, Phase::Prefill, *document, data);
  if (request.stage != "prefill" && (of.model.isDecoder || request.stage == "decode"))
    searchStage(of, Phase::Decode, *document, data);
  Figures figures = figuresOf(of);
  data["refined"] = figuresJson(figures);
  if (of.decode) {
    double bound = static_cast<double>(request.batch) * (seconds(1) / boundsOf(of, Phase::Decode).memory);
    document->paragraphs.push_back("decode: " + shortNumber(figures.tokens_per_second) + " tokens per second of " +
                                   shortNumber(bound) + " that the memory's rate allows");
  }
  document->points.push_back(rooflineChart(of));
  document->bars = {latencyChart(of), resourceChart(of), sensitivityChart(of)};
  document->data = std::move(data);
  return Answer(document, figures);
}

} // namespace allo::llm
