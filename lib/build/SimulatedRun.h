// What a run on the sim target says, as the reports for people show it.
#pragma once

#include "allo/report.hpp"

#include <string>
#include <vector>

namespace allo::build {

// The process that stood still least while it was there: it holds up the others. Runs at the same time, as in a grid,
// count as one. Null where there is none.
const HardwareProcess *criticalOf(const HardwareReport &hardware);

// The array of a stream: "lanes[2]" is one of "lanes"; the name itself of any other.
std::string streamArrayOf(const std::string &stream);

// "down 365, right 12", where there are many by array: "down (16) 5840". "-": none.
std::string stallsText(const HardwareProcess &process);

// Streams as they are shown: each, or where there are many, those of an array together: names and what they have most
// of, elements and what is left over in sum.
std::vector<HardwareStream> shownStreams(const HardwareReport &hardware);

} // namespace allo::build
