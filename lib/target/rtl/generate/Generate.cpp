// The RTL model of a whole design: one module a function, callees first.
#include "target/rtl/generate/FunctionGenerator.h"

namespace allo::target::rtl {

model::Netlist generate(const Graph &graph) {
  model::Netlist netlist;
  std::vector<generation::GeneratedFunction> generated;
  for (const Function &function : graph.functions)
    generated.push_back(generation::FunctionGenerator(graph, function, generated, netlist).run());
  return netlist;
}

} // namespace allo::target::rtl
