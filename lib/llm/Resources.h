// What a design takes of a device, whether that fits, by how much it does not, and what power it draws. Costs of
// operators are those of the authors' reports on U280 (named at each constant); for other devices they are an estimate.
#pragma once

#include "llm/RefinedModel.h"

#include <string>
#include <vector>

namespace allo::llm {

// One demand against what there is.
struct Demand {
  std::string what, unit;
  double needed = 0, available = 0;
  double share() const { return available > 0 ? needed / available : needed > 0 ? 1e9 : 0; }
  bool fits() const { return needed <= available; }
};

struct ResourceUse {
  Fabric fabric;
  double largestOperatorLut = 0; // must fit in one region
  double memoryBits = 0;         // off-chip: weights, cache
  double onChipBits = 0;         // what is kept on chip, to be compared with the blocks
};

// Multiply-accumulators of a design, for one resident layer: a temporal one has its largest array alone, a hybrid one
// that of its linear operators and those of attention, others one for each product. The head's is one of these.
double multipliersOf(const Design &design);

// The resources of one device of the design for sequences of at most `longest` tokens.
ResourceUse resourcesOf(const Setting &setting, const Design &design, double longest);

// Demands as a fixed list, so that a search makes no memory; names by demandName.
enum class Resource { Lut, Ff, Dsp, Bram, Uram, Region, Memory };
inline constexpr int resourceCount = 7;
struct DemandList {
  std::array<double, resourceCount> needed{}, available{};
  bool fits() const;
  Resource tightest() const; // of the largest share
  double share(Resource resource) const;
};
DemandList demandsOf(const Setting &setting, const ResourceUse &use);
std::vector<Demand> namedDemands(const DemandList &list);
// What would make a design fit, in words; empty where it fits.
std::string remedy(const Setting &setting, const Design &design, const DemandList &demands);

// The clock that a design of this size reaches (a stated rule, not fitted): the clock of the device's published designs
// up to half of the logic, less above.
double reachableClock(const Device &device, const ResourceUse &use);

// Mean power of a design (a stated rule, not fitted): idle power, and the rest of the board's power by the greater of
// the shares of logic and of memory bandwidth in use.
units::Watts powerOf(const Setting &setting, const ResourceUse &use, double bandwidthShare);

} // namespace allo::llm
