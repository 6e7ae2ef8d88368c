// What generated code calls to use streams and to run processes.
#pragma once

#include <map>
#include <string>

namespace allo::target::sim {

std::map<std::string, void *> streamFunctions();

} // namespace allo::target::sim
