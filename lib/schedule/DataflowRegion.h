// A body whose loops and calls are tasks that may run at the same time: what keeps it from being one.
#pragma once

#include "schedule/StepContext.h"

#include "llvm/ADT/MapVector.h"

namespace allo::schedule {

// Why a body is no dataflow region.
struct RegionObstacle {
  std::string text;
  std::string hint;
  bool isIllegal = true;                    // tasks would not see the data they see now; else the form does not fit
  std::optional<mlir::Location> place = {}; // where it is not the step's
};

class DataflowRegion {
public:
  DataflowRegion(const StepContext &context, mlir::Block *body)
      : context_(context), module_(body->getParentOp()->getParentOfType<mlir::ModuleOp>()), body_(body) {}

  // All of them; where the form does not fit, that alone.
  std::vector<RegionObstacle> obstacles();

private:
  // What tasks do with one memory or stream: positions of tasks.
  struct Uses {
    llvm::SmallVector<size_t> writers, readers;
  };

  std::string taskText(size_t task) const;
  void collectTasks();
  void follow(mlir::Value memory, mlir::Operation *user, bool &reads, bool &writes) const;
  void note(size_t task, mlir::Value memory, mlir::Operation *user);
  void checkMemory(mlir::Value memory, const Uses &uses);
  bool isLocal(mlir::Value memory) const;

  const StepContext &context_;
  mlir::ModuleOp module_;
  mlir::Block *body_;
  llvm::SmallVector<mlir::Operation *> tasks_;
  llvm::MapVector<mlir::Value, Uses> uses_;
  std::vector<RegionObstacle> obstacles_;
};

// In the place of an id, for what is noted of a function itself (StepContext::noteSetBy).
inline constexpr int64_t functionItself = -1;

} // namespace allo::schedule
