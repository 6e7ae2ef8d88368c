// Runs a small affine program and records which element every access touches in which iteration.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/IterationDistance.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IntegerSet.h"

#include "llvm/ADT/DenseMap.h"

namespace allo::test {

struct Execution {
  std::vector<int64_t> around; // the values of the loops around the nest
  int64_t iteration = 0;       // of the flattened nest, within them
  std::vector<int64_t> deeper; // the values of loops inside the nest's body
  std::vector<int64_t> element;
};

class NestExecution {
public:
  explicit NestExecution(const analysis::Nest &nest) : nest_(nest) {}
  void run(mlir::func::FuncOp function);
  llvm::ArrayRef<Execution> of(mlir::Operation *access) const;

private:
  void run(mlir::Region &region);
  void runLoop(mlir::affine::AffineForOp loop);
  std::vector<int64_t> evaluate(mlir::AffineMap map, mlir::ValueRange operands) const;

  const analysis::Nest &nest_;
  llvm::DenseMap<mlir::Value, int64_t> values_;
  std::vector<int64_t> around_, deeper_;
  bool isInNest_ = false;
  int64_t iteration_ = -1;
  llvm::DenseMap<mlir::Operation *, std::vector<Execution>> executions_;
};

} // namespace allo::test
