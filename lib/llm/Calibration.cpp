#include "llm/Calibration.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

namespace {
// Mean absolute logarithmic error: a factor of two too much weighs as one too little, and one miss does not pull all.
double deviation(const Measurements &measurements, const std::vector<const PublishedPoint *> &points,
                 const Parameters &parameters) {
  double sum = 0;
  for (const PublishedPoint *point : points)
    sum += std::abs(std::log(std::max(1e-12, measurements.refined(*point, parameters)) / point->value));
  return points.empty() ? 0 : sum / static_cast<double>(points.size());
}

// The least of `function` between `least` and `most`: a grid finds the valley, the golden section its bottom.
template <typename Function> double minimum(double least, double most, Function function) {
  const int cells = 32;
  int best = 0;
  double bestValue = 0;
  for (int i = 0; i <= cells; ++i) {
    double value = function(least + (most - least) * i / cells);
    if (i == 0 || value < bestValue) {
      best = i;
      bestValue = value;
    }
  }
  double low = least + (most - least) * std::max(0, best - 1) / cells;
  double high = least + (most - least) * std::min(cells, best + 1) / cells;
  const double ratio = 0.6180339887498949;
  for (int i = 0; i < 24; ++i) {
    double left = high - ratio * (high - low), right = low + ratio * (high - low);
    if (function(left) <= function(right))
      high = right;
    else
      low = left;
  }
  return (low + high) / 2;
}
} // namespace

Calibration calibrate(const Measurements &measurements, const std::vector<const PublishedPoint *> &points,
                      const Parameters &start) {
  Calibration result{start, {}, deviation(measurements, points, start), 0};
  // A parameter is fitted by the points that it matters to: a quarter more or less of it changes them by 2 % or more.
  // One that matters to none keeps its value; points that hardly feel it would push it anywhere.
  std::vector<std::pair<const ParameterInfo *, std::vector<const PublishedPoint *>>> active;
  for (const ParameterInfo &info : parameterInfos()) {
    std::vector<const PublishedPoint *> dependent;
    Parameters low = start, high = start;
    low.*info.member = std::max(info.least, start.*info.member * 0.75);
    high.*info.member = std::min(info.most, start.*info.member * 1.25);
    for (const PublishedPoint *point : points)
      if (std::abs(std::log(measurements.refined(*point, high) / measurements.refined(*point, low))) >= 0.02)
        dependent.push_back(point);
    if (!dependent.empty()) {
      active.emplace_back(&info, dependent);
      result.fitted.push_back(info.name);
    }
  }
  for (int round = 0; round < 4; ++round)
    for (const auto &[info, dependent] : active) {
      Parameters trial = result.parameters;
      double Parameters::*member = info->member;
      double found = minimum(info->least, info->most, [&, &list = dependent](double value) {
        trial.*member = value;
        return deviation(measurements, list, trial);
      });
      trial.*member = found;
      if (deviation(measurements, dependent, trial) <= deviation(measurements, dependent, result.parameters))
        result.parameters.*member = found;
    }
  // Four digits are more than the data gives, and survive being written down.
  for (const auto &[info, dependent] : active)
    result.parameters.*info->member = std::round(result.parameters.*info->member * 1000) / 1000;
  result.after = deviation(measurements, points, result.parameters);
  return result;
}

std::vector<const PublishedPoint *> fitPoints() {
  const Measurements &measurements = Measurements::published();
  std::vector<const PublishedPoint *> points;
  for (const std::string &id : measurements.split().fit)
    points.push_back(&measurements.point(id));
  return points;
}

} // namespace allo::llm
