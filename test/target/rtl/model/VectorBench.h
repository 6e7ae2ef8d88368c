// Simulates modules against vectors: what goes in and what must come out in every cycle, as computed in C++. One
// simulation for many modules; Verilator or Icarus Verilog.
#pragma once

#include "llvm/ADT/APInt.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace allo::test {

class VectorBench {
public:
  explicit VectorBench(unsigned cycles) : cycles_(cycles) {}

  void addFile(const std::string &name, const std::string &text) { files_[name] = text; }
  // An instance; `parameters` as Verilog text ("#(.WIDTH(8))").
  void addInstance(const std::string &module, const std::string &name, const std::string &parameters = "");
  // Of the latest instance. Values by cycle.
  void clock(const std::string &port);
  void input(const std::string &port, std::vector<llvm::APInt> values);
  void output(const std::string &port, std::vector<llvm::APInt> values);
  // Compared only in the cycles in which `isKnown`.
  void output(const std::string &port, std::vector<llvm::APInt> values, const std::vector<bool> &isKnown);

  // Empty when all values are as expected; else the first that are not, or what the tool said.
  std::string runVerilator() const;
  std::string runIcarus() const;
  // After a round trip through Yosys: what synthesis reads.
  std::string runYosys(const std::string &top) const;
  // What `verilator --lint-only -Wall` says of a module.
  std::string lint(const std::string &top) const;

private:
  struct Port {
    std::string instance, port;
    unsigned low, width;
    std::vector<llvm::APInt> values, masks;
  };
  struct Instance {
    std::string module, name, parameters, connections;
  };
  std::string benchText() const;
  void writeFiles(const std::filesystem::path &folder) const;
  std::string runIcarusIn(const std::filesystem::path &folder) const;
  std::string differences(const std::string &output) const;

  unsigned cycles_;
  std::map<std::string, std::string> files_;
  std::vector<Instance> instances_;
  std::vector<Port> inputs_, outputs_;
  unsigned inputWidth_ = 0, outputWidth_ = 0;
};

} // namespace allo::test
