// What the RTL target makes of a kernel, and the stages that make it, in order: legalise -> build graph (allocate) ->
// schedule -> bind -> RTL model -> print. The given module is never changed.
#pragma once

#include "target/rtl/Graph.h"
#include "target/rtl/model/Model.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace allo::target::rtl {

struct Options {
  std::string device = "xcu280";
  double clockNs = 3.33;
  bool flushToZero = false;          // floating operators take subnormals as zero and give none
  std::map<std::string, int> limits; // at most so many units of an operator ("fadd" -> 2) in each function
  std::map<std::string, std::map<std::string, int>> functionLimits = {}; // the same of the schedule, by function
  bool shareCalls = true; // calls that never overlap share one instance of the callee
};

struct Design {
  std::shared_ptr<const Graph> graph;
  model::Netlist netlist;
  std::map<std::string, std::string> files; // file name -> text: modules, operators, memories
  std::vector<std::string> fileOrder;       // in which tools should read them
  std::string top;                          // name of the top module
  std::vector<std::string> notes;
};

// Throws UserError, with the place, for what hardware cannot hold.
Design makeDesign(mlir::ModuleOp module, const Options &options);
// The stages of makeDesign up to binding: all that decides values and cycles.
std::shared_ptr<const Graph> makeGraph(mlir::ModuleOp module, const Options &options);

// The stages.
// `keep`: ids of loops that are not to become part of a flattened nest, or whose nest is not (Rewrites.h).
mlir::OwningOpRef<mlir::ModuleOp> legalise(mlir::ModuleOp module, const std::set<int64_t> &keep = {});
Graph buildGraph(mlir::ModuleOp legal, const Device &device, const Options &options);
void schedule(Graph &graph, const Device &device, const Options &options);
void bind(Graph &graph, const Device &device, const Options &options);
model::Netlist generate(const Graph &graph);

// Cycles from the cycle after ap_start is taken to the cycle of ap_done, both included.
struct Latency {
  int64_t least = 0;
  std::optional<int64_t> most; // empty: unbounded
  bool isExact() const { return most && *most == least; }
};
// `scalars`: the values of the top's scalar arguments where known (by argument number).
Latency latencyOf(const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars = {});

} // namespace allo::target::rtl
