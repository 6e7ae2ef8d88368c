// What is known of the modules of the memory and operator libraries beside their ports (Model.h).
#pragma once

#include "target/rtl/model/Model.h"

namespace allo::target::rtl::model {

// The outputs follow this input within a cycle: operands of operators of latency 0, the read address of LUT RAM.
bool isCombinational(const Instance &instance, const std::string &input);

} // namespace allo::target::rtl::model
