// The parts of the verifier.
#pragma once

#include "target/rtl/model/Model.h"

#include "llvm/ADT/StringMap.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace allo::target::rtl::model {

// What may be instantiated: modules that came before, and ROMs.
struct KnownModule {
  llvm::StringMap<ExternalPort> ports;
  std::set<std::pair<std::string, std::string>> paths; // combinational, from an input to an output
};
using KnownModules = llvm::StringMap<KnownModule>;

// The ports of what an instance is of; nothing when that is unknown.
std::optional<llvm::StringMap<ExternalPort>> portsOf(const Instance &instance, const KnownModules &known);

// What is wrong in one module but for loops.
std::string verifyModule(const Module &module, const KnownModules &known);

// The combinational loop of a module, empty when there is none; the paths from its inputs to its outputs otherwise.
std::string findLoop(const Module &module, const KnownModules &known,
                     std::set<std::pair<std::string, std::string>> &paths);

} // namespace allo::target::rtl::model
