// Executes a graph without times: what it means, for comparison with the IR that it was built from. While it runs it
// checks what the graph promises: banks, addresses, groups, and that accesses that meet have order edges.
#pragma once

#include "target/rtl/Graph.h"

#include <map>
#include <tuple>

namespace allo::test {

class Interpreter {
public:
  explicit Interpreter(const target::rtl::Graph &graph) : graph_(graph) {}

  using Array = std::vector<std::vector<llvm::APInt>>; // by bank and address

  // Runs the top. Arrays by parameter memory; what it writes is there afterwards. Returns the outputs.
  std::vector<llvm::APInt> run(const std::vector<llvm::APInt> &scalars, const std::vector<Array *> &arrays);

  // Row-major elements to banks and back.
  static Array distribute(const target::rtl::Memory &memory, const std::vector<llvm::APInt> &elements);
  static std::vector<llvm::APInt> collect(const target::rtl::Memory &memory, const Array &array);

private:
  struct Frame;
  std::vector<llvm::APInt> runFunction(unsigned number, const std::vector<llvm::APInt> &scalars,
                                       const std::vector<Array *> &arrays);
  void runBlock(Frame &frame, target::rtl::BlockId block, int64_t iteration);
  void runNode(Frame &frame, target::rtl::NodeId node, int64_t iteration);
  void access(Frame &frame, target::rtl::NodeId node, int64_t iteration);
  void checkOrder(Frame &frame, target::rtl::NodeId node, int64_t iteration, unsigned bank, uint64_t address);
  bool isOrderedWithin(const target::rtl::Function &function, target::rtl::NodeId from, target::rtl::NodeId to);
  void runChild(Frame &frame, target::rtl::NodeId node);
  void runLoop(Frame &frame, const target::rtl::Child &child);
  llvm::APInt operation(const target::rtl::OperatorKey &key, const std::vector<llvm::APInt> &operands);
  llvm::APInt floating(const target::rtl::OperatorKey &key, const std::vector<llvm::APInt> &operands);

  const target::rtl::Graph &graph_;
  std::map<std::tuple<const target::rtl::Function *, target::rtl::NodeId, target::rtl::NodeId>, bool> ordered_;
};

} // namespace allo::test
