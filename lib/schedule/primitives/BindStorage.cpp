// bind_storage: says which kind of memory holds an array. The storage is part of the array's type, as its layout is.
#include "schedule/Layouts.h"
#include "schedule/Primitive.h"
#include "schedule/SeparateArray.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
constexpr const char *property = "storage";

void apply(StepContext &context) {
  ArrayArgument array = context.array("array");
  auto type = dyn_cast<MemRefType>(array.memory.getType());
  if (isa<ir::StreamType>(array.memory.getType()))
    context.refuse(context.describe(array.memory) + " is a stream, not a memory",
                   "directive stream array=NAME options=\"depth=N\" says what the HLS tool makes of it");
  if (!type || type.getRank() == 0)
    context.refuse(context.describe(array.memory) + " is a scalar, which needs no memory", "name an array");
  ir::StorageKind kind = *ir::symbolizeStorageKind(context.choice("impl"));
  std::string present = ir::stringifyStorageKind(storageOf(type)).str();
  if (storageOf(type) != ir::StorageKind::Auto) {
    if (isOwn(context, array.memory, property) || context.choice("specialise") == "no")
      context.refuse(context.describe(array.memory) + " is already held in " + present + " by " +
                         setterOf(context, array.memory, property),
                     "a storage is bound once; undo the step that did it");
    for (Value memory : inseparable(context.module(), array.memory))
      if (isOwn(context, memory, property))
        context.refuseAt(locationOf(memory),
                         context.describe(memory) + " is already held in " + present + " by " +
                             setterOf(context, memory, property) +
                             ", and the two are one array: " + joinedBy(context, array.memory, memory),
                         "give them one storage, or copy one of them with buffer_at");
    separateArray(context, array.memory);
  }
  SmallVector<Value> memories = sameArray(context.module(), array.memory);
  for (Value memory : memories)
    if (isa<BlockArgument>(memory) && functionOf(memory) == context.top())
      context.refuseAt(locationOf(memory),
                       "'" + ir::nameOf(memory) + "' is a parameter of the top, which the surroundings hold",
                       "bind the storage of local arrays and tables; copy a parameter with buffer_at");
  setType(context.module(), memories, withLayout(type, partitionsOf(type), kind));
  for (Value memory : memories)
    context.noteSetBy(cast<func::FuncOp>(functionOf(memory)), ir::variableOf(memory).getId(), property);
  noteOwn(context, array.memory, property);
}
} // namespace

extern const Primitive bindStoragePrimitive = {
    "bind_storage",
    {{ParameterKind::Array, "array", "the array"},
     {ParameterKind::Choice, "impl", "the kind of memory", true, {}, {"register", "lutram", "bram", "uram"}},
     {ParameterKind::Choice,
      "specialise",
      "whether a function may be copied where another array that is passed to it has another storage",
      true,
      "yes",
      {"yes", "no"}}},
    {.meaning =
         "Holds every bank of the array in memory of the given kind: registers, LUT RAM, block RAM or ultra RAM. "
         "Callers' arrays and callees' parameters follow; where two arrays that are passed to one function want "
         "different memories, the function is copied for the calls with the later one. Without it, the target chooses "
         "by size and use. The "
         "meaning of the program does not change.",
     .legality =
         "A local array or a constant table, whose storage is not bound yet, here or in any function it reaches.",
     .cost = "register: a flip-flop for each bit, all elements in each cycle, and multiplexers that grow with the "
             "extent. lutram: LUTs, one write in a cycle, read in the same or the next cycle. bram: blocks of 18 Kbit "
             "with two ports, read in the next cycle, mostly empty for small arrays. uram: blocks of 4096 words of 72 "
             "bits, without initial values, and only on devices that have them.",
     .before = R"(void example(const int A[8][8], int C[8][8]) {
  int B[8][8];
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      B[i][j] = A[i][j] * 3;
  for (int k = 0; k < 8; ++k)
    for (int l = 0; l < 8; ++l)
      C[k][l] = B[l][k];
})",
     .after = R"(void example(const int A[8][8], int C[8][8]) {
  int B[8][8];
#pragma HLS bind_storage variable=B type=ram_2p impl=uram
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      B[i][j] = A[i][j] * 3;
  for (int k = 0; k < 8; ++k)
    for (int l = 0; l < 8; ++l)
      C[k][l] = B[l][k];
})",
     .errors = {{"'x' is a scalar, which needs no memory", "a variable without dimensions"},
                {"'A' is a parameter of the top, which the surroundings hold", "its storage is not in the design"},
                {"'B' is already held in bram by 'bind_storage B impl=bram'", "a second storage"},
                {"'X' is already held in bram by 'bind_storage X impl=bram', and the two are one array: the call on "
                 "line 7 passes 'X' as 'row:R'",
                 "one array under two names that both were named"},
                {"impl 'flash' is none of register, lutram, bram, uram", "a memory that is not known"}},
     .example = "bind_storage B impl=uram",
     .method = "s.bind_storage(\"B\", allo::uram)"},
    apply,
};

} // namespace allo::schedule
