// One function of the legal IR as statements of the C model.
#pragma once

#include "target/hls/ExpressionBuilder.h"
#include "target/hls/Names.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/StringMap.h"

namespace allo::target::hls {

// What all functions of a unit share.
struct UnitContext {
  mlir::ModuleOp module;
  Names names;                             // of functions, structures and tables
  llvm::StringMap<std::string> functions;  // symbol -> identifier
  llvm::StringMap<std::string> tables;     // symbol -> identifier
  llvm::StringMap<std::string> structures; // C spelling -> identifier
  llvm::DenseSet<mlir::Value> constants;   // memory arguments that are declared const
  Requirements requirements;
  llvm::StringMap<std::string> elementNames; // of structures that streams carry, by their scalars
  std::vector<model::Structure> elements;    // those structures
  int64_t stackBytes = 0;
};

class FunctionBuilder {
public:
  FunctionBuilder(mlir::func::FuncOp function, UnitContext &unit);
  model::Function build();

private:
  void parameters();
  void joinedParameter(unsigned argument, ir::FieldAttr field);
  void parameterPragmas();
  void block(mlir::Block &source, model::Block &target);
  void statement(mlir::Operation *op, model::Block &target);
  void memory(mlir::Operation *alloca, model::Block &target);
  void store(mlir::Operation *op, model::Block &target);
  void value(mlir::Operation *op, model::Block &target);
  void call(mlir::func::CallOp op, model::Block &target);
  // Streams.
  std::string elementText(ir::StreamType type);
  std::string streamText(ir::StreamType type);
  void streamParameter(mlir::BlockArgument argument);
  void createStream(ir::StreamCreateOp op, model::Block &target);
  ExpressionPointer streamNamed(mlir::Value stream, mlir::OperandRange indices);
  std::vector<ExpressionPointer> elementVariable(ir::StreamType type, const std::string &called,
                                                 ExpressionPointer initial, model::Block &target);
  void bindScalars(mlir::ValueRange values, const std::vector<ExpressionPointer> &scalars);
  ExpressionPointer elementOf(ir::StreamType type, mlir::ValueRange values, const std::string &called,
                              model::Block &target);
  void boolean(mlir::Value value, ExpressionPointer expression, const std::string &called, model::Block &target);
  bool streamStatement(mlir::Operation *op, model::Block &target);
  void print(ir::PrintOp op, model::Block &target);
  void loop(mlir::affine::AffineForOp op, model::Block &target);
  void loop(mlir::scf::ForOp op, model::Block &target);
  void loop(mlir::scf::WhileOp op, model::Block &target);
  void branch(mlir::affine::AffineIfOp op, model::Block &target);
  void branch(mlir::scf::IfOp op, model::Block &target);
  void yield(mlir::scf::YieldOp op, model::Block &target);
  model::For head(mlir::Operation *op, Type type);
  void finish(model::For loop, mlir::Operation *op, mlir::Block &body, model::Block &target);
  std::vector<model::Pragma> directives(mlir::Operation *op);
  ExpressionPointer memoryNamed(int64_t id);
  std::string loopComment(mlir::Operation *op) const;
  std::shared_ptr<model::Block> scoped(mlir::Block &source);
  bool isSelfContained(mlir::Value value, mlir::Block &block) const;
  bool isWrittenBeforeRead(mlir::Operation *alloca) const;
  bool isConsumedAtOnce(mlir::func::CallOp op) const;

  mlir::func::FuncOp function;
  UnitContext &unit;
  Folding folding;
  Names names, labels;
  ExpressionBuilder expressions;
  model::Function result;
  std::string returned;                                          // the variable for a structure that the top returns
  llvm::DenseMap<mlir::Operation *, model::Declaration> pending; // by the store that initialises them
};

// "gemm.cpp:5", or nothing for an op without a place.
std::string placeComment(mlir::Location location);
// The partitions and storage of an array, as directives on `name`.
std::vector<model::Pragma> layoutPragmas(mlir::Value memory, const std::string &name);
// Its recorded directives, likewise.
std::vector<model::Pragma> recordedPragmas(mlir::Value memory, const std::string &name);

} // namespace allo::target::hls
