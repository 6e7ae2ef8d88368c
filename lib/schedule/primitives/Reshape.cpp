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
     .cost = "One memory with words of `factor` elements: fewer and fuller memory blocks than `partition` gives, and "
             "one access moves all elements of a word. A store to one element of a word needs byte enables or a read "
             "before it in the HLS tool. On the rtl target it costs and gains what `partition` does.",
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
#pragma HLS array_reshape variable=B dim=2 type=cyclic factor=4
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      B[i][j] = A[i][j] * 3;
  for (int k = 0; k < 8; ++k)
    for (int l = 0; l < 8; ++l)
      C[k][l] = B[l][k];
})",
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
