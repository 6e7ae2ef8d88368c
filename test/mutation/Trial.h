// One defect on one case, or on a batch of them: which of the oracles says that something is wrong.
#pragma once

#include "Finding.h"
#include "Planted.h"
#include "Pool.h"

#include <string>
#include <vector>

namespace allo::mutation {

// Whether a proof has to see it: a step makes a wrong program of a right one.
bool isSemantic(const Defect &defect);

// The cases on which this defect is tried, best ones first.
std::vector<PooledCase> casesFor(const Defect &defect, const Pool &pool);

// How many cases share a compilation of emitted C++ or a simulation.
size_t batchOf(const Defect &defect);

// Cases `first` to `last`, that one not included. `script` in a finding's detail is what the design has.
TrialResult tryDefect(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int first,
                      int last);

// The designs of cases in which a primitive or an analysis is wrong, as simulated hardware.
TrialResult tryHardware(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases,
                        const std::vector<int> &positions);

// Kernel, schedule and the wrong IR of one case, for people.
std::string textOf(const Defect &defect, const Pool &pool, const std::vector<PooledCase> &cases, int position);

// The library as it is: what the proof says of an accepted schedule, "equal", "different" or "unknown", and why.
std::string verdictOn(const Pool &pool, const PooledCase &input);

} // namespace allo::mutation
