// allo llm explain: a figure derived step by step, each with its equation and inputs, by both models.
#include "llm/Case.h"

#include <cmath>
#include <functional>

namespace allo::llm {

using namespace units;

namespace {
std::string n(double value) {
  bool whole = value == std::floor(value) && std::abs(value) < 1e15;
  return whole || value >= 1000 ? wholeNumber(value) : shortNumber(value);
}

// The refined cycles of one step in words; the value is that of stepCycles.
class Derivation {
public:
  Derivation(const Case &of, const Design &design)
      : of_(of), design_(design), setting_(of.setting()), prefill_(design.phase == Phase::Prefill),
        tokens_(prefill_ ? of.prompt() : 1),
        context_(prefill_ ? of.prompt() : std::floor(of.prompt() + (of.generated() + 1) / 2)) {}

  void step(Step step, Table &table) const {
    Cycles cycles = stepCycles(setting_, design_, step, tokens_, context_);
    if (isMatrix(step)) {
      Operator op = operatorOf(step);
      double macs = design_.array(op).macs() * design_.arrayScale;
      table.rows.push_back(
          {"paper (1)",
           std::string(stepName(step)) + " = MACs / M = " + n(of_.model.work(op, tokens_, context_).value()) + " / " +
               n(macs),
           n(paper::operatorCycles(of_.model, op, tokens_, context_, macs_per_cycle(macs)).value()) + " cycles"});
    } else {
      table.rows.push_back(
          {"paper", std::string(stepName(step)) + " is free: nonlinear operators are not in (1)", "0 cycles"});
    }
    table.rows.push_back(
        {"refined", std::string(stepName(step)) + " = " + formula(step) + scaleText(), n(cycles.value()) + " cycles"});
  }

  // The stages and their sum.
  void time(Table &table) const {
    Cost cost = costOf(setting_, design_, tokens_, context_);
    for (size_t i = 0; i < design_.stages.size() && i < static_cast<size_t>(cost.stageCount); ++i)
      stage(design_.stages[i], cost.stages[i], table);
    double layers = static_cast<double>(of_.model.layers);
    table.rows.push_back({"refined", "a layer = sum of its stages", timeText(cost.layer)});
    std::string sum = n(layers) + " layers x " + timeText(cost.layer);
    if (cost.head.total > Seconds()) {
      table.rows.push_back(
          {"refined",
           "head = max(" + n(cost.head.longest.value()) + " cycles, memory " + timeText(cost.head.memory) + ") + start",
           timeText(cost.head.total)});
      sum += " + head " + timeText(cost.head.total);
    }
    table.rows.push_back({"refined", (prefill_ ? "first token = " : "one token = ") + sum, timeText(cost.total)});
    paperTime(table);
  }

private:
  std::string scaleText() const {
    std::string text = design_.batch > 1 ? ", x batch " + n(design_.batch) : "";
    return text + (design_.arrayScale != 1 ? ", / share " + n(design_.arrayScale) : "");
  }

  std::string formula(Step step) const {
    const Parameters &fitted = of_.parameters;
    auto sized = [](double size) { return n(size); };
    const double p1 = design_.tensorParallel;
    if (!isMatrix(step)) {
      double hidden = static_cast<double>(of_.model.hidden), ffn = static_cast<double>(of_.model.feedForward) / p1;
      double cache = static_cast<double>(of_.model.cacheWidth()) / p1,
             heads = static_cast<double>(of_.model.heads) / p1;
      switch (step) {
      case Step::Norm:
        return "row_pass " + n(fitted.rowPassCycles) + " x " + sized(tokens_) + " x " + n(hidden) + " / " +
               n(design_.lanes.norm) + " lanes";
      case Step::Softmax:
        return "row_pass " + n(fitted.rowPassCycles) + " x " + sized(tokens_) + " x " + n(context_) + " x " + n(heads) +
               " heads / " + n(design_.lanes.softmax) + " lanes";
      case Step::Activation:
        return sized(tokens_) + " x " + n(ffn) + " / " + n(design_.lanes.activation) + " lanes";
      case Step::Residual:
        return blocked(tokens_ * hidden, design_.lanes.residual);
      case Step::KeysWrite:
        return blocked(tokens_ * cache, design_.lanes.keys);
      default:
        return blocked(tokens_ * cache, design_.lanes.values);
      }
    }
    return matrixFormula(operatorOf(step));
  }

  std::string blocked(double elements, double lanes) const {
    return n(elements) + " / 16 x (ceil(16 / " + n(lanes) + ")" +
           (lanes < 16 ? " + row_tile " + n(of_.parameters.rowTileCycles) : "") + ")";
  }

  std::string matrixFormula(Operator op) const {
    const ArrayShape &array = design_.array(op);
    const double p1 = design_.tensorParallel;
    double heads = std::ceil(static_cast<double>(of_.model.heads) / p1), size = static_cast<double>(of_.model.headSize);
    double inputs = static_cast<double>(of_.model.inputs(op)), outputs = static_cast<double>(of_.model.outputs(op));
    (op == Operator::Projection || op == Operator::Down ? inputs : outputs) =
        std::ceil((op == Operator::Projection || op == Operator::Down ? inputs : outputs) / p1);
    std::string extra = " + array_tile " + n(of_.parameters.arrayTileCycles) + ")";
    auto ceil = [](double value, double part) { return "ceil(" + n(value) + " / " + n(part) + ")"; };
    if (prefill_) {
      if (op == Operator::Scores)
        return n(heads) + " heads x " + ceil(tokens_, array.rows) + " x " + ceil(context_, array.columns) + " x (" +
               n(size) + extra;
      if (op == Operator::Context)
        return n(heads) + " heads x " + ceil(tokens_, array.rows) + " x " + ceil(size, array.columns) + " x (" +
               n(context_) + extra;
      return ceil(op == Operator::Head ? 1 : tokens_, array.rows) + " x " + ceil(outputs, array.columns) + " x (" +
             n(inputs) + extra;
    }
    double count = isAttention(op) ? heads * context_ : array.inputOrder ? inputs : outputs;
    double inner = isAttention(op) ? size : array.inputOrder ? outputs : inputs;
    bool one = inner <= array.columns;
    return ceil(count, array.rows) + " x " +
           (one ? "1" : "(" + ceil(inner, array.columns) + " + row_tile " + n(of_.parameters.rowTileCycles) + ")");
  }

  void stage(const Stage &stage, const StageCost &cost, Table &table) const {
    for (Step each : stage.steps)
      table.rows.push_back({"refined", std::string("  ") + stepName(each) + " = " + formula(each) + scaleText(),
                            n(stepCycles(setting_, design_, each, tokens_, context_).value()) + " cycles"});
    std::string text = "stage '" + stage.name + "' = ";
    if (stage.isDataflow)
      text += "max((longest " + n(cost.longest.value()) + " + fill " + n(cost.fill.value()) + ") / " +
              n(design_.clockMegahertz) + " MHz, memory " + timeText(cost.memory) + channelText(stage) + ")";
    else
      text += "sum of max(cycles / " + n(design_.clockMegahertz) + " MHz, memory) of each";
    if (cost.communication > Seconds())
      text += " + links " + timeText(cost.communication);
    table.rows.push_back({"refined", text + " + start " + timeText(cost.start), timeText(cost.total)});
  }

  // " over 32 channels: query 11, key 11, value 10"; nothing where one channel or none is in use.
  std::string channelText(const Stage &stage) const {
    llvm::SmallVector<double, 8> counts = stageChannels(setting_, design_, stage, tokens_, context_);
    std::string text;
    for (auto [step, count] : llvm::zip_equal(stage.steps, counts))
      if (count > 0)
        text += (text.empty() ? "" : ", ") + std::string(stepName(step)) + " " + n(count);
    double channels = channelsUsed(setting_, design_);
    return text.empty() || channels == 1 ? "" : " over " + n(channels) + " channels: " + text;
  }

  void paperTime(Table &table) const {
    paper::Parallelism parallelism = parallelismOf(design_);
    Hertz clock = megahertz(design_.clockMegahertz);
    Cycles fill = paper::operatorCycles(of_.model, Operator::Key, tokens_, context_, parallelism.of(Operator::Key));
    double paperContext = prefill_ ? of_.prompt() : of_.prompt() + of_.generated() + 1;
    Cycles slowest;
    std::string which = "T_mem";
    for (Operator op : allOperators)
      if (op != Operator::Head && of_.model.has(op)) {
        Cycles own = paper::operatorCycles(of_.model, op, tokens_, paperContext, parallelism.of(op));
        if (own > slowest) {
          slowest = own;
          which = operatorName(op);
        }
      }
    Seconds memory = paper::memoryTime(of_.model, of_.device, of_.precision);
    table.rows.push_back({"paper", "fill = l d d_kv / M_k", n(fill.value()) + " cycles"});
    table.rows.push_back({"paper", "longest operator: " + which, n(slowest.value()) + " cycles"});
    table.rows.push_back({"paper (3)",
                          "T_mem = weights of a layer / memory rate = " +
                              shortNumber(in_bytes(paper::layerParameters(of_.model, of_.precision)) / 1e6) + " MB / " +
                              shortNumber(in_gigabytes_per_second(of_.device.memoryRate)) + " GB/s",
                          timeText(memory)});
    Seconds total = prefill_ ? paper::prefill(of_.model, of_.device, of_.precision, parallelism, clock, of_.prompt())
                             : paper::decode(of_.model, of_.device, of_.precision, parallelism, clock,
                                             of_.prompt() + of_.generated());
    std::string equation = design_.tensorParallel * design_.pipelineParallel > 1 ? "paper (14)"
                           : prefill_                                            ? "paper (8)"
                                                                                 : "paper (9)";
    table.rows.push_back({equation,
                          "N/C (fill + C max(longest, T_mem)) / freq, N = " + n(static_cast<double>(of_.model.layers)) +
                              ", C = " + n(design_.residentLayers) + ", freq = " + n(design_.clockMegahertz) + " MHz",
                          timeText(total)});
  }

  const Case &of_;
  const Design &design_;
  Setting setting_;
  bool prefill_;
  double tokens_, context_;
};

void resources(const Case &of, const Design &design, Table &table) {
  bool prefill = design.phase == Phase::Prefill;
  paper::Parallelism parallelism = parallelismOf(design);
  paper::Storage storage;
  double longest = of.prompt() + (prefill ? 0 : of.generated());
  Hertz clock = megahertz(design.clockMegahertz);
  table.rows.push_back({"paper (2)",
                        "sum of M_i x C, to be below M_tot = " + n(of.device.peakMacs(of.precision, clock).value()),
                        n(paper::computeDemand(parallelism).value()) + " MACs per cycle"});
  table.rows.push_back(
      {"paper (3)", "weights of a layer = " + n(of.model.layerWeights()) + " x " + n(of.precision.weightBits) + " bits",
       shortNumber(in_bytes(paper::layerParameters(of.model, of.precision)) / 1e6) + " MB"});
  table.rows.push_back({"paper (3)", "tiles, double buffered",
                        shortNumber(in_bytes(paper::tileStorage(parallelism, of.precision, storage)) / 1e3) + " kB"});
  table.rows.push_back({"paper (3)",
                        "keys and values of a layer, double buffered, of " + n(longest) + " tokens, " +
                            n(of.precision.cacheBits) + " bits",
                        shortNumber(in_bytes(paper::cacheStorage(of.model, of.precision, longest)) / 1e3) + " kB"});
  table.rows.push_back(
      {"paper (3)", "streams: 16 of depth 16, and the residual's bypass",
       shortNumber(in_bytes(paper::streamStorage(of.model, of.precision, prefill ? of.prompt() : 1, 16)) / 1e3) +
           " kB"});
  storage.longest = longest;
  table.rows.push_back(
      {"paper (5)", "memory blocks without packing, to be below " + n(of.device.fabric.bram + of.device.fabric.uram),
       n(paper::totalBlocks(of.model, of.device, of.precision, parallelism, storage, longest))});
  storage.packing = std::max(1.0, std::floor(of.device.blockWidth / of.precision.weightBits));
  table.rows.push_back({"paper (6)", "memory blocks with " + n(storage.packing) + " weights in a word",
                        n(paper::totalBlocks(of.model, of.device, of.precision, parallelism, storage, longest))});
  double reuse = prefill ? std::max(1.0, design.array(Operator::Query).rows) : 1;
  BitsPerSecond asked = paper::weightRate(of.model, of.precision, parallelism, clock, reuse);
  table.rows.push_back({"paper (7)",
                        "C sum of b_W M_i / r freq, r = " + n(reuse) + "; the memory gives " +
                            shortNumber(in_gigabytes_per_second(of.device.memoryRate)) +
                            " GB/s: " + (asked > of.device.memoryRate ? "memory-bound" : "not memory-bound"),
                        shortNumber(in_gigabytes_per_second(asked)) + " GB/s"});
  table.rows.push_back({"paper (7)", "channels, each for one operator, of " + n(of.device.channels),
                        n(paper::channelsNeeded(of.model, of.device, of.precision, parallelism, clock, reuse))});
  for (const Demand &demand : namedDemands(demandsOf(of.setting(), resourcesOf(of.setting(), design, longest))))
    table.rows.push_back({"refined",
                          demand.what + " of " + n(demand.available) + (demand.unit.empty() ? "" : " " + demand.unit),
                          n(demand.needed)});
}
} // namespace

Answer explain(const Request &request, const std::string &figure) {
  Case of = caseOf(request);
  if (of.device.isGpu)
    throw UserError("'" + of.device.name + "' is a GPU: its figure is max(work / peak, traffic / rate) + starts", {},
                    "allo llm estimate shows it");
  auto document = std::make_shared<Document>();
  document->title =
      "How '" + figure + "' comes about: " + of.model.name + " on " + of.device.name + ", " + of.precision.name;
  document->paragraphs.push_back("design: " + of.origin);
  bool found = false;
  llvm::json::Array data;
  for (const std::optional<Design> *design : {&of.prefill, &of.decode}) {
    if (!*design)
      continue;
    bool prefill = (*design)->phase == Phase::Prefill;
    Table table{prefill ? "Prefill" : "Decode", {"by", "step", "result"}, {}, ""};
    Derivation derivation(of, **design);
    if (figure == (prefill ? "first_token" : "token"))
      derivation.time(table);
    else if (figure == "resources")
      resources(of, **design, table);
    for (int i = 0; i < stepCount; ++i)
      if (Step step = static_cast<Step>(i);
          figure == stepName(step) && (!isMatrix(step) || of.model.has(operatorOf(step))))
        derivation.step(step, table);
    if (table.rows.empty())
      continue;
    found = true;
    for (const auto &row : table.rows)
      data.push_back(llvm::json::Object{
          {"stage", prefill ? "prefill" : "decode"}, {"by", row[0]}, {"step", row[1]}, {"result", row[2]}});
    document->tables.push_back(std::move(table));
  }
  if (!found) {
    std::string all = "first_token token resources";
    for (int i = 0; i < stepCount; ++i)
      all += std::string(" ") + stepName(static_cast<Step>(i));
    throw UserError("there is no figure '" + figure + "'", {}, all);
  }
  document->data["steps"] = std::move(data);
  document->data["refined"] = figuresJson(figuresOf(of));
  return Answer(document, figuresOf(of));
}

} // namespace allo::llm
