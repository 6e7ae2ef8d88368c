#include "Finding.h"

#include "allo/error.hpp"

#include <algorithm>
#include <sstream>

namespace allo::mutation {

std::string lineOf(int position, const std::string &oracle, const std::string &outcome, const std::string &detail) {
  return std::to_string(position) + "\t" + oracle + "\t" + outcome + "\t" + detail + "\n";
}

std::optional<Finding> readLine(const std::string &line, TrialResult &result) {
  std::istringstream fields(line);
  std::string position, oracle;
  Finding finding;
  std::getline(fields, position, '\t');
  std::getline(fields, oracle, '\t');
  std::getline(fields, finding.outcome, '\t');
  std::getline(fields, finding.detail);
  finding.position = std::stoi(position);
  if (oracle == "exercised") {
    result.exercised.push_back(finding.position);
    return std::nullopt;
  }
  auto name = std::find(oracleNames.begin(), oracleNames.end(), oracle);
  if (name == oracleNames.end())
    throw InternalError("a finding of the unknown oracle '" + oracle + "'");
  finding.oracle = static_cast<Oracle>(name - oracleNames.begin());
  return finding;
}

} // namespace allo::mutation
