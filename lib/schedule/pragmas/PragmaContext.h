// What the translation of one pragma sees: its options, what it concerns in the program as it is now, and how its steps
// are applied. What the pragma cannot mean is refused at its place; what is not made use of is a warning there.
#pragma once

#include "schedule/Implementation.h"

#include "lang/Pragmas.h"

#include <set>

namespace allo::schedule {

// An array that a pragma names.
struct NamedArray {
  mlir::func::FuncOp function;
  mlir::Value memory;
  StepArgument argument; // for steps
};

class PragmaContext {
public:
  PragmaContext(const lang::SourcePragma &pragma, Schedule::Implementation &schedule, std::vector<Note> &warnings)
      : pragma_(pragma), schedule_(schedule), warnings_(warnings) {}

  const lang::SourcePragma &pragma() const { return pragma_; }
  const State &state() const { return schedule_.state(); }
  mlir::func::FuncOp function() const { return state().function(pragma_.function); } // null when it was inlined
  bool isTop() const { return function() == state().top(); }

  // Options; what none of these asked for is a warning at the end.
  bool isGiven(const std::string &name) const; // as a word, or with a value; does not count as asking
  bool flag(const std::string &name);          // as a word, or `name=true`
  std::string text(const std::string &name);   // the value in lower case, "" when not given
  std::string exactText(const std::string &name);
  std::optional<int64_t> integer(const std::string &name, int64_t minimum);
  // The one of `words` that is given as `name=word` or as the word alone (older spelling); "" for none.
  std::string choice(const std::string &name, const std::vector<std::string> &words);
  std::vector<NamedArray> arrays(const std::string &option = "variable"); // refuses where it names none

  // The loop it stands in (copies of it, where the source was lowered several times), or nothing.
  llvm::SmallVector<mlir::Operation *> loops() const;
  StepArgument argumentOf(mlir::Operation *loop) const;
  llvm::SmallVector<StepArgument> loopArguments() const; // of loops(); they stay good through steps
  StepArgument functionArgument() const { return {pragma_.function}; }

  void apply(const Step &step);
  // Why the step would be illegal: "" where it is legal, or where its form does not fit here, which says nothing.
  std::string objectionTo(const Step &step) const;
  // Every option that was not asked for, as one directive's options: "depth=16 type=fifo".
  std::string allOptions(const std::set<std::string> &without = {});

  void warn(const std::string &message);
  [[noreturn]] void refuse(const std::string &reason, const std::string &hint = {}) const;
  void warnUnusedOptions();

private:
  const lang::SourcePragma::Option *find(const std::string &name) const;
  uint64_t identityOf(int64_t id) const;

  const lang::SourcePragma &pragma_;
  Schedule::Implementation &schedule_;
  std::vector<Note> &warnings_;
  std::set<const lang::SourcePragma::Option *> used_;
};

} // namespace allo::schedule
