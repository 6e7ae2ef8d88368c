// The RTL model of a whole design: one module a function, callees first.
#include "target/rtl/generate/FunctionGenerator.h"

#include "llvm/ADT/StringExtras.h"

namespace allo::target::rtl {

namespace {
// A module name: letters, digits and single underscores, unique, and none of the libraries' (which start with allo_).
std::string moduleName(const std::string &function, std::set<std::string> &taken) {
  std::string name;
  for (char c : function) {
    bool isWord = llvm::isAlnum(c);
    if (isWord)
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_')
    name.pop_back();
  if (name.empty() || llvm::isDigit(name[0]) || name.starts_with("allo_"))
    name = "kernel_" + name;
  std::string unique = name;
  for (unsigned number = 2; !taken.insert(unique).second; ++number)
    unique = name + "_" + std::to_string(number);
  return unique;
}
} // namespace

model::Netlist generate(const Graph &graph, const Device &, const Options &options) {
  model::Netlist netlist;
  std::vector<generation::GeneratedFunction> generated;
  std::set<std::string> taken;
  for (const Function &function : graph.functions)
    generated.push_back(
        generation::FunctionGenerator(graph, function, generated, options, netlist, moduleName(function.name, taken))
            .run());
  return netlist;
}

} // namespace allo::target::rtl
