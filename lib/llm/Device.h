// A device as data: what it holds, what its memory gives, and what it draws. Every figure of the file names its source.
#pragma once

#include "allo/units.hpp"
#include "llm/Precision.h"

#include "llvm/Support/JSON.h"

#include <map>
#include <string>

namespace allo::llm {

// Resources of the programmable logic. A BRAM is one block of Device::blockBits.
struct Fabric {
  double lut = 0, ff = 0, dsp = 0, bram = 0, uram = 0;
};

enum class MemoryKind { Hbm, Ddr, Gddr };

struct Device {
  std::string name, title;
  bool isGpu = false;

  Fabric fabric, shell;
  double regions = 1;         // super logic regions: no operator spans two
  double regionCrossings = 0; // wires between two regions; 0: not known
  double macsPerDspInt8 = 2, macsPerDspInt4 = 4;
  double blockBits = 36864, blockWidth = 72;

  // AI engines or tensor blocks, with a clock of their own.
  double hardUnits = 0;
  units::MacsPerCycle hardMacsInt8;
  units::Hertz hardClock;

  MemoryKind memory = MemoryKind::Ddr;
  units::Bits memorySize;
  units::BitsPerSecond memoryRate;
  double channels = 1;

  double links = 0;
  units::BitsPerSecond linkRate;

  units::Hertz clock; // that published designs reach
  units::Watts power, idlePower;
  units::MacsPerSecond gpuInt8, gpuFloat16;

  std::map<std::string, std::string> sources;

  // The fabric less the shell.
  Fabric usable() const;
  // Multiply-accumulations of one DSP in a cycle. A floating one takes several DSPs.
  double macsPerDsp(const Precision &precision) const;
  // M_tot of eq. (2): DSPs, and hard arrays converted to the clock of the logic.
  units::MacsPerCycle peakMacs(const Precision &precision, units::Hertz logicClock) const;
  units::MacsPerSecond gpuPeak(const Precision &precision) const;
  // All of the on-chip memory.
  units::Bits onChip() const;
};

// Reads a device; `file` is its name in errors. Throws UserError.
Device readDevice(const llvm::json::Value &value, const std::string &file);

} // namespace allo::llm
