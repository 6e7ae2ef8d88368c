// What the data rests on without a source, for the validation page: figures of devices, what publications leave open,
// and what was identified from single points.
#include "llm/Catalogue.h"
#include "llm/JsonReader.h"
#include "llm/Validation.h"

#include <cstdio>

namespace allo::embedded {
const std::map<std::string, std::string> &llm_devices();
}

namespace allo::llm {

namespace {
// Names of the fields whose figure has the source `key`, through all objects of a device's file.
void addFields(const llvm::json::Object &object, llvm::StringRef key, const std::string &path,
               std::set<std::string> &fields) {
  for (const auto &[name, value] : object) {
    std::string own = path + name.str();
    if (const llvm::json::Object *inner = value.getAsObject())
      addFields(*inner, key, own + ".", fields);
    else if (const llvm::json::Array *pair = value.getAsArray(); pair && pair->size() == 2)
      if ((*pair)[1].getAsString() == key)
        fields.insert("`" + own + "`");
  }
}

std::string fieldsOf(const llvm::json::Object &object, llvm::StringRef key) {
  std::set<std::string> fields;
  addFields(object, key, "", fields);
  std::string text;
  for (const std::string &field : fields)
    text += (text.empty() ? "" : ", ") + field;
  return text;
}

size_t pointsOn(const std::string &device) {
  size_t count = 0;
  for (const Publication &publication : Measurements::published().publications())
    for (const PublishedPoint &point : publication.points)
      count += std::any_of(publication.designs.begin(), publication.designs.end(), [&](const Design &design) {
        return design.device == device && (design.name == point.prefill || design.name == point.decode);
      });
  return count;
}

std::string deviceRows() {
  std::string text;
  for (const auto &[file, content] : embedded::llm_devices()) {
    llvm::json::Value value = parseJson(content, file);
    const llvm::json::Object &object = *value.getAsObject();
    std::string assumed = fieldsOf(object, "assumed");
    if (assumed.empty())
      continue;
    std::string name = object.getString("name")->str();
    text += "| " + name + " | " + assumed + " | " + std::to_string(pointsOn(name)) + " |\n";
  }
  return text;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}
} // namespace

std::string identifiedText(const Parameters &parameters) {
  std::string text =
      "\n## Identified from single points\n\nWhat a publication leaves out is found from one of its points "
      "(`input` below), for each model by itself; the parameters above are the same for all.\n\n"
      "| design | what | from | paper model | refined model |\n| --- | --- | --- | --- | --- |\n";
  for (const Identified &each : Measurements::published().identified(parameters)) {
    bool isMacs = each.parameter == "macs";
    text += "| " + each.design + " | " + (isMacs ? "factor on its assumed arrays" : "bits stored for a weight") +
            " | " + each.point + " | " + number(each.paper) + " | " + number(each.refined) + " |\n";
  }
  return text;
}

std::string assumptionsText() {
  std::string text = "\n## Assumptions\n\nWhat no source that was read says, and what depends on it.\n\n"
                     "| assumption | why | what depends on it |\n| --- | --- | --- |\n";
  llvm::json::Value value = parseJson(dataFile("assumptions.json"), "assumptions.json");
  for (const llvm::json::Value &entry : *value.getAsArray()) {
    JsonReader reader(entry, "assumptions.json");
    text += "| " + reader.text("what") + " | " + reader.text("why") + " | " + reader.text("depends") + " |\n";
    reader.finish();
  }
  return text +
         "\nFigures of devices without a source. LUT, FF, DSP, blocks, regions, shell and channels decide what fits, "
         "and "
         "so what a search finds; clocks are those of searches and of `--macs` (published designs state their own); "
         "powers enter power and energy alone; the rate of the memory and links enter times. The last column counts "
         "the "
         "published points on the device.\n\n"
         "| device | assumed | points |\n| --- | --- | --- |\n" +
         deviceRows();
}

} // namespace allo::llm
