// One function of the legal IR as blocks of nodes. The parts: Operations.cpp (arithmetic), Accesses.cpp (banks and
// addresses), Streams.cpp, Control.cpp (loops, branches, calls), While.cpp.
#pragma once

#include "target/rtl/graph/AccessRecord.h"
#include "target/rtl/graph/LinearForm.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include "llvm/ADT/DenseMap.h"

#include <map>

namespace allo::target::rtl {

class FunctionBuilder {
public:
  FunctionBuilder(mlir::func::FuncOp source, const Graph &graph, const Device &device, bool flushToZero);

  Function function;
  FunctionRecords records; // what is known of its accesses, for order edges, groups and copies

  void build();

private:
  // Values. Of an integer the node is a signed number that may be narrower than the type; of a float its bits.
  NodeId nodeOf(mlir::Value value);
  NodeId fullNode(mlir::Value value); // as wide as the type
  NodeId condition(mlir::Value value) { return fullNode(value); }
  bool hasForm(mlir::Value value) const;
  LinearForm formOf(mlir::Value value);
  LinearForm formOf(mlir::AffineExpr expression, mlir::AffineMap map, mlir::ValueRange operands);
  void define(mlir::Value value, NodeId node) { values_[value] = node; }

  // Operations.
  void visitBlock(mlir::Block &block);
  void visit(mlir::Operation *op);
  bool visitInteger(mlir::Operation *op);
  bool visitFloat(mlir::Operation *op);
  bool visitConversion(mlir::Operation *op);
  NodeId sumOrProduct(mlir::Operation *op, OperatorKind kind);
  NodeId shift(mlir::Operation *op, OperatorKind kind);
  NodeId bitwise(mlir::Operation *op, OperatorKind kind);
  NodeId division(mlir::Operation *op, OperatorKind kind);
  NodeId divisionByPower(NodeId a, unsigned exponent, bool isSigned, bool isQuotient, unsigned full);
  NodeId integerComparison(mlir::Operation *op);
  NodeId extremum(mlir::Operation *op, bool isSigned, bool isLeast);
  NodeId floatOperation(OperatorKind kind, mlir::Operation *op);
  [[noreturn]] void refuse(mlir::Operation *op);

  // Accesses.
  void addArguments();
  mlir::Value rootOf(mlir::Value array);
  void addMemory(mlir::Value array);
  void addMemory(mlir::Value array, Memory memory);
  void visitAccess(mlir::Operation *op);
  std::vector<LinearForm> indexOf(mlir::Operation *op);
  void locate(Node &access, std::vector<LinearForm> &index, mlir::Operation *op);
  LinearForm bounded(const LinearForm &form, int64_t extent);

  // Streams.
  void addStream(mlir::Value stream, std::optional<unsigned> parameter);
  bool visitStream(mlir::Operation *op); // false: not an operation on a stream
  void visitStreamAction(mlir::Operation *op, StreamAction action, mlir::Value stream, mlir::ValueRange indices,
                         mlir::ValueRange written, mlir::ValueRange read);
  // `isPassed`: to a call, which may not use it.
  StreamPlace placeOf(mlir::Value stream, mlir::ValueRange indices, bool isPassed = false);
  StreamPlace unusedStream(Stream like);

  // Control.
  struct Nest {
    llvm::SmallVector<mlir::Operation *, 4> loops; // outermost first
    std::vector<Counter> counters;
    std::vector<IntegerRange> ranges;
  };
  struct LoopShape { // what affine.for and scf.for have in common
    mlir::Value variable;
    mlir::ValueRange initial, arguments, yielded;
    mlir::Block *body = nullptr;
  };
  static LoopShape shapeOf(mlir::Operation *loop);
  void visitFor(mlir::Operation *loop);
  bool addCounter(Nest &nest, mlir::Operation *loop);
  bool addBound(std::vector<LinearBound> &bounds, const Nest &nest, mlir::AffineExpr expression, mlir::AffineMap map,
                mlir::ValueRange operands);
  bool addTerms(LinearBound &bound, const Nest &nest, mlir::AffineExpr expression, int64_t factor, mlir::AffineMap map,
                mlir::ValueRange operands);
  mlir::Operation *flattenedInner(mlir::Operation *loop);
  void visitDynamicStep(mlir::scf::ForOp loop);
  void visitIf(mlir::Operation *op);
  NodeId conditionOf(mlir::Operation *op);
  void convertIf(mlir::Operation *op, NodeId decision);
  void branch(mlir::Operation *op, NodeId decision);
  void visitWhile(mlir::scf::WhileOp loop);
  unsigned openWhile(mlir::Operation *loop);
  void closeWhile(unsigned number, mlir::Operation *loop, llvm::ArrayRef<NodeId> leaving, BlockId around,
                  NodeId predicate);
  void visitCall(mlir::func::CallOp call);
  std::pair<MemoryId, llvm::SmallVector<unsigned, 2>> partOf(mlir::Value passed);

  unsigned addChild(Child::Kind kind, mlir::Operation *op);
  void addChildNode(unsigned child, NodeId predicate);
  NodeId addResult(unsigned child, unsigned index, unsigned width, const std::string &name);
  NodeId addCarried(unsigned child, NodeId initial, unsigned width, const std::string &name);
  void requestPipeline(Child &child, mlir::ArrayRef<mlir::Operation *> loops);

  mlir::func::FuncOp source_;
  const Graph &graph_;
  const Device &device_;
  bool flushToZero_;
  NodeTable table_{function};
  LinearForms forms_{table_};
  NodeId predicate_ = noId; // under which the operations of the current block act
  llvm::DenseMap<mlir::Value, NodeId> values_;
  llvm::DenseMap<mlir::Value, LinearForm> formsOfValues_;
  llvm::DenseMap<mlir::Value, MemoryId> memories_;
  llvm::DenseMap<mlir::Value, StreamPlace> streams_;
  std::map<std::string, MemoryId> tables_;
  llvm::DenseMap<mlir::Value, std::vector<analysis::Access>> accessesOf_; // until the array is met
  std::map<std::string, mlir::Value> tableRoots_;                         // by name
  std::map<std::string, unsigned> memoryNames_;                           // and those of streams
};

unsigned widthOf(mlir::Type type); // of an index 64
FloatFormat formatOf(mlir::Type type);
bool holdsControl(mlir::Operation *op);    // a loop or a call somewhere in it
std::string pathOf(mlir::Operation *loop); // the loop and those around it, as an address: "i/j"
std::string nameAt(mlir::Value value, const std::string &otherwise);

} // namespace allo::target::rtl
