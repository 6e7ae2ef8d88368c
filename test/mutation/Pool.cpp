#include "Pool.h"

#include "NativeCode.h"
#include "ScheduleGenerator.h"
#include "TypedExpressions.h"

#include "allo/error.hpp"
#include "build/Compare.h"
#include "ir/InterfaceOf.h"
#include "schedule/Implementation.h"
#include "support/TemporaryDirectory.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <sstream>

namespace allo::mutation {

namespace {
const char *nameOf(ProgramKind kind) {
  static constexpr std::array names = {"statements", "types", "hardware", "written"};
  return names.at(static_cast<size_t>(kind));
}

const std::vector<std::filesystem::path> &writtenFiles() {
  static const std::vector<std::filesystem::path> files = [] {
    std::vector<std::filesystem::path> found;
    for (const auto &entry : std::filesystem::directory_iterator(ALLO_WRITTEN_CASES))
      found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }();
  return files;
}

std::string bytesOf(const build::ArgumentSet &set) {
  std::string bytes;
  for (const std::vector<char> &buffer : set.buffers)
    bytes.append(buffer.begin(), buffer.end());
  return bytes.append(set.result.begin(), set.result.end());
}

void setBytes(build::ArgumentSet &set, const std::string &bytes) {
  size_t at = 0;
  auto take = [&](std::vector<char> &buffer) {
    std::copy(bytes.begin() + long(at), bytes.begin() + long(at + buffer.size()), buffer.begin());
    at += buffer.size();
  };
  for (std::vector<char> &buffer : set.buffers)
    take(buffer);
  take(set.result);
}

constexpr const char *separator = "----\n";
} // namespace

bool keepsOrder(const std::string &script) { return script.find("reassociate ") == std::string::npos; }

std::filesystem::path Pool::listOf(ProgramKind kind) const {
  return directory_ / (std::string(nameOf(kind)) + ".list");
}

std::filesystem::path Pool::expectedOf(const PooledProgram &program) const {
  return directory_ / (std::string(nameOf(program.kind)) + "-" + std::to_string(program.number) + ".expected");
}

std::filesystem::path Pool::scriptsOf(ProgramKind kind, const std::string &aim) const {
  return directory_ / (std::string(nameOf(kind)) + "-" + aim + ".scripts");
}

fuzz::CaseInput Pool::inputOf(const PooledProgram &program) const {
  if (program.kind == ProgramKind::written)
    return fuzz::readCorpusFile(writtenFiles().at(size_t(program.number)), program.number);
  return fuzz::caseOf(program.kind == ProgramKind::types ? fuzz::generateTypedExpressions(seed_, program.number)
                                                         : fuzz::generateProgram(seed_, program.number),
                      program.number);
}

std::filesystem::path Pool::writeSource(const PooledProgram &program, const fuzz::CaseInput &input) const {
  std::filesystem::path file =
      directory_ / (std::string(nameOf(program.kind)) + "-" + std::to_string(program.number) + ".cpp");
  if (program.kind == ProgramKind::written || !std::filesystem::exists(file))
    support::writeFile(file, std::string(fuzz::prelude) + input.text);
  return file;
}

std::vector<PooledProgram> Pool::programs(ProgramKind kind) const {
  std::istringstream numbers(support::readFile(listOf(kind)));
  std::vector<PooledProgram> found;
  for (int number; numbers >> number;)
    found.push_back({kind, number});
  return found;
}

std::vector<PooledCase> Pool::scripts(ProgramKind kind, const std::string &aim) const {
  std::istringstream lines(support::readFile(scriptsOf(kind, aim)));
  std::vector<PooledCase> found;
  for (std::string line; std::getline(lines, line);) {
    if (line + "\n" == separator) {
      std::getline(lines, line);
      found.push_back({{kind, std::stoi(line)}, ""});
    } else {
      found.back().script += line + "\n";
    }
  }
  return found;
}

std::vector<PooledCase> Pool::written(const std::string &defect) const {
  std::vector<PooledCase> found;
  for (size_t i = 0; i < writtenFiles().size(); ++i) {
    PooledProgram program{ProgramKind::written, int(i)};
    std::istringstream words(support::readFile(writtenFiles()[i]));
    std::string line, word;
    std::getline(words, line); // "// for: DEFECT…"
    std::istringstream names(line);
    while (names >> word)
      if (word == defect)
        found.push_back({program, *inputOf(program).script});
  }
  return found;
}

LoadedCase Pool::load(const PooledProgram &program) const {
  fuzz::CaseInput input = inputOf(program);
  std::filesystem::path source = writeSource(program, input);
  Program parsed = parse(source);
  Schedule plain = parsed.customize(input.top);
  build::ArgumentSet start = fuzz::makeArguments(ir::interfaceOf(plain.implementation().top()), input, seed_);
  build::ArgumentSet expected = start;
  setBytes(expected, support::readFile(expectedOf(program)));
  return {program.kind, input, source, parsed, plain, start, expected};
}

// The numbers of those that count, as text; their outputs go to files.
std::string Pool::runNatively(ProgramKind kind, int first, int count) const {
  std::vector<PooledProgram> ready;
  std::vector<fuzz::CodePart> parts;
  std::vector<build::ArgumentSet> starts, sanitised;
  for (int number = first; number < first + count; ++number) {
    PooledProgram program{kind, number};
    fuzz::CaseInput input = inputOf(program);
    try {
      Schedule plain = parse(writeSource(program, input)).customize(input.top);
      starts.push_back(fuzz::makeArguments(ir::interfaceOf(plain.implementation().top()), input, seed_));
      parts.push_back(fuzz::kernelPart(int(ready.size()), input.text, input.top, fuzz::callsOf(input)));
      ready.push_back(program);
    } catch (const UserError &) { // not accepted: the fuzzer counts those
    }
  }
  sanitised = starts;
  std::vector<build::ArgumentSet *> pointers;
  for (build::ArgumentSet &set : sanitised)
    pointers.push_back(&set);
  support::TemporaryDirectory folder;
  bool isTyped = kind == ProgramKind::types; // without undefined behaviour by construction
  std::vector<std::string> findings(ready.size());
  if (!isTyped)
    findings = fuzz::runSanitised(folder.path(), parts, pointers);
  fuzz::SharedObject native(
      folder.path(), "native", std::string(fuzz::prelude) + fuzz::callSupport, parts,
      {"-std=c++20", isTyped ? "-O0" : "-O1", "-fwrapv", "-ffp-contract=off", "-fno-strict-aliasing"});
  std::string numbers;
  for (size_t i = 0; i < ready.size(); ++i) {
    if (!findings[i].empty())
      continue;
    build::ArgumentSet expected = starts[i];
    native.entry(parts[i].entry)(expected.pointers().data(), expected.resultPointer());
    if (!isTyped && !build::compareOutputs(expected, sanitised[i]).empty()) // reads what was never written
      continue;
    if (!build::vacuity(starts[i], expected).empty())
      continue;
    support::writeFile(expectedOf(ready[i]), bytesOf(expected));
    numbers += std::to_string(ready[i].number) + "\n";
  }
  return numbers;
}

void Pool::preparePrograms(ProgramKind kind, int count) {
  if (kind == ProgramKind::written) // which people change
    count = int(writtenFiles().size());
  else if (std::filesystem::exists(listOf(kind)))
    return;
  std::filesystem::create_directories(directory_);
  const int batch = kind == ProgramKind::types ? 8 : 50;
  std::string numbers;
  for (int first = 0; first < count; first += batch) {
    Ended ended = isolated(600, [&](const Say &say) { say(runNatively(kind, first, std::min(batch, count - first))); });
    if (!ended.accident.empty())
      std::cerr << "programs from " << first << ": " << ended.accident << "\n";
    numbers += ended.text;
  }
  support::writeFile(listOf(kind), numbers);
  if (kind == ProgramKind::written && programs(kind).size() != writtenFiles().size())
    throw UserError("a kernel of test/mutation/cases does not count: it is not accepted, or has undefined behaviour",
                    {}, "run 'fuzz --file' on each");
}

void Pool::makeScripts(ProgramKind kind, const std::string &aim, size_t most, const Say &say) const {
  size_t found = 0;
  fuzz::favouredStep = aim == "to_axis" ? "to axis=" : aim;
  for (int round = 0; round < 3; ++round)
    for (const PooledProgram &program : programs(kind)) {
      if (found == most)
        return;
      LoadedCase loaded = load(program);
      fuzz::Random random(seed_ + uint64_t(round) * 977, uint64_t(program.number));
      fuzz::Tally tally;
      Schedule scheduled = loaded.plain;
      fuzz::ScheduleGenerator generator(
          random, loaded.input.helpers, [&](const std::string &kernel) { return loaded.program.customize(kernel); },
          [](const std::string &) {}, kind == ProgramKind::hardware);
      generator.apply(scheduled, int(random.between(1, 3)), tally);
      std::string script = scheduled.trace();
      auto accepted = tally.steps.find(fuzz::favouredStep);
      if (accepted == tally.steps.end() || accepted->second.first == 0 || !keepsOrder(script))
        continue;
      say(separator + std::to_string(program.number) + "\n" + script);
      ++found;
    }
}

void Pool::prepareScripts(ProgramKind kind, const std::string &aim, size_t most) {
  if (std::filesystem::exists(scriptsOf(kind, aim)))
    return;
  Ended ended = isolated(900, [&](const Say &say) { makeScripts(kind, aim, most, say); });
  if (!ended.accident.empty())
    std::cerr << "schedules with " << aim << ": " << ended.accident << "\n";
  support::writeFile(scriptsOf(kind, aim), ended.text);
}

} // namespace allo::mutation
