// partition: spreads an array over banks along a dimension.
#include "schedule/LayoutStep.h"

namespace allo::schedule {

namespace {
void apply(StepContext &context) { applyLayout(context, false); }
} // namespace

extern const Primitive partitionPrimitive = {
    "partition",
    layoutParameters(),
    {.meaning =
         "Spreads the array over banks along one dimension or all, so that several elements can be read or "
         "written in one cycle. An array that is passed to or comes from other functions takes the layout "
         "there too: callers' arrays and callees' parameters follow. Where two arrays that are passed to one function "
         "at different calls are given different layouts, the function is copied for the calls with the later one "
         "(`row#2`), and so are the functions below it; specialise=no forbids it. The meaning of the program does not "
         "change.",
     .legality =
         "An array (not a scalar) whose dimension no step that named it has partitioned yet, nor one that named "
         "the array under another name: a parameter it is passed as, or what is passed for it. A function "
         "with state is not copied. The factor need not divide the extent but cannot exceed it.",
     .cost = "The array becomes as many memories as there are banks, each with two ports of its own: the elements that "
             "can be accessed in one cycle grow with the factor. Each bank takes at least one memory block or LUT RAM, "
             "however small; an access whose bank is not known at compile time needs a multiplexer over all banks and "
             "an address division by the factor (wires for powers of two). Complete makes registers.",
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
#pragma HLS array_partition variable=B dim=2 type=cyclic factor=4
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      B[i][j] = A[i][j] * 3;
  for (int k = 0; k < 8; ++k)
    for (int l = 0; l < 8; ++l)
      C[k][l] = B[l][k];
})",
     .errors = {{"'x' is a scalar, which has no banks", "a variable without dimensions"},
                {"there is no dimension 3: 'B' has 2", "dim is out of range"},
                {"dim must be at least 0", "a negative dimension"},
                {"kind cyclic needs a factor, the number of banks", "no factor with block or cyclic"},
                {"kind complete takes no factor: every element gets its own bank", "a factor with complete"},
                {"factor must be at least 1", "a factor of 0 or less"},
                {"factor 128 is larger than the extent of dimension 2 of 'B', 64", "more banks than elements"},
                {"dimension 2 of 'B' is already partitioned (cyclic factor=4) by 'partition B dim=2 kind=cyclic "
                 "factor=4'",
                 "a second partition of one dimension"},
                {"dimension 2 of 'X' is already partitioned (cyclic factor=4) by 'partition X dim=2 kind=cyclic "
                 "factor=4', and the two are one array: the call on line 7 passes 'X' as 'row:R'",
                 "one array under two names that both were named"}},
     .example = "partition B dim=2 kind=cyclic factor=4",
     .method = "s.partition(\"B\", {.dim = 2, .kind = allo::cyclic, .factor = 4})"},
    apply,
};

} // namespace allo::schedule
