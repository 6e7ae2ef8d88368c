// The hardware form of an operator on a device at a clock.
#include "target/rtl/operators/DeviceTable.h"
#include "target/rtl/operators/Forms.h"

#include "allo/error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace allo::target::rtl {

namespace {
using Parameters = std::vector<std::pair<std::string, int64_t>>;

class Chooser {
public:
  Chooser(const Device::Table &table, const OperatorKey &key, double clock, double room, unsigned interval)
      : table(table), key(key), clock(clock), room(room), interval(interval) {}

  OperatorData choose() const;

private:
  OperatorData wire() const { return {}; }
  OperatorData inlined(const std::string &name) const;
  OperatorData segmented(const std::string &module, const std::string &profile, double size, Parameters parameters,
                         double dsp = 0) const;
  OperatorData single(const std::string &module, const std::string &profile, Parameters parameters) const;
  OperatorData multiplier() const;
  OperatorData divider() const;
  OperatorData serialDivider(const Profile &profile, bool isSigned, bool isRemainder) const;
  OperatorData recurrence(const std::string &module, const std::string &profile, unsigned steps,
                          std::vector<unsigned> before, std::vector<unsigned> after) const;
  OperatorData even(const std::string &module, const Profile &profile, const std::vector<Segment> &segments,
                    const std::vector<unsigned> &sizes, Parameters parameters) const;
  OperatorData conversion() const;
  OperatorData floating() const;

  // Measured apart only where flushing saves or costs much.
  std::string flushed(const std::string &name) const {
    return key.flush && table.knows(name + "/flush") ? name + "/flush" : name;
  }
  Parameters format(Parameters more = {}) const {
    Parameters parameters = {{"EXPONENT", key.format.exponent}, {"MANTISSA", key.format.mantissa}};
    parameters.insert(parameters.end(), more.begin(), more.end());
    if (key.flush)
      parameters.push_back({"FLUSH", 1});
    return parameters;
  }

  const Device::Table &table;
  const OperatorKey &key;
  double clock, room;
  unsigned interval;
};

OperatorData Chooser::inlined(const std::string &name) const {
  Profile profile = table.profileOf("inline/" + name, std::max(key.width, key.operandWidth));
  OperatorData data;
  data.delayIn = profile.segments.front().alone;
  data.area.lut = profile.lut;
  return data;
}

OperatorData Chooser::segmented(const std::string &module, const std::string &profileName, double size,
                                Parameters parameters, double dsp) const {
  Profile profile = table.profileOf(profileName, size);
  Pipeline form = chooseCuts(profile.segments, clock, room);
  OperatorData data;
  data.latency = form.latency;
  data.delayIn = std::min(form.delayIn, clock);
  data.delayOut = std::min(form.delayOut, clock);
  data.area.lut = profile.lut;
  data.area.dsp = dsp;
  for (unsigned cut = 1; cut <= profile.widths.size(); cut++)
    if (form.cuts >> cut & 1)
      data.area.ff += profile.widths[cut - 1];
  data.module = module;
  data.parameters = std::move(parameters);
  data.parameters.push_back({"LATENCY", form.latency});
  if (form.latency > 0)
    data.parameters.push_back({"CUTS", int64_t(form.cuts)});
  return data;
}

// Without cuts inside: a register at the result where the clock asks for it.
OperatorData Chooser::single(const std::string &module, const std::string &profileName, Parameters parameters) const {
  Profile profile = table.profileOf(profileName, key.format.mantissa);
  OperatorData data;
  data.latency = profile.segments.front().alone + room > clock ? 1 : 0;
  data.delayIn = std::min(profile.segments.front().alone, clock);
  data.delayOut = data.latency ? table.overhead : 0;
  data.area.lut = profile.lut;
  data.area.ff = data.latency * key.width;
  data.module = module;
  data.parameters = std::move(parameters);
  data.parameters.push_back({"LATENCY", data.latency});
  return data;
}

OperatorData Chooser::multiplier() const {
  unsigned operand = key.operandWidth ? key.operandWidth : key.width;
  double dsp = table.dspFor(operand, operand, key.width);
  if (dsp == 0) { // a few LUTs
    OperatorData data = inlined("add");
    data.delayIn *= 2;
    data.area.lut = operand * double(operand);
    return data;
  }
  Parameters parameters = {{"WIDTH", key.width}};
  if (operand != key.width)
    parameters.push_back({"OPERAND", operand});
  if (key.otherWidth) {
    bool isOne = operand <= table.dspSigned; // block; else one more for the upper bits
    parameters.push_back({"OTHER", key.otherWidth});
    if (isOne && operand > table.dspLong + 1)
      parameters.push_back({"LONG", operand - 1});
    return segmented("allo_mul", "mul", std::min(2 * key.otherWidth, key.width), parameters, isOne ? 1 : 2);
  }
  return segmented("allo_mul", "mul", std::min(2 * operand, key.width), parameters, dsp);
}

OperatorData Chooser::even(const std::string &module, const Profile &profile, const std::vector<Segment> &segments,
                           const std::vector<unsigned> &sizes, Parameters parameters) const {
  Pipeline form = chooseEven(segments, sizes, clock, room);
  OperatorData data;
  data.latency = form.latency;
  data.delayIn = std::min(form.delayIn, clock);
  data.delayOut = std::min(form.delayOut, clock);
  data.area.lut = profile.lut;
  data.area.ff = form.latency * profile.widths.front();
  data.module = module;
  data.parameters = std::move(parameters);
  data.parameters.push_back({"LATENCY", form.latency});
  return data;
}

// The profile gives the segments before, a step, and those after; `before` and `after` are their sizes in places.
OperatorData Chooser::recurrence(const std::string &module, const std::string &profileName, unsigned steps,
                                 std::vector<unsigned> before, std::vector<unsigned> after) const {
  Profile profile = table.profileOf(profileName, key.format.mantissa);
  std::vector<Segment> segments(profile.segments.begin(), profile.segments.begin() + before.size());
  segments.insert(segments.end(), steps, profile.segments[before.size()]);
  segments.insert(segments.end(), profile.segments.begin() + before.size() + 1, profile.segments.end());
  std::vector<unsigned> sizes = before;
  sizes.insert(sizes.end(), steps, 1);
  sizes.insert(sizes.end(), after.begin(), after.end());
  return even(module, profile, segments, sizes, format());
}

OperatorData Chooser::serialDivider(const Profile &profile, bool isSigned, bool isRemainder) const {
  // Restoring, so that nothing has to be corrected in the end: a multiplexer more a step than the pipeline.
  double step = profile.segments[1].alone - table.overhead + table.muxLevel, path = clock - table.overhead;
  unsigned most = std::max(1u, unsigned(path / step));
  unsigned bits = 1;
  while (bits < most && (key.width + bits - 1) / bits + 1 > interval)
    bits++;
  OperatorData data;
  data.latency = data.interval = (key.width + bits - 1) / bits + 1;
  data.delayIn = std::min(profile.segments.front().alone, clock);
  data.delayOut = std::min(profile.segments.back().alone, clock);
  data.area.lut = profile.lut / key.width * bits + 3.0 * key.width;
  data.area.ff = 3.0 * key.width + 1;
  data.module = "allo_divide_serial";
  data.parameters = {{"WIDTH", key.width}, {"SIGNED", isSigned}, {"REMAINDER", isRemainder}, {"BITS", bits}};
  return data;
}

OperatorData Chooser::divider() const {
  bool isSigned = key.kind == OperatorKind::divs || key.kind == OperatorKind::rems;
  bool isRemainder = key.kind == OperatorKind::rems || key.kind == OperatorKind::remu;
  Profile profile = table.profileOf(isRemainder ? "divide/remainder" : "divide/quotient", key.width);
  constexpr unsigned widestPipeline = 128; // its area grows with the square of the width
  bool wantsSerial = interval > 1 || key.width > widestPipeline;
  if (wantsSerial) {
    OperatorData serial = serialDivider(profile, isSigned, isRemainder);
    if (serial.interval <= interval || key.width > widestPipeline)
      return serial;
  }
  std::vector<Segment> segments(key.width, profile.segments[1]);
  segments.insert(segments.begin(), profile.segments.front());
  segments.insert(segments.end(), profile.segments.begin() + 2, profile.segments.end());
  return even("allo_divide", profile, segments, std::vector<unsigned>(segments.size(), 1),
              {{"WIDTH", key.width}, {"SIGNED", isSigned}, {"REMAINDER", isRemainder}});
}

OperatorData Chooser::conversion() const {
  std::string mantissa = key.format.mantissa <= 23 ? "/23" : "/52";
  switch (key.kind) {
  case OperatorKind::sitofp:
  case OperatorKind::uitofp:
    return segmented("allo_fixed_to_float", "fixed_to_float" + mantissa, key.operandWidth,
                     {{"INTEGER", key.operandWidth},
                      {"SIGNED", key.kind == OperatorKind::sitofp},
                      {"EXPONENT", key.format.exponent},
                      {"MANTISSA", key.format.mantissa}});
  case OperatorKind::fptosi:
  case OperatorKind::fptoui:
    return segmented("allo_float_to_fixed", "float_to_fixed" + mantissa, key.width,
                     {{"EXPONENT", key.format.exponent},
                      {"MANTISSA", key.format.mantissa},
                      {"INTEGER", key.width},
                      {"SIGNED", key.kind == OperatorKind::fptosi}});
  default: {
    bool widens = key.resultFormat.mantissa >= key.format.mantissa;
    return segmented("allo_fconvert", widens ? "fconvert/widen" : "fconvert/narrow",
                     std::max(key.format.mantissa, key.resultFormat.mantissa),
                     format({{"TO_EXPONENT", key.resultFormat.exponent}, {"TO_MANTISSA", key.resultFormat.mantissa}}));
  }
  }
}

OperatorData Chooser::floating() const {
  unsigned significand = key.format.mantissa + 1;
  double dsp = table.dspFor(significand, significand, 2 * significand);
  switch (key.kind) {
  case OperatorKind::fadd:
    return segmented("allo_fadd", flushed("fadd"), key.format.mantissa, format());
  case OperatorKind::fsub:
    return segmented("allo_fadd", flushed("fadd"), key.format.mantissa, format({{"SUBTRACT", 1}}));
  case OperatorKind::fmul:
    return segmented("allo_fmul", flushed("fmul"), key.format.mantissa, format(), dsp);
  case OperatorKind::fma:
    return segmented("allo_fma", flushed("fma"), key.format.mantissa, format(), dsp);
  case OperatorKind::fdiv:
    return recurrence("allo_fdiv", flushed("fdiv"), key.format.mantissa + 3, {2, 2}, {2, 2, 2});
  case OperatorKind::fsqrt:
    return recurrence("allo_fsqrt", flushed("fsqrt"), key.format.mantissa + 2, {2, 2}, {1, 2});
  case OperatorKind::fcmp:
    return single("allo_fcmp", flushed("fcmp"), format({{"PREDICATE", int64_t(key.predicate)}}));
  case OperatorKind::fmin:
    return single("allo_fminmax", flushed("fminmax"), format());
  case OperatorKind::fmax:
    return single("allo_fminmax", flushed("fminmax"), format({{"MAXIMUM", 1}}));
  case OperatorKind::ffloor:
  case OperatorKind::fceil:
  case OperatorKind::ftrunc:
  case OperatorKind::fround:
  case OperatorKind::froundeven:
    return segmented("allo_fround", "fround", key.format.mantissa,
                     format({{"MODE", int64_t(key.kind) - int64_t(OperatorKind::ffloor)}}));
  default:
    throw UserError(std::string("there is no hardware for the operator '") + nameOf(key.kind) + "' with " +
                        std::to_string(key.format.width()) + " bits",
                    {}, "exp, log and pow exist in binary32: convert to float before and back after");
  }
}

OperatorData Chooser::choose() const {
  switch (key.kind) {
  case OperatorKind::signExtend:
  case OperatorKind::zeroExtend:
  case OperatorKind::truncate:
  case OperatorKind::fneg:
  case OperatorKind::fabs:
  case OperatorKind::fcopysign:
    return wire();
  case OperatorKind::add:
  case OperatorKind::sub:
    return inlined("add");
  case OperatorKind::bitAnd:
  case OperatorKind::bitOr:
  case OperatorKind::bitXor:
    return inlined("bitAnd");
  case OperatorKind::shl:
    return inlined("shl");
  case OperatorKind::shrs:
  case OperatorKind::shru:
    return inlined("shrs");
  case OperatorKind::equal:
  case OperatorKind::notEqual:
    return inlined("equal");
  case OperatorKind::lessSigned:
  case OperatorKind::lessEqualSigned:
  case OperatorKind::lessUnsigned:
  case OperatorKind::lessEqualUnsigned:
    return inlined("lessSigned");
  case OperatorKind::select:
    return inlined("select");
  case OperatorKind::mul:
    return multiplier();
  case OperatorKind::divs:
  case OperatorKind::divu:
  case OperatorKind::rems:
  case OperatorKind::remu:
    return divider();
  case OperatorKind::fext:
  case OperatorKind::ftruncate:
  case OperatorKind::sitofp:
  case OperatorKind::uitofp:
  case OperatorKind::fptosi:
  case OperatorKind::fptoui:
    return conversion();
  default:
    return floating();
  }
}
} // namespace

OperatorData Device::operatorFor(const OperatorKey &key, double clockNs) const { return operatorFor(key, clockNs, 1); }

OperatorData Device::operatorFor(const OperatorKey &key, double clockNs, unsigned interval) const {
  std::lock_guard<std::mutex> lock(table_->chosenMutex);
  auto [place, isNew] = table_->chosen.try_emplace({key, clockNs, interval});
  if (isNew) {
    try {
      place->second = Chooser(*table_, key, clockNs, muxDelay(2, 1), interval).choose();
    } catch (...) {
      table_->chosen.erase(place);
      throw;
    }
  }
  return place->second;
}

} // namespace allo::target::rtl
