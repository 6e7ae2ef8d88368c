// The model knows the ports of every module of the operator and memory libraries.
#include "VectorBench.h"
#include "target/rtl/Operators.h"
#include "target/rtl/memories/Memories.h"
#include "target/rtl/model/Model.h"

#include <gtest/gtest.h>

#include <regex>

using namespace allo::target::rtl;
using namespace allo::target::rtl::model;

namespace {

// The whole numbers among the parameters of a module, as its text gives them.
std::vector<std::pair<std::string, int64_t>> parametersOf(const std::string &text) {
  static const std::regex parameter("  parameter int (\\w+) = (\\d+)");
  std::vector<std::pair<std::string, int64_t>> parameters;
  for (std::sregex_iterator match(text.begin(), text.end(), parameter), end; match != end; ++match)
    parameters.push_back({(*match)[1], std::stoll((*match)[2])});
  return parameters;
}

TEST(LibraryPortsTest, InstancesOfEveryModuleAreLintClean) {
  std::map<std::string, std::string> library = operatorSources();
  library.insert(memorySources().begin(), memorySources().end());
  Module module;
  module.name = "everything";
  module.clock = module.add(Signal::input, 1, "ap_clk");
  Section section;
  allo::test::VectorBench bench(1);
  for (auto &[file, text] : library) {
    bench.addFile(file, text);
    bool isPart = text.find("input  logic ") == std::string::npos || text.find(" clock,") == std::string::npos ||
                  file == "allo_stage.sv" || file == "allo_product.sv"; // of other operators only
    if (isPart)
      continue;
    std::string name = file.substr(0, file.size() - 3);
    Instance instance{name, module.uniqueName(name + "_0"), parametersOf(text), {}, {}, ""};
    auto ports = externalPorts(instance);
    ASSERT_TRUE(ports.has_value()) << name;
    for (const ExternalPort &port : *ports) {
      std::string signal = name + "_" + port.name;
      if (port.name == "clock")
        instance.connections.push_back({port.name, read(module, module.clock), {}});
      else if (port.isInput)
        instance.connections.push_back(
            {port.name, read(module, module.add(Signal::input, port.width, signal)), std::nullopt});
      else
        instance.connections.push_back({port.name, nullptr, module.add(Signal::output, port.width, signal)});
    }
    section.instances.push_back(std::move(instance));
  }
  EXPECT_GE(section.instances.size(), 15u);
  module.sections.push_back(std::move(section));
  Netlist netlist;
  netlist.modules.push_back(std::move(module));
  EXPECT_EQ(verify(netlist), "");
  bench.addFile("everything.sv", print(netlist).at("everything.sv"));
  EXPECT_EQ(bench.lint("everything"), "");
}

} // namespace
