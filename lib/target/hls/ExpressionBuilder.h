// From SSA values to typed C expressions. Values that Folding inlines are built from their ops; the others are names
// bound by the statement builder.
#pragma once

#include "target/hls/Expressions.h"
#include "target/hls/Folding.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IntegerSet.h"

#include "llvm/ADT/DenseMap.h"

#include <set>
#include <string>

namespace allo::target::hls {

// The C type of a value of this IR type when nothing else says.
Type plainType(mlir::Type type);

// What the expressions of a unit need to be declared.
struct Requirements {
  std::set<std::string> includes;
  std::set<model::Support> support;
};

class ExpressionBuilder {
public:
  ExpressionBuilder(const Folding &folding, Requirements &requirements)
      : folding(folding), requirements(requirements) {}

  void bind(mlir::Value value, ExpressionPointer expression) { bound[value] = std::move(expression); }
  void bindMemory(mlir::Value memory, ExpressionPointer expression, Type element);

  ExpressionPointer of(mlir::Value value);
  ExpressionPointer ofOperation(mlir::Operation *op); // the value of `op`, whether inlined or not
  ExpressionPointer element(mlir::Operation *access); // the lvalue of a load or a store
  ExpressionPointer memory(mlir::Value memory) { return bound.lookup(memory); }

  // Affine forms.
  ExpressionPointer affine(mlir::AffineExpr expression, unsigned dimensions, mlir::ValueRange operands);
  ExpressionPointer extreme(mlir::AffineMap map, mlir::ValueRange operands, bool isMax); // one result: that one
  ExpressionPointer condition(mlir::affine::AffineIfOp op);
  ExpressionPointer below(ExpressionPointer variable, mlir::AffineMap bound, mlir::ValueRange operands);
  ExpressionPointer smallest(std::vector<ExpressionPointer> values, bool isMax);

private:
  struct Sum; // an affine expression as positive terms, negative terms and a constant
  void collect(mlir::AffineExpr expression, bool negative, Sum &sum);
  ExpressionPointer term(mlir::AffineExpr expression, const Sum &context);
  ExpressionPointer print(const std::vector<mlir::AffineExpr> &positive, const std::vector<mlir::AffineExpr> &negative,
                          int64_t constant, const Sum &context);
  Sum sumOf(mlir::AffineExpr expression, unsigned dimensions, mlir::ValueRange operands);

  ExpressionPointer constant(mlir::Operation *op);
  ExpressionPointer conditional(mlir::Operation *op);
  ExpressionPointer integerOperation(mlir::Operation *op);
  ExpressionPointer floatOperation(mlir::Operation *op);
  ExpressionPointer comparison(mlir::Operation *op);
  ExpressionPointer conversion(mlir::Operation *op);
  ExpressionPointer indexConversion(mlir::Operation *op);
  ExpressionPointer elementaryCall(ir::ElementaryOp op);
  ExpressionPointer mathOperation(mlir::Operation *op);
  ExpressionPointer logical(mlir::Operation *op);
  ExpressionPointer library(const std::string &name, mlir::Operation *op);

  const Folding &folding;
  Requirements &requirements;
  llvm::DenseMap<mlir::Value, ExpressionPointer> bound;
};

} // namespace allo::target::hls
