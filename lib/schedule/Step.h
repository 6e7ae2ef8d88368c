// One schedule step as words, and the text of scripts: the form in which steps are written, traced and replayed.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace allo::schedule {

// An argument as written. Handles of the C++ API carry the identity of the loop or array instead of an address.
struct StepArgument {
  std::string text;
  uint64_t identity = 0; // 0: resolve `text` as an address
};

// `word positional… name=value…`
struct Step {
  std::string word;
  std::vector<StepArgument> positional;
  std::vector<std::pair<std::string, StepArgument>> named;

  std::string text() const; // as a script line writes it
};

// Reads one line. Blanks and commas inside <>, () and [] do not end an argument. Throws ScheduleError.
Step parseStep(const std::string &line);

// A line of a script with its number, for messages.
struct ScriptLine {
  unsigned number = 0;
  std::string text;
  std::string origin; // "gemm.cpp:12" of the mark `# from gemm.cpp:12`, which steps that are pragmas have
};

// The steps under one `kernel NAME` line, or `kernel NAME version=2` for a second schedule of a kernel.
struct ScriptSection {
  std::string kernel; // empty: steps before any `kernel` line
  unsigned version = 1;
  unsigned number = 0; // of the line
  std::vector<ScriptLine> steps;
};

// Splits a script into sections; blank lines and `# comments` are dropped. Throws ScheduleError.
std::vector<ScriptSection> parseScript(const std::string &script);

// "a, b" or "4,8" at the outermost level.
std::vector<std::string> splitList(const std::string &text);

// The name without blanks that carry no meaning: equal spellings of one instance compare equal.
std::string squeezed(const std::string &name);

} // namespace allo::schedule
