// The devices and models that come with the tool, and those of the user's files.
#pragma once

#include "llm/Device.h"
#include "llm/Transformer.h"

#include <string>
#include <vector>

namespace allo::llm {

std::vector<Device> knownDevices();
std::vector<Transformer> knownModels();

// By the name of a known one, or by the path of a JSON file (a name with a '/' or ending in ".json"). A model file is
// in the project's form or a config.json of Hugging Face. Throws UserError with the names there are.
Device deviceOf(const std::string &nameOrFile);
Transformer modelOf(const std::string &nameOrFile);

// The data files of the project: "u280.json" -> text.
const std::string &dataFile(const std::string &name);

} // namespace allo::llm
