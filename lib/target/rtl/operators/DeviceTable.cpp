// Reading the data of devices and operators, and values between the measured points.
#include "target/rtl/operators/DeviceTable.h"

#include "allo/error.hpp"
#include "target/rtl/operators/EmbeddedFiles.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"

#include <algorithm>
#include <cmath>

namespace allo::target::rtl {

namespace {
llvm::json::Object parse(const std::string &fileName) {
  for (const auto &[name, text] : embeddedFiles()) {
    if (fileName != name)
      continue;
    llvm::Expected<llvm::json::Value> value = llvm::json::parse(text);
    if (!value)
      throw InternalError("cannot read '" + fileName + "': " + llvm::toString(value.takeError()));
    if (llvm::json::Object *object = value->getAsObject())
      return std::move(*object);
  }
  throw InternalError("there is no data file '" + fileName + "'");
}

double number(const llvm::json::Object &object, llvm::StringRef key) {
  if (std::optional<double> value = object.getNumber(key))
    return *value;
  throw InternalError("device data without the number '" + key.str() + "'");
}

const llvm::json::Object &part(const llvm::json::Object &object, llvm::StringRef key) {
  if (const llvm::json::Object *value = object.getObject(key))
    return *value;
  throw InternalError("device data without '" + key.str() + "'");
}

MemoryTiming readTiming(const llvm::json::Object &object) {
  return {unsigned(number(object, "readLatency")), number(object, "delayIn"), number(object, "delayOut")};
}

void readPoints(Device::Table &table, const llvm::json::Object &operators);
} // namespace

// Linear, or as a power where both ends are positive and `isPower`.
static double between(double low, double high, double at, double lowSize, double highSize, bool isPower) {
  if (isPower && low > 0 && high > 0)
    return low * std::pow(at / lowSize, std::log(high / low) / std::log(highSize / lowSize));
  return std::max(0.0, low + (high - low) * (at - lowSize) / (highSize - lowSize));
}

Profile Device::Table::profileOf(const std::string &operation, double size) const {
  auto found = points.find(operation);
  if (found == points.end())
    throw InternalError("nothing is known of the operator '" + operation + "'");
  const std::vector<Point> &known = found->second;
  size = std::max(size, 1.0);
  if (known.size() == 1)
    return known.front().profile;
  unsigned upper = 1;
  while (upper + 1 < known.size() && known[upper].size < size)
    upper++;
  const Point &low = known[upper - 1], &high = known[upper];
  auto at = [&](double lowValue, double highValue, bool isPower) {
    return between(lowValue, highValue, size, low.size, high.size, isPower);
  };
  Profile profile;
  for (unsigned i = 0; i < low.profile.segments.size(); i++) {
    const Segment &small = low.profile.segments[i], &large = high.profile.segments[i];
    const Segment &least = known.front().profile.segments[i]; // a third of it remains, however small the format
    profile.segments.push_back({std::max(at(small.alone, large.alone, false), least.alone / 3),
                                std::max(at(small.joined, large.joined, false), least.joined / 3)});
  }
  for (unsigned i = 0; i < low.profile.widths.size(); i++)
    profile.widths.push_back(at(low.profile.widths[i], high.profile.widths[i], false));
  profile.lut = at(low.profile.lut, high.profile.lut, true);
  profile.dsp = at(low.profile.dsp, high.profile.dsp, true);
  return profile;
}

double Device::Table::dspFor(unsigned left, unsigned right, unsigned width) const {
  if (std::min({left, right, width}) <= 4)
    return 0; // in LUTs
  double best = 0;
  for (bool swap : {false, true}) {
    unsigned a = swap ? right : left, b = swap ? left : right, blocks = 0;
    for (unsigned i = 0; i < a; i += dspLong)
      for (unsigned j = 0; j < b && i + j < width; j += dspShort)
        blocks++;
    best = best == 0 ? blocks : std::min<double>(best, blocks);
  }
  return best;
}

namespace {
void readPoints(Device::Table &table, const llvm::json::Object &operators) {
  for (const auto &[key, list] : operators) {
    std::vector<Device::Table::Point> &points = table.points[key.str()];
    for (const llvm::json::Value &entry : *list.getAsArray()) {
      const llvm::json::Object &object = *entry.getAsObject();
      Device::Table::Point point;
      point.size = number(object, "size");
      for (const llvm::json::Value &delay : *object.getArray("delay")) {
        const llvm::json::Array &parts = *delay.getAsArray();
        double fabric = *parts[0].getAsNumber() * table.fabric / 1000,
               block = *parts[1].getAsNumber() * table.dsp / 1000;
        // Logic is optimised together with what comes before it; what is in a DSP block stays.
        double joined = std::max(0.0, fabric + block - table.overhead) * (block > 0 ? 1 : table.joined);
        point.profile.segments.push_back({fabric + block, joined});
      }
      for (const llvm::json::Value &width : *object.getArray("width"))
        point.profile.widths.push_back(*width.getAsNumber());
      point.profile.lut = number(object, "lut");
      point.profile.dsp = number(object, "dsp");
      points.push_back(std::move(point));
    }
    std::sort(points.begin(), points.end(), [](const auto &a, const auto &b) { return a.size < b.size; });
  }
}

std::shared_ptr<const Device::Table> readDevice(const std::string &fileName) {
  llvm::json::Object object = parse(fileName);
  auto table = std::make_shared<Device::Table>();
  table->name = object.getString("name").value_or("").str();
  for (const llvm::json::Value &name : *object.getArray("parts"))
    table->parts.push_back(name.getAsString()->str());
  const llvm::json::Object &capacity = part(object, "capacity");
  table->capacity = {number(capacity, "lut"), number(capacity, "ff"), number(capacity, "dsp"), number(capacity, "bram"),
                     number(capacity, "uram")};
  const llvm::json::Object &timing = part(object, "timing");
  table->margin = number(timing, "margin");
  table->fabric = number(timing, "fabric");
  table->dsp = number(timing, "dsp");
  table->overhead = number(timing, "overhead");
  table->joined = number(timing, "joined");
  table->muxLevel = number(timing, "muxLevel");
  table->blockRam = readTiming(part(timing, "blockRam"));
  table->lutRam = readTiming(part(timing, "lutRam"));
  const llvm::json::Object &dsp = part(object, "multiplier");
  table->dspLong = unsigned(number(dsp, "long"));
  table->dspShort = unsigned(number(dsp, "short"));
  table->dspSigned = unsigned(number(dsp, "signed"));
  readPoints(*table, parse("operators.json"));
  return table;
}

// By name.
const std::map<std::string, std::shared_ptr<const Device::Table>> &devices() {
  static const std::map<std::string, std::shared_ptr<const Device::Table>> all = [] {
    std::map<std::string, std::shared_ptr<const Device::Table>> found;
    for (const auto &[name, text] : embeddedFiles()) {
      llvm::StringRef file(name);
      if (!file.ends_with(".json") || file == "operators.json")
        continue;
      std::shared_ptr<const Device::Table> table = readDevice(name);
      found.emplace(table->name, table);
    }
    return found;
  }();
  return all;
}
} // namespace

Device Device::named(const std::string &name) {
  std::string known;
  for (const auto &[deviceName, table] : devices()) {
    bool matches = name == deviceName;
    for (const std::string &part : table->parts)
      matches |= llvm::StringRef(name).starts_with(part);
    if (matches) {
      Device device;
      device.name_ = deviceName;
      device.table_ = table;
      return device;
    }
    known += (known.empty() ? "" : ", ") + deviceName;
  }
  throw UserError("unknown device '" + name + "'", {}, "devices: " + known + ", or parts that begin with their names");
}

} // namespace allo::target::rtl
