// The text that shows a conflict to the user.
#pragma once

#include "analysis/Dependence.h"

namespace allo::analysis {

// "A[1][2] is written at (i=1, j=2) on line 12 and read at (i=2, j=1) on line 13": the two executions in today's order.
std::string describe(const Conflict &conflict);

// For a change of order: adds "; after the reorder the read comes first". When the conflict is not exact: "cannot prove
// that …, because the access on line 9 is not affine".
std::string describeReversal(const Conflict &conflict, llvm::StringRef change);

// For a loop whose iterations are to run at once.
std::string describeCarried(const Conflict &conflict, llvm::StringRef loop);

// What to do about a conflict that is not exact.
std::string remedy(const Conflict &conflict);

} // namespace allo::analysis
