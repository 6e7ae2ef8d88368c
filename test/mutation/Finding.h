// What an oracle says of one case, and how a line of text carries it from a process, or from a file.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace allo::mutation {

enum class Oracle { check, verify, run, hardware };
inline constexpr std::array<const char *, 4> oracleNames = {"check", "verify", "run", "hardware"};

// check:    a step fails, or is refused where it is not without the defect; an invariant of a later stage breaks
// verify:   the proof says different
// run:      the CPU, or the emitted C++, gives something else than the native kernel
// hardware: the simulated design does
struct Finding {
  int position = 0; // of the case
  Oracle oracle = Oracle::check;
  std::string outcome; // "found", "missed", "unknown"
  std::string detail;
};

struct TrialResult {
  std::vector<Finding> findings;
  std::vector<int> exercised; // positions of cases in which the defect changed what the compiler makes
};

// "position, oracle, outcome, detail" with tabs between them. "exercised" may stand for the oracle.
std::string lineOf(int position, const std::string &oracle, const std::string &outcome, const std::string &detail);
// The finding of such a line; none where it adds to the exercised cases of the result.
std::optional<Finding> readLine(const std::string &line, TrialResult &result);

} // namespace allo::mutation
