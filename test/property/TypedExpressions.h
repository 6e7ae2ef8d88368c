// Random expressions over the types of include/hls, many to a kernel: for the differential test of their meaning.
#pragma once

#include "Program.h"

#include <cstdint>

namespace allo::fuzz {

inline constexpr int expressionsOfKernel = 40;

// A kernel named k<number> whose every output array is one random expression, with random places written in part.
Program generateTypedExpressions(uint64_t seed, int number);

} // namespace allo::fuzz
