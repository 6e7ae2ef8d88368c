// Fits the six parameters to measurements; the same input gives the same result, to the bit.
#pragma once

#include "llm/Published.h"

namespace allo::llm {

struct Calibration {
  Parameters parameters;
  std::vector<std::string> fitted; // names of the parameters that the points say something about
  double before = 0, after = 0;    // mean of |ln(model / published)| over the points
};

// Starts from `start`; what no point depends on stays as it is there.
Calibration calibrate(const Measurements &measurements, const std::vector<const PublishedPoint *> &points,
                      const Parameters &start);

// The points of the committed fit.
std::vector<const PublishedPoint *> fitPoints();

} // namespace allo::llm
