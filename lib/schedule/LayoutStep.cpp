// The step that partition and reshape share: a layout for one dimension of an array or all of them. The layout is part
// of the array's type, so every use, and every caller and callee that the array reaches, takes the new type in the same
// step.
#include "schedule/LayoutStep.h"

#include "ir/Directives.h"
#include "schedule/Layouts.h"
#include "schedule/SeparateArray.h"

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

std::string layoutText(const StepContext &context, Value memory, unsigned dimension, ir::PartitionAttr layout) {
  bool isReshaped = ir::reshapedDimensions(memory).count(dimension + 1) != 0;
  return std::string(isReshaped ? "reshaped (" : "partitioned (") + partitionText(layout) + ") by " +
         setterOf(context, memory, dimensionProperty(dimension));
}

// A dimension is set once for each array that a step names. Whether the array has to be separated first, because it has
// a layout only from another array that calls join it with.
bool isInherited(StepContext &context, const ArrayArgument &array, unsigned dimension, ir::PartitionAttr present) {
  if (present.getKind() == ir::PartitionKind::None)
    return false;
  std::string property = dimensionProperty(dimension);
  auto already = [&](Value memory) {
    return "dimension " + std::to_string(dimension + 1) + " of " + context.describe(memory) + " is already " +
           layoutText(context, memory, dimension, present);
  };
  if (isOwn(context, array.memory, property) || context.choice("specialise") == "no")
    context.refuse(already(array.memory), "a dimension is partitioned once; undo the step that did it");
  for (Value memory : inseparable(context.module(), array.memory))
    if (isOwn(context, memory, property))
      context.refuseAt(locationOf(memory),
                       already(memory) + ", and the two are one array: " + joinedBy(context, array.memory, memory),
                       "give them one layout, or copy one of them with buffer_at");
  return true;
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
  bool isShared = false;
  for (unsigned i = first; i < last; ++i) {
    checkFactor(context, array, i, layout);
    isShared |= isInherited(context, array, i, partitions[i]);
    partitions[i] = layout;
  }
  if (isShared)
    separateArray(context, array.memory);
  SmallVector<Value> memories = sameArray(context.module(), array.memory);
  setType(context.module(), memories, withLayout(type, partitions, storageOf(type)));
  std::set<unsigned> reshaped = ir::reshapedDimensions(array.memory);
  for (unsigned i = first; i < last; ++i)
    reshape ? (void)reshaped.insert(i + 1) : (void)reshaped.erase(i + 1);
  ir::setReshaped(memories, reshaped);
  for (Value memory : memories)
    for (unsigned i = first; i < last; ++i)
      context.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(), dimensionProperty(i));
  for (unsigned i = first; i < last; ++i)
    noteOwn(context, array.memory, dimensionProperty(i));
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
          {ParameterKind::Integer, "factor", "the number of banks; not for complete", true, "", {}, 1},
          {ParameterKind::Choice,
           "specialise",
           "whether a function may be copied where another array that is passed to it has another layout",
           true,
           "yes",
           {"yes", "no"}}};
}

} // namespace allo::schedule
