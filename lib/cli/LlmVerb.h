// allo llm: its options, and what its verbs do.
#pragma once

#include "allo/llm.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace allo::cli {

struct LlmOptions {
  llm::Request request;
  int64_t macs = 0;
  std::string figure, variable;
  std::vector<std::string> values, devices;
  bool json = false, csv = false;
  std::string html, output;
};

// Declares the verbs under `verb`; each calls `choose` with what it does.
void addLlmVerbs(CLI::App &verb, LlmOptions &options, const std::function<void(std::function<int()>)> &choose);

} // namespace allo::cli
