// Reads the recorded allocation directives of a function.
#include "target/rtl/Limits.h"

#include "ir/Directives.h"

#include <algorithm>

using namespace mlir;

namespace allo::target::rtl {

std::map<std::string, int> limitsOf(func::FuncOp function) {
  std::map<std::string, int> limits;
  for (const ir::Directive &directive : ir::directivesOf(function.getOperation())) {
    StringRef key = directive.first;
    int count = 0;
    if (key.consume_front("allocation.") && !StringRef(ir::optionOf(directive.second, "limit")).getAsInteger(10, count))
      limits[key.str()] = count;
  }
  return limits;
}

Options optionsFor(const std::string &function, const Options &options) {
  Options own = options;
  auto found = options.functionLimits.find(function);
  if (found == options.functionLimits.end())
    return own;
  for (const auto &[name, count] : found->second) {
    int &limit = own.limits.try_emplace(name, count).first->second;
    limit = std::min(limit, count);
  }
  return own;
}

} // namespace allo::target::rtl
