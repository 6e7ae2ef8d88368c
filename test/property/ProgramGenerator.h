// Random kernels, the same for the same seed and case.
#pragma once

#include "Program.h"

#include <cstdint>

namespace allo::fuzz {

// What every generated source starts with: the library functions that kernels use, without the time that headers take.
extern const char *const prelude;

// A kernel named k<number> with helper functions h<number>_0 ….
Program generateProgram(uint64_t seed, int number);

} // namespace allo::fuzz
