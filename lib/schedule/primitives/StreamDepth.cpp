// stream_depth: how many elements a stream has room for. The depth is part of the stream's type.
#include "schedule/Layouts.h"

#include "ir/Directives.h"
#include "ir/Naming.h"
#include "schedule/Primitive.h"
#include "schedule/StepContext.h"

using namespace mlir;

namespace allo::schedule {

namespace {
constexpr const char *property = "depth";

void apply(StepContext &context) {
  ArrayArgument stream = context.array("stream");
  std::string name = context.describe(stream.memory);
  auto type = dyn_cast<ir::StreamType>(stream.memory.getType());
  if (!type)
    context.refuse(name + " is not a stream", "make it one first: to " + stream.variable.getName().str());
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (context.integer("depth") > most)
    context.refuse("depth " + std::to_string(context.integer("depth")) + " is too large",
                   "depths from 1 to " + std::to_string(most) + " are possible");
  SmallVector<Value> all = sameArray(context.module(), stream.memory);
  for (Value value : all) {
    int64_t id = ir::variableOf(value).getId();
    if (std::string step = context.setBy(cast<func::FuncOp>(functionOf(value)), id, property); !step.empty())
      context.refuse(context.describe(value) + " already has the depth " + std::to_string(type.getDepth()) + " by '" +
                         step + "'",
                     "a depth is set once; undo the step that set it");
    if (ir::directiveOf(value, "stream"))
      context.refuse(context.describe(value) + " has the directive stream, which tells the HLS tool a depth",
                     "leave the pragma or the directive out");
    for (Operation *user : value.getUsers())
      if (isa<ir::StreamFullOp, ir::StreamTryWriteOp>(user))
        context.refuseAt(user->getLoc(),
                         "line " + std::to_string(ir::placeOf(user->getLoc()).line) + " asks whether " +
                             context.describe(value) + " is full, so another depth would change what the program does",
                         "set the depth in the source");
  }
  for (Value value : all) {
    auto present = cast<ir::StreamType>(value.getType());
    value.setType(
        ir::StreamType::get(value.getContext(), present.getElements(), context.integer("depth"), present.getExtents()));
    auto function = cast<func::FuncOp>(functionOf(value));
    function.setFunctionType(FunctionType::get(value.getContext(), function.getBody().front().getArgumentTypes(),
                                               function.getResultTypes()));
    context.noteSetBy(function, ir::variableOf(value).getId(), property);
  }
}
} // namespace

extern const Primitive streamDepthPrimitive = {
    "stream_depth",
    {{ParameterKind::Array, "stream", "the stream, or the array of streams"},
     {ParameterKind::Integer, "depth", "the elements that there is room for in each", true, {}, {}, 1}},
    {.meaning = "Sets the depth of a stream, in every function that it is passed to. Streams that are passed for one "
                "parameter have one depth. The hls target declares it and prints a stream pragma; hardware waits at a "
                "full stream. A run on the cpu holds any number of elements, so nothing changes there.",
     .legality = "The program does not ask whether the stream is full (full, write_nb): its meaning would depend on "
                 "the depth. Once for each stream.",
     .cost = "The memory of the FIFO: `depth` elements, in shift registers of LUTs while small and in block RAM "
             "beyond. A FIFO that is too shallow stalls its producer, or blocks a region for ever where paths meet "
             "again; one that is deeper than needed only costs.",
     .before = R"(#include <hls_stream.h>

void example(const int A[8], int B[8]) {
  hls::stream<int> s;
  for (int i = 0; i < 8; ++i)
    s.write(A[i] + 1);
  for (int j = 0; j < 8; ++j)
    B[j] = s.read() * 2;
})",
     .after = R"(#include <hls_stream.h>

void example(const int A[8], int B[8]) {
  hls::stream<int, 16> s;
  for (int i = 0; i < 8; ++i)
    s.write(A[i] + 1);
  for (int j = 0; j < 8; ++j)
    B[j] = s.read() * 2;
})",
     .errors = {{"'t' is not a stream", "an array or a scalar"},
                {"line 9 asks whether 's' is full, so another depth would change what the program does",
                 "full() or write_nb()"},
                {"'s' already has the depth 4 by 'stream_depth s depth=4'", "a depth is set once"},
                {"'s' has the directive stream, which tells the HLS tool a depth", "a pragma says it already"},
                {"depth must be at least 1", "a depth of 0 or less"}},
     .example = "stream_depth s depth=16",
     .method = "s.stream_depth(\"s\", 16)"},
    apply,
};

} // namespace allo::schedule
