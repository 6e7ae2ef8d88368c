#include "llm/Device.h"

#include "llm/JsonReader.h"

namespace allo::llm {

using namespace units;

namespace {
const double uramBits = 294912;

Fabric readFabric(JsonReader &reader, const std::set<std::string> &sources) {
  Fabric fabric;
  fabric.lut = reader.sourced("lut", 0, 1e9, sources, 0);
  fabric.ff = reader.sourced("ff", 0, 1e9, sources, 0);
  fabric.dsp = reader.sourced("dsp", 0, 1e7, sources, 0);
  fabric.bram = reader.sourced("bram", 0, 1e7, sources, 0);
  fabric.uram = reader.sourced("uram", 0, 1e7, sources, 0);
  return fabric;
}

MemoryKind memoryKind(JsonReader &reader) {
  std::string kind = reader.text("kind");
  if (kind == "hbm")
    return MemoryKind::Hbm;
  if (kind == "ddr")
    return MemoryKind::Ddr;
  if (kind == "gddr")
    return MemoryKind::Gddr;
  reader.refuse("kind", "'" + kind + "' is not hbm, ddr or gddr");
}

void readFpga(Device &device, JsonReader &reader, const std::set<std::string> &sources) {
  for (const char *field : {"lut", "ff", "bram"})
    if (!reader.has(field))
      reader.refuse(field, "the field is missing");
  device.fabric = readFabric(reader, sources);
  device.regions = reader.sourced("regions", 1, 64, sources, 1);
  device.regionCrossings = reader.sourced("region_crossings", 0, 1e9, sources, 0);
  device.macsPerDspInt8 = reader.sourced("macs_per_dsp_int8", 0.1, 64, sources, 2);
  device.macsPerDspInt4 = reader.sourced("macs_per_dsp_int4", 0.1, 64, sources, 4);
  device.blockBits = 1024 * reader.sourced("bram_kilobits", 1, 4096, sources, 36);
  device.blockWidth = reader.sourced("bram_width", 1, 4096, sources, 72);
  if (reader.has("shell")) {
    JsonReader shell = reader.object("shell");
    device.shell = readFabric(shell, sources);
    shell.finish();
  }
  reader.ignore("shell");
  if (reader.has("hard_array")) {
    JsonReader hard = reader.object("hard_array");
    device.hardUnits = hard.sourced("units", 1, 1e7, sources);
    device.hardMacsInt8 = macs_per_cycle(hard.sourced("macs_per_cycle_int8", 1, 1e5, sources));
    device.hardClock = megahertz(hard.sourced("mhz", 1, 1e5, sources));
    hard.finish();
  }
  reader.ignore("hard_array");
  device.links = reader.sourced("links", 0, 1024, sources, 0);
  device.linkRate = gigabits_per_second(reader.sourced("link_gigabits_per_second", 0, 1e6, sources, 0));
  device.clock = megahertz(reader.sourced("clock_mhz", 1, 5000, sources));
  const Fabric all = device.fabric, shell = device.shell;
  if (shell.lut > all.lut || shell.ff > all.ff || shell.dsp > all.dsp || shell.bram > all.bram || shell.uram > all.uram)
    reader.refuse("shell", "it takes more than the device has");
}
} // namespace

Fabric Device::usable() const {
  return {fabric.lut - shell.lut, fabric.ff - shell.ff, fabric.dsp - shell.dsp, fabric.bram - shell.bram,
          fabric.uram - shell.uram};
}

double Device::macsPerDsp(const Precision &precision) const {
  if (precision.isFloating) // a multiplier and an adder of half: two DSPs and one; single: three and two
    return precision.activationBits > 16 ? 1.0 / 5 : 1.0 / 3;
  if (precision.weightBits <= 4 && precision.activationBits <= 4)
    return macsPerDspInt4;
  return precision.weightBits <= 8 && precision.activationBits <= 8 ? macsPerDspInt8 : 1;
}

MacsPerCycle Device::peakMacs(const Precision &precision, Hertz logicClock) const {
  MacsPerCycle logic = macs_per_cycle((fabric.dsp) * macsPerDsp(precision));
  if (hardUnits == 0 || precision.isFloating || precision.weightBits > 8 || precision.activationBits > 8)
    return logic;
  return logic + hardUnits * hardMacsInt8 * (hardClock / logicClock);
}

MacsPerSecond Device::gpuPeak(const Precision &precision) const {
  return precision.isFloating || precision.weightBits > 8 || precision.activationBits > 8 ? gpuFloat16 : gpuInt8;
}

Bits Device::onChip() const { return bits(fabric.bram * blockBits + fabric.uram * uramBits); }

Device readDevice(const llvm::json::Value &value, const std::string &file) {
  JsonReader reader(value, file);
  Device device;
  device.name = reader.text("name");
  device.title = reader.text("title", device.name);
  std::string kind = reader.text("kind");
  if (kind != "fpga" && kind != "gpu")
    reader.refuse("kind", "'" + kind + "' is not fpga or gpu");
  device.isGpu = kind == "gpu";
  device.sources = reader.texts("sources");
  std::set<std::string> sources;
  for (const auto &[key, text] : device.sources)
    sources.insert(key);

  JsonReader memory = reader.object("memory");
  device.memory = memoryKind(memory);
  device.memorySize = bytes(1e9 * memory.sourced("gigabytes", 0.001, 1e6, sources));
  device.memoryRate = gigabytes_per_second(memory.sourced("gigabytes_per_second", 0.001, 1e6, sources));
  device.channels = memory.sourced("channels", 1, 4096, sources, 1);
  memory.finish();
  device.power = watts(reader.sourced("power_w", 0.1, 1e5, sources));
  device.idlePower = watts(reader.sourced("idle_w", 0, 1e5, sources, 0));
  if (device.idlePower > device.power)
    reader.refuse("idle_w", "it is more than power_w");
  if (device.isGpu) {
    // A tera-operation is 10^12 multiplications or additions, half as many multiply-accumulations.
    device.gpuInt8 = MacsPerSecond(reader.sourced("int8_tops", 0.01, 1e6, sources) * 0.5e12);
    device.gpuFloat16 = MacsPerSecond(reader.sourced("fp16_tflops", 0.01, 1e6, sources) * 0.5e12);
  } else {
    readFpga(device, reader, sources);
  }
  reader.finish();
  return device;
}

} // namespace allo::llm
