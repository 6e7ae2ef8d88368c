#include "llm/Catalogue.h"

#include "llm/JsonReader.h"
#include "support/TemporaryDirectory.h"

#include <filesystem>

namespace allo::embedded {
const std::map<std::string, std::string> &llm_devices();
const std::map<std::string, std::string> &llm_models();
const std::map<std::string, std::string> &llm_published();
} // namespace allo::embedded

namespace allo::llm {

namespace {
bool isFile(const std::string &text) {
  return text.find('/') != std::string::npos || (text.size() > 5 && text.substr(text.size() - 5) == ".json");
}

llvm::json::Value readJsonFile(const std::string &path) { return parseJson(support::readFile(path), path); }

template <typename List> std::string namesOf(const List &list) {
  std::string text;
  for (const auto &entry : list)
    text += " " + entry.name;
  return text;
}
} // namespace

std::vector<Device> knownDevices() {
  std::vector<Device> devices;
  for (const auto &[file, text] : embedded::llm_devices())
    devices.push_back(readDevice(parseJson(text, file), file));
  return devices;
}

std::vector<Transformer> knownModels() {
  std::vector<Transformer> models;
  for (const auto &[file, text] : embedded::llm_models()) {
    llvm::json::Value value = parseJson(text, file);
    JsonReader reader(value, file);
    reader.text("title");
    reader.objects("models");
    reader.finish();
    size_t index = 0;
    for (const llvm::json::Value &entry : *value.getAsObject()->getArray("models"))
      models.push_back(readTransformer(entry, file, "models[" + std::to_string(index++) + "]"));
  }
  return models;
}

Device deviceOf(const std::string &nameOrFile) {
  if (isFile(nameOrFile))
    return readDevice(readJsonFile(nameOrFile), nameOrFile);
  std::vector<Device> devices = knownDevices();
  for (Device &device : devices)
    if (device.name == nameOrFile)
      return device;
  throw UserError("there is no device '" + nameOrFile + "'", {},
                  "devices:" + namesOf(devices) + "; or the path of a .json file");
}

Transformer modelOf(const std::string &nameOrFile) {
  if (isFile(nameOrFile)) {
    llvm::json::Value value = readJsonFile(nameOrFile);
    const llvm::json::Object *object = value.getAsObject();
    bool ours = object && object->get("layers") && object->get("hidden");
    std::filesystem::path path(nameOrFile);
    std::string name = path.filename() == "config.json" ? path.parent_path().filename().string() : path.stem().string();
    return ours ? readTransformer(value, nameOrFile)
                : readHuggingFace(value, nameOrFile, name.empty() ? "model" : name);
  }
  std::vector<Transformer> models = knownModels();
  for (Transformer &model : models)
    if (model.name == nameOrFile)
      return model;
  throw UserError("there is no model '" + nameOrFile + "'", {},
                  "models:" + namesOf(models) + "; or the path of a .json file");
}

const std::string &dataFile(const std::string &name) {
  const auto &files = embedded::llm_published();
  auto found = files.find(name);
  if (found == files.end())
    throw InternalError("there is no data file " + name);
  return found->second;
}

} // namespace allo::llm
