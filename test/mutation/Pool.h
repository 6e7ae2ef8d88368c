// Random kernels with the outputs that a plain compiler gives them, and schedules that aim at a step. Both are made
// once, by the library without a defect, and kept in a folder: all defects are tried on the same cases.
#pragma once

#include "CaseInput.h"
#include "Isolated.h"

#include "allo/program.hpp"
#include "allo/schedule.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allo::mutation {

// `written`: test/mutation/cases, each for some defects that random cases rarely meet.
enum class ProgramKind { statements, types, hardware, written };

// A schedule that may reorder floating-point sums gives other results than the kernel: such are left out.
bool keepsOrder(const std::string &script);

struct PooledProgram {
  ProgramKind kind = ProgramKind::statements;
  int number = 0;
};

struct PooledCase {
  PooledProgram program;
  std::string script; // empty: no schedule
};

// A kernel as the library reads it now, and its arguments before and after a native run.
struct LoadedCase {
  ProgramKind kind;
  fuzz::CaseInput input;
  std::filesystem::path source;
  Program program;
  Schedule plain;
  build::ArgumentSet start, expected;
};

class Pool {
public:
  Pool(std::filesystem::path directory, uint64_t seed) : directory_(std::move(directory)), seed_(seed) {}

  uint64_t seed() const { return seed_; }
  const std::filesystem::path &directory() const { return directory_; }

  // Makes what is missing. Programs with undefined behaviour, or whose outputs show nothing, are left out.
  void preparePrograms(ProgramKind kind, int count);
  void prepareScripts(ProgramKind kind, const std::string &aim, size_t most);

  std::vector<PooledProgram> programs(ProgramKind kind) const;
  std::vector<PooledCase> scripts(ProgramKind kind, const std::string &aim) const;
  std::vector<PooledCase> written(const std::string &defect) const;

  // Throws what parsing throws.
  LoadedCase load(const PooledProgram &program) const;

private:
  std::filesystem::path listOf(ProgramKind kind) const;
  std::filesystem::path expectedOf(const PooledProgram &program) const;
  std::filesystem::path scriptsOf(ProgramKind kind, const std::string &aim) const;
  std::filesystem::path writeSource(const PooledProgram &program, const fuzz::CaseInput &input) const;
  fuzz::CaseInput inputOf(const PooledProgram &program) const;
  std::string runNatively(ProgramKind kind, int first, int count) const;
  void makeScripts(ProgramKind kind, const std::string &aim, size_t most, const Say &say) const;

  std::filesystem::path directory_;
  uint64_t seed_;
};

} // namespace allo::mutation
