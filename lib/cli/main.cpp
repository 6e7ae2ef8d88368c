// The command-line tool: declares the verbs and their options, and turns errors into exit codes.
#include "build/NegativeResult.h"
#include "cli/CommandLine.h"
#include "cli/ErrorOutput.h"
#include "cli/LlmVerb.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <limits>

namespace allo::cli {

namespace {
const char *const exitCodes = "Exit codes: 0 good; 1 a negative result (outputs differ, undefined behaviour found); 2 "
                              "an error of the input; 3 an "
                              "error of the tool. Errors go to standard error.";

const char *const randomInputs =
    "Random inputs are the same for a seed on every machine and depend on the parameter's name alone: bool 0 or 1, "
    "8-bit integers all values, wider signed integers -100 to 100, unsigned ones 0 to 100, floating point -1 to 1. "
    "--range replaces that; both ends belong to a range of integers. Scalars need --bind or --range, and so do "
    "integer arrays whose elements become indices or loop bounds. Files are NAME.npy, one a parameter, and return.npy "
    "for the result; a parameter that the kernel may write starts as zeros when it has no file. With --init, the "
    "function's parameters are matched to the kernel's by name; a pointer to a scalar sets it. The comparison is bit "
    "for "
    "bit, any NaN equal to any NaN; it fails as vacuous when the kernel leaves every output untouched or zero, or an "
    "output mostly NaN.";

class Tool {
public:
  Tool() : app_("Compiles ordinary C++ kernels under checked schedules.", "allo") {
    app_.require_subcommand(1);
    app_.footer(exitCodes);
    addCheck();
    addBuild();
    addRun();
    addDepths();
    addVerify();
    addReport();
    addLlm();
    addHelp();
    overview_ = app_.help();
  }

  int main(int count, char **words) {
    try {
      app_.parse(count, words);
    } catch (const CLI::ParseError &error) {
      if (error.get_exit_code() == 0) // --help
        return app_.exit(error);
      bool json = std::any_of(words, words + count, [](const char *word) { return std::string(word) == "--json"; });
      return printError(UserError(error.what(), {}, "allo help explains each verb"), userError, json);
    }
    bool json = check_.source.json || build_.source.json || run_.source.json || depths_.run.source.json ||
                report_.source.json || verify_.source.json || llm_.json;
    try {
      return action_();
    } catch (const build::NegativeResult &error) {
      return printError(error, negativeResult, json);
    } catch (const UserError &error) {
      return printError(error, userError, json);
    } catch (const Error &error) {
      return printError(error, ourError, json);
    } catch (const std::exception &error) {
      return printError(InternalError(std::string("unexpected: ") + error.what()), ourError, json);
    }
  }

private:
  CLI::App *addVerb(const char *name, const char *description, std::function<int()> action) {
    CLI::App *verb = app_.add_subcommand(name, description);
    verb->footer("");
    verb->callback([this, action] { action_ = action; });
    return verb;
  }

  static void addSource(CLI::App *verb, SourceOptions &options, bool needsTop) {
    verb->add_option("FILE", options.file, "the kernel's source")->required();
    auto *top = verb->add_option("--top", options.top, "the function to compile: \"gemm<float, 32, 64, 64>\"");
    top->type_name("KERNEL")->required(needsTop);
    addList(verb, "-I,--include", options.includes, "DIR", "where #include looks; repeatable");
    addList(verb, "-D,--define", options.definitions, "X=Y", "a macro; repeatable");
    addList(verb, "--extent", options.extents, "NAME=N", "first extent of a pointer parameter; repeatable");
    verb->add_option("--std", options.standard, "the language: c11, c++17 … (default: c11 for .c files, else c++20)")
        ->type_name("S");
    verb->add_flag("--ignore-pragmas", options.ignorePragmas, "take no steps from `#pragma HLS` of the source");
    verb->add_flag("--json", options.json, "the result as JSON");
  }
  static void addList(CLI::App *verb, const char *name, std::vector<std::string> &list, const char *type,
                      const char *description) {
    verb->add_option(name, list, description)->type_name(type)->take_all()->expected(1)->delimiter('\0');
  }
  static void addSchedule(CLI::App *verb, SourceOptions &options) {
    verb->add_option("--schedule", options.schedule, "a schedule script")->type_name("FILE");
  }
  static void addTarget(CLI::App *verb, TargetOptions &options) {
    verb->add_option("--target", options.target, "cpu, hls, rtl or sim")
        ->required()
        ->type_name("T")
        ->check(CLI::IsMember({"cpu", "hls", "rtl", "sim"}));
    verb->add_option("--threads", options.threads, "cpu: threads of parallel loops (default: one for each core)")
        ->type_name("N");
    addHardware(verb, options);
  }
  static void addHardware(CLI::App *verb, TargetOptions &options) {
    verb->add_option("--clock", options.clock, "hls, rtl, sim: the clock period in ns")->type_name("NS");
    verb->add_option("--part,--device", options.part, "hls, rtl, sim: the device")->type_name("PART");
    addList(verb, "--limit", options.limits, "OP=N",
            "rtl, sim: at most N units of an operator in a function; repeatable");
    verb->add_option("--synth", options.synth,
                     "rtl: also synthesise, for the report: yosys (for xc7), yosys:xc7 or yosys:xcup")
        ->type_name("TOOL")
        ->check(CLI::IsMember({"yosys", "yosys:xc7", "yosys:xcup"}));
    verb->add_flag("--flush-to-zero", options.flushToZero,
                   "rtl, sim: floating operators take subnormals as zero and give none");
  }

  void addCheck() {
    CLI::App *verb =
        addVerb("check", "Says whether a kernel is accepted; without --top, of every function of the file.",
                [this] { return check(check_); });
    addSource(verb, check_.source, false);
  }
  void addBuild() {
    CLI::App *verb = addVerb("build", "Writes the target's files, the trace and the report to a folder.",
                             [this] { return build(build_); });
    addSource(verb, build_.source, true);
    addSchedule(verb, build_.source);
    addTarget(verb, build_.target);
    verb->add_option("-o,--output", build_.directory, "the folder")->required()->type_name("DIR");
    verb->add_flag("--verify", build_.verify, "first prove the design equal to its source; write nothing otherwise");
    addProof(verb, build_.proof);
  }
  static void addInputs(CLI::App *verb, RunOptions &options) {
    CLI::Option *inputs = verb->add_option("--inputs", options.inputs, "read NAME.npy of each parameter from here");
    CLI::Option *random = verb->add_option("--random-inputs", options.seed, "generate the inputs from this seed");
    CLI::Option *init = verb->add_option("--init", options.init, "let this function of the source fill the arguments");
    inputs->type_name("DIR")->excludes(random)->excludes(init);
    random->type_name("SEED")->excludes(init);
    init->type_name("FUNCTION");
    addList(verb, "--bind", options.binds, "NAME=VALUE", "the value of a scalar parameter; repeatable");
    addList(verb, "--range", options.ranges, "NAME=LEAST:GREATEST", "the range of random values; repeatable");
    verb->add_option("--calls", options.calls,
                     "call the kernel N times, each on what the call before left (default: 1)")
        ->type_name("N")
        ->check(CLI::Range(int64_t(1), int64_t(1000000)));
    verb->footer(randomInputs);
  }
  void addRun() {
    CLI::App *verb = addVerb("run", "Runs a kernel and compares every output with the native kernel, bit for bit.",
                             [this] { return run(run_); });
    addSource(verb, run_.source, true);
    addSchedule(verb, run_.source);
    addTarget(verb, run_.target);
    addInputs(verb, run_);
    verb->add_option("--compare", run_.compare, "native, or none (default: native)")
        ->type_name("WITH")
        ->check(CLI::IsMember({"native", "none"}));
    verb->add_option("--outputs", run_.outputs, "write the outputs as .npy to this folder")->type_name("DIR");
    verb->add_flag("--check-ub", run_.checkUndefined,
                   "also run the native kernel under the sanitisers, and look for reads of unwritten variables");
    verb->add_option("--waves", run_.waves, "rtl: write the signals of every cycle to this FST file")
        ->type_name("FILE");
    verb->add_option("--html", run_.html, "sim: write a page with pictures of processes and streams to this file")
        ->type_name("FILE");
    verb->add_option(
            "--max-cycles", run_.maxCycles,
            "rtl: give up after N cycles (default: four times the cycles reported, or 10^9); sim: in loops whose "
            "ends depend on data (default: 10^9)")
        ->type_name("N")
        ->check(CLI::Range(int64_t(1), std::numeric_limits<int64_t>::max()));
    verb->add_flag("--progress", run_.progress, "rtl: cycles and cycles per second, every second");
    verb->add_flag("--allow-vacuous", run_.allowVacuous, "accept a comparison that shows nothing");
  }
  void addDepths() {
    CLI::App *verb = addVerb("depths",
                             "Finds the least depths of streams with which a design is as fast as with streams that "
                             "never fill, by simulating calls.",
                             [this] { return depths(depths_); });
    addSource(verb, depths_.run.source, true);
    addSchedule(verb, depths_.run.source);
    depths_.run.target.target = "sim";
    addHardware(verb, depths_.run.target);
    addInputs(verb, depths_.run);
    verb->add_option("--slack", depths_.slack, "so many per cent more cycles will do (default: 0)")
        ->type_name("PERCENT")
        ->check(CLI::Range(0.0, 1000.0));
    verb->add_option("--seconds", depths_.seconds, "the search for a smaller sum ends after them (default: 60)")
        ->type_name("S")
        ->check(CLI::Range(0.0, 1e6));
    verb->add_option("-o,--output", depths_.output,
                     "write the schedule with the steps that set the depths to this file")
        ->type_name("FILE");
  }
  static void addProof(CLI::App *verb, ProofOptions &options) {
    addList(
        verb, "--size", options.sizes, "NAME=VALUE",
        "the value of an integer parameter in the proof (default: several small ones where loops need it); repeatable");
    verb->add_flag("--reassociate", options.reassociate,
                   "take floating-point additions and multiplications as associative");
    verb->add_option("--calls", options.calls,
                     "calls in a row, each on new inputs (default: 1, and 3 where values are kept from call to call)")
        ->type_name("N")
        ->check(CLI::Range(int64_t(1), int64_t(1000)));
    verb->add_option("--loop-bound", options.loopBound, "iterations of a loop whose end depends on data (default: 64)")
        ->type_name("N")
        ->check(CLI::Range(int64_t(1), int64_t(10000)));
    verb->add_option("--proof-seconds", options.seconds, "the proof gives up after them (default: 600)")
        ->type_name("S")
        ->check(CLI::Range(0.0, 1e9));
    verb->add_option("--solver-seconds", options.solverSeconds,
                     "for the SMT solver, which is asked for what stays open (default: 10; 0: never)")
        ->type_name("S")
        ->check(CLI::Range(0.0, 1e6));
  }
  void addVerify() {
    CLI::App *verb = addVerb("verify", "Proves that the scheduled design computes what the source computes.",
                             [this] { return prove(verify_); });
    addSource(verb, verify_.source, true);
    addSchedule(verb, verify_.source);
    addProof(verb, verify_.proof);
    verb->add_flag("--progress", verify_.proof.progress,
                   "operations and operations per second, also where standard error is no terminal");
    verb->add_option("--against", verify_.against, "compare with a kernel of this file, not with the source")
        ->type_name("FILE");
    verb->add_option("--against-top", verify_.againstTop, "that kernel")->type_name("KERNEL");
  }
  void addReport() {
    CLI::App *verb = addVerb(
        "report", "Prints loops, directives, arrays and steps, and what hardware they give, without running anything.",
        [this] { return report(report_); });
    addSource(verb, report_.source, true);
    addSchedule(verb, report_.source);
    report_.target.target.clear();
    verb->add_option("--target", report_.target.target, "rtl: also the hardware: intervals, cycles, operators, area")
        ->type_name("T")
        ->check(CLI::IsMember({"rtl"}));
    addHardware(verb, report_.target);
    verb->add_option(
            "--banks", report_.banks,
            "ARRAY@LOOP: which accesses of one iteration want one bank, and how many cycles that takes; repeatable")
        ->allow_extra_args(false)
        ->type_name("A@L");
  }
  void addLlm() {
    CLI::App *verb =
        app_.add_subcommand("llm", "The analytical model of spatial accelerators for large language models.");
    addLlmVerbs(*verb, llm_, [this](std::function<int()> action) { action_ = std::move(action); });
  }
  void addHelp() {
    CLI::App *verb =
        addVerb("help", "Explains a verb or a schedule primitive.", [this] { return help(help_, app_, overview_); });
    verb->add_option("TOPIC", help_.topic, "a verb or primitive");
    verb->add_option("--manual", help_.manual, "print a reference page")
        ->type_name("PAGE")
        ->check(CLI::IsMember({"primitives", "command-line", "rtl-operators", "llm-validation"}));
  }

  CLI::App app_;
  std::string overview_; // CLI11 prints the chosen verb's help once one was chosen
  CheckOptions check_;
  BuildOptions build_;
  RunOptions run_;
  DepthsOptions depths_;
  ReportOptions report_;
  LlmOptions llm_;
  VerifyVerbOptions verify_;
  HelpOptions help_;
  std::function<int()> action_;
};
} // namespace

} // namespace allo::cli

int main(int count, char **words) { return allo::cli::Tool().main(count, words); }
