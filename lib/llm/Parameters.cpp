// The six parameters: their meaning, the fitted values, and files of them.
#include "llm/Catalogue.h"
#include "llm/JsonReader.h"
#include "llm/RefinedModel.h"

namespace allo::llm {

const std::array<ParameterInfo, parameterCount> &parameterInfos() {
  static const std::array<ParameterInfo, parameterCount> infos = {{
      {"array_tile_cycles", "cycles", "filling and draining a 2-D array, for each tile of outputs",
       &Parameters::arrayTileCycles, 0, 64},
      {"row_tile_cycles", "cycles", "entering the inner loop of a 1-D array or of a blocked pass, for each tile",
       &Parameters::rowTileCycles, 0, 16},
      {"row_pass_cycles", "cycles", "softmax and norm, for an element and lane", &Parameters::rowPassCycles, 1, 16},
      {"start_microseconds", "us", "from the end of a stage to the start of the next", &Parameters::startMicroseconds,
       0, 200},
      {"hbm_share", "", "of the rate of HBM, reached by streams of weights", &Parameters::hbmShare, 0.1, 1},
      {"ddr_share", "", "of the rate of DDR memory, reached by streams of weights", &Parameters::ddrShare, 0.1, 1},
  }};
  return infos;
}

Parameters readParameters(const llvm::json::Value &value, const std::string &file) {
  JsonReader reader(value, file);
  Parameters parameters;
  reader.text("origin", "");
  for (const ParameterInfo &info : parameterInfos())
    parameters.*info.member = reader.number(info.name, info.least, info.most);
  reader.finish();
  return parameters;
}

const Parameters &fittedParameters() {
  static const Parameters parameters =
      readParameters(parseJson(dataFile("parameters.json"), "parameters.json"), "parameters.json");
  return parameters;
}

llvm::json::Value parametersJson(const Parameters &parameters) {
  llvm::json::Object object;
  for (const ParameterInfo &info : parameterInfos())
    object[info.name] = parameters.*info.member;
  return object;
}

} // namespace allo::llm
