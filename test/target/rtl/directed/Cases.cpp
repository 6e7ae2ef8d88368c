#include "Cases.h"

#include "allo/error.hpp"
#include "support/TemporaryDirectory.h"

#include <sstream>

namespace allo::directed {

namespace {
const std::string mark = "//: ";

std::pair<std::string, std::string> cut(const std::string &text, const std::string &at) {
  size_t position = text.find(at);
  if (position == std::string::npos)
    return {text, ""};
  return {text.substr(0, position), text.substr(position + at.size())};
}

Run readRun(const std::string &text) {
  Run run;
  auto [scalars, cycles] = cut(text, ":");
  run.cycles = cycles.empty() ? "" : cycles.substr(1);
  std::istringstream words(scalars);
  for (std::string word; words >> word;) {
    auto [name, value] = cut(word, "=");
    run.scalars[name] = std::stoll(value);
  }
  return run;
}

void readLine(const std::string &line, Case &current) {
  std::string word = line.substr(0, line.find_first_of(" :")), rest = line.substr(word.size());
  if (!rest.empty() && rest[0] == ' ')
    rest = rest.substr(1);
  if (word == "run" || word == "loop" || word == "memory" || word == "operator" || word == "error" || word == "note") {
    current.expected.push_back(line);
    if (word == "run")
      current.runs.push_back(readRun(rest));
    return;
  }
  current.setting.push_back(line);
  if (word == "step")
    current.schedule += rest + "\n";
  else if (word == "limit")
    current.options.limits[cut(rest, "=").first] = std::stoi(cut(rest, "=").second);
  else if (word == "device")
    current.options.device = rest;
  else if (word == "clock")
    current.options.clock_ns = std::stod(rest);
  else if (word == "reset")
    current.resetAfter = std::stoll(rest);
  else
    throw UserError("a case has no line '" + word + "'");
}
} // namespace

CaseFile readCases(const std::filesystem::path &file) {
  CaseFile result{file, support::readFile(file), {}};
  std::istringstream lines(result.text);
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!line.starts_with(mark))
      continue;
    line = line.substr(mark.size());
    if (line.starts_with("case ")) {
      Case &added = result.cases.emplace_back();
      added.name = line.substr(5);
      added.top = cut(added.name, ".").first;
      added.line = number;
    } else if (result.cases.empty()) {
      throw UserError("a line before the first case: " + line);
    } else {
      readLine(line, result.cases.back());
    }
  }
  return result;
}

std::string withExpectations(const CaseFile &file, const std::vector<std::vector<std::string>> &expected) {
  std::istringstream lines(file.text);
  std::string text;
  size_t next = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(mark)) {
      text += line + "\n";
    } else if (line.starts_with(mark + "case ")) {
      text += line + "\n";
      for (const std::string &setting : file.cases[next].setting)
        text += mark + setting + "\n";
      for (const std::string &entry : expected[next])
        text += mark + entry + "\n";
      ++next;
    }
  }
  return text;
}

} // namespace allo::directed
