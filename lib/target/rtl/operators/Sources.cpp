// The operator library's files, and which of them a module needs.
#include "allo/error.hpp"
#include "target/rtl/Operators.h"
#include "target/rtl/operators/EmbeddedFiles.h"

#include <algorithm>
#include <string_view>

namespace allo::target::rtl {

const std::map<std::string, std::string> &operatorSources() {
  static const std::map<std::string, std::string> sources = [] {
    std::map<std::string, std::string> found;
    for (const auto &[name, text] : embeddedFiles())
      if (std::string_view(name).ends_with(".sv"))
        found.emplace(name, text);
    return found;
  }();
  return sources;
}

namespace {
// Appends the files of the modules that `module` instantiates, then its own.
void collect(const std::string &module, std::vector<std::string> &files) {
  std::string file = module + ".sv";
  if (std::find(files.begin(), files.end(), file) != files.end())
    return;
  auto source = operatorSources().find(file);
  if (source == operatorSources().end())
    throw InternalError("the operator library has no module '" + module + "'");
  for (const auto &[name, text] : operatorSources()) {
    std::string other = name.substr(0, name.size() - 3);
    if (other != module && source->second.find("  " + other + " #(") != std::string::npos)
      collect(other, files);
  }
  files.push_back(file);
}
} // namespace

std::vector<std::string> sourcesOf(const std::string &module) {
  std::vector<std::string> files;
  collect(module, files);
  return files;
}

} // namespace allo::target::rtl
