// What a scheduled kernel is built for.
#pragma once

#include <string>
#include <utility>

namespace allo {

struct CpuOptions {
  unsigned threads = 0; // for parallel loops; 0: one for each core
};

struct VitisOptions {
  std::string part = "xcu280-fsvh2892-2L-e";
  double clock_ns = 3.33;
  std::string directory; // where the sources go; empty: nowhere, they are only compiled and run
};

class Target {
public:
  enum Kind { cpu_kind, vitis_hls_kind };
  Kind kind() const { return kind_; }
  const char *name() const { return kind_ == cpu_kind ? "cpu" : "hls"; }
  const CpuOptions &cpu_options() const { return cpu_; }
  const VitisOptions &vitis_options() const { return vitis_; }

private:
  friend Target cpu(CpuOptions);
  friend Target vitis_hls(VitisOptions);
  explicit Target(Kind kind) : kind_(kind) {}
  Kind kind_;
  CpuOptions cpu_;
  VitisOptions vitis_;
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

} // namespace allo
