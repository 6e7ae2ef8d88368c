// What the trials of all defects gave: kept as text beside the pool, summed up, printed as a table.
#pragma once

#include "Trial.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace allo::mutation {

struct Summary {
  int cases = 0;                 // tried
  int exercised = 0;             // in which the defect changed something
  std::array<int, 4> first = {}; // by oracle: the number of the case that found it, from 1; 0: none
  std::array<int, 4> asked = {}; // in so many cases
  std::array<int, 4> found = {}; // of those
  // Cases with another result than the native kernel, and what the proof says of them.
  int wrong = 0, provenDifferent = 0, provenEqual = 0, open = 0;
  std::vector<int> wrongPositions;
};

Summary summarise(const TrialResult &result, int cases);

void write(const std::filesystem::path &file, const TrialResult &result, int cases);
// False where there is no such file.
bool read(const std::filesystem::path &file, TrialResult &result, int &cases);

struct Row {
  Defect defect;
  Summary summary;
};
std::string tableText(const std::vector<Row> &rows);  // Markdown
std::string totalsText(const std::vector<Row> &rows); // a few lines

} // namespace allo::mutation
