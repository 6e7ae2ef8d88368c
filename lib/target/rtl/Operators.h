// The operators of generated hardware and what a device makes of them: latency, interval, delay, area. The figures are
// data (devices/*.json), not code.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allo::target::rtl {

// Operand and result widths are in OperatorKey. Names follow `arith`.
enum class OperatorKind {
  // Integers of any width. Written inline as expressions, except mul with latency, and divisions.
  add,
  sub,
  mul,
  divs,
  divu,
  rems,
  remu,
  bitAnd,
  bitOr,
  bitXor,
  shl,
  shrs,
  shru,
  equal,
  notEqual,
  lessSigned,
  lessEqualSigned,
  lessUnsigned,
  lessEqualUnsigned,
  select, // operands: condition (1 bit), then, else
  signExtend,
  zeroExtend,
  truncate,
  // Floating point of any format.
  fadd,
  fsub,
  fmul,
  fdiv,
  fsqrt,
  fma,
  fcmp, // OperatorKey::predicate
  fneg,
  fabs,
  fcopysign,
  fmin,
  fmax, // of C's fmin and fmax: a NaN gives the other operand
  ffloor,
  fceil,
  ftrunc,
  fround,
  froundeven,
  fext,
  ftruncate, // between formats
  sitofp,
  uitofp,
  fptosi,
  fptoui, // to integer: saturating, NaN gives 0 (docs/decisions/0009)
};
const char *nameOf(OperatorKind kind); // "add", "fadd", …

struct FloatFormat {
  unsigned exponent = 0, mantissa = 0; // bits; the mantissa without the hidden one. Width: 1 + exponent + mantissa
  unsigned width() const { return 1 + exponent + mantissa; }
  bool operator==(const FloatFormat &) const = default;
  auto operator<=>(const FloatFormat &) const = default;
};

enum class FloatPredicate { oeq, ogt, oge, olt, ole, one, ord, ueq, ugt, uge, ult, ule, une, uno };

// An operator up to what changes its hardware.
struct OperatorKey {
  OperatorKind kind = OperatorKind::add;
  unsigned width = 0; // of the result
  // Of the (widest) operand; for shifts and select, of the value. mul: operands narrower than the result are extended
  // by sign.
  unsigned operandWidth = 0;
  // mul: of the second operand, where one DSP block may multiply the two though not two of operandWidth; 0: the same.
  unsigned otherWidth = 0;
  FloatFormat format;       // of the floating operands (of the result, for sitofp and uitofp)
  FloatFormat resultFormat; // fext and ftruncate
  FloatPredicate predicate = FloatPredicate::oeq;
  bool flush = false; // floating point: subnormal operands count as zero, and there are no subnormal results
  auto operator<=>(const OperatorKey &) const = default;
};

struct Area {
  double lut = 0, ff = 0, dsp = 0, bram = 0, uram = 0; // bram in units of 18 Kbit
  Area &operator+=(const Area &other);
};

// One hardware form of an operator. With latency L the result of operands given in cycle t is valid in cycle t + L.
struct OperatorData {
  unsigned latency = 0;  // cycles; 0: combinational
  unsigned interval = 1; // cycles between two starts
  double delayIn = 0;    // ns from the operands to the first register (latency 0: to the result)
  double delayOut = 0;   // ns from the last register to the result (latency 0: unused)
  Area area;
  // The module of the operator library, empty for what is written inline as an expression.
  // Ports of every module: clock, enable, [start when interval > 1,] a[, b[, c]], result. A parameter list such as
  // {EXPONENT=8, MANTISSA=23, LATENCY=4}.
  std::string module;
  std::vector<std::pair<std::string, int64_t>> parameters;
};

struct MemoryTiming {
  unsigned readLatency = 1; // cycles from address to data; 0: combinational
  double delayIn = 0, delayOut = 0;
};

class Device {
public:
  // By name or part ("xcu280", "xcu280-fsvh2892-2L-e", "xc7z020"); throws UserError that lists the known ones.
  static Device named(const std::string &name);

  const std::string &name() const { return name_; }
  // The fastest form (least latency) that meets the clock, with an interval of 1 where that is of a sensible size.
  // `clockNs` is the time usable for logic, the margin already taken off. Every path into, inside and out of the
  // operator fits in it with a multiplexer to spare. fneg, fabs and fcopysign are wires: no module, latency 0.
  // Throws UserError for an operator that the library does not have.
  OperatorData operatorFor(const OperatorKey &key, double clockNs) const;
  // The smallest form with at most this interval: for operations that start seldom, or share one unit. The same as
  // operatorFor except for integer divisions.
  OperatorData operatorFor(const OperatorKey &key, double clockNs, unsigned interval) const;
  double muxDelay(unsigned inputs, unsigned width) const;
  Area muxArea(unsigned inputs, unsigned width) const;
  Area registerArea(unsigned width) const;
  MemoryTiming blockRam() const;
  MemoryTiming lutRam() const;
  // Of one bank. `style` is "block", "ultra" (block where the device has none), "distributed".
  Area memoryArea(const std::string &style, int64_t depth, unsigned width, unsigned ports) const;
  int64_t onChipBits() const; // block and ultra RAM together
  double clockMargin() const; // part of the clock period that scheduling leaves free, e.g. 0.27 as HLS tools do
  Area capacity() const;

  struct Table; // operators/DeviceTable.h

private:
  std::string name_;
  std::shared_ptr<const Table> table_;
};

// The SystemVerilog of the operator library by file name ("allo_fadd.sv"), and the file(s) that a module needs.
const std::map<std::string, std::string> &operatorSources();
std::vector<std::string> sourcesOf(const std::string &module);

} // namespace allo::target::rtl
