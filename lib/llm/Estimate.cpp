// allo llm estimate: what both models say to a design, what it takes, and what limits it.
#include "llm/Case.h"
#include "llm/Catalogue.h"

#include <cmath>

namespace allo::llm {

using namespace units;

namespace {
std::string designText(const Design &design) {
  std::string text;
  for (Operator op : allOperators)
    if (const ArrayShape &array = design.array(op); array.rows > 0)
      text += (text.empty() ? "" : ", ") + std::string(operatorName(op)) + " " + wholeNumber(array.rows) + "x" +
              wholeNumber(array.columns);
  return text;
}

Seconds paperTime(const Case &of, const Design &design) {
  Precision precision = of.precision;
  precision.weightBits = design.weightBits(precision);
  paper::Parallelism parallelism = parallelismOf(design);
  return design.phase == Phase::Prefill
             ? paper::prefill(of.model, of.device, precision, parallelism, of.clock(), of.prompt())
             : paper::decode(of.model, of.device, precision, parallelism, of.clock(), of.prompt() + of.generated());
}

Table latencyTable(const Case &of, const Figures &figures) {
  Table table{"Latency",
              {"", "paper model", "refined model", "bound of the device"},
              {},
              "paper model: equations (8) and (9), batch 1, without head; bound: all weights at the full rate of the "
              "memory, all work at the full rate of the multipliers"};
  Seconds first, token;
  bool onGpu = of.device.isGpu;
  if (of.prefill) {
    first = onGpu ? Seconds() : paperTime(of, *of.prefill);
    table.rows.push_back({"first token", onGpu ? "" : timeText(first), timeText(figures.first_token),
                          timeText(boundsOf(of, Phase::Prefill).least())});
  }
  if (of.decode) {
    token = onGpu ? Seconds() : paperTime(of, *of.decode);
    Bounds bounds = boundsOf(of, Phase::Decode);
    table.rows.push_back(
        {"one token", onGpu ? "" : timeText(token), timeText(figures.token), timeText(bounds.least())});
    double batch = static_cast<double>(of.request.batch);
    table.rows.push_back({"tokens per second", onGpu ? "" : shortNumber(seconds(1) / token),
                          shortNumber(figures.tokens_per_second), shortNumber(batch * (seconds(1) / bounds.least()))});
  }
  if (of.prefill && of.decode)
    table.rows.push_back(
        {"end to end", onGpu ? "" : timeText(first + of.generated() * token), timeText(figures.end_to_end), ""});
  return table;
}

Table operatorTable(const Case &of, const Design &design) {
  bool prefill = design.phase == Phase::Prefill;
  double tokens = prefill ? of.prompt() : 1;
  double context = prefill ? of.prompt() : std::floor(of.prompt() + (of.generated() + 1) / 2);
  Table table{std::string("Operators of a layer, ") + (prefill ? "prefill" : "decode"),
              {"operator", "stage", "MACs", "array", "cycles, paper", "cycles, refined"},
              {},
              ""};
  Cost cost = costOf(of.setting(), design, tokens, context);
  for (const Stage &stage : design.stages)
    for (Step step : stage.steps) {
      std::vector<std::string> row = {stepName(step), stage.name, "", "", "0", ""};
      if (isMatrix(step)) {
        Operator op = operatorOf(step);
        const ArrayShape &array = design.array(op);
        row[2] = wholeNumber(of.model.work(op, tokens, context).value());
        row[3] = wholeNumber(array.rows) + " x " + wholeNumber(array.columns);
        row[4] = wholeNumber(
            paper::operatorCycles(of.model, op, tokens, context, macs_per_cycle(array.macs() * design.arrayScale))
                .value());
      }
      row[5] = wholeNumber(cost.steps[static_cast<size_t>(step)].value());
      table.rows.push_back(std::move(row));
    }
  return table;
}

Table stageTable(const Case &of, const Design &design) {
  bool prefill = design.phase == Phase::Prefill;
  double context = prefill ? of.prompt() : std::floor(of.prompt() + (of.generated() + 1) / 2);
  Cost cost = costOf(of.setting(), design, prefill ? of.prompt() : 1, context);
  Table table{std::string("Stages of a layer, ") + (prefill ? "prefill" : "decode") + " (refined model)",
              {"stage", "cycles", "fill", "memory", "links", "start", "time", "limited by"},
              {},
              ""};
  auto add = [&](const std::string &name, const StageCost &stage) {
    table.rows.push_back({name, wholeNumber(stage.longest.value()), wholeNumber(stage.fill.value()),
                          timeText(stage.memory), timeText(stage.communication), timeText(stage.start),
                          timeText(stage.total), limitName(stage.limit)});
  };
  for (size_t i = 0; i < design.stages.size() && i < static_cast<size_t>(cost.stageCount); ++i)
    add(design.stages[i].name, cost.stages[i]);
  if (cost.head.total > Seconds())
    add("head (once)", cost.head);
  return table;
}

Table resourceTable(const Case &of, const Design &design, std::string &misfit) {
  bool prefill = design.phase == Phase::Prefill;
  ResourceUse use = resourcesOf(of.setting(), design, of.prompt() + (prefill ? 0 : of.generated()));
  DemandList demands = demandsOf(of.setting(), use);
  Table table{std::string("Resources, ") + (prefill ? "prefill" : "decode") + " (refined model)",
              {"resource", "needed", "available", "share"},
              {},
              "available: less the shell; of LUT and FF the 80 % that routing leaves"};
  for (const Demand &demand : namedDemands(demands))
    table.rows.push_back({demand.what,
                          demand.unit == "GB" ? shortNumber(demand.needed) + " GB" : wholeNumber(demand.needed),
                          demand.unit == "GB" ? shortNumber(demand.available) + " GB" : wholeNumber(demand.available),
                          percentText(demand.share())});
  if (!demands.fits()) {
    const Demand worst = namedDemands(demands)[static_cast<size_t>(demands.tightest())];
    misfit = std::string(prefill ? "the prefill" : "the decode") + " design does not fit: " + worst.what + " " +
             percentText(worst.share()) + " of what there is, " + shortNumber(worst.needed - worst.available) +
             (worst.unit == "GB" ? " GB" : "") + " too much; it would with " + remedy(of.setting(), design, demands);
  }
  return table;
}

llvm::json::Object caseJson(const Case &of) {
  return llvm::json::Object{{"device", of.device.name},          {"model", of.model.name},
                            {"precision", of.precision.name},    {"prompt", of.request.prompt},
                            {"generated", of.request.generated}, {"batch", of.request.batch},
                            {"devices", of.request.devices}};
}
} // namespace

Answer estimate(const Request &request) {
  Case of = caseOf(request);
  Figures figures = figuresOf(of);
  auto document = std::make_shared<Document>();
  document->title = of.model.name + " on " + of.device.title + ", " + of.precision.name + ", " +
                    std::to_string(request.prompt) + " tokens in, " + std::to_string(request.generated) + " out";
  document->paragraphs.push_back("design: " + of.origin +
                                 (of.paperMacs.value() > 0 ? ", M = " + wholeNumber(of.paperMacs.value()) : ""));
  if (request.prompt + request.generated > of.model.positions)
    document->paragraphs.push_back("the model has positions for " +
                                   wholeNumber(static_cast<double>(of.model.positions)) + " tokens only");
  document->tables.push_back(latencyTable(of, figures));
  document->data["request"] = caseJson(of);
  document->data["refined"] = figuresJson(figures);
  llvm::json::Object paperFigures{{"model", "paper"}};
  llvm::json::Array misfits;
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design)
      continue;
    document->designs.push_back(designJson(**design));
    if (of.device.isGpu)
      continue;
    paperFigures[(*design)->phase == Phase::Prefill ? "first_token_ms" : "token_ms"] =
        in_milliseconds(paperTime(of, **design));
    document->paragraphs.push_back(((*design)->phase == Phase::Prefill ? "prefill arrays: " : "decode arrays: ") +
                                   designText(**design));
    document->tables.push_back(operatorTable(of, **design));
    document->tables.push_back(stageTable(of, **design));
    std::string misfit;
    document->tables.push_back(resourceTable(of, **design, misfit));
    if (!misfit.empty()) {
      document->paragraphs.push_back(misfit);
      misfits.push_back(misfit);
    }
  }
  if (!of.device.isGpu)
    document->data["paper"] = std::move(paperFigures);
  document->data["does_not_fit"] = std::move(misfits);
  if (!request.calibrate.empty() || !request.parameters.empty())
    document->data["parameters"] = parametersJson(of.parameters);
  if (!request.calibrate.empty()) {
    Table table{"Parameters after calibration", {"parameter", "value", "before", "meaning"}, {}, ""};
    for (const ParameterInfo &info : parameterInfos())
      table.rows.push_back({info.name, shortNumber(of.parameters.*info.member) + " " + info.unit,
                            shortNumber(fittedParameters().*info.member), info.meaning});
    document->tables.push_back(std::move(table));
  }
  document->paragraphs.push_back("power (stated rule, not measured): " + shortNumber(figures.power.value()) + " W, " +
                                 shortNumber(figures.energy_per_token.value()) + " J a token");
  document->points.push_back(rooflineChart(of));
  if (!of.device.isGpu)
    document->bars = {latencyChart(of), resourceChart(of), sensitivityChart(of)};
  return Answer(document, figures);
}

Answer catalogue() {
  auto document = std::make_shared<Document>();
  document->title = "Devices and models";
  Table devices{"Devices", {"name", "", "memory GB/s", "memory GB", "DSP", "LUT"}, {}, ""};
  llvm::json::Array deviceNames, modelNames;
  for (const Device &device : knownDevices()) {
    devices.rows.push_back({device.name, device.title, shortNumber(in_gigabytes_per_second(device.memoryRate)),
                            shortNumber(in_bytes(device.memorySize) / 1e9),
                            device.isGpu ? "" : wholeNumber(device.fabric.dsp),
                            device.isGpu ? "" : wholeNumber(device.fabric.lut)});
    deviceNames.push_back(device.name);
  }
  Table models{
      "Models", {"name", "layers", "hidden", "feed forward", "heads", "of keys and values", "parameters"}, {}, ""};
  for (const Transformer &model : knownModels()) {
    auto text = [](int64_t value) { return std::to_string(value); };
    models.rows.push_back({model.name, text(model.layers), text(model.hidden), text(model.feedForward),
                           text(model.heads), text(model.kvHeads), shortNumber(model.parameters() / 1e6) + " M"});
    modelNames.push_back(model.name);
  }
  document->tables = {devices, models};
  document->data["devices"] = std::move(deviceNames);
  document->data["models"] = std::move(modelNames);
  return Answer(document);
}

} // namespace allo::llm
