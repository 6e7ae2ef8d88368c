#include "analysis/Witness.h"

#include "ir/LineOf.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace allo::analysis {
namespace {

std::string elementOf(const Conflict &conflict) {
  std::string text = ir::nameOf(conflict.first.memory);
  for (int64_t index : conflict.element)
    text += "[" + std::to_string(index) + "]";
  return text;
}

std::string execution(const Access &access, const std::vector<IterationValue> &iteration, bool again) {
  std::string text = access.isWrite ? "written " : "read ";
  if (again)
    text += "again ";
  for (auto [index, value] : llvm::enumerate(iteration))
    text += (index ? ", " : "at (") + value.loop + "=" + std::to_string(value.value);
  text += (iteration.empty() ? "on line " : ") on line ") + ir::lineOf(access.op);
  auto call = dyn_cast<func::CallOp>(access.op);
  return call ? text + ", in the call of " + call.getCallee().str() : text;
}

// Why nothing can be said about the element.
std::string reason(const Conflict &conflict) {
  const Access &access = conflict.first.isAffine ? conflict.second : conflict.first;
  std::string name = ir::nameOf(access.memory);
  if (auto call = dyn_cast<func::CallOp>(access.op); call && isa<MemRefType>(access.memory.getType()))
    return "the call of " + call.getCallee().str() + " on line " + ir::lineOf(call) + " may " +
           (access.isWrite ? "write" : "read") + " any element of " + name;
  if (isa<ir::ConsoleType>(access.memory.getType()))
    return "line " + ir::lineOf(access.op) + " prints, and what is printed keeps its order";
  if (isa<ir::StreamType>(access.memory.getType()))
    return "line " + ir::lineOf(access.op) + " uses the stream " + name + ", whose elements keep their order";
  return "the " + std::string(access.isWrite ? "write to " : "read of ") + name + " on line " + ir::lineOf(access.op) +
         " is not affine";
}

} // namespace

std::string describe(const Conflict &conflict) {
  bool again = conflict.first.isWrite == conflict.second.isWrite;
  return elementOf(conflict) + " is " + execution(conflict.first, conflict.firstIteration, false) + " and " +
         execution(conflict.second, conflict.secondIteration, again);
}

std::string describeReversal(const Conflict &conflict, StringRef change) {
  if (!conflict.isExact)
    return "cannot prove that the order of the accesses to " + ir::nameOf(conflict.first.memory) +
           " is kept, because " + reason(conflict);
  bool again = conflict.first.isWrite == conflict.second.isWrite;
  return describe(conflict) + "; after the " + change.str() + " the " + (again ? "second " : "") +
         (conflict.second.isWrite ? "write" : "read") + " comes first";
}

std::string describeCarried(const Conflict &conflict, StringRef loop) {
  if (!conflict.isExact)
    return "cannot prove that the iterations of " + loop.str() + " are independent, because " + reason(conflict);
  return "the iterations of " + loop.str() + " depend on each other: " + describe(conflict);
}

std::string remedy(const Conflict &conflict) {
  const Access &access = conflict.first.isAffine ? conflict.second : conflict.first;
  if (isa<func::CallOp>(access.op) && isa<MemRefType>(access.memory.getType()))
    return "inline the call first";
  if (isa<ir::StreamType>(access.memory.getType()))
    return "the operations on one stream stay in the order of the source";
  if (isa<ir::ConsoleType>(access.memory.getType()))
    return "what is printed stays in the order of the source";
  return "only indices that are linear in loop variables and scalar parameters can be compared";
}

} // namespace allo::analysis
