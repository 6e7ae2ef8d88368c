// Names of functions, arguments, arrays and results that are legal in SystemVerilog and different from each other:
// ports are made of them, by the generator and by the test bench.
#include "target/rtl/GraphQueries.h"

#include "target/rtl/model/Model.h"

#include <set>

namespace allo::target::rtl {

namespace {
std::string uniqueName(const std::string &name, std::set<std::string> &taken) {
  std::string legal = model::legalName(name), unique = legal;
  for (unsigned number = 2; !taken.insert(unique).second; ++number)
    unique = legal + "_" + std::to_string(number);
  return unique;
}
} // namespace

void legaliseNames(Graph &graph) {
  std::set<std::string> functions;
  for (Function &function : graph.functions) {
    // The libraries' names start with allo_, so does the bench's.
    std::string name = function.name;
    function.name = uniqueName(name.starts_with("allo_") ? "kernel_" + name : name, functions);
    std::set<std::string> names;
    for (Memory &memory : function.memories)
      if (memory.isParameter)
        memory.name = uniqueName(memory.name, names);
      else
        memory.name = model::legalName(memory.name);
    for (Argument &argument : function.arguments)
      argument.name = uniqueName(argument.name, names);
    std::set<std::string> outputs;
    for (Function::Output &output : function.outputs)
      if (output.name != "return")
        output.name = uniqueName(output.name, outputs);
  }
}

} // namespace allo::target::rtl
