// Some cases from the kernel to the comparison of all their runs. Everything native is compiled once for the batch.
#pragma once

#include "CaseInput.h"
#include "NativeCode.h"
#include "ScheduleGenerator.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace allo::fuzz {

// What is compared with the native kernel.
struct Oracles {
  bool cpu = true, hls = true;
  bool legalForm = false;        // of the RTL target, run on the CPU
  bool proof = true;             // that the schedule computes what the source does
  int hardwareEvery = 0;         // of so many groups of cases one is simulated as hardware; 0: none
  bool simulatesNothing = false; // of hardware: make the designs only, which takes a hundredth of the time
};
inline Oracles oracles;

// Whether a case is simulated as hardware too: by its number alone, in groups, as a simulation is built for many.
bool isHardwareCase(int number);

struct CaseFailure {
  int position = 0;
  Failure failure;
  std::string script; // the schedule that it has then
  std::string ir;
};

// Where the batch is, in memory that outlives a crash.
struct Progress {
  int position;
  char stage[64];
  char detail[512];
  char script[8192];
};

struct BatchResult {
  int cases = 0, compared = 0, undefined = 0, vacuous = 0, notLowered = 0, steps = 0;
  Tally tally;
  std::vector<CaseFailure> failures;
  std::vector<std::pair<int, std::string>> notes; // position, why it does not count
  int designs = 0, exact = 0;                     // simulated, those of them whose cycles are known exactly
  int blocked = 0; // of them those that waited for ever at streams that were too short, and are right with longer ones
  int proven = 0;  // schedules equal to their sources
  std::vector<std::pair<int, std::string>> unproven; // by position, why the proof gave up, trace
  std::vector<std::pair<int, std::string>> refusals; // of the rtl target, by position
};

// Kernels of typed expressions: without undefined behaviour by construction, so without sanitisers; without schedules.
inline bool comparesExpressions = false;

// `skip` names positions that are left out. Throws only for what is not a case's fault.
BatchResult runBatch(const std::vector<CaseInput> &inputs, uint64_t seed, const std::set<int> &skip,
                     const std::filesystem::path &directory, Progress &progress);

} // namespace allo::fuzz
