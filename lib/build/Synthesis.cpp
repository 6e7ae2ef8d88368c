// See Synthesis.h.
#include "build/Synthesis.h"

#include "allo/error.hpp"
#include "build/ToolFailure.h"
#include "support/Process.h"
#include "support/TemporaryDirectory.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/JSON.h"

namespace fs = std::filesystem;

namespace allo::build {

namespace {

// Reads the design in words: processes are gone, memories, adders and multipliers are still whole.
std::string readScript(const SynthesisSources &sources) {
  std::string script;
  for (const std::string &file : sources.order)
    script += "read_verilog -sv " + file + "\n";
  return script + "hierarchy -check -top " + sources.top + "\nproc\nflatten\nopt_expr\nopt_clean\n";
}

const char *const checkScript = "tee -q -o latches.txt select -list t:$dlatch t:$adlatch t:$dlatchsr\n"
                                "tee -q -o check.txt check\n";
// Bit by bit, as a loop through different bits of one adder is none.
const char *const loopScript = "memory\nopt_clean\ntechmap\nopt_expr\nopt_clean\ntee -q -o check.txt check\n";

struct Run {
  explicit Run(const SynthesisSources &sources, double timeoutSeconds)
      : sources(sources), timeoutSeconds(timeoutSeconds) {
    for (const std::string &name : sources.order)
      support::writeFile(folder.path() / name, sources.files.at(name));
  }

  support::ProcessResult yosys(const std::string &script) {
    support::writeFile(folder.path() / "script.ys", script);
    support::ProcessOptions options;
    options.timeoutSeconds = timeoutSeconds;
    support::ProcessResult result =
        support::runProcess({"sh", "-c", "cd \"$0\" && exec yosys -s script.ys", folder.path().string()}, options);
    if (result.exitStatus == 127 && result.signal == 0 && !result.timedOut)
      throw UserError("cannot run yosys, which synthesis needs", {}, "install the Debian package yosys");
    seconds += result.seconds;
    if (!result.succeeded())
      failTool("yosys", result);
    return result;
  }
  std::string read(const char *name) const { return support::readFile(folder.path() / name); }

  const SynthesisSources &sources;
  double timeoutSeconds;
  double seconds = 0;
  support::TemporaryDirectory folder;
};

[[noreturn]] void refuse(const std::string &defect, const std::string &details) {
  fs::path log = keepToolLog("yosys", details);
  throw InternalError("the design that was made has " + defect + ", says yosys" +
                      (log.empty() ? "" : "; its log is " + log.string()) + ":\n" + support::firstLines(details, 6));
}

// The warnings of `check` by their kind.
void refuseDefects(const std::string &report) {
  if (report.find("multiple conflicting drivers") != std::string::npos)
    refuse("signals with several drivers", report);
  if (report.find("found logic loop") != std::string::npos)
    refuse("a combinational loop", report);
  if (report.find("used but has no driver") != std::string::npos)
    refuse("signals without a driver", report);
}

void checkReports(Run &run) {
  std::string latches = run.read("latches.txt"), report = run.read("check.txt");
  if (latches.find('/') != std::string::npos)
    refuse("latches", latches);
  if (report.find("found logic loop") != std::string::npos) {
    run.yosys(readScript(run.sources) + loopScript);
    report = run.read("check.txt");
  }
  refuseDefects(report);
}

// LUTs that a memory or shift register takes (UG474 and UG574, tables of distributed RAM).
int64_t lutsOfMemory(llvm::StringRef cell) {
  return llvm::StringSwitch<int64_t>(cell)
      .Cases({"RAM32X1S", "RAM64X1S", "SRL16E", "SRLC32E"}, 1)
      .Cases({"RAM32X1D", "RAM64X1D", "RAM128X1S"}, 2)
      .Cases({"RAM32M", "RAM64M", "RAM128X1D", "RAM256X1S"}, 4)
      .Cases({"RAM32M16", "RAM64M8", "RAM256X1D", "RAM512X1S"}, 8)
      .Default(0);
}

void count(SynthesisCounts &counts, llvm::StringRef cell, int64_t number) {
  counts.cells[cell.str()] += number;
  if (int64_t luts = lutsOfMemory(cell)) {
    counts.lut += luts * number;
    counts.lutRam += luts * number;
  } else if (cell.starts_with("LUT") || cell == "CFGLUT5") {
    counts.lut += number;
  } else if (cell.starts_with("FD")) {
    counts.ff += number;
  } else if (cell.starts_with("DSP48")) {
    counts.dsp += number;
  } else if (cell.starts_with("RAMB18") || cell.starts_with("RAMB36")) {
    counts.bram18 += cell.starts_with("RAMB36") ? 2 * number : number;
  } else if (cell.starts_with("URAM")) {
    counts.uram += number;
  } else if (cell.starts_with("CARRY")) {
    counts.carry += number;
  } else if (cell.starts_with("LD")) {
    refuse("latches", cell.str());
  }
}

SynthesisCounts countsOf(const std::string &statistics) {
  SynthesisCounts counts;
  llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(statistics);
  if (!parsed)
    throw InternalError("cannot read the statistics of yosys: " + llvm::toString(parsed.takeError()));
  const llvm::json::Object *root = parsed->getAsObject();
  const llvm::json::Object *design = root ? root->getObject("design") : nullptr;
  const llvm::json::Object *cells = design ? design->getObject("num_cells_by_type") : nullptr;
  if (!cells)
    throw InternalError("the statistics of yosys have no number of cells");
  for (const auto &[cell, number] : *cells)
    count(counts, cell, number.getAsInteger().value_or(0));
  return counts;
}

} // namespace

const char *nameOf(SynthesisFamily family) { return family == SynthesisFamily::xc7 ? "xc7" : "xcup"; }

const char *caveatOf(SynthesisFamily family) {
  return family == SynthesisFamily::xc7
             ? ""
             : "yosys maps only the bare multiplier into a DSP48E2: LUT and FF of multiplying designs are three to "
               "five times too high";
}

SynthesisCounts synthesise(const SynthesisSources &sources, SynthesisFamily family, double timeoutSeconds) {
  Run run(sources, timeoutSeconds);
  run.yosys(readScript(sources) + checkScript + "synth_xilinx -family " + nameOf(family) + " -flatten -noiopad -top " +
            sources.top + "\ntee -q -o statistics.json stat -json\n");
  std::string statistics = run.read("statistics.json");
  checkReports(run);
  SynthesisCounts counts = countsOf(statistics);
  counts.seconds = run.seconds;
  return counts;
}

void checkSynthesisable(const SynthesisSources &sources, double timeoutSeconds) {
  Run run(sources, timeoutSeconds);
  run.yosys(readScript(sources) + checkScript);
  checkReports(run);
}

} // namespace allo::build
