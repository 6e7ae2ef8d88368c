// Names of operators.
#include "target/rtl/Operators.h"

namespace allo::target::rtl {

const char *nameOf(OperatorKind kind) {
  static constexpr const char *names[] = {"add",
                                          "sub",
                                          "mul",
                                          "divs",
                                          "divu",
                                          "rems",
                                          "remu",
                                          "bitAnd",
                                          "bitOr",
                                          "bitXor",
                                          "shl",
                                          "shrs",
                                          "shru",
                                          "equal",
                                          "notEqual",
                                          "lessSigned",
                                          "lessEqualSigned",
                                          "lessUnsigned",
                                          "lessEqualUnsigned",
                                          "select",
                                          "signExtend",
                                          "zeroExtend",
                                          "truncate",
                                          "fadd",
                                          "fsub",
                                          "fmul",
                                          "fdiv",
                                          "fsqrt",
                                          "fma",
                                          "fcmp",
                                          "fneg",
                                          "fabs",
                                          "fcopysign",
                                          "fmin",
                                          "fmax",
                                          "ffloor",
                                          "fceil",
                                          "ftrunc",
                                          "fround",
                                          "froundeven",
                                          "fext",
                                          "ftruncate",
                                          "sitofp",
                                          "uitofp",
                                          "fptosi",
                                          "fptoui"};
  static_assert(sizeof names / sizeof *names == unsigned(OperatorKind::fptoui) + 1);
  return names[unsigned(kind)];
}

Area &Area::operator+=(const Area &other) {
  lut += other.lut;
  ff += other.ff;
  dsp += other.dsp;
  bram += other.bram;
  uram += other.uram;
  return *this;
}

} // namespace allo::target::rtl
