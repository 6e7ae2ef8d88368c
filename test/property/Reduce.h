// A failure made smaller: steps of the schedule, then lines of the kernel, as long as it fails in the same way.
#pragma once

#include "Batch.h"

namespace allo::fuzz {

struct Reduced {
  CaseInput input;
  CaseFailure failure;
};

// `program` is null for a case that comes from the corpus: then only its steps are reduced.
Reduced reduce(const Program *program, const CaseInput &input, const CaseFailure &failure, uint64_t seed);

} // namespace allo::fuzz
