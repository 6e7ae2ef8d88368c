// Bit for bit comparison of two runs' outputs, and the rule that it must have shown something.
#pragma once

#include "allo/report.hpp"
#include "build/ArgumentSet.h"

#include <string>
#include <vector>

namespace allo::build {

// One entry for every output (or result) that differs. Bits must be equal, except that any NaN equals any NaN; padding
// of structures does not count.
std::vector<Mismatch> compareOutputs(const ArgumentSet &expected, const ArgumentSet &actual);

// The same where the order of floating-point updates was free. Floating-point scalars may differ by rounding: half of
// the bits of a significand, counted from the largest value of their output. Everything else that differs is in the
// list.
Deviation deviationOf(const ArgumentSet &expected, const ArgumentSet &actual, std::vector<Mismatch> &others);

// Why equality of the outputs `after` a run that started from `before` would show nothing: they are untouched, all
// zero, or mostly NaN. Empty when it shows something.
std::string vacuity(const ArgumentSet &before, const ArgumentSet &after);

// "C[3][4]", "p.x", "return"
std::string elementName(const Mismatch &mismatch);

} // namespace allo::build
