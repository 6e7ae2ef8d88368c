// Reads and prints steps and scripts.
#include "schedule/Step.h"

#include "allo/error.hpp"

#include <cctype>
#include <sstream>

namespace allo::schedule {

namespace {
constexpr const char *blanks = " \t\r";
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool isWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

int depthChange(char c) {
  if (c == '<' || c == '(' || c == '[')
    return 1;
  return c == '>' || c == ')' || c == ']' ? -1 : 0;
}

std::string trimmed(const std::string &text) {
  size_t begin = 0, end = text.size();
  while (begin < end && isBlank(text[begin]))
    ++begin;
  while (end > begin && isBlank(text[end - 1]))
    --end;
  return text.substr(begin, end - begin);
}

// The overload suffix " (int, float)" belongs to the name before it; the first word is the primitive, not a name.
bool startsOverloadSuffix(const std::string &line, size_t blank) {
  size_t next = line.find_first_not_of(blanks, blank);
  return next != std::string::npos && line[next] == '(';
}

std::vector<std::string> tokens(const std::string &line) {
  std::vector<std::string> found;
  std::string current;
  int depth = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    depth += depthChange(c);
    if (depth < 0)
      throw ScheduleError("'" + line + "': '" + std::string(1, c) + "' closes nothing");
    if (!isBlank(c) || depth > 0 || (!found.empty() && !current.empty() && startsOverloadSuffix(line, i))) {
      current += c;
      continue;
    }
    if (!current.empty())
      found.push_back(std::move(current));
    current.clear();
  }
  if (depth > 0)
    throw ScheduleError("'" + line + "': a bracket is not closed");
  if (!current.empty())
    found.push_back(std::move(current));
  return found;
}

// The position of '=' in `name=value`, or npos.
size_t assignmentOf(const std::string &token) {
  size_t i = 0;
  while (i < token.size() && isWordCharacter(token[i]))
    ++i;
  return i > 0 && i < token.size() && token[i] == '=' ? i : std::string::npos;
}

// Where the comment of a line begins, or its end.
size_t commentOf(const std::string &line) {
  for (size_t i = 0; i < line.size(); ++i)
    if (line[i] == '#' && (i == 0 || isBlank(line[i - 1])))
      return i;
  return line.size();
}

std::string withoutComment(const std::string &line) { return trimmed(line.substr(0, commentOf(line))); }

std::string originOf(const std::string &line) {
  const std::string mark = "# from ";
  std::string comment = line.substr(commentOf(line));
  return comment.rfind(mark, 0) == 0 ? trimmed(comment.substr(mark.size())) : "";
}
} // namespace

std::string Step::text() const {
  std::string line = word;
  for (const StepArgument &argument : positional)
    line += " " + argument.text;
  for (const auto &[name, argument] : named)
    line += " " + name + "=" + argument.text;
  return line;
}

Step parseStep(const std::string &line) {
  std::vector<std::string> words = tokens(withoutComment(line));
  if (words.empty())
    throw ScheduleError("empty step", {}, "write a primitive and its arguments, for example 'split j factor=4'");
  Step step;
  step.word = words.front();
  for (size_t i = 1; i < words.size(); ++i) {
    size_t assignment = assignmentOf(words[i]);
    if (assignment == std::string::npos)
      step.positional.push_back({words[i]});
    else
      step.named.push_back({words[i].substr(0, assignment), {words[i].substr(assignment + 1)}});
  }
  return step;
}

namespace {
// "kernel gemm<float, 4>" or "kernel gemm<float, 4> version=2"; a section of one line so far.
ScriptSection parseHeading(const std::string &line, unsigned number) {
  const std::string start = "line " + std::to_string(number) + " of the schedule: ", word = "version=";
  ScriptSection section{trimmed(line.substr(6)), 1, number, {}};
  size_t last = section.kernel.find_last_of(blanks);
  last = last == std::string::npos ? 0 : last + 1;
  if (section.kernel.compare(last, word.size(), word) == 0) {
    std::string text = section.kernel.substr(last + word.size());
    bool isNumber =
        !text.empty() && text.size() < 7 && text[0] != '0' && text.find_first_not_of("0123456789") == std::string::npos;
    if (!isNumber)
      throw ScheduleError(start + "version '" + text + "' is not a number from 1 to 999999");
    section.version = static_cast<unsigned>(std::stoul(text));
    section.kernel = trimmed(section.kernel.substr(0, last));
  }
  if (section.kernel.empty())
    throw ScheduleError(start + "'kernel' needs the name of a kernel");
  return section;
}
} // namespace

std::vector<ScriptSection> parseScript(const std::string &script) {
  std::vector<ScriptSection> sections;
  const std::string byteOrderMark = "\xef\xbb\xbf"; // some editors begin a file with it
  std::istringstream stream(script.rfind(byteOrderMark, 0) == 0 ? script.substr(byteOrderMark.size()) : script);
  std::string line;
  for (unsigned number = 1; std::getline(stream, line); ++number) {
    std::string origin = originOf(line);
    line = withoutComment(line);
    if (line.empty())
      continue;
    bool opensSection = line.rfind("kernel", 0) == 0 && (line.size() == 6 || isBlank(line[6]));
    if (!opensSection) {
      if (sections.empty())
        sections.emplace_back();
      sections.back().steps.push_back({number, line, origin});
      continue;
    }
    sections.push_back(parseHeading(line, number));
  }
  return sections;
}

std::vector<std::string> splitList(const std::string &text) {
  std::vector<std::string> items;
  std::string current;
  int depth = 0;
  for (char c : text) {
    depth += depthChange(c);
    if (c != ',' || depth != 0) {
      current += c;
      continue;
    }
    items.push_back(trimmed(current));
    current.clear();
  }
  items.push_back(trimmed(current));
  return items;
}

std::string squeezed(const std::string &name) {
  std::string result;
  for (size_t i = 0; i < name.size(); ++i) {
    if (!isBlank(name[i])) {
      result += name[i];
      continue;
    }
    size_t next = name.find_first_not_of(blanks, i);
    // "unsigned int" keeps its blank, "gemm<float, 4>" does not need one.
    if (!result.empty() && next != std::string::npos && isWordCharacter(result.back()) && isWordCharacter(name[next]))
      result += ' ';
    i = next == std::string::npos ? name.size() : next - 1;
  }
  return result;
}

} // namespace allo::schedule
