// Which values an integer of the program can take: intervals over the operations, through memories, branches, calls and
// loops. Every answer is sound: what is not known is the whole range of the type. (A read of an element that nothing
// wrote is undefined and counts for nothing.)
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/InferIntRangeInterface.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <optional>
#include <utility>

namespace mlir::arith {
class CmpIOp;
} // namespace mlir::arith

namespace allo::analysis {

class ValueRanges {
public:
  explicit ValueRanges(mlir::ModuleOp module) : module_(module) {}

  // Of an integer or an index: the bounds of its bits read as signed and as unsigned.
  mlir::ConstantIntRanges of(mlir::Value value);
  // The same at an operation, which the conditions of the branches around it narrow.
  mlir::ConstantIntRanges at(mlir::Value value, mlir::Operation *place);
  // Of everything that an array or a scalar variable of integers ever holds.
  mlir::ConstantIntRanges ofMemory(mlir::Value memory);

private:
  using Range = mlir::ConstantIntRanges;
  using Bounds = std::optional<std::pair<int64_t, int64_t>>; // nothing: beyond 64 bits

  Range compute(mlir::Value value);
  Range ofArgument(mlir::BlockArgument argument);
  Range ofOperation(mlir::OpResult value);
  Range ofCall(mlir::OpResult value);

  Bounds ofIndex(mlir::Value index);
  Bounds ofExpression(mlir::AffineExpr expression, unsigned dimensions, mlir::ValueRange operands);
  Bounds ofBound(mlir::AffineMap map, mlir::ValueRange operands, bool isLargest);

  // Adds what follows from a condition being true or false.
  void assume(mlir::Value condition, bool isTrue);
  void assumeCompared(mlir::arith::CmpIOp compare, bool isTrue);
  void assumeWithin(mlir::Value value, const Range &range);

  // Every store to the array with the value stored; nothing when something else may write it.
  std::optional<llvm::SmallVector<mlir::Operation *>> storesTo(llvm::ArrayRef<mlir::Value> memories);
  std::optional<Range> initialValues(llvm::ArrayRef<mlir::Value> memories);
  Range ofStores(mlir::Value key, llvm::ArrayRef<mlir::Operation *> stores, std::optional<Range> initial,
                 llvm::ArrayRef<mlir::Value> memories);
  // What sums that begin within `base` can reach by these updates `M[f] = M[f] + x`.
  std::optional<Range> ofSums(llvm::ArrayRef<mlir::Operation *> updates, const Range &base,
                              llvm::ArrayRef<mlir::Value> memories);
  // The least and the greatest sum of what one execution of the update adds.
  Bounds incrementOf(mlir::Operation *update, llvm::ArrayRef<mlir::Value> memories, bool isSigned,
                     mlir::Operation *&load);
  Bounds addedTo(mlir::Value value, llvm::ArrayRef<mlir::Value> memories, bool isSigned, unsigned width,
                 mlir::Operation *&load);
  std::optional<int64_t> mostTrips(mlir::Operation *loop);
  // How often an operation runs in the life of the array, at most; for one element of it where `element` is its store.
  std::optional<int64_t> executions(mlir::Operation *op, llvm::ArrayRef<mlir::Value> memories, bool perElement);

  mlir::ModuleOp module_;
  llvm::DenseMap<mlir::Value, Range> known_;       // without assumptions
  llvm::DenseMap<mlir::Value, Range> assumed_;     // values, by the branches that are looked at
  llvm::DenseMap<mlir::Value, Range> assumedHeld_; // memories that are being looked at, by the first of sameArray
  llvm::DenseSet<mlir::Value> consulted_;          // which of them mattered
  llvm::DenseMap<mlir::Value, mlir::Value> keys_;  // memory -> the memory that stands for its array
  llvm::DenseSet<mlir::Value> inProgress_;
  int64_t budget_ = 100000; // of operations looked at; then everything is unknown
};

} // namespace allo::analysis
