// SystemVerilog and a driver made into a program: verilator, then the C++ compiler through ccache.
#pragma once

#include "support/TemporaryDirectory.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo::build {

struct SimulatorSources {
  std::map<std::string, std::string> files; // SystemVerilog, .vlt and .cpp by name
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
  explicit SimulatorBinary(SimulatorSources sources);

  const std::filesystem::path &program() const { return program_; }
  const std::filesystem::path &directory() const { return directory_.path(); }
  double seconds() const { return seconds_; }
  const SimulatorSources &sources() const { return sources_; }

private:
  SimulatorSources sources_;
  support::TemporaryDirectory directory_;
  std::filesystem::path program_;
  double seconds_ = 0;
};

// The program of these sources: one that this process has built already and still holds, or a new one.
std::shared_ptr<const SimulatorBinary> simulatorFor(SimulatorSources sources);

// A copy of a tool's output in a file that stays: its name. Empty when it cannot be written.
std::string keepLog(const std::string &tool, const std::string &text);

} // namespace allo::build
