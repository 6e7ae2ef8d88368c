// Registers and look-up tables of what the model says itself: control, multiplexers, integer expressions.
#pragma once

#include "target/rtl/Operators.h"
#include "target/rtl/model/Model.h"

namespace allo::target::rtl {

// Of one module, without the instances in it. An estimate.
Area areaOf(const model::Module &module, const Device &device);

} // namespace allo::target::rtl
