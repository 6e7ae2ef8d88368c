// The inside of a Schedule: its history of states, and the one way in which a step is applied.
#pragma once

#include "schedule/State.h"
#include "schedule/Step.h"

#include "allo/schedule.hpp"

#include <functional>
#include <memory>
#include <vector>

struct allo::Schedule::Implementation {
  // The unscheduled kernel first, the present state last. States are shared with copies of the schedule.
  std::vector<std::shared_ptr<const schedule::State>> history;
  // A fresh schedule of another kernel of the same program, for scripts that compose.
  std::function<Schedule(const std::string &)> customize;
  std::string kernel;
  std::vector<Note> warnings; // about pragmas of the source

  const schedule::State &state() const { return *history.back(); }
  mlir::ModuleOp module() const { return state().moduleOp(); } // read only: clone it before rewriting
  mlir::func::FuncOp top() const { return state().top(); }

  // How many of the states in `history` behind the first one are steps of pragmas.
  size_t stepsFromSource() const { return state().origins.size(); }
  // A step that a pragma at `place` is.
  void applyFromSource(const schedule::Step &step, const SourcePlace &place);

  // Binds, checks, rewrites a copy, verifies and commits. Returns the identities of the step's results.
  // `composed` is the schedule that a `compose` step brings. Throws ScheduleError and changes nothing.
  std::vector<uint64_t> apply(const schedule::Step &step, const Implementation *composed = nullptr);
};

namespace allo::schedule {

// A schedule of the top function of `module`, which `firstSteps` may begin.
Schedule makeSchedule(mlir::OwningOpRef<mlir::ModuleOp> module,
                      std::function<Schedule(const std::string &)> customize = {},
                      llvm::function_ref<void(Schedule::Implementation &)> firstSteps = {});

} // namespace allo::schedule
