// docs/reference/rtl-operators.md: depth and estimated area of the operators of the RTL target, from the devices' data.
#include "cli/Manual.h"

#include "target/rtl/Operators.h"

#include <array>
#include <cmath>
#include <sstream>

namespace allo::cli {

namespace {
using namespace allo::target::rtl;

struct Clocked {
  const char *device;
  double period; // ns
};
constexpr std::array<Clocked, 3> clocks = {{{"xcu280", 3.33}, {"xcu280", 10}, {"xc7z020", 10}}};
constexpr FloatFormat binary16{5, 10}, bfloat16{8, 7}, binary32{8, 23}, binary64{11, 52};

OperatorKey integer(OperatorKind kind, unsigned width) {
  OperatorKey key;
  key.kind = kind;
  key.width = key.operandWidth = width;
  return key;
}

OperatorKey floating(OperatorKind kind, FloatFormat format, bool flush = false) {
  OperatorKey key = integer(kind, format.width());
  key.format = format;
  key.flush = flush;
  if (kind == OperatorKind::fcmp)
    key.width = 1;
  return key;
}

OperatorKey converted(OperatorKind kind, FloatFormat from, FloatFormat to) {
  OperatorKey key = floating(kind, from);
  key.resultFormat = to;
  key.width = to.width();
  return key;
}

OperatorKey toFloat(unsigned width, FloatFormat format) {
  OperatorKey key = floating(OperatorKind::sitofp, format);
  key.operandWidth = width;
  return key;
}

OperatorKey toInteger(FloatFormat format, unsigned width) {
  OperatorKey key = floating(OperatorKind::fptosi, format);
  key.width = width;
  return key;
}

void row(std::ostream &out, const std::string &name, const OperatorKey &key) {
  out << "| " << name;
  Area area;
  for (const Clocked &clocked : clocks) {
    Device device = Device::named(clocked.device);
    OperatorData data = device.operatorFor(key, clocked.period * (1 - device.clockMargin()));
    out << " | " << data.latency << (data.interval > 1 ? " (II " + std::to_string(data.interval) + ")" : "");
    if (&clocked == clocks.data())
      area = data.area;
  }
  out << " | " << std::lround(area.lut) << " | " << std::lround(area.ff) << " | " << std::lround(area.dsp) << " |\n";
}

void floatRows(std::ostream &out, const std::string &format, FloatFormat shape) {
  using K = OperatorKind;
  for (auto [kind, name] : {std::pair{K::fadd, "add, sub"},
                            {K::fmul, "mul"},
                            {K::fdiv, "div"},
                            {K::fsqrt, "sqrt"},
                            {K::fma, "fma"},
                            {K::fcmp, "compare"},
                            {K::fmin, "min, max"},
                            {K::froundeven, "round to integral"}})
    row(out, format + " " + name, floating(kind, shape));
  for (auto [kind, name] : {std::pair{K::fadd, "add, sub"}, {K::fmul, "mul"}})
    row(out, format + " " + name + ", flush to zero", floating(kind, shape, true));
}
} // namespace

std::string operatorsPage() {
  std::ostringstream out;
  out << "# Operators of the RTL target\n\nGenerated from the devices' data (`./run docs`); what each computes: "
         "[the guide](../guide/rtl-operators.md).\nDepths in cycles are those that scheduling takes at that clock, "
         "with "
         "27 % of the period left free; area is estimated\nfrom synthesis by Yosys (`synth_xilinx -family xc7 -abc9`), "
         "for xcu280 at 3.33 ns.\n\n| operator |";
  for (const Clocked &clocked : clocks)
    out << " depth, " << clocked.device << ", " << clocked.period << " ns |";
  out << " LUT | FF | DSP |\n|---|---|---|---|---|---|---|\n";
  floatRows(out, "binary16", binary16);
  floatRows(out, "bfloat16", bfloat16);
  floatRows(out, "binary32", binary32);
  floatRows(out, "binary64", binary64);
  row(out, "binary32 to binary64", converted(OperatorKind::fext, binary32, binary64));
  row(out, "binary64 to binary32", converted(OperatorKind::ftruncate, binary64, binary32));
  for (unsigned width : {32u, 64u}) {
    std::string integerName = "i" + std::to_string(width);
    row(out, integerName + " to binary32", toFloat(width, binary32));
    row(out, integerName + " to binary64", toFloat(width, binary64));
    row(out, "binary32 to " + integerName, toInteger(binary32, width));
    row(out, "binary64 to " + integerName, toInteger(binary64, width));
  }
  for (unsigned width : {8u, 16u, 32u, 64u, 128u}) {
    std::string name = "i" + std::to_string(width);
    row(out, name + " add", integer(OperatorKind::add, width));
    row(out, name + " mul", integer(OperatorKind::mul, width));
    row(out, name + " div, signed", integer(OperatorKind::divs, width));
    row(out, name + " rem, signed", integer(OperatorKind::rems, width));
  }
  return out.str();
}

} // namespace allo::cli
