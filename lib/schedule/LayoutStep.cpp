// The step that partition and reshape share: a layout for one dimension of an array or all of them. The layout is part
// of the array's type, so every use, and every caller and callee that the array reaches, takes the new type in the same
// step.
#include "schedule/LayoutStep.h"

#include "ir/Directives.h"
#include "schedule/Layouts.h"

using namespace mlir;

namespace allo::schedule {

namespace {
std::string dimensionProperty(unsigned dimension) { return "dim " + std::to_string(dimension + 1); }

ir::PartitionAttr requestedLayout(StepContext &context) {
  ir::PartitionKind kind = *ir::symbolizePartitionKind(context.choice("kind"));
  bool given = context.isGiven("factor");
  if (kind == ir::PartitionKind::Complete && given)
    context.refuse("kind complete takes no factor: every element gets its own bank",
                   "leave the factor out, or use kind=cyclic or kind=block");
  if (kind != ir::PartitionKind::Complete && !given)
    context.refuse("kind " + context.choice("kind") + " needs a factor, the number of banks", "write factor=2 or more");
  return ir::PartitionAttr::get(context.module().getContext(), kind, given ? context.integer("factor") : 1);
}

void checkFactor(StepContext &context, const ArrayArgument &array, unsigned dimension, ir::PartitionAttr layout) {
  auto type = cast<MemRefType>(array.memory.getType());
  if (type.isDynamicDim(dimension) || layout.getFactor() <= type.getDimSize(dimension))
    return;
  context.refuse("factor " + std::to_string(layout.getFactor()) + " is larger than the extent of dimension " +
                     std::to_string(dimension + 1) + " of " + context.describe(array.memory) + ", " +
                     std::to_string(type.getDimSize(dimension)),
                 "use a factor up to " + std::to_string(type.getDimSize(dimension)) + ", or kind=complete");
}

void checkUnset(StepContext &context, const ArrayArgument &array, unsigned dimension, ir::PartitionAttr present) {
  if (present.getKind() == ir::PartitionKind::None)
    return;
  std::string step = context.setBy(array.function, array.variable.getId(), dimensionProperty(dimension));
  bool isReshaped = ir::reshapedDimensions(array.memory).count(dimension + 1) != 0;
  context.refuse("dimension " + std::to_string(dimension + 1) + " of " + context.describe(array.memory) +
                     " is already " + (isReshaped ? "reshaped (" : "partitioned (") + partitionText(present) + ") by " +
                     (step.empty() ? "the source" : "'" + step + "'"),
                 "a dimension is partitioned once; undo the step that did it");
}

} // namespace

void applyLayout(StepContext &context, bool reshape) {
  ArrayArgument array = context.array("array");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (isa<ir::StreamType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is a stream, which has no banks",
                   "each stream of an array is apart from the others already");
  if (!type || type.getRank() == 0)
    context.refuse(context.describe(array.memory) + " is a scalar, which has no banks", "name an array");
  int64_t dimension = context.integer("dim");
  if (dimension > type.getRank())
    context.refuse("there is no dimension " + std::to_string(dimension) + ": " + context.describe(array.memory) +
                       " has " + std::to_string(type.getRank()),
                   "dimensions count from 1; dim=0 means all");
  ir::PartitionAttr layout = requestedLayout(context);
  SmallVector<ir::PartitionAttr> partitions = partitionsOf(type);
  unsigned first = dimension == 0 ? 0 : dimension - 1;
  unsigned last = dimension == 0 ? type.getRank() : dimension;
  for (unsigned i = first; i < last; ++i) {
    checkFactor(context, array, i, layout);
    checkUnset(context, array, i, partitions[i]);
    partitions[i] = layout;
  }
  SmallVector<Value> memories = sameArray(context.module(), array.memory);
  setType(context.module(), memories, withLayout(type, partitions, storageOf(type)));
  std::set<unsigned> reshaped = ir::reshapedDimensions(array.memory);
  for (unsigned i = first; reshape && i < last; ++i)
    reshaped.insert(i + 1);
  ir::setReshaped(memories, reshaped);
  for (Value memory : memories)
    for (unsigned i = first; i < last; ++i)
      context.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(), dimensionProperty(i));
}

std::vector<Parameter> layoutParameters() {
  return {{ParameterKind::Array, "array", "the array"},
          {ParameterKind::Integer, "dim", "the dimension, from 1; 0: every dimension", true, "0", {}, 0},
          {ParameterKind::Choice,
           "kind",
           "block (runs of neighbours), cyclic (element i in bank i modulo factor), complete (a bank per element)",
           true,
           "complete",
           {"block", "cyclic", "complete"}},
          {ParameterKind::Integer, "factor", "the number of banks; not for complete", true, "", {}, 1}};
}

} // namespace allo::schedule
