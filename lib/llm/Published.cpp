#include "llm/Published.h"

#include "llm/Catalogue.h"
#include "llm/JsonReader.h"

#include <algorithm>

namespace allo::embedded {
const std::map<std::string, std::string> &llm_published();
}

namespace allo::llm {

namespace {
struct QuantityName {
  const char *name, *unit;
};
const QuantityName quantities[] = {{"operator_cycles", "cycles"},
                                   {"operator_ms", "ms"},
                                   {"stage_cycles", "cycles"},
                                   {"stage_ms", "ms"},
                                   {"prefill_ms", "ms"},
                                   {"decode_ms", "ms"},
                                   {"decode_tokens_per_second", "tok/s"},
                                   {"end_to_end_ms", "ms"},
                                   {"end_to_end_tokens_per_second", "tok/s"},
                                   {"bandwidth_share", ""}};

Quantity quantityOf(JsonReader &reader) {
  std::string kind = reader.text("kind");
  std::string all;
  for (size_t i = 0; i < std::size(quantities); ++i) {
    if (kind == quantities[i].name)
      return static_cast<Quantity>(i);
    all += std::string(i ? " " : "") + quantities[i].name;
  }
  reader.refuse("kind", "there is no quantity '" + kind + "'", all);
}

bool needsPart(Quantity quantity) { return quantity <= Quantity::StageMilliseconds; }
bool needsPrefill(Quantity quantity) {
  return quantity == Quantity::PrefillMilliseconds || quantity == Quantity::EndToEndMilliseconds ||
         quantity == Quantity::EndToEndTokensPerSecond;
}
bool needsDecode(Quantity quantity) { return quantity >= Quantity::DecodeMilliseconds; }

PublishedPoint readPoint(JsonReader &reader) {
  PublishedPoint point;
  point.id = reader.text("id");
  point.quantity = quantityOf(reader);
  point.prefill = reader.text("prefill", "");
  point.decode = reader.text("decode", "");
  if (needsPart(point.quantity)) {
    point.part = reader.text("operator");
    if (point.prefill.empty() == point.decode.empty())
      reader.refuse("", "either a prefill or a decode design is needed");
  }
  if (needsPrefill(point.quantity) && point.prefill.empty())
    reader.refuse("prefill", "the field is missing");
  if (needsDecode(point.quantity) && point.decode.empty())
    reader.refuse("decode", "the field is missing");
  point.tokens = static_cast<double>(reader.integer("tokens", 1, 100000000));
  point.generated = static_cast<double>(reader.integer("generated", 1, 100000000, 1));
  point.value = reader.number("value", 1e-9, 1e15);
  reader.finish();
  return point;
}

std::set<std::string> textSet(const llvm::json::Object &object, const char *field) {
  std::set<std::string> result;
  if (const llvm::json::Array *list = object.getArray(field))
    for (const llvm::json::Value &value : *list)
      result.insert(value.getAsString()->str());
  return result;
}

Split readSplit(const llvm::json::Value &value) {
  const llvm::json::Object &object = *value.getAsObject();
  Split split;
  split.identify = textSet(object, "identify");
  split.fit = textSet(object, "fit");
  split.test = textSet(object, "test");
  split.baseline = textSet(object, "baseline");
  for (const auto &[id, reason] : *object.getObject("excluded"))
    split.excluded[id.str()] = reason.getAsString()->str();
  for (const llvm::json::Value &entry : *object.getArray("not_modelled"))
    split.notModelled.emplace_back(entry.getAsObject()->getString("what")->str(),
                                   entry.getAsObject()->getString("reason")->str());
  return split;
}

// All designs and points of `data/published`.
std::vector<Publication> readAll() {
  std::vector<Publication> publications;
  for (const auto &[file, text] : embedded::llm_published())
    if (file != "split.json" && file != "parameters.json" && file != "explanations.json" && file != "assumptions.json")
      publications.push_back(readPublication(parseJson(text, file), file));
  return publications;
}
} // namespace

const char *unitOf(Quantity quantity) { return quantities[static_cast<size_t>(quantity)].unit; }

Publication readPublication(const llvm::json::Value &value, const std::string &file) {
  JsonReader reader(value, file);
  Publication publication;
  publication.title = reader.text("title");
  publication.source = reader.text("source");
  reader.objects("designs");
  size_t index = 0;
  for (const llvm::json::Value &design : *value.getAsObject()->getArray("designs"))
    publication.designs.push_back(readDesign(design, file, "designs[" + std::to_string(index++) + "]"));
  for (JsonReader &point : reader.objects("points"))
    publication.points.push_back(readPoint(point));
  reader.finish();
  return publication;
}

const Measurements &Measurements::published() {
  static const Measurements measurements = [] {
    Measurements all(readAll());
    all.split_ = readSplit(parseJson(dataFile("split.json"), "split.json"));
    return all;
  }();
  return measurements;
}

Measurements::Measurements(std::vector<Publication> publications) : publications_(std::move(publications)) {
  for (const Publication &publication : publications_)
    for (const Design &design : publication.designs) {
      Known known{design, modelOf(design.model), deviceOf(design.device), precisionOf(design.precision)};
      if (!designs_.emplace(design.name, std::move(known)).second)
        throw UserError("the design '" + design.name + "' is there twice");
    }
  for (const Publication &publication : publications_)
    for (const PublishedPoint &point : publication.points)
      if (!points_.emplace(point.id, point).second)
        throw UserError("the point '" + point.id + "' is there twice");
  for (const auto &[id, point] : points_)
    checkPoint(point);
}

// Every name of a point leads somewhere, so that predictions cannot fail.
void Measurements::checkPoint(const PublishedPoint &point) const {
  for (const std::string &name : {point.prefill, point.decode}) {
    if (name.empty())
      continue;
    const Design &design = known(name).design;
    if (!design.identify.parameter.empty()) {
      const PublishedPoint &source = this->point(design.identify.point);
      const std::string &of = design.identify.of.empty() ? name : design.identify.of;
      if (source.prefill != of && source.decode != of && design.identify.of.empty() && design.tensorParallel == 1)
        throw UserError("the design '" + name + "' is identified from '" + source.id + "', which is of another design");
    }
    if (!needsPart(point.quantity))
      continue;
    bool found = false;
    for (const Stage &stage : design.stages) {
      found |= stage.name == point.part;
      for (Step step : stage.steps)
        found |= point.part == stepName(step);
    }
    if (!found)
      throw UserError("the point '" + point.id + "' names '" + point.part + "', which the design '" + name +
                      "' has not");
  }
}

const PublishedPoint &Measurements::point(const std::string &id) const {
  auto found = points_.find(id);
  if (found == points_.end())
    throw UserError("there is no point '" + id + "'");
  return found->second;
}

const Measurements::Known &Measurements::known(const std::string &name) const {
  auto found = designs_.find(name);
  if (found != designs_.end())
    return found->second;
  // A user's points may be of published designs.
  if (this != &published()) {
    auto other = published().designs_.find(name);
    if (other != published().designs_.end())
      return other->second;
  }
  throw UserError("there is no design '" + name + "'");
}

} // namespace allo::llm
