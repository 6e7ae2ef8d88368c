// The command line as options: what the verbs share, and what each verb adds.
#pragma once

#include "allo/depths.hpp"
#include "allo/program.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "allo/verify.hpp"
#include "build/Inputs.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace allo::cli {

enum ExitCode { good = 0, negativeResult = 1, userError = 2, ourError = 3 };

// A source, a top, a schedule.
struct SourceOptions {
  std::string file;
  std::string top;
  std::string schedule;
  std::vector<std::string> includes, definitions, extents;
  std::string standard;
  bool ignorePragmas = false;
  bool json = false;
};

struct TargetOptions {
  std::string target = "cpu";
  std::string part = VitisOptions().part;
  double clock = VitisOptions().clock_ns;
  unsigned threads = 0;
  std::vector<std::string> limits; // "fadd=2"
  bool flushToZero = false;
  std::string synth; // "yosys", "yosys:xc7", "yosys:xcup"
};

struct CheckOptions {
  SourceOptions source;
};

struct ProofOptions {
  std::vector<std::string> sizes; // "n=40"
  bool reassociate = false, progress = false;
  int64_t calls = 0;
  int64_t loopBound = VerifyOptions().loop_bound;
  double solverSeconds = VerifyOptions().solver_seconds;
  double seconds = VerifyOptions().seconds;
};

struct VerifyVerbOptions {
  SourceOptions source;
  ProofOptions proof;
  std::string against, againstTop;
};

struct BuildOptions {
  SourceOptions source;
  TargetOptions target;
  ProofOptions proof;
  std::string directory;
  bool verify = false;
};

struct RunOptions {
  SourceOptions source;
  TargetOptions target;
  std::string inputs, init, compare = "native", outputs, seed;
  std::vector<std::string> binds, ranges;
  bool checkUndefined = false, allowVacuous = false;
  int64_t calls = 1;
  std::string waves;
  std::string html;
  int64_t maxCycles = 0;
  bool progress = false;
};

struct DepthsOptions {
  RunOptions run; // the target is sim
  double slack = 0, seconds = DepthOptions().seconds;
  std::string output;
};

struct ReportOptions {
  SourceOptions source;
  TargetOptions target;           // empty name: none
  std::vector<std::string> banks; // "ARRAY@LOOP"
};

struct HelpOptions {
  std::string topic;
  std::string manual; // the reference page: "primitives", "command-line", "rtl-operators" or "llm-validation"
};

int check(const CheckOptions &options);
int build(const BuildOptions &options);
int run(const RunOptions &options);
int depths(const DepthsOptions &options);
int report(const ReportOptions &options);
int prove(const VerifyVerbOptions &options);
int help(const HelpOptions &options, const CLI::App &tool, const std::string &overview);

// What the words of the command line stand for.
ParseOptions parseOptionsOf(const SourceOptions &options);
Target targetOf(const TargetOptions &options);
VerifyOptions verifyOptionsOf(const ProofOptions &options);
build::InputOptions inputOptionsOf(const RunOptions &options);

// A kernel under its schedule, and how long each part took.
struct LoadedSchedule {
  Program program;
  Schedule schedule;
  std::vector<std::pair<std::string, double>> timings;
};
LoadedSchedule load(const SourceOptions &options);

// Splits "NAME=VALUE" of --option. Throws UserError.
std::pair<std::string, std::string> assignment(const std::string &option, const std::string &text);

} // namespace allo::cli
