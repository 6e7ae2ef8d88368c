// A loop nest as a function of its own: what it uses becomes parameters, or is computed again in the function.
#pragma once

#include "schedule/StepContext.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IRMapping.h"

#include "llvm/ADT/MapVector.h"

namespace allo::schedule {

// Signless integers have the signed C type of their width: operations say their signedness themselves.
ir::CType ctypeOf(mlir::Type type);

// Refuses a name that is taken, and directives of the function that are about all that it does, which would be less.
void checkOutlining(StepContext &context, mlir::func::FuncOp function, const std::string &name);

// Moves the body of the loop into a new function and leaves a call.
mlir::func::FuncOp outlineBody(StepContext &context, mlir::affine::AffineForOp loop, llvm::StringRef symbol);

class OutlinedFunction {
public:
  // `loop` may be any operation without results.
  OutlinedFunction(StepContext &context, mlir::Operation *loop, llvm::StringRef symbol);

  // Moves the loop into a new function in front of its own and puts a call in its place.
  mlir::func::FuncOp create();

private:
  // A parameter and what the call passes for it.
  struct Parameter {
    mlir::Value captured;
    mlir::Type type;
    ir::VariableAttr variable; // of the memory or the source's parameter; null for other values
    bool isConst = true;
    bool isLoaded = false; // a scalar that is only read: the call passes its value
  };

  void hoistState();
  void capture(mlir::Value value);
  void addParameter(mlir::Value value);
  mlir::Value argumentAtCall(mlir::OpBuilder &builder, const Parameter &parameter);
  void bindParameters(mlir::func::FuncOp function);
  void bindConsole(mlir::func::FuncOp function);
  void nameParameters(mlir::func::FuncOp function);
  void takeOverObjects(mlir::func::FuncOp function);

  StepContext &context_;
  mlir::Operation *loop_;
  mlir::func::FuncOp caller_;
  std::string symbol_;
  llvm::DenseSet<mlir::Value> written_; // memories that the loop writes
  llvm::DenseSet<mlir::Value> passed_;  // memories that the loop passes to calls or other operations whole
  llvm::DenseSet<mlir::Value> seen_;
  llvm::SmallVector<Parameter> parameters_;
  llvm::SmallVector<mlir::Operation *> recomputed_; // of the caller, operands first
  mlir::IRMapping mapping_;                         // from values of the caller to those of the function
};

} // namespace allo::schedule
