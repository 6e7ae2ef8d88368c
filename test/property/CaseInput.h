// One case: a kernel, the schedule it gets, and its random inputs.
#pragma once

#include "Program.h"
#include "Random.h"

#include "build/ArgumentSet.h"

#include <filesystem>
#include <optional>
#include <string>

namespace allo::fuzz {

struct CaseInput {
  int number = 0; // decides schedule and inputs
  std::string text, top;
  std::vector<std::string> helpers;
  std::map<std::string, std::pair<int64_t, int64_t>> ranges;
  std::optional<std::string> script; // instead of a random schedule
};

CaseInput caseOf(const Program &program, int number);
// A kernel file of the corpus: "// top:", "// range: n 0 7", "// step: …" lines, then the source.
CaseInput readCorpusFile(const std::filesystem::path &file, int number);
std::string corpusText(const CaseInput &input, const std::string &script);

build::ArgumentSet makeArguments(const Interface &interface, const CaseInput &input, uint64_t seed);
// A kernel with a static local is called twice, so that what it keeps counts.
int callsOf(const CaseInput &input);

} // namespace allo::fuzz
