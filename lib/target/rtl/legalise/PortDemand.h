// How many accesses to one array a bank of it gets in an iteration.
#pragma once

#include "analysis/AccessCollection.h"

namespace allo::target::rtl::legal {

// The largest number over all banks, of accesses to one array; what may be any of many banks counts for all.
size_t portDemand(llvm::ArrayRef<const analysis::Access *> accesses);

} // namespace allo::target::rtl::legal
