// reshape: spreads an array along a dimension over the parts of wide words.
#include "schedule/LayoutStep.h"

namespace allo::schedule {

namespace {
void apply(StepContext &context) { applyLayout(context, true); }
} // namespace

extern const Primitive reshapePrimitive = {
    "reshape",
    layoutParameters(),
    {.meaning =
         "Spreads the array along one dimension or all as `partition` does, but keeps the elements that lie side by "
         "side in the banks in one wide word, so that one port moves them together. The hls target prints "
         "array_reshape; the rtl target builds the banks as memories of their own, which have the same ports. "
         "Callers' arrays and callees' parameters follow. The meaning of the program does not change.",
     .legality = "As for `partition`: an array whose dimension has no layout yet, and a factor up to its extent.",
     .before = "float B[64][64];",
     .after = "float B[64][64]; // #pragma HLS array_reshape variable=B dim=2 type=cyclic factor=4",
     .errors = {{"'x' is a scalar, which has no banks", "a variable without dimensions"},
                {"there is no dimension 3: 'B' has 2", "dim is out of range"},
                {"kind cyclic needs a factor, the number of banks", "no factor with block or cyclic"},
                {"dimension 2 of 'B' is already partitioned (cyclic factor=4) by 'partition B dim=2 kind=cyclic "
                 "factor=4'",
                 "a second layout of one dimension, also through a call"}},
     .example = "reshape B dim=2 kind=cyclic factor=4",
     .method = "s.reshape(\"B\", {.dim = 2, .kind = allo::cyclic, .factor = 4})"},
    apply,
};

} // namespace allo::schedule
