// The memory library: the SystemVerilog of allo_ram_tdp, allo_ram_sdp, allo_ram_sp, allo_ram_lut and allo_fifo.
#pragma once

#include <map>
#include <string>

namespace allo::target::rtl {

// By file name: "allo_ram_tdp.sv".
const std::map<std::string, std::string> &memorySources();

} // namespace allo::target::rtl
