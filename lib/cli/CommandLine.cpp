#include "cli/CommandLine.h"

#include "lang/Frontend.h"
#include "support/TemporaryDirectory.h"

#include <chrono>
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

// The schedule's errors know the line of the script; here they learn its file.
[[noreturn]] void rethrowInScript(const ScheduleError &error, const std::string &script) {
  const std::string before = "in line ", after = " of the schedule";
  std::vector<Note> notes = error.notes();
  SourcePlace place = error.place();
  for (Note &note : notes)
    if (note.message.rfind(before, 0) == 0 && note.message.find(after) != std::string::npos) {
      unsigned line = static_cast<unsigned>(std::atoi(note.message.c_str() + before.size()));
      note = {{script, line, 1}, "in this step"};
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
  for (const std::string &text : options.extents) {
    auto [name, value] = assignment("extent", text);
    parse.extents[name] = positiveInteger("extent", value);
  }
  return parse;
}

Target targetOf(const TargetOptions &options) {
  if (options.target == "cpu")
    return cpu({.threads = options.threads});
  if (options.clock <= 0)
    throw UserError("--clock needs a period above 0 ns");
  return vitis_hls({.part = options.part, .clock_ns = options.clock, .directory = ""});
}

build::InputOptions inputOptionsOf(const RunOptions &options) {
  build::InputOptions inputs;
  inputs.directory = options.inputs;
  inputs.init = options.init;
  if (!options.seed.empty()) {
    char *end = nullptr;
    inputs.seed = std::strtoull(options.seed.c_str(), &end, 0);
    if (*end || options.seed[0] == '-')
      throw UserError("--random-inputs needs a seed, an unsigned integer, not '" + options.seed + "'");
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
  if (!options.schedule.empty()) {
    std::string script = support::readFile(options.schedule);
    timed(timings, "schedule", [&] {
      try {
        schedule.replay(script);
      } catch (const ScheduleError &error) {
        rethrowInScript(error, options.schedule);
      }
      return 0;
    });
  }
  return {std::move(program), std::move(schedule), std::move(timings)};
}

} // namespace allo::cli
