// Streams that move words (the primitive `pack`), and what packing arrays and streams share.
#pragma once

#include "schedule/StepContext.h"
#include "schedule/WordLanes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::schedule {

// Refuses words beyond the widest integer.
void refuseWideWord(const StepContext &context, const WordShape &shape);

// Gives the variable of a memory or stream, and the signature and table that it belongs to, the C type.
void setVariableType(StepContext &context, mlir::Value memory, ir::CType type);

// A scalar that holds one word while the iterations of a loop put its lanes in: zero before the loop.
class WordVariable {
public:
  WordVariable(StepContext &context, mlir::affine::AffineForOp loop, const std::string &name, const WordShape &shape);
  mlir::Value get(mlir::OpBuilder &builder);
  void set(mlir::OpBuilder &builder, mlir::Value word);

private:
  mlir::Value memory_;
  mlir::Location location_;
};

// Checks and makes a stream of words of a stream of scalars.
void packStream(StepContext &context, const ArrayArgument &stream);

} // namespace allo::schedule
