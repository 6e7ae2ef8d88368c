// What is known of the modules of the memory and operator libraries beside their ports (Model.h).
#pragma once

#include "target/rtl/model/Model.h"

namespace allo::target::rtl::model {

// Outputs follow the inputs within a cycle: operators of latency 0, LUT RAM.
bool isCombinational(const Instance &instance);

} // namespace allo::target::rtl::model
