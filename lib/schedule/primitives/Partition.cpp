// partition: spreads an array over banks along a dimension. The layout is part of the array's type, so every use, and
// every caller and callee that the array reaches, takes the new type in the same step.
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

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
  context.refuse("dimension " + std::to_string(dimension + 1) + " of " + context.describe(array.memory) +
                     " is already partitioned (" + partitionText(present) + ") by " +
                     (step.empty() ? "the source" : "'" + step + "'"),
                 "a dimension is partitioned once; undo the step that did it");
}

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
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
  for (Value memory : memories)
    for (unsigned i = first; i < last; ++i)
      context.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(), dimensionProperty(i));
}
} // namespace

extern const Primitive partitionPrimitive = {
    "partition",
    {{ParameterKind::Array, "array", "the array"},
     {ParameterKind::Integer, "dim", "the dimension, from 1; 0: every dimension", true, "0", {}, 0},
     {ParameterKind::Choice,
      "kind",
      "block (runs of neighbours), cyclic (element i in bank i modulo factor), complete (a register per element)",
      true,
      "complete",
      {"block", "cyclic", "complete"}},
     {ParameterKind::Integer, "factor", "the number of banks; not for complete", true, "", {}, 1}},
    {.meaning =
         "Spreads the array over banks along one dimension or all, so that several elements can be read or "
         "written in one cycle. An array that is passed to or comes from other functions takes the layout "
         "there too: callers' arrays and callees' parameters follow. The meaning of the program does not change.",
     .legality = "An array (not a scalar) whose dimension is not partitioned yet, here or in any function it reaches; "
                 "the factor need not divide the extent but cannot exceed it.",
     .before = "float B[64][64];",
     .after = "float B[64][64]; // #pragma HLS array_partition variable=B dim=2 type=cyclic factor=4",
     .errors = {{"'x' is a scalar, which has no banks", "a variable without dimensions"},
                {"there is no dimension 3: 'B' has 2", "dim is out of range"},
                {"dim must be at least 0", "a negative dimension"},
                {"kind cyclic needs a factor, the number of banks", "no factor with block or cyclic"},
                {"kind complete takes no factor: every element gets its own bank", "a factor with complete"},
                {"factor must be at least 1", "a factor of 0 or less"},
                {"factor 128 is larger than the extent of dimension 2 of 'B', 64", "more banks than elements"},
                {"dimension 2 of 'B' is already partitioned (cyclic factor=4) by 'partition B dim=2 kind=cyclic "
                 "factor=4'",
                 "a second partition of one dimension, also through a call"}},
     .example = "partition B dim=2 kind=cyclic factor=4",
     .method = "s.partition(\"B\", {.dim = 2, .kind = allo::cyclic, .factor = 4})"},
    apply,
};

} // namespace allo::schedule
