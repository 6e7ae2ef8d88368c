#include "llm/Case.h"

#include "llm/Calibration.h"
#include "llm/Catalogue.h"
#include "llm/JsonReader.h"
#include "support/TemporaryDirectory.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

using namespace units;

namespace {
void checkCount(const char *name, int64_t value, int64_t least, int64_t most) {
  if (value < least || value > most)
    throw UserError(std::string("--") + name + " " + std::to_string(value) + " is not from " + std::to_string(least) +
                    " to " + std::to_string(most));
}

// The parameters of the request: of a file, or those of the tool, then fitted to measurements.
Parameters parametersOf(const Request &request) {
  Parameters parameters = fittedParameters();
  if (!request.parameters.empty())
    parameters =
        readParameters(parseJson(support::readFile(request.parameters), request.parameters), request.parameters);
  if (request.calibrate.empty())
    return parameters;
  if (request.calibrate == std::vector<std::string>{"published"})
    return calibrate(Measurements::published(), fitPoints(), Parameters()).parameters;
  std::vector<Publication> publications;
  for (const std::string &file : request.calibrate)
    publications.push_back(readPublication(parseJson(support::readFile(file), file), file));
  Measurements measurements(std::move(publications));
  std::vector<const PublishedPoint *> points;
  for (const Publication &publication : measurements.publications())
    for (const PublishedPoint &point : publication.points)
      points.push_back(&point);
  if (points.empty())
    throw UserError(request.calibrate.front() + ": there is no point to fit to");
  return calibrate(measurements, points, parameters).parameters;
}

Cost costOfPhase(const Case &of, const Design &design) {
  bool prefill = design.phase == Phase::Prefill;
  double context = prefill ? of.prompt() : std::floor(of.prompt() + (of.generated() + 1) / 2);
  return costOf(of.setting(), design, prefill ? of.prompt() : 1, context);
}

// The design of a GPU: nothing but its starts.
Design gpuDesign(const Case &of, Phase phase) {
  Design design;
  design.name = "roofline";
  design.phase = phase;
  design.kernelsPerLayer = 24; // eager execution; see data/published/gpt2_gpu.json
  design.batch = static_cast<double>(of.request.batch);
  design.device = of.device.name;
  design.model = of.model.name;
  design.precision = of.precision.name;
  return design;
}
} // namespace

Hertz Case::clock() const {
  const std::optional<Design> &any = decode ? decode : prefill;
  return any && any->clockMegahertz > 0 ? megahertz(any->clockMegahertz) : device.clock;
}

Case inputsOf(const Request &request) {
  checkCount("prompt", request.prompt, 1, 10000000);
  checkCount("generated", request.generated, 1, 10000000);
  checkCount("batch", request.batch, 1, 65536);
  checkCount("devices", request.devices, 1, 1024);
  checkCount("resident", request.resident_layers, 1, 100000);
  if (request.macs)
    checkCount("macs", *request.macs, 1, 100000000);
  Case result;
  result.request = request;
  result.model = modelOf(request.model);
  result.device = deviceOf(request.device);
  result.precision = precisionOf(request.precision);
  result.parameters = parametersOf(request);
  return result;
}

Design designOf(const paper::Parallelism &parallelism, const Transformer &model, Phase phase) {
  Design design;
  design.name = "paper";
  design.phase = phase;
  design.stages = stagesOf(Style::Spatial, model);
  design.residentLayers = parallelism.residentLayers;
  design.lanes = {16, 16, 16, 16, 16, 16};
  for (Operator op : allOperators) {
    double macs = op == Operator::Head ? parallelism.of(Operator::Down).value() : parallelism.of(op).value();
    if (!model.has(op) || macs <= 0)
      continue;
    if (phase == Phase::Decode) {
      design.array(op) = {std::max(1.0, std::round(macs / 64)), std::max(1.0, std::min(64.0, std::round(macs)))};
      continue;
    }
    double rows = macs >= 256 ? 16 : macs >= 64 ? 8 : 1;
    design.array(op) = {rows, std::max(1.0, std::round(macs / rows))};
  }
  return design;
}

paper::Parallelism parallelismOf(const Design &design) {
  paper::Parallelism parallelism;
  for (Operator op : allOperators)
    parallelism.of(op) = macs_per_cycle(design.array(op).macs());
  parallelism.residentLayers = design.residentLayers;
  parallelism.tensorParallel = design.tensorParallel;
  parallelism.pipelineParallel = design.pipelineParallel;
  return parallelism;
}

namespace {
void readDesigns(Case &of) {
  for (const std::string &file : of.request.designs) {
    Design design = readDesign(parseJson(support::readFile(file), file), file);
    std::optional<Design> &place = design.phase == Phase::Prefill ? of.prefill : of.decode;
    if (place)
      throw UserError(file + ": there is a design of this stage already");
    bool first = !of.prefill && !of.decode;
    if (!first && (design.device != of.device.name || design.model != of.model.name))
      throw UserError(file + ": it is for '" + design.model + "' on '" + design.device + "', the other design is not");
    place = design;
    of.model = modelOf(design.model);
    of.device = deviceOf(design.device);
    of.precision = precisionOf(design.precision);
  }
  of.origin = "the given design" + std::string(of.request.designs.size() > 1 ? "s" : "");
}

void balancedDesigns(Case &of) {
  const double resident = static_cast<double>(of.request.resident_layers);
  if (of.model.layers < of.request.resident_layers)
    throw UserError("--resident " + std::to_string(of.request.resident_layers) + ": the model has " +
                    std::to_string(of.model.layers) + " layers");
  paper::Storage storage;
  storage.longest = of.prompt() + of.generated();
  storage.packing = std::max(1.0, std::floor(of.device.blockWidth / of.precision.weightBits));
  MacsPerCycle macs = macs_per_cycle(of.request.macs ? static_cast<double>(*of.request.macs) : 0);
  if (!of.request.macs)
    macs = paper::largestBalanced(of.model, of.device, of.precision, storage, resident, of.device.clock, of.prompt(),
                                  static_cast<double>(of.request.devices));
  if (macs.value() <= 0) {
    double needed = in_bytes(paper::layerParameters(of.model, of.precision) * resident) / 1e9;
    throw UserError(
        "no balanced design of '" + of.model.name + "' fits '" + of.device.name + "' by equations (2), (3), (5)", {},
        "weights of the resident layers: " + shortNumber(needed) + " GB of " +
            shortNumber(in_bytes(of.device.memorySize) / 1e9) + " GB; keys and values on chip: " +
            shortNumber(in_bytes(paper::cacheStorage(of.model, of.precision, storage.longest)) / 1e6) + " MB of " +
            shortNumber(in_bytes(of.device.onChip()) / 1e6) +
            " MB; a shorter sequence or a narrower cache would fit, and allo llm search also puts the "
            "cache off chip");
  }
  of.paperMacs = macs;
  of.origin = of.request.macs ? "balanced by equations (10) and (11) at the given M"
                              : "balanced by equations (10) and (11) at the largest M of equations (2), (3) and (5)";
  paper::Parallelism parallelism = paper::balanced(of.model, macs, of.prompt(), resident);
  for (Phase phase : {Phase::Prefill, Phase::Decode}) {
    if (phase == Phase::Decode && !of.model.isDecoder)
      continue;
    Design design = designOf(parallelism, of.model, phase);
    design.device = of.device.name;
    design.model = of.model.name;
    design.precision = of.precision.name;
    design.batch = static_cast<double>(of.request.batch);
    design.tensorParallel = static_cast<double>(of.request.devices);
    design.clockMegahertz = in_megahertz(of.device.clock);
    (phase == Phase::Prefill ? of.prefill : of.decode) = design;
  }
}
} // namespace

Case caseOf(const Request &request) {
  Case result = inputsOf(request);
  if (!request.designs.empty()) {
    readDesigns(result);
  } else if (result.device.isGpu) {
    result.prefill = gpuDesign(result, Phase::Prefill);
    if (result.model.isDecoder)
      result.decode = gpuDesign(result, Phase::Decode);
    result.origin = "the roofline, with 24 kernel starts a layer";
  } else {
    balancedDesigns(result);
  }
  return result;
}

Bounds boundsOf(const Case &of, Phase phase) {
  const double tokens = phase == Phase::Prefill ? of.prompt() : 1;
  const double context = phase == Phase::Prefill ? of.prompt() : std::floor(of.prompt() + (of.generated() + 1) / 2);
  const double layers = static_cast<double>(of.model.layers), batch = static_cast<double>(of.request.batch);
  const std::optional<Design> &design = phase == Phase::Prefill ? of.prefill : of.decode;
  const double devices = design ? design->tensorParallel : 1;
  double bitsPerWeight = design ? design->weightBits(of.precision) : of.precision.weightBits;
  bool head = !design || of.device.isGpu || design->hasHead();
  double weights =
      layers * of.model.layerWeights() + (head && of.model.has(Operator::Head) ? of.model.weights(Operator::Head) : 0);
  Bits traffic = bits(weights * bitsPerWeight) + batch * layers * context * of.model.cachePerToken(of.precision);
  Macs work;
  for (Operator op : allOperators)
    if (op != Operator::Head)
      work += of.model.work(op, tokens, context) * (layers * batch);
  MacsPerSecond peak = of.device.isGpu ? of.device.gpuPeak(of.precision)
                                       : MacsPerSecond(of.device.peakMacs(of.precision, of.clock()) * of.clock());
  return {traffic / of.device.memoryRate / devices, work / peak / devices};
}

Figures figuresOf(const Case &of) {
  Figures figures;
  if (of.prefill)
    figures.first_token = refinedPrefill(of.setting(), *of.prefill, of.prompt());
  if (of.decode) {
    figures.token = refinedDecode(of.setting(), *of.decode, of.prompt(), of.generated());
    Candidate candidate = evaluate(of.setting(), *of.decode, of.prompt(), of.generated());
    figures.tokens_per_second = candidate.tokensPerSecond;
    figures.power = candidate.power;
    figures.energy_per_token = candidate.energy;
  } else if (of.prefill) {
    Candidate candidate = evaluate(of.setting(), *of.prefill, of.prompt(), of.generated());
    figures.power = candidate.power;
    figures.energy_per_token = candidate.energy;
  }
  figures.end_to_end = figures.first_token + of.generated() * figures.token;
  if (!of.device.isGpu)
    for (const std::optional<Design> *design : {&of.prefill, &of.decode})
      if (*design) {
        double longest = of.prompt() + ((*design)->phase == Phase::Decode ? of.generated() : 0);
        figures.fits &= demandsOf(of.setting(), resourcesOf(of.setting(), **design, longest)).fits();
      }
  return figures;
}

llvm::json::Object figuresJson(const Figures &figures) {
  return llvm::json::Object{{"model", "refined"},
                            {"first_token_ms", in_milliseconds(figures.first_token)},
                            {"token_ms", in_milliseconds(figures.token)},
                            {"end_to_end_ms", in_milliseconds(figures.end_to_end)},
                            {"tokens_per_second", figures.tokens_per_second},
                            {"power_w", figures.power.value()},
                            {"energy_per_token_j", figures.energy_per_token.value()},
                            {"fits", figures.fits}};
}

PointChart rooflineChart(const Case &of) {
  PointChart chart{"Roofline of " + of.device.title, "MACs per byte of memory traffic", "MACs per second", true, {}};
  MacsPerSecond peak = of.device.isGpu ? of.device.gpuPeak(of.precision)
                                       : MacsPerSecond(of.device.peakMacs(of.precision, of.clock()) * of.clock());
  double rate = in_bytes(of.device.memoryRate * seconds(1));
  PointChart::Series roof{"roof (device)", true, {}};
  // Straight in logarithms on both sides of the ridge.
  const double least = 0.25, most = 4096, ridge = std::clamp(peak.value() / rate, least, most);
  for (double intensity : {least, ridge, most})
    roof.points.emplace_back(intensity, std::min(peak.value(), intensity * rate));
  chart.series.push_back(std::move(roof));
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design)
      continue;
    Cost cost = costOfPhase(of, **design);
    double traffic = std::max(1.0, in_bytes(cost.traffic));
    chart.series.push_back(
        {(*design)->phase == Phase::Prefill ? "prefill (refined)" : "decode (refined)",
         false,
         {{std::min(4096.0, cost.work.value() / traffic), cost.work / cost.total / MacsPerSecond(1)}}});
  }
  return chart;
}

BarChart latencyChart(const Case &of) {
  BarChart chart{
      "Cycles of one layer by operator (refined model; operators of a dataflow stage overlap)", "cycles", {}, 0};
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design || of.device.isGpu)
      continue;
    Cost cost = costOfPhase(of, **design);
    for (const Stage &stage : (*design)->stages) {
      BarChart::Bar bar{((*design)->phase == Phase::Prefill ? "prefill: " : "decode: ") + stage.name, {}};
      double scale = (*design)->phase == Phase::Decode ? of.prompt() : 1;
      for (Step step : stage.steps)
        bar.parts.push_back({stepName(step), cost.steps[static_cast<size_t>(step)].value() * scale});
      chart.bars.push_back(std::move(bar));
    }
  }
  if (of.prefill && of.decode)
    chart.title += "; decode times " + wholeNumber(of.prompt());
  return chart;
}

BarChart resourceChart(const Case &of) {
  BarChart chart{"Resources, in % of what the shell and routing leave", "%", {}, 100};
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design || of.device.isGpu)
      continue;
    bool prefill = (*design)->phase == Phase::Prefill;
    ResourceUse use = resourcesOf(of.setting(), **design, of.prompt() + (prefill ? 0 : of.generated()));
    for (const Demand &demand : namedDemands(demandsOf(of.setting(), use)))
      if (demand.needed > 0 && demand.available > 0)
        chart.bars.push_back(
            {(prefill ? "prefill: " : "decode: ") + demand.what, {{demand.what, 100 * demand.share()}}});
  }
  return chart;
}

BarChart sensitivityChart(const Case &of) {
  BarChart chart{"Sensitivity: time saved by a quarter more of one thing (refined model)", "%", {}, 0};
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design || of.device.isGpu)
      continue;
    bool prefill = (*design)->phase == Phase::Prefill;
    Seconds base = costOfPhase(of, **design).total;
    auto add = [&](const char *name, auto change) {
      Case changed = of;
      Design other = **design;
      change(changed, other);
      double saved = 100 * (1 - costOfPhase(changed, other).total / base);
      chart.bars.push_back({std::string(prefill ? "prefill: " : "decode: ") + name, {{name, std::max(0.0, saved)}}});
    };
    add("memory rate", [](Case &each, Design &) { each.device.memoryRate *= 1.25; });
    add("clock", [](Case &, Design &other) { other.clockMegahertz *= 1.25; });
    add("arrays", [](Case &, Design &other) { other.arrayScale *= 1.25; });
    add("lanes", [](Case &, Design &other) {
      for (double VectorLanes::*lane : {&VectorLanes::softmax, &VectorLanes::norm, &VectorLanes::activation,
                                        &VectorLanes::residual, &VectorLanes::keys, &VectorLanes::values})
        other.lanes.*lane *= 1.25;
    });
    add("faster starts", [](Case &each, Design &) { each.parameters.startMicroseconds /= 1.25; });
  }
  return chart;
}

} // namespace allo::llm
