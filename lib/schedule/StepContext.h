// What a primitive sees while it is applied: its arguments, resolved in a copy of the program, and how to refuse.
#pragma once

#include "schedule/Address.h"
#include "schedule/Primitive.h"
#include "schedule/State.h"
#include "schedule/Step.h"

#include "allo/error.hpp"

#include <map>
#include <variant>

namespace allo::schedule {

// A resolved array argument.
struct ArrayArgument {
  mlir::func::FuncOp function;
  mlir::Value memory; // the function's argument, the alloca or the get_global
  ir::VariableAttr variable;
};

// What a `compose` step brings: the schedule of the kernel as it began and as it is, and how the program began.
struct ComposedKernel {
  const State &unscheduled;
  const State &scheduled;
  const State &ownUnscheduled;
  const State &ownFromSource; // with the pragmas of the source and nothing else
};

// The refusal of a claim of the user that the analysis can neither prove nor refute.
class UnprovedClaim : public ScheduleError {
public:
  UnprovedClaim(const std::string &start, std::string because, SourcePlace place, std::string hint)
      : ScheduleError(start + because, std::move(place), std::move(hint)), because_(std::move(because)) {}
  const std::string &because() const { return because_; }

private:
  std::string because_;
};

class StepContext {
public:
  // Binds and checks the arguments of `step` against the parameters of `primitive`; throws ScheduleError.
  // `composed` is what a `compose` step brings, else null.
  StepContext(const Primitive &primitive, const Step &step, State &state, const ComposedKernel *composed = nullptr);

  // The program to rewrite: a copy that is dropped when the step is refused.
  mlir::ModuleOp module() const { return state_.moduleOp(); }
  mlir::func::FuncOp top() const { return state_.top(); }
  State &state() { return state_; }
  const ComposedKernel *composed() const { return composed_; }

  // Arguments by the name of their parameter. What was not written has the parameter's fallback.
  mlir::Operation *loop(llvm::StringRef parameter) const;
  llvm::SmallVector<mlir::Operation *> loops(llvm::StringRef parameter) const;
  ArrayArgument array(llvm::StringRef parameter) const;
  int64_t integer(llvm::StringRef parameter) const;
  llvm::SmallVector<int64_t> integers(llvm::StringRef parameter) const;
  std::string choice(llvm::StringRef parameter) const;
  std::string name(llvm::StringRef parameter) const;   // "" when not written
  std::string kernel(llvm::StringRef parameter) const; // the symbol of the kernel
  mlir::func::FuncOp function(llvm::StringRef parameter) const;
  bool isGiven(llvm::StringRef parameter) const; // written in the step

  // Throws ScheduleError "STEP: reason" at the place of `where` (default: the step's first loop or array).
  [[noreturn]] void refuse(const std::string &reason, const std::string &hint = {}, std::vector<Note> notes = {}) const;
  [[noreturn]] void refuseAt(mlir::Location where, const std::string &reason, const std::string &hint = {},
                             std::vector<Note> notes = {}) const;
  // Refusals that the user may answer for (`unchecked`): then they are remembered as objections, and these return.
  // The rewrite must give a valid program all the same.
  void refuseIllegal(const std::string &reason, const std::string &hint = {}, std::vector<Note> notes = {});
  void refuseUnproved(const std::string &because, const std::string &hint);

  // For messages: the shortest address now, with the function's name where it is not the top: "i/j".
  std::string address(mlir::Operation *loop) const;
  std::string address(mlir::Value memory) const;
  // "'i/j' (line 12)"
  std::string describe(mlir::Operation *loop) const;
  std::string describe(mlir::Value memory) const;

  // A fresh id in `function`: never one that any object of the function had before.
  int64_t freshId(mlir::func::FuncOp function) { return state_.freshId(function); }

  // The step that set a property ("dim 2", "unroll") of a loop or variable, or "" if the source did.
  std::string setBy(mlir::func::FuncOp function, int64_t id, const std::string &property) const;
  void noteSetBy(mlir::func::FuncOp function, int64_t id, const std::string &property);

  // What the C++ method returns as handles, in order. Call it after the rewrite, with what is in the program then.
  void addResult(mlir::Operation *loop);
  void addResult(mlir::func::FuncOp function, ir::VariableAttr variable);
  const std::vector<ObjectKey> &results() const { return results_; }

  // The reason of an `unchecked` before this step, and what it overruled.
  const std::optional<std::string> &insistence() const { return insistence_; }
  const std::vector<std::string> &objections() const { return objections_; }

  // The step with canonical addresses: what the trace keeps.
  const std::string &text() const { return text_; }

private:
  using Value = std::variant<mlir::Operation *, llvm::SmallVector<mlir::Operation *>, ArrayArgument, int64_t,
                             llvm::SmallVector<int64_t>, std::string, mlir::func::FuncOp>;
  struct Binding {
    Value value;
    std::string text; // canonical
    bool given = false;
  };

  void bind(const Step &step);
  void bindObjects(const Parameter &parameter, llvm::ArrayRef<StepArgument> written);
  void bindValue(const Parameter &parameter, const std::string &text, bool given);
  std::vector<std::vector<StepArgument>> assign(const Step &step) const;
  mlir::Operation *resolveLoop(const StepArgument &argument);
  ArrayArgument resolveArray(const StepArgument &argument);
  mlir::func::FuncOp resolveFunction(llvm::StringRef name) const;
  const ObjectKey &resolveHandle(const StepArgument &argument, const char *what) const;
  int64_t parseInteger(const Parameter &parameter, const std::string &text) const;
  std::string canonicalText() const;
  const Binding &binding(llvm::StringRef parameter) const;

  const Primitive &primitive_;
  State &state_;
  const ComposedKernel *composed_;
  std::map<std::string, Binding> bindings_;
  std::string text_;
  std::optional<mlir::Location> place_;
  std::vector<ObjectKey> results_;
  std::optional<std::string> insistence_;
  std::vector<std::string> objections_;
};

} // namespace allo::schedule
