// SystemVerilog and a driver made into a program: verilator for each design, then the C++ compiler through ccache for
// all of them together.
#pragma once

#include "support/TemporaryDirectory.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo::build {

struct SimulatorSources {                   // of one design
  std::map<std::string, std::string> files; // by name; those of SystemVerilog and .vlt, and others that a run needs
  std::vector<std::string> order;           // of the files that verilator reads
  std::string top;
  bool waves = false;
  bool isLong = false; // a run of so many cycles that optimising pays
  bool operator==(const SimulatorSources &) const = default;
};

class SimulatorBinary {
public:
  // Throws UserError when a tool is missing, is ended from outside or has no room; InternalError when it refuses what
  // we made. Both name the log, which stays.
  explicit SimulatorBinary(std::vector<SimulatorSources> designs);

  const std::filesystem::path &program() const { return program_; }
  // Its first argument: which of the designs.
  static std::string nameOf(size_t design) { return "k" + std::to_string(design); }
  std::filesystem::path directoryOf(size_t design) const { return directory_.path() / nameOf(design); }
  double seconds() const { return seconds_; }
  const std::vector<SimulatorSources> &designs() const { return designs_; }

private:
  std::vector<SimulatorSources> designs_;
  support::TemporaryDirectory directory_;
  std::filesystem::path program_;
  double seconds_ = 0;
};

// The program of these designs: one that this process has built already and still holds, or a new one.
std::shared_ptr<const SimulatorBinary> simulatorFor(std::vector<SimulatorSources> designs);

} // namespace allo::build
