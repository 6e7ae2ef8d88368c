// What a scheduled kernel is built for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace allo {

struct CpuOptions {
  unsigned threads = 0; // for parallel loops; 0: one for each core
};

struct VitisOptions {
  std::string part = "xcu280-fsvh2892-2L-e";
  double clock_ns = 3.33;
  std::string directory = {}; // where the sources go; empty: nowhere, they are only compiled and run
};

struct RtlOptions {
  std::string device = "xcu280";
  double clock_ns = 3.33;
  bool flush_to_zero = false;             // floating operators take subnormals as zero and give none
  std::map<std::string, int> limits = {}; // at most so many units of an operator in each function: {"fadd", 2}
  std::string directory = {};             // where the sources go; empty: nowhere, they are only simulated
  std::string waves = {};                 // an FST file that every call writes; empty: none
  int64_t max_cycles = 0;                 // of a call; 0: four times what is reported, or 10^9 where no bound is known
  std::string synthesis = {}; // "xc7" or "xcup": also synthesised for that family with Yosys, for the report
  bool progress = false;      // cycles and cycles per second on standard error, every second
};

// The hardware that is simulated: as in RtlOptions.
struct SimOptions {
  std::string device = "xcu280";
  double clock_ns = 3.33;
  bool flush_to_zero = false;
  std::map<std::string, int> limits = {};
  int64_t max_cycles = 0; // of a call with loops whose ends depend on data; 0: 10^9
};

class Target {
public:
  enum Kind { cpu_kind, vitis_hls_kind, rtl_kind, sim_kind };
  Kind kind() const { return kind_; }
  const char *name() const {
    static constexpr const char *names[] = {"cpu", "hls", "rtl", "sim"};
    return names[kind_];
  }
  const CpuOptions &cpu_options() const { return cpu_; }
  const VitisOptions &vitis_options() const { return vitis_; }
  const RtlOptions &rtl_options() const { return rtl_; }
  const SimOptions &sim_options() const { return sim_; }
  // Where the sources go; empty: nowhere.
  const std::string &directory() const { return kind_ == rtl_kind ? rtl_.directory : vitis_.directory; }

private:
  friend Target cpu(CpuOptions);
  friend Target vitis_hls(VitisOptions);
  friend Target rtl(RtlOptions);
  friend Target sim(SimOptions);
  explicit Target(Kind kind) : kind_(kind) {}
  Kind kind_;
  CpuOptions cpu_;
  VitisOptions vitis_;
  RtlOptions rtl_;
  SimOptions sim_;
};

// This machine, in this process.
inline Target cpu(CpuOptions options = {}) {
  Target target(Target::cpu_kind);
  target.cpu_ = options;
  return target;
}

// C++ for Vitis HLS. Calling the artifact compiles that C++ with g++ and runs it.
inline Target vitis_hls(VitisOptions options = {}) {
  Target target(Target::vitis_hls_kind);
  target.vitis_ = std::move(options);
  return target;
}

// SystemVerilog. Calling the artifact simulates it cycle by cycle with Verilator.
inline Target rtl(RtlOptions options = {}) {
  Target target(Target::rtl_kind);
  target.rtl_ = std::move(options);
  return target;
}

// The hardware that rtl makes, in this process: its values and its cycles without its signals.
inline Target sim(SimOptions options = {}) {
  Target target(Target::sim_kind);
  target.sim_ = std::move(options);
  return target;
}

} // namespace allo
