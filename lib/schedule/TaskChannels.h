// What `dataflow` asks of tasks that are made of parts: arrays of streams, whose streams join different tasks, and
// grids, whose elements share arrays.
#pragma once

#include "schedule/Grids.h"

namespace allo::schedule {

// The tasks of one region, in order, and what a message calls them.
struct TaskList {
  mlir::Operation *region; // the loop or function whose body they are
  llvm::SmallVector<mlir::Operation *> tasks;
  llvm::SmallVector<std::string> names;
};

// Takes a reason and a remedy.
using Report = llvm::function_ref<void(const std::string &, const std::string &)>;

// Reports where a stream of one of these arrays has two tasks that write, or two that read, or is read before it is
// written; and one that joins two tasks but is declared outside of the body.
void checkStreamArrays(const TaskList &list, llvm::ArrayRef<mlir::Value> arrays, Report report);

// Reports where two elements of a grid touch one bank of an array: each is hardware of its own, with ports of its own.
void checkGridBanks(const StepContext &context, const Grid &grid, Report report);

} // namespace allo::schedule
