// How the pragmas of the source become steps: one entry for each word, and the driver that makes them the first steps
// of a schedule.
#pragma once

#include "schedule/pragmas/PragmaContext.h"

namespace allo::schedule {

// When the steps of a pragma come, within its function: layouts, loops, the function, and last that it is inlined.
enum class PragmaGroup { arrays, loops, functions, inlining };

struct PragmaWord {
  std::string word;
  PragmaGroup group;
  void (*translate)(PragmaContext &context);
};

// The words that are known, by subject (ArrayPragmas.cpp, LoopPragmas.cpp, FunctionPragmas.cpp).
std::vector<PragmaWord> arrayPragmas();
std::vector<PragmaWord> loopPragmas();
std::vector<PragmaWord> functionPragmas();

// The step `directive`: what stands at `where` ("loop", "array", "function").
Step directiveStep(const std::string &word, const std::string &where, StepArgument what, const std::string &options);

// Applies the pragmas to a fresh schedule. Throws one ScheduleError that tells of all that are refused.
void applyPragmas(Schedule::Implementation &schedule, const std::vector<lang::SourcePragma> &pragmas,
                  std::vector<Note> warnings);

} // namespace allo::schedule
