// `to ARRAY axis=LOOP`: what all elements of a grid read in one order along a loop passes from each to the next.
#pragma once

#include "analysis/AccessCollection.h"
#include "schedule/Grids.h"

namespace allo::schedule {

// Reads of one element in one block become one read. Only where nothing in between writes the array.
void mergeReads(std::vector<analysis::Access> &reads);

// Makes the chain; adds the array of its links to the results of the step.
void makeChain(StepContext &context, const ArrayArgument &array, mlir::affine::AffineForOp axis);

} // namespace allo::schedule
