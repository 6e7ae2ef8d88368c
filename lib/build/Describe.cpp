#include "build/Describe.h"

#include "analysis/ReductionUpdate.h"
#include "analysis/TripCount.h"
#include "ir/CTypes.h"
#include "ir/Directives.h"
#include "ir/Elementary.h"
#include "ir/Naming.h"
#include "schedule/Address.h"
#include "schedule/Grids.h"
#include "schedule/Implementation.h"
#include "schedule/Layouts.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include <algorithm>
#include <sstream>

using namespace mlir;

namespace allo::build {

namespace {
constexpr int64_t largestArrayBytes = (int64_t(1) << 31) - 1;

// "spatial", and on the outermost loop the size of the grid: "spatial, 4 x 4 of pe".
std::string spatialText(Operation *loop) {
  if (schedule::isSpatial(loop->getParentOp()))
    return "spatial";
  schedule::Grid grid = schedule::gridAround(loop);
  std::string size;
  for (affine::AffineForOp each : grid.loops)
    size += (size.empty() ? "" : " x ") + std::to_string(analysis::tripCount(each).value_or(0));
  return "spatial, " + size + " of " + (grid.element ? grid.element.getCallee().str() : "?");
}

LoopReport describeLoop(const schedule::FunctionNames &names, const schedule::LoopEntry &entry) {
  auto nameOf = [&](int64_t id) -> std::string {
    for (const schedule::ArrayEntry &array : names.arrays())
      if (array.variable.getId() == id)
        return names.pathOf(array);
    return "?";
  };
  ir::LoopAttr attribute = ir::loopOf(entry.op);
  LoopReport loop;
  loop.function = names.function().getSymName().str();
  loop.name = entry.name;
  loop.path = names.pathOf(entry);
  loop.place = ir::placeOf(entry.op->getLoc());
  loop.depth = static_cast<int>(entry.around.size());
  loop.trip_count = analysis::tripCount(entry.op);
  loop.pipeline = attribute.getPipeline();
  loop.unroll = attribute.getUnroll();
  loop.parallel = attribute.getParallel();
  if (attribute.getSpatial())
    loop.recorded.push_back(spatialText(entry.op));
  for (const ir::Directive &directive : ir::directivesOf(entry.op)) {
    std::string options = ir::optionsOf(directive, nameOf, false).value_or("");
    loop.recorded.push_back(ir::wordOf(directive).str() + (options.empty() ? "" : " " + options));
  }
  return loop;
}

std::string layoutOf(Value array) {
  auto type = cast<MemRefType>(array.getType());
  std::set<unsigned> reshaped = ir::reshapedDimensions(array);
  auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  std::string text;
  if (!memory)
    return text;
  int dimension = 0;
  for (ir::PartitionAttr partition : memory.getPartitions()) {
    ++dimension;
    if (partition.getKind() == ir::PartitionKind::None)
      continue;
    text += (text.empty() ? "dim " : ", dim ") + std::to_string(dimension) + " " +
            ir::stringifyPartitionKind(partition.getKind()).str();
    if (partition.getKind() != ir::PartitionKind::Complete)
      text += " " + std::to_string(partition.getFactor());
    if (reshaped.count(static_cast<unsigned>(dimension)))
      text += " reshaped";
  }
  if (memory.getStorage() != ir::StorageKind::Auto)
    text += (text.empty() ? "" : ", ") + ir::stringifyStorageKind(memory.getStorage()).str();
  return text;
}

ArrayReport describeArray(const schedule::FunctionNames &names, const schedule::ArrayEntry &entry, MemRefType type) {
  ArrayReport array;
  array.function = names.function().getSymName().str();
  array.name = entry.variable.getName().str();
  array.type = ir::spelling(entry.variable.getType().getValue());
  array.shape.assign(type.getShape().begin(), type.getShape().end());
  array.is_parameter = isa<BlockArgument>(entry.memory);
  array.layout = layoutOf(entry.memory);
  array.place = ir::placeOf(schedule::locationOf(entry.memory));
  return array;
}

// "C of gemm"
std::string arrayName(Value memory) {
  auto function = cast<func::FuncOp>(schedule::functionOf(memory));
  schedule::FunctionNames names(function);
  const schedule::ArrayEntry *entry = names.entryOf(memory);
  return (entry ? names.pathOf(*entry) : "?") + " of " + function.getSymName().str();
}

// The steps; where other kernels are composed, the whole trace with its "kernel" lines.
std::vector<std::string> stepsOf(const Schedule &schedule) {
  if (schedule.implementation().state().composed.empty())
    return schedule.implementation().state().markedSteps();
  std::vector<std::string> steps;
  std::istringstream trace(schedule.trace());
  for (std::string line; std::getline(trace, line);)
    steps.push_back(line.substr(std::min(line.find_first_not_of(' '), line.size())));
  return steps;
}

void checkSize(MemRefType type, StringRef name, Location location) {
  int64_t bytes = (type.getElementTypeBitWidth() + 7) / 8;
  bool overflow = false;
  for (int64_t extent : type.getShape())
    overflow |= __builtin_mul_overflow(bytes, extent, &bytes);
  if (overflow || bytes > largestArrayBytes)
    throw UserError("array '" + name.str() + "' takes " + (overflow ? "more than 2^63" : std::to_string(bytes)) +
                        " bytes; arrays of 2 GB and more are not accepted",
                    ir::placeOf(location), "split the array, or reduce its extents");
}
} // namespace

Report describe(const Schedule &schedule) {
  const Schedule::Implementation &implementation = schedule.implementation();
  Report report;
  report.top = schedule.kernel();
  report.steps = stepsOf(schedule);
  for (const schedule::Insistence &each : implementation.state().insisted)
    report.unchecked.push_back(each.step + " (" + each.reason + "): " + each.objection);
  report.warnings = schedule.warnings();
  for (Value memory : analysis::reassociatedMemories(implementation.module()))
    report.reassociated.push_back(arrayName(memory));
  for (func::FuncOp function : implementation.module().getOps<func::FuncOp>()) {
    schedule::FunctionNames names(function);
    for (const schedule::LoopEntry &loop : names.loops())
      report.loops.push_back(describeLoop(names, loop));
    for (const schedule::ArrayEntry &array : names.arrays())
      if (auto type = dyn_cast<MemRefType>(array.memory.getType()); type && type.getRank())
        report.arrays.push_back(describeArray(names, array, type));
  }
  return report;
}

void checkSizes(ModuleOp module) {
  for (func::FuncOp function : module.getOps<func::FuncOp>()) {
    for (BlockArgument argument : function.getArguments())
      if (auto type = dyn_cast<MemRefType>(argument.getType()))
        checkSize(type, ir::nameOf(argument), function.getLoc());
    function.walk([](memref::AllocaOp array) { checkSize(array.getType(), ir::nameOf(array), array.getLoc()); });
  }
}

std::set<std::string> elementaryFunctionsOf(ModuleOp module) {
  std::set<std::string> names;
  module.walk([&](Operation *op) {
    if (llvm::StringRef name = ir::elementaryNameOf(op); !name.empty())
      names.insert(name.str());
  });
  return names;
}

} // namespace allo::build
