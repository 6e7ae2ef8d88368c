// The hardware part of a report as text and as JSON.
#pragma once

#include "allo/report.hpp"

#include "llvm/Support/JSON.h"

#include <string>

namespace allo::build {

std::string hardwareText(const HardwareReport &hardware);
llvm::json::Value hardwareJson(const HardwareReport &hardware);

} // namespace allo::build
