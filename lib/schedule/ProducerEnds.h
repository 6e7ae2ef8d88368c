// A nest that writes a local array, and a loop that reads it.
#pragma once

#include "schedule/StepContext.h"

#include "analysis/Footprint.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"

namespace allo::schedule {

struct ProducerEnds {
  mlir::affine::AffineForOp producer, axis;
  mlir::Operation *consumer = nullptr; // around the axis, in the block of the producer and behind it
  ArrayArgument array;                 // what the producer writes, and nothing else outlives it
  std::vector<analysis::Access> reads; // of the array, inside the axis: all there are but the early ones and those of
                                       // the producer
  std::vector<analysis::Access> early; // those between the producer and the consumer
};

// Whether the array is to stay where it is, so that what stands between the nests may read it too.
enum class ArrayPlace { stays, moves };

// Refuses what cannot move into the axis whatever it reads: a producer with another effect, an array that is not local
// or that others use, indices that are not affine, nests that do not stand in one block, and elements that may be
// older than the producer.
ProducerEnds producerEnds(const StepContext &context, mlir::Operation *producer, mlir::Operation *axis,
                          ArrayPlace place);

// What the early reads together touch.
analysis::Footprint earlyFootprint(const ProducerEnds &ends);

} // namespace allo::schedule
