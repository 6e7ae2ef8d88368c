#include "llm/Design.h"

#include "llm/JsonReader.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace allo::llm {

namespace {
const char *const stepNames[stepCount] = {"query",   "key",  "value",      "scores",  "context",    "projection",
                                          "up",      "gate", "down",       "head",    "keys_write", "values_write",
                                          "softmax", "norm", "activation", "residual"};

Step readStep(const llvm::json::Value &value, const JsonReader &reader) {
  if (auto text = value.getAsString())
    for (int i = 0; i < stepCount; ++i)
      if (*text == stepNames[i])
        return static_cast<Step>(i);
  std::string all;
  for (const char *name : stepNames)
    all += std::string(all.empty() ? "" : " ") + name;
  reader.refuse("operators", "there is no such operator", all);
}

Stage readStage(JsonReader &reader, const llvm::json::Value &value) {
  Stage stage;
  stage.name = reader.text("name");
  std::string mode = reader.text("mode");
  if (mode != "dataflow" && mode != "sequence")
    reader.refuse("mode", "'" + mode + "' is not dataflow or sequence");
  stage.isDataflow = mode == "dataflow";
  const llvm::json::Array *steps = value.getAsObject()->getArray("operators");
  if (!steps || steps->empty())
    reader.refuse("operators", "a list of operators is needed");
  reader.ignore("operators");
  for (const llvm::json::Value &step : *steps)
    stage.steps.push_back(readStep(step, reader));
  reader.finish();
  return stage;
}

void readArrays(Design &design, JsonReader reader) {
  for (Operator op : allOperators) {
    if (!reader.has(operatorName(op)))
      continue;
    JsonReader shape = reader.object(operatorName(op));
    ArrayShape &array = design.array(op);
    array.rows = static_cast<double>(shape.integer("rows", 1, 1 << 20));
    array.columns = static_cast<double>(shape.integer("columns", 1, 1 << 20));
    std::string order = shape.text("order", "output");
    if (order != "output" && order != "input")
      shape.refuse("order", "'" + order + "' is not output or input");
    array.inputOrder = order == "input";
    shape.finish();
  }
  reader.finish();
}

VectorLanes readLanes(JsonReader reader) {
  auto lanes = [&](const char *name) { return static_cast<double>(reader.integer(name, 1, 1 << 20)); };
  VectorLanes result{lanes("softmax"),  lanes("norm"), lanes("activation"),
                     lanes("residual"), lanes("keys"), lanes("values")};
  reader.finish();
  return result;
}

void readIdentification(Design &design, JsonReader reader) {
  design.identify = {reader.text("parameter"), reader.text("point"), reader.text("of", "")};
  if (design.identify.parameter != "macs" && design.identify.parameter != "stored_weight_bits")
    reader.refuse("parameter", "'" + design.identify.parameter + "' is not macs or stored_weight_bits");
  reader.finish();
}

// Every matrix product of a stage needs an array.
void checkArrays(const Design &design, const JsonReader &reader) {
  for (const Stage &stage : design.stages)
    for (Step step : stage.steps)
      if (isMatrix(step) && design.array(operatorOf(step)).rows == 0)
        reader.refuse("arrays",
                      "stage '" + stage.name + "' has the operator " + stepName(step) + ", which has no array");
}
} // namespace

const char *stepName(Step step) { return stepNames[static_cast<int>(step)]; }

Design readDesign(const llvm::json::Value &value, const std::string &file, const std::string &path) {
  JsonReader reader(value, file, path);
  Design design;
  design.name = reader.text("name");
  design.device = reader.text("device");
  design.model = reader.text("model");
  design.precision = reader.text("precision");
  std::string phase = reader.text("stage");
  if (phase != "prefill" && phase != "decode")
    reader.refuse("stage", "'" + phase + "' is not prefill or decode");
  design.phase = phase == "prefill" ? Phase::Prefill : Phase::Decode;
  design.kernelsPerLayer = static_cast<double>(reader.integer("kernels_per_layer", 0, 100000, 0));
  if (design.kernelsPerLayer == 0) {
    design.clockMegahertz = reader.number("clock_mhz", 1, 5000);
    const llvm::json::Array *stages = value.getAsObject()->getArray("stages");
    std::vector<JsonReader> readers = reader.objects("stages");
    for (size_t i = 0; i < readers.size(); ++i)
      design.stages.push_back(readStage(readers[i], (*stages)[i]));
    if (design.stages.empty())
      reader.refuse("stages", "there is no stage");
    readArrays(design, reader.object("arrays"));
    design.lanes = readLanes(reader.object("lanes"));
  }
  design.residentLayers = static_cast<double>(reader.integer("resident_layers", 1, 100000, 1));
  design.tensorParallel = static_cast<double>(reader.integer("tensor_parallel", 1, 4096, 1));
  design.pipelineParallel = static_cast<double>(reader.integer("pipeline_parallel", 1, 4096, 1));
  design.batch = static_cast<double>(reader.integer("batch", 1, 1 << 20, 1));
  design.memoryShare = reader.number("memory_share", 0.001, 1, 1);
  design.tokenByToken = reader.flag("token_by_token", false);
  design.cacheOnChip = reader.flag("cache_on_chip", false);
  design.weightsOnChip = reader.flag("weights_on_chip", false);
  design.storedWeightBits = reader.number("stored_weight_bits", 0.1, 64, 0);
  if (reader.has("identify"))
    readIdentification(design, reader.object("identify"));
  reader.ignore("identify");
  for (const char *note :
       {"schema", "figures", "buffers", "tiles", "precisions"}) // what the export adds for its readers
    reader.ignore(note);
  reader.finish();
  checkArrays(design, reader);
  return design;
}

llvm::json::Value designJson(const Design &design) {
  using llvm::json::Array;
  using llvm::json::Object;
  Object arrays;
  for (Operator op : allOperators)
    if (const ArrayShape &array = design.array(op); array.rows > 0)
      arrays[operatorName(op)] =
          Object{{"rows", array.rows}, {"columns", array.columns}, {"order", array.inputOrder ? "input" : "output"}};
  Array stages;
  for (const Stage &stage : design.stages) {
    Array steps;
    for (Step step : stage.steps)
      steps.push_back(stepName(step));
    stages.push_back(Object{
        {"name", stage.name}, {"mode", stage.isDataflow ? "dataflow" : "sequence"}, {"operators", std::move(steps)}});
  }
  const VectorLanes &lanes = design.lanes;
  return Object{{"schema", "allo-llm-design-1"},
                {"name", design.name},
                {"device", design.device},
                {"model", design.model},
                {"precision", design.precision},
                {"stage", design.phase == Phase::Prefill ? "prefill" : "decode"},
                {"clock_mhz", design.clockMegahertz},
                {"stages", std::move(stages)},
                {"arrays", std::move(arrays)},
                {"lanes", Object{{"softmax", lanes.softmax},
                                 {"norm", lanes.norm},
                                 {"activation", lanes.activation},
                                 {"residual", lanes.residual},
                                 {"keys", lanes.keys},
                                 {"values", lanes.values}}},
                {"resident_layers", design.residentLayers},
                {"tensor_parallel", design.tensorParallel},
                {"pipeline_parallel", design.pipelineParallel},
                {"batch", design.batch},
                {"memory_share", design.memoryShare},
                {"token_by_token", design.tokenByToken},
                {"cache_on_chip", design.cacheOnChip},
                {"weights_on_chip", design.weightsOnChip}};
}

const char *styleName(Style style) {
  return style == Style::Spatial ? "spatial" : style == Style::Temporal ? "temporal" : "hybrid";
}

Style styleOf(const std::string &name) {
  for (Style style : {Style::Spatial, Style::Temporal, Style::Hybrid})
    if (name == styleName(style))
      return style;
  throw UserError("there is no style '" + name + "'", {}, "spatial, temporal or hybrid");
}

std::vector<Stage> stagesOf(Style style, const Transformer &model) {
  using enum Step;
  std::vector<Step> attention = {KeysWrite, ValuesWrite, Scores, Softmax, Context, Projection, Residual, Norm};
  std::vector<Step> feedForward = {Up, Activation, Down, Residual, Norm};
  std::vector<Step> up = {Norm, Up, Activation};
  if (model.gated) {
    feedForward.insert(feedForward.begin() + 1, Gate);
    up.insert(up.begin() + 1, Gate);
  }
  if (style == Style::Spatial)
    return {{"projections", true, {Query, Key, Value}},
            {"attention", true, attention},
            {"feed forward", true, feedForward}};
  if (style == Style::Hybrid) // projections and feed-forward share one array; attention streams
    return {{"projections", false, {Norm, Query, Key, Value}},
            {"attention", true, {KeysWrite, ValuesWrite, Scores, Softmax, Context}},
            {"projection", false, {Projection, Residual}},
            {"feed forward", false, [&] {
               std::vector<Step> steps = up;
               steps.insert(steps.end(), {Down, Residual});
               return steps;
             }()}};
  return {{"attention", false, {Norm, Query, Key, Value, KeysWrite, ValuesWrite, Scores, Softmax, Context}},
          {"projection", false, {Projection, Residual}},
          {"up", false, up},
          {"down", false, {Down, Residual}}};
}

} // namespace allo::llm
