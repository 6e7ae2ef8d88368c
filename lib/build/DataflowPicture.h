// The processes and streams of a simulated design as a picture.
#pragma once

#include "allo/report.hpp"

#include <string>

namespace allo::build {

// SVG: a box a process, the busier the darker, the critical one framed; an arrow a stream, or an array of streams, the
// fuller the redder. Streams go to the right, back below. Empty where there are none.
std::string dataflowSvg(const HardwareReport &hardware);

// A path of processes as pictures show it: where it is long without the arguments of templates, or only its end.
std::string shortPath(const std::string &path);

} // namespace allo::build
