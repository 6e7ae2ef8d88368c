#include "llm/Resources.h"

#include "llm/PaperModel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace allo::llm {

using namespace units;

namespace {
// Crazy-James26/LLM_FPGA, GPT_decoding_24L, csynth: Linear_layer_ds1 has 256 units, 62,953 LUT, 72,829 FF; gmem ports
// 8,001 LUT, 4,567 FF each; Gelu_layer 32 DSP a lane, Layer_norm 13 DSP and 2,705 LUT a lane; BERT: softmax 38 DSP for
// 8 lanes.
const double lutPerMac = 246, ffPerMac = 284;
const double lutPerPort = 8001, ffPerPort = 4567, portBits = 512;
const double lutPerLane = 2700, ffPerLane = 3100, dspPerNormLane = 13, dspPerSoftmaxLane = 5, dspPerActivationLane = 32;
// A floating-point unit in logic and DSPs: an assumption, twice the fabric of an integer one.
const double floatingFactor = 2;
// Share of the logic that routing leaves: "one SLR at 250 MHz holds at most three 8 x 16 arrays" and routed designs of
// at most 55 %; 80 % is the usual bound.
const double routable = 0.8;

double laneCount(const VectorLanes &lanes) { return lanes.softmax + lanes.norm + lanes.activation + lanes.residual; }

double largestArray(const Design &design) {
  double largest = 0;
  for (Operator op : allOperators)
    largest = std::max(largest, design.array(op).macs());
  return largest;
}

// Weights, embeddings and head in the memory of the devices that split a layer. The head is the table of embeddings
// once more where the two are not tied.
double weightsOffChip(const Transformer &model, const Design &design) {
  double layers = std::ceil(static_cast<double>(model.layers) / design.pipelineParallel);
  double table = static_cast<double>(model.vocabulary) * static_cast<double>(model.hidden);
  double tables = design.hasHead() && model.has(Operator::Head) && !model.tied ? 2 : 1;
  return (design.weightsOnChip ? 0 : model.layerWeights() * layers) + table * tables;
}

// Blocks for weight tiles (eq. 4 to 6, words packed to the width of a port) and, in URAM, keys and values.
void addMemories(const Setting &setting, const Design &design, double longest, double macs, ResourceUse &use) {
  const Device &device = setting.device;
  double bits = design.weightBits(setting.precision);
  double packing = std::max(1.0, std::floor(device.blockWidth / bits));
  double readers = design.phase == Phase::Prefill ? std::max(1.0, macs / 8) : macs; // rows share a weight
  use.fabric.bram += paper::operatorBlocks(2 * readers, macs_per_cycle(readers), bits, device.blockBits,
                                           device.blockWidth, 1, packing);
  double layers = std::ceil(static_cast<double>(setting.model.layers) / design.pipelineParallel);
  double kept = 0;
  // Keys and values of all layers, or two buffers of at most 64 tokens through which they pass.
  const double passing = 64;
  double cached = design.cacheOnChip ? longest * layers : 2 * std::min(longest, passing) * design.residentLayers;
  kept += cached * design.batch * setting.model.cachePerToken(setting.precision).value() / design.tensorParallel;
  if (design.weightsOnChip)
    kept += setting.model.layerWeights() * bits * layers / design.tensorParallel;
  use.onChipBits = kept;
  const double uramBits = 294912;
  double uram = std::min(device.usable().uram * 0.9, std::ceil(kept / uramBits));
  use.fabric.uram += uram;
  use.fabric.bram += std::ceil(std::max(0.0, kept - uram * uramBits) / device.blockBits);
  // Streams between operators and the residual's bypass.
  double streams =
      paper::streamStorage(setting.model, setting.precision, design.phase == Phase::Prefill ? 32 : 1, 16).value();
  use.fabric.bram += std::ceil(streams * design.residentLayers / device.blockBits);

  double offChip = weightsOffChip(setting.model, design) * bits;
  if (!design.cacheOnChip)
    offChip += longest * design.batch * layers * setting.model.cachePerToken(setting.precision).value();
  use.memoryBits = offChip / design.tensorParallel;
}
} // namespace

double multipliersOf(const Design &design) {
  bool hasDataflow = false, hasSequence = false;
  for (const Stage &stage : design.stages)
    (stage.isDataflow ? hasDataflow : hasSequence) = true;
  if (!hasDataflow)
    return largestArray(design);
  double linear = 0, sumOfLinear = 0, attention = 0;
  for (Operator op : allOperators)
    if (double macs = design.array(op).macs(); isAttention(op))
      attention += macs;
    else if (op != Operator::Head) {
      linear = std::max(linear, macs);
      sumOfLinear += macs;
    }
  return attention + (hasSequence ? linear : sumOfLinear);
}

ResourceUse resourcesOf(const Setting &setting, const Design &design, double longest) {
  ResourceUse use;
  const double resident = design.residentLayers;
  const double macs = multipliersOf(design);
  double factor = setting.precision.isFloating ? floatingFactor : 1;
  double lanes = laneCount(design.lanes);
  double weightRate = (design.phase == Phase::Prefill ? macs / 8 : macs) * design.weightBits(setting.precision);
  double ports = design.weightsOnChip ? 2 : std::ceil(weightRate / portBits) + 2;
  ports = std::min(ports, setting.device.channels);
  // Hard arrays take products off the logic.
  double inLogic = macs * resident;
  if (setting.device.hardUnits > 0 && !setting.precision.isFloating && setting.precision.weightBits <= 8 &&
      setting.precision.activationBits <= 8)
    inLogic = std::max(0.0, inLogic - setting.device.hardUnits * setting.device.hardMacsInt8.value() *
                                          (setting.device.hardClock / megahertz(design.clockMegahertz)));
  use.fabric.dsp = inLogic / setting.device.macsPerDsp(setting.precision) +
                   resident * (dspPerNormLane * design.lanes.norm + dspPerSoftmaxLane * design.lanes.softmax +
                               dspPerActivationLane * design.lanes.activation);
  double dspInLogic = 0; // where there are none, multipliers are made of logic
  if (setting.device.fabric.dsp == 0)
    std::swap(dspInLogic, use.fabric.dsp);
  use.fabric.lut =
      dspInLogic * lutPerMac + inLogic * lutPerMac * factor + resident * lanes * lutPerLane + ports * lutPerPort;
  use.fabric.ff = inLogic * ffPerMac * factor + resident * lanes * ffPerLane + ports * ffPerPort;
  use.largestOperatorLut = std::min(largestArray(design), inLogic) * lutPerMac * factor;
  addMemories(setting, design, longest, macs * resident, use);
  return use;
}

bool DemandList::fits() const {
  for (size_t i = 0; i < resourceCount; ++i)
    if (needed[i] > available[i])
      return false;
  return true;
}

double DemandList::share(Resource resource) const {
  size_t i = static_cast<size_t>(resource);
  return available[i] > 0 ? needed[i] / available[i] : needed[i] > 0 ? 1e9 : 0;
}

Resource DemandList::tightest() const {
  Resource worst = Resource::Lut;
  for (int i = 1; i < resourceCount; ++i)
    if (share(static_cast<Resource>(i)) > share(worst))
      worst = static_cast<Resource>(i);
  return worst;
}

DemandList demandsOf(const Setting &setting, const ResourceUse &use) {
  Fabric usable = setting.device.usable();
  DemandList list;
  list.needed = {use.fabric.lut,  use.fabric.ff,          use.fabric.dsp, use.fabric.bram,
                 use.fabric.uram, use.largestOperatorLut, use.memoryBits};
  list.available = {usable.lut * routable,
                    usable.ff * routable,
                    usable.dsp,
                    usable.bram,
                    usable.uram,
                    usable.lut / setting.device.regions * routable,
                    setting.device.memorySize.value()};
  return list;
}

std::vector<Demand> namedDemands(const DemandList &list) {
  static const struct {
    const char *what, *unit;
    double scale;
  } names[resourceCount] = {{"LUT", "", 1},
                            {"FF", "", 1},
                            {"DSP", "", 1},
                            {"BRAM", "blocks", 1},
                            {"URAM", "blocks", 1},
                            {"operator in one region", "LUT", 1},
                            {"off-chip memory", "GB", 1.0 / 8e9}};
  std::vector<Demand> result;
  for (size_t i = 0; i < resourceCount; ++i)
    result.push_back(
        {names[i].what, names[i].unit, list.needed[i] * names[i].scale, list.available[i] * names[i].scale});
  return result;
}

std::string remedy(const Setting &setting, const Design &design, const DemandList &demands) {
  if (demands.fits())
    return "";
  char text[256];
  double share = demands.share(demands.tightest());
  switch (demands.tightest()) {
  case Resource::Memory: {
    std::snprintf(text, sizeof text, "%.0f devices that share the model",
                  std::ceil(share * design.tensorParallel * design.pipelineParallel));
    // Keys and values stay as wide as they are; the weights have what those leave.
    const size_t memory = static_cast<size_t>(Resource::Memory);
    double excess = (demands.needed[memory] - demands.available[memory]) * design.tensorParallel;
    double bits = design.weightBits(setting.precision) - excess / weightsOffChip(setting.model, design);
    std::string result = text;
    if (bits < 1)
      return result;
    std::snprintf(text, sizeof text, ", or weights of at most %.1f bits", std::floor(bits * 10) / 10);
    return result + text;
  }
  case Resource::Bram:
  case Resource::Uram:
    std::snprintf(text, sizeof text,
                  "%.1f times less on chip: a shorter sequence, a narrower cache or fewer resident "
                  "layers, or cache and weights off chip",
                  share);
    return text;
  default:
    std::snprintf(text, sizeof text, "arrays and lanes %.1f times smaller, or narrower precision", share);
    return text;
  }
}

double reachableClock(const Device &device, const ResourceUse &use) {
  double share = use.fabric.lut / std::max(1.0, device.usable().lut);
  double best = in_megahertz(device.clock);
  return share <= 0.5 ? best : best * std::max(0.5, 1 - (share - 0.5));
}

Watts powerOf(const Setting &setting, const ResourceUse &use, double bandwidthShare) {
  double logic = setting.device.isGpu ? 0 : use.fabric.lut / std::max(1.0, setting.device.fabric.lut);
  double activity = std::clamp(std::max(logic, bandwidthShare), 0.0, 1.0);
  return setting.device.idlePower + (setting.device.power - setting.device.idlePower) * activity;
}

} // namespace allo::llm
