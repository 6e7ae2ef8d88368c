// What the processes of a simulated design did when, as a picture.
#pragma once

#include "allo/report.hpp"

#include <string>

namespace allo::build {

// SVG: a row a process; above each other in each part of the time the shares in which it ran, waited to read, and
// waited to write. Empty where there are no processes.
std::string timelineSvg(const HardwareReport &hardware);

} // namespace allo::build
