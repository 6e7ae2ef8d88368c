// What is done with streams below an operation, and whether the iterations of a nest can be processes side by side:
// each stream has one iteration that writes and one that reads.
#pragma once

#include "analysis/AccessCollection.h"
#include "analysis/ChannelOrder.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::analysis {

// Reads and writes of streams and questions about them, in source order. The subscripts of an array of streams are the
// element; one stream is an array without dimensions. Where they are not affine, it may be any of the streams.
std::vector<Access> streamUses(mlir::Operation *root);

// A blocking read or write: what it does does not depend on when it happens.
bool isBlocking(mlir::Operation *op);

// The first use of a stream from outside the perfect nest `grid` (outermost first) that has no place between processing
// elements: a stream that two iterations write, or two read; one that an iteration reads and a later one writes; a use
// that depends on when it happens. Calls are not looked into. Exact over integers; what is not affine is an obstacle.
std::optional<ChannelObstacle> findGridObstacle(llvm::ArrayRef<mlir::affine::AffineForOp> grid);

// Two executions, one each of the two uses, on one stream, in the same iteration of everything around both: the texts
// "link[1]", "at (i=0, n=0) on line 6" and the place of the second. Nothing where they never meet.
struct StreamMeeting {
  std::string stream;
  std::string first;
  std::string second;
};
std::optional<StreamMeeting> findMeeting(const Access &first, const Access &second);

} // namespace allo::analysis
