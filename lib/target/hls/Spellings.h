// What differs between vendors of HLS tools: how directives are written and how the tool is driven. One table a vendor.
#pragma once

#include "target/hls/CModel.h"
#include "target/hls/Emit.h"

#include <string>

namespace allo::target::hls {

struct Spellings {
  std::string vendor;
  std::string (*pragma)(const model::Pragma &pragma); // the line, without indentation; empty: nothing to say
  std::string scriptName;
  std::string (*script)(const std::string &top, const Options &options); // drives the tool over kernel.cpp
};

// Vitis HLS, the classic flow: `vitis_hls -f run_hls.tcl`.
const Spellings &vitis();

} // namespace allo::target::hls
