#include "cli/CommandLine.h"

#include "cli/ErrorOutput.h"
#include "lang/Frontend.h"
#include "support/TemporaryDirectory.h"

#include <cctype>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace allo::cli {

namespace {
int64_t positiveInteger(const std::string &option, const std::string &text) {
  char *end = nullptr;
  long long value = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end || value <= 0)
    throw UserError("--" + option + " needs a positive integer, not '" + text + "'");
  return value;
}

// Runs `action` and appends its time.
template <typename Action>
auto timed(std::vector<std::pair<std::string, double>> &timings, const char *name, Action action) {
  auto start = std::chrono::steady_clock::now();
  auto value = action();
  timings.emplace_back(name, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return value;
}

// The column, from 1, of the first character of a line that is not blank.
unsigned columnOf(const std::string &text, unsigned line) {
  size_t start = 0;
  for (unsigned i = 1; i < line && start != std::string::npos; ++i)
    start = text.find('\n', start) == std::string::npos ? std::string::npos : text.find('\n', start) + 1;
  size_t word = start == std::string::npos ? start : text.find_first_not_of(" \t", start);
  return word == std::string::npos ? 1 : static_cast<unsigned>(word - start + 1);
}

// The schedule's errors know the line of the script; here they learn its file.
[[noreturn]] void rethrowInScript(const ScheduleError &error, const std::string &script, const std::string &text) {
  const std::string before = "in line ", after = " of the schedule";
  std::vector<Note> notes = error.notes();
  SourcePlace place = error.place();
  for (Note &note : notes)
    if (note.message.rfind(before, 0) == 0 && note.message.find(after) != std::string::npos) {
      unsigned line = static_cast<unsigned>(std::atoi(note.message.c_str() + before.size()));
      note = {{script, line, columnOf(text, line)}, "in this step"};
    }
  throw ScheduleError(error.message(), place, error.hint(), std::move(notes));
}
} // namespace

std::pair<std::string, std::string> assignment(const std::string &option, const std::string &text) {
  size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    throw UserError("--" + option + " needs NAME=VALUE, not '" + text + "'");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

ParseOptions parseOptionsOf(const SourceOptions &options) {
  ParseOptions parse;
  parse.include_directories = options.includes;
  parse.definitions = options.definitions;
  parse.standard = options.standard;
  parse.ignore_pragmas = options.ignorePragmas;
  for (const std::string &text : options.extents) {
    auto [name, value] = assignment("extent", text);
    parse.extents[name] = positiveInteger("extent", value);
  }
  return parse;
}

static std::map<std::string, int> limitsOf(const std::vector<std::string> &texts) {
  std::map<std::string, int> limits;
  for (const std::string &text : texts) {
    auto [name, value] = assignment("limit", text);
    if (!limits.emplace(name, static_cast<int>(std::min<int64_t>(positiveInteger("limit", value), 1 << 30))).second)
      throw UserError("--limit names '" + name + "' twice");
  }
  return limits;
}

Target targetOf(const TargetOptions &options) {
  if (options.target == "cpu")
    return cpu({.threads = options.threads});
  if (!std::isfinite(options.clock) || options.clock <= 0)
    throw UserError("--clock needs a period above 0 ns");
  if (options.target == "sim")
    return sim({.device = options.part,
                .clock_ns = options.clock,
                .flush_to_zero = options.flushToZero,
                .limits = limitsOf(options.limits)});
  if (options.target == "rtl") {
    RtlOptions rtl;
    rtl.device = options.part;
    rtl.clock_ns = options.clock;
    rtl.flush_to_zero = options.flushToZero;
    rtl.limits = limitsOf(options.limits);
    if (!options.synth.empty())
      rtl.synthesis = options.synth == "yosys" ? "xc7" : options.synth.substr(options.synth.find(':') + 1);
    return allo::rtl(std::move(rtl));
  }
  for (char c : options.part)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.')
      throw UserError("--part needs the name of a device, not '" + options.part + "'", {},
                      "for example xcu280-fsvh2892-2L-e");
  return vitis_hls({.part = options.part, .clock_ns = options.clock, .directory = ""});
}

build::InputOptions inputOptionsOf(const RunOptions &options) {
  build::InputOptions inputs;
  inputs.directory = options.inputs;
  inputs.init = options.init;
  if (!options.seed.empty()) {
    char *end = nullptr;
    errno = 0;
    inputs.seed = std::strtoull(options.seed.c_str(), &end, 0);
    if (*end || options.seed[0] == '-' || errno == ERANGE)
      throw UserError("--random-inputs needs a seed, an unsigned integer of 64 bits, not '" + options.seed + "'");
  }
  auto insertOnce = [](auto &map, const std::string &option, const std::string &name, auto value) {
    if (!map.emplace(name, std::move(value)).second)
      throw UserError("--" + option + " names '" + name + "' twice");
  };
  for (const std::string &text : options.binds) {
    auto [name, value] = assignment("bind", text);
    insertOnce(inputs.bind, "bind", name, value);
  }
  for (const std::string &text : options.ranges) {
    auto [name, range] = assignment("range", text);
    size_t colon = range.find(':');
    if (colon == std::string::npos)
      throw UserError("--range needs NAME=LEAST:GREATEST, not '" + text + "'");
    insertOnce(inputs.ranges, "range", name, std::pair(range.substr(0, colon), range.substr(colon + 1)));
  }
  return inputs;
}

LoadedSchedule load(const SourceOptions &options) {
  std::vector<std::pair<std::string, double>> timings;
  Program program = parse(options.file, parseOptionsOf(options));
  Schedule schedule = timed(timings, "front end", [&] { return program.customize(options.top); });
  printWarnings(schedule.warnings());
  if (!options.schedule.empty()) {
    std::string script = support::readFile(options.schedule);
    timed(timings, "schedule", [&] {
      try {
        schedule.replay(script);
      } catch (const ScheduleError &error) {
        rethrowInScript(error, options.schedule, script);
      }
      return 0;
    });
  }
  return {std::move(program), std::move(schedule), std::move(timings)};
}

} // namespace allo::cli
