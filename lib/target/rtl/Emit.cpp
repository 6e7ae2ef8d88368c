// The stages in order.
#include "target/rtl/Design.h"

#include "target/rtl/GraphQueries.h"
#include "target/rtl/memories/Memories.h"

#include <set>

namespace allo::target::rtl {

namespace {
std::vector<std::string> filesOf(const std::string &module) {
  if (memorySources().contains(module + ".sv"))
    return {module + ".sv"};
  return sourcesOf(module);
}

// Library modules that the netlist instantiates, in the order of their first use.
std::vector<std::string> librarySources(const model::Netlist &netlist) {
  std::set<std::string> own, seen;
  for (const model::Module &module : netlist.modules)
    own.insert(module.name);
  for (const model::Rom &rom : netlist.roms)
    own.insert(rom.name);
  std::vector<std::string> files;
  for (const model::Module &module : netlist.modules)
    for (const model::Section &section : module.sections)
      for (const model::Instance &instance : section.instances)
        if (!own.contains(instance.module) && seen.insert(instance.module).second)
          for (const std::string &file : filesOf(instance.module))
            if (std::find(files.begin(), files.end(), file) == files.end())
              files.push_back(file);
  return files;
}
} // namespace

Design makeDesign(mlir::ModuleOp module, const Options &options) {
  Device device = Device::named(options.device);
  mlir::OwningOpRef<mlir::ModuleOp> legal = legalise(module);
  auto graph = std::make_shared<Graph>(buildGraph(*legal, device, options));
  schedule(*graph, device, options);
  bind(*graph, device, options);

  Design design;
  design.netlist = generate(*graph, device, options);
  std::string wrong = model::verify(design.netlist);
  if (!wrong.empty())
    throw InternalError("the generated hardware is not well formed: " + wrong);
  design.top = design.netlist.modules.back().name;
  for (const std::string &file : librarySources(design.netlist)) {
    auto own = operatorSources().find(file);
    design.files[file] = own != operatorSources().end() ? own->second : memorySources().at(file);
    design.fileOrder.push_back(file);
  }
  std::map<std::string, std::string> printed = model::print(design.netlist);
  auto take = [&](const std::string &name) {
    design.files[name + ".sv"] = printed.at(name + ".sv");
    design.fileOrder.push_back(name + ".sv");
  };
  for (const model::Rom &rom : design.netlist.roms)
    take(rom.name);
  for (const model::Module &one : design.netlist.modules)
    take(one.name);
  design.graph = std::move(graph);
  return design;
}

} // namespace allo::target::rtl
