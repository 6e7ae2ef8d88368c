// What Yosys makes of a design: cells of a Xilinx family, and whether the design has latches, combinational loops or
// signals with several drivers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace allo::build {

struct SynthesisSources {
  std::map<std::string, std::string> files; // SystemVerilog by name
  std::vector<std::string> order;           // in which Yosys reads them
  std::string top;
};

enum class SynthesisFamily { xc7, xcup }; // 7 series, UltraScale+
const char *nameOf(SynthesisFamily family);
// Yosys maps only the bare multiplier into a DSP48E2: figures of multiplying designs on xcup are three to five times
// too high. Empty where nothing is to be said.
const char *caveatOf(SynthesisFamily family);

struct SynthesisCounts {
  int64_t lut = 0;    // LUTs of logic, of memory and of shift registers
  int64_t lutRam = 0; // of these: of memory
  int64_t ff = 0;
  int64_t dsp = 0;
  int64_t bram18 = 0; // a RAMB36 is two
  int64_t uram = 0;
  int64_t carry = 0;
  std::map<std::string, int64_t> cells; // all of them by type
  double seconds = 0;
};

// Throws UserError when Yosys is missing, is ended from outside, takes longer than allowed (0: any time) or has no
// room; InternalError when it refuses the design or finds one of the above in it. Both name the log, which stays.
SynthesisCounts synthesise(const SynthesisSources &sources, SynthesisFamily family, double timeoutSeconds = 0);

// The part of `synthesise` that only checks, in a fraction of the time.
void checkSynthesisable(const SynthesisSources &sources, double timeoutSeconds = 0);

} // namespace allo::build
