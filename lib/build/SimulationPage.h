// The report of a run on the sim target as a page.
#pragma once

#include "allo/report.hpp"

#include <string>

namespace allo::build {

// HTML in one file: the pictures of processes and streams, and their tables.
std::string simulationPage(const Report &report);

} // namespace allo::build
