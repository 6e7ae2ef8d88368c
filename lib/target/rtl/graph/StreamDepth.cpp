#include "target/rtl/graph/StreamDepth.h"

#include "analysis/TripCount.h"
#include "ir/Directives.h"
#include "ir/Naming.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <optional>

using namespace mlir;

namespace allo::target::rtl {

namespace {
constexpr int64_t between = 2, most = 1 << 16, mostOfArray = 1 << 18;

struct Ends {
  bool reads = false, writes = false;
};

// The parameter that a call gives the stream to; null for other uses.
Value parameterOf(OpOperand &use) {
  auto call = dyn_cast<func::CallOp>(use.getOwner());
  if (!call)
    return {};
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
  return callee.getArgument(use.getOperandNumber());
}

// What a user does with the stream; a call what the called function does with its parameter.
Ends endsOf(OpOperand &use) {
  if (Value parameter = parameterOf(use)) {
    Ends ends;
    for (OpOperand &inner : parameter.getUses()) {
      Ends its = endsOf(inner);
      ends.reads |= its.reads;
      ends.writes |= its.writes;
    }
    return ends;
  }
  Operation *user = use.getOwner();
  return {isa<ir::StreamReadOp, ir::StreamTryReadOp>(user), isa<ir::StreamWriteOp, ir::StreamTryWriteOp>(user)};
}

bool asksWhetherFull(Value stream) {
  return llvm::any_of(stream.getUses(), [](OpOperand &use) {
    if (Value parameter = parameterOf(use))
      return asksWhetherFull(parameter);
    return isa<ir::StreamFullOp, ir::StreamTryWriteOp>(use.getOwner());
  });
}

bool isInDataflow(Operation *create) { return static_cast<bool>(ir::directiveOf(create->getParentOp(), "dataflow")); }

// How often an operation runs in one run of the block `scope`; nothing where that is not known.
std::optional<int64_t> timesWithin(Operation *op, mlir::Block *scope) {
  int64_t times = 1;
  for (; op->getBlock() != scope; op = op->getParentOp()) {
    Operation *around = op->getParentOp();
    if (!isa<LoopLikeOpInterface>(around))
      continue;
    std::optional<int64_t> trips = analysis::tripCount(around);
    if (!trips || llvm::MulOverflow(times, *trips, times))
      return std::nullopt;
  }
  return times;
}

std::optional<int64_t> writesTo(Value stream) {
  int64_t sum = 0;
  for (OpOperand &use : stream.getUses()) {
    Operation *user = use.getOwner();
    std::optional<int64_t> each = 0;
    if (Value parameter = parameterOf(use))
      each = writesTo(parameter);
    else if (isa<ir::StreamWriteOp, ir::StreamTryWriteOp>(user))
      each = 1;
    std::optional<int64_t> times = timesWithin(user, stream.getParentBlock());
    int64_t product = 0;
    if (each && *each == 0)
      continue;
    if (!each || !times || llvm::MulOverflow(*each, *times, product) || llvm::AddOverflow(sum, product, sum))
      return std::nullopt;
  }
  return sum;
}

// A loop or a call, or a condition around one: others are computed with what is beside them.
bool holdsProcess(Operation *task) {
  return task
      ->walk([](Operation *op) {
        return isa<LoopLikeOpInterface, func::CallOp>(op) ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

// Operations of the block itself run in one process, each loop, branch and call in one of its own.
bool isOfOneProcess(Value stream) {
  mlir::Block *scope = stream.getParentBlock();
  llvm::DenseMap<Operation *, Ends> processes;
  for (OpOperand &use : stream.getUses()) {
    Operation *task = scope->findAncestorOpInBlock(*use.getOwner());
    bool isProcess = holdsProcess(task);
    Ends its = endsOf(use);
    Ends &ends = processes[isProcess ? task : nullptr];
    ends.reads |= its.reads;
    ends.writes |= its.writes;
  }
  return llvm::any_of(processes, [](const auto &entry) { return entry.second.reads && entry.second.writes; });
}
} // namespace

int64_t depthOf(Value stream) {
  int64_t said = cast<ir::StreamType>(stream.getType()).getDepth();
  if (isa<BlockArgument>(stream))
    return said ? said : between; // whoever declares it has made the choice
  bool isAsked = asksWhetherFull(stream);
  int64_t byPragma = 0; // it does not change what `full` says
  if (StringAttr options = ir::directiveOf(stream, "stream"); options && !isAsked)
    (void)StringRef(ir::optionOf(options.getValue(), "depth")).getAsInteger(10, byPragma);
  if (byPragma > 0 || said > 0)
    return byPragma > 0 ? byPragma : said;
  auto create = stream.getDefiningOp<ir::StreamCreateOp>();
  // Elements of a static stream stay from call to call.
  std::optional<int64_t> writes = create.getIsStatic() ? std::nullopt : writesTo(stream);
  ArrayRef<int64_t> extents = create.getStream().getType().getExtents();
  int64_t fifos = 1;
  for (int64_t extent : extents)
    fifos *= extent;
  if (writes && (*writes > most || *writes * fifos > mostOfArray))
    writes.reset();
  // Which streams of an array one process has at both ends is not asked: they join processes as a rule.
  bool isArray = !extents.empty();
  bool isInside = !isArray && isOfOneProcess(stream);
  if (isInDataflow(create) && !isInside && !isAsked)
    return between;
  if (writes)
    return std::max(between, *writes);
  if (isInside || isAsked)
    throw UserError("'" + ir::nameOf(stream) + "' " +
                        (isInside ? "is written and read by one process" : "is asked whether it is full") +
                        " and has no depth",
                    ir::placeOf(stream.getLoc()),
                    "say how many elements it may hold: hls::stream<T, DEPTH>, or the step stream_depth");
  return between;
}

} // namespace allo::target::rtl
