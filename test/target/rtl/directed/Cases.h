// Directed tests of the rtl target: cases are written as "//:" lines before the kernels of a source file.
//
//   //: case dot.two      the kernel `dot`; what follows the period tells its cases apart
//   //: step pipeline i   a line of the schedule
//   //: limit fadd=1      also: device NAME, clock NS, reset CYCLES (first a run that is reset after so many cycles)
//   //: loop i: II 2, ports: II 2 needed: …      what the report says of every loop; no such line: not looked at
//   //: memory buffer: block RAM, 2 x 8 x 32, 1 copy
//   //: operator fadd 32 bits: 1
//   //: run n=3: 17       a call, its scalars as given and the rest random, and the cycles that it takes
//   //: error TEXT        the design is refused with this first line
//   //: note TEXT         a note of the design
#pragma once

#include "allo/target.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace allo::directed {

struct Run {
  std::map<std::string, int64_t> scalars;
  std::string cycles;
};

struct Case {
  std::string name, top;
  size_t line = 0; // of "case"
  std::string schedule;
  RtlOptions options;
  int64_t resetAfter = -1;
  std::vector<Run> runs; // at least one unless the design is refused
  // As the lines of the file have them, without "//: ".
  std::vector<std::string> setting, expected;
};

struct CaseFile {
  std::filesystem::path path;
  std::string text;
  std::vector<Case> cases;
};

// Throws UserError for a line that is not understood.
CaseFile readCases(const std::filesystem::path &file);

// The file with these lines instead of what is expected now, by the position of the case.
std::string withExpectations(const CaseFile &file, const std::vector<std::vector<std::string>> &expected);

} // namespace allo::directed
