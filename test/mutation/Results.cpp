#include "Results.h"

#include "support/TemporaryDirectory.h"

#include <map>
#include <set>
#include <sstream>

namespace allo::mutation {

Summary summarise(const TrialResult &result, int cases) {
  Summary summary;
  summary.cases = cases;
  summary.exercised = int(std::set<int>(result.exercised.begin(), result.exercised.end()).size());
  std::map<int, std::map<Oracle, std::string>> byCase;
  for (const Finding &finding : result.findings) {
    std::string &outcome = byCase[finding.position][finding.oracle];
    if (outcome != "found")
      outcome = finding.outcome;
  }
  for (const auto &[position, outcomes] : byCase) {
    for (const auto &[oracle, outcome] : outcomes) {
      auto number = static_cast<size_t>(oracle);
      ++summary.asked[number];
      if (outcome != "found")
        continue;
      ++summary.found[number];
      if (summary.first[number] == 0)
        summary.first[number] = position + 1;
    }
    auto run = outcomes.find(Oracle::run), proof = outcomes.find(Oracle::verify);
    if (run == outcomes.end() || run->second != "found")
      continue;
    ++summary.wrong;
    summary.wrongPositions.push_back(position);
    if (proof == outcomes.end())
      continue;
    summary.provenDifferent += proof->second == "found";
    summary.provenEqual += proof->second == "missed";
    summary.open += proof->second == "unknown";
  }
  return summary;
}

void write(const std::filesystem::path &file, const TrialResult &result, int cases) {
  std::string text = std::to_string(cases) + "\n";
  for (int position : result.exercised)
    text += lineOf(position, "exercised", "", "");
  for (const Finding &finding : result.findings)
    text += lineOf(finding.position, oracleNames[size_t(finding.oracle)], finding.outcome, finding.detail);
  support::writeFile(file, text);
}

bool read(const std::filesystem::path &file, TrialResult &result, int &cases) {
  if (!std::filesystem::exists(file))
    return false;
  std::istringstream lines(support::readFile(file));
  std::string line;
  std::getline(lines, line);
  cases = std::stoi(line);
  while (std::getline(lines, line))
    if (std::optional<Finding> finding = readLine(line, result))
      result.findings.push_back(*finding);
  return true;
}

std::string tableText(const std::vector<Row> &rows) {
  std::string text = "| defect | layer | what is wrong | check | verify | run | hardware |\n"
                     "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Row &row : rows) {
    text += "| `" + row.defect.name + "` | " + row.defect.layer + " | " + row.defect.says + " |";
    for (size_t i = 0; i < oracleNames.size(); ++i)
      text += row.summary.first[i]   ? " " + std::to_string(row.summary.first[i]) + " |"
              : row.summary.asked[i] ? " - |"
                                     : "  |";
    text += "\n";
  }
  return text;
}

std::string totalsText(const std::vector<Row> &rows) {
  int found = 0, semantic = 0, proven = 0, wrong = 0, different = 0, equal = 0, open = 0;
  std::string missed;
  for (const Row &row : rows) {
    const Summary &summary = row.summary;
    bool isFound = false;
    for (int first : summary.first)
      isFound |= first != 0;
    found += isFound;
    if (!isFound)
      missed += "found by nothing: " + row.defect.name + " (" + std::to_string(summary.exercised) + " of " +
                std::to_string(summary.cases) + " cases reached it)\n";
    if (!isSemantic(row.defect))
      continue;
    ++semantic;
    bool isProven = summary.first[size_t(Oracle::verify)] != 0;
    proven += isProven;
    if (isFound && !isProven)
      missed += "not found by verify: " + row.defect.name + " (" + std::to_string(summary.exercised) + " of " +
                std::to_string(summary.cases) + " cases reached it)\n";
    wrong += summary.wrong, different += summary.provenDifferent, equal += summary.provenEqual, open += summary.open;
  }
  return std::to_string(rows.size()) + " defects, " + std::to_string(found) + " found; " + std::to_string(semantic) +
         " in steps, " + std::to_string(proven) + " of them found by verify\n" + std::to_string(wrong) +
         " wrong designs of those steps: verify says different of " + std::to_string(different) + ", equal of " +
         std::to_string(equal) + ", unknown of " + std::to_string(open) + "\n" + missed;
}

} // namespace allo::mutation
