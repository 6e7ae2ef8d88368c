#include "build/SimulatedRun.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace allo::build {

namespace {
double busyAtOnce(const HardwareProcess &process, int64_t cyclesOfPart) {
  int64_t there = 0;
  for (const HardwareProcess::Part &part : process.timeline)
    there += part.present > 0 ? cyclesOfPart : 0;
  double atOnce = there > 0 ? static_cast<double>(process.cycles) / static_cast<double>(there) : 1;
  return static_cast<double>(process.busy) / std::max(1.0, atOnce);
}
} // namespace

std::string streamArrayOf(const std::string &stream) { return stream.substr(0, stream.find('[')); }

const HardwareProcess *criticalOf(const HardwareReport &hardware) {
  const HardwareProcess *critical = nullptr;
  double most = -1;
  for (const HardwareProcess &process : hardware.processes)
    if (double busy = busyAtOnce(process, hardware.timeline_cycles); busy > most) {
      most = busy;
      critical = &process;
    }
  return critical;
}

std::string stallsText(const HardwareProcess &process) {
  constexpr size_t many = 8;
  std::map<std::string, std::pair<int64_t, int64_t>> byArray; // streams, cycles
  for (const auto &[stream, cycles] : process.stalls) {
    auto &[streams, sum] = byArray[process.stalls.size() > many ? streamArrayOf(stream) : stream];
    ++streams;
    sum += cycles;
  }
  std::string text;
  for (const auto &[name, sums] : byArray)
    text += (text.empty() ? "" : ", ") + name + (sums.first > 1 ? " (" + std::to_string(sums.first) + ")" : "") + " " +
            std::to_string(sums.second);
  return text.empty() ? "-" : text;
}

std::vector<HardwareStream> shownStreams(const HardwareReport &hardware) {
  constexpr size_t many = 64;
  if (hardware.streams.size() <= many)
    return hardware.streams;
  std::vector<HardwareStream> shown;
  std::vector<int64_t> counts;
  std::map<std::tuple<std::string, std::string, unsigned, unsigned>, size_t> numbers;
  for (const HardwareStream &stream : hardware.streams) {
    std::string name = streamArrayOf(stream.name);
    auto key = std::tuple(name, stream.place.file, stream.place.line, stream.place.column);
    auto [known, isNew] = numbers.try_emplace(key, shown.size());
    if (isNew) {
      HardwareStream &first = shown.emplace_back();
      first.name = name, first.place = stream.place;
      counts.push_back(0);
    }
    HardwareStream &sum = shown[known->second];
    ++counts[known->second];
    sum.depth = std::max(sum.depth, stream.depth);
    sum.peak = std::max(sum.peak, stream.peak);
    sum.elements += stream.elements;
    sum.left_over += stream.left_over;
    sum.occupancies.resize(std::max(sum.occupancies.size(), stream.occupancies.size()));
    for (size_t held = 0; held < stream.occupancies.size(); ++held)
      sum.occupancies[held] += stream.occupancies[held];
  }
  for (size_t number = 0; number < shown.size(); ++number)
    if (counts[number] > 1)
      shown[number].name += " (" + std::to_string(counts[number]) + ")";
  return shown;
}

} // namespace allo::build
