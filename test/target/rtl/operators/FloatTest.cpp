// The floating-point operators of one format against the processor's arithmetic (binary32, binary64) or exact
// arithmetic with one rounding (any format). Arguments: the number of cases, and the seed.
#include "Cases.h"
#include "Reference.h"

#include "VFloatTop.h"
#include "verilated.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {
constexpr exact::Format format{EXPONENT, MANTISSA};

std::map<std::string, uint64_t> failures; // of each operator

void compare(const char *name, exact::Format resultFormat, uint64_t got, uint64_t want, const Case &operands) {
  if (resultFormat.exponent && resultFormat.isNaN(want))
    want = resultFormat.nan(); // one NaN, whatever the processor makes
  if (got == want || ++failures[name] > 3)
    return;
  std::printf("%s: a=%" PRIx64 " b=%" PRIx64 " c=%" PRIx64 " whole=%" PRIx64 ": got %" PRIx64 ", want %" PRIx64 "\n",
              name, operands.a, operands.b, operands.c, operands.whole, got, want);
}

// Of fmin and fmax: the operand itself, also a NaN.
void compareBits(const char *name, uint64_t got, uint64_t want, const Case &operands) {
  compare(name, {}, got, want, operands);
}

void check(VFloatTop &top, const Case &x) {
  Reference<EXPONENT, MANTISSA> reference;
  for (bool flush : {false, true}) {
    reference.setFlush(flush);
#define CHECK(NAME, WANT) compare(#NAME, format, flush ? top.NAME##Flushed : top.NAME, reference.WANT, x)
    CHECK(fadd, add(x.a, x.b));
    CHECK(fsub, add(x.a, x.b ^ format.sign()));
    CHECK(fmul, multiply(x.a, x.b));
    CHECK(fdiv, divide(x.a, x.b));
    CHECK(fsqrt, squareRoot(x.a));
    CHECK(fma, multiplyAdd(x.a, x.b, x.c));
    CHECK(floor, integral(x.a, 0));
    CHECK(ceil, integral(x.a, 1));
    CHECK(trunc, integral(x.a, 2));
    CHECK(round, integral(x.a, 3));
    CHECK(roundeven, integral(x.a, 4));
#undef CHECK
#define CHECK(NAME, WANT) compareBits(#NAME, flush ? top.NAME##Flushed : top.NAME, reference.WANT, x)
    CHECK(fmin, minimum(x.a, x.b));
    CHECK(fmax, maximum(x.a, x.b));
    bool less = reference.less(x.a, x.b), greater = reference.less(x.b, x.a), equal = reference.equal(x.a, x.b);
    bool unordered = format.isNaN(x.a) || format.isNaN(x.b);
#undef CHECK
#define CHECK(NAME, WANT) compareBits(#NAME, flush ? top.NAME##Flushed : top.NAME, WANT, x)
    CHECK(oeq, equal);
    CHECK(ogt, greater);
    CHECK(oge, greater || equal);
    CHECK(olt, less);
    CHECK(ole, less || equal);
    CHECK(one, less || greater);
    CHECK(ord, !unordered);
    CHECK(ueq, equal || unordered);
    CHECK(ugt, greater || unordered);
    CHECK(uge, greater || equal || unordered);
    CHECK(ult, less || unordered);
    CHECK(ule, less || equal || unordered);
    CHECK(une, !equal);
    CHECK(uno, unordered);
#undef CHECK
#define CHECK(NAME, ...)                                                                                               \
  compare("to" #NAME, __VA_ARGS__, flush ? top.to##NAME##Flushed : top.to##NAME,                                       \
          reference.convert(x.a, __VA_ARGS__, flush), x)
    CHECK(Single, exact::Format{8, 23});
    CHECK(Double, exact::Format{11, 52});
    CHECK(Half, exact::Format{5, 10});
    CHECK(Brain, exact::Format{8, 7});
#undef CHECK
  }
  reference.setFlush(false);
#define CHECK(BITS)                                                                                                    \
  compare("fromSigned" #BITS, format, top.fromSigned##BITS, reference.fromInteger(x.whole, BITS, true), x);            \
  compare("fromUnsigned" #BITS, format, top.fromUnsigned##BITS, reference.fromInteger(x.whole, BITS, false), x);       \
  compareBits("toSigned" #BITS, top.toSigned##BITS, reference.toInteger(x.a, BITS, true), x);                          \
  compareBits("toUnsigned" #BITS, top.toUnsigned##BITS, reference.toInteger(x.a, BITS, false), x);
  CHECK(1)
  CHECK(7)
  CHECK(32)
  CHECK(64)
#undef CHECK
}
} // namespace

int main(int argumentCount, char **arguments) {
  uint64_t count = argumentCount > 1 ? std::strtoull(arguments[1], nullptr, 10) : 200000;
  Cases cases(format, argumentCount > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1);
  VerilatedContext context;
  VFloatTop top(&context);
  if (format.width() == 8)
    count = count < 65536 ? 65536 : count; // all pairs
  for (uint64_t number = 0; number < count; number++) {
    Case x = cases.next(number);
    top.a = x.a;
    top.b = x.b;
    top.c = x.c;
    top.whole = x.whole;
    top.enable = number < 600 || x.whole % 4 != 1;
    top.clock = 0;
    top.eval();
    check(top, x);
    top.clock = 1;
    top.eval();
  }
  bool pipelinesDiffer = false;
  for (unsigned word = 0; word < sizeof top.mismatch / 4; word++)
    if (reinterpret_cast<const uint32_t *>(&top.mismatch)[word]) {
      std::printf("pipelines differ: word %u is %x\n", word, reinterpret_cast<const uint32_t *>(&top.mismatch)[word]);
      pipelinesDiffer = true;
    }
  for (const auto &[name, number] : failures)
    std::printf("%s: %" PRIu64 " of %" PRIu64 " wrong\n", name.c_str(), number, count);
  if (failures.empty() && !pipelinesDiffer)
    std::printf("%d/%d: %" PRIu64 " cases of every operator right\n", EXPONENT, MANTISSA, count);
  return !failures.empty() || pipelinesDiffer;
}
