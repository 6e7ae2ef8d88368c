// The integer operators at one width, and the conversions between it and binary32, against wide arithmetic.
// Arguments: the number of cases, and the seed.
#include "Exact.h"

#include "VIntegerTop.h"
#include "verilated.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <type_traits>

namespace {
using Wide = exact::Wide;
using Signed = _BitInt(1216);

Wide mask(int width) { return width == 0 ? Wide(0) : (Wide(1) << width) - 1; }
Signed extend(Wide value, int width) { return value >> (width - 1) & 1 ? Signed(value | ~mask(width)) : Signed(value); }

// Ports of any width: integers or arrays of 32-bit words.
template <typename Port> Wide get(const Port &port) {
  if constexpr (std::is_integral_v<Port>) {
    return Wide(port);
  } else {
    Wide value = 0;
    for (unsigned word = 0; word < sizeof port / 4; word++)
      value |= Wide(port[word]) << (32 * word);
    return value;
  }
}
template <typename Port> void set(Port &port, Wide value) {
  if constexpr (std::is_integral_v<Port>) {
    port = Port(uint64_t(value));
  } else {
    for (unsigned word = 0; word < sizeof port / 4; word++)
      port[word] = uint32_t(value >> (32 * word));
  }
}

std::map<std::string, uint64_t> failures;
void compare(const char *name, Wide got, Wide want, Wide a, Wide b) {
  if (got == want || ++failures[name] > 3)
    return;
  auto low = [](Wide value) { return uint64_t(value); };
  std::printf("%s: lowest words a=%" PRIx64 " b=%" PRIx64 ": got %" PRIx64 ", want %" PRIx64 "\n", name, low(a), low(b),
              low(got), low(want));
}

class Operands {
public:
  explicit Operands(uint64_t seed) : random(seed) {}
  uint64_t word() { return random(); }
  Wide next() {
    Wide value = 0;
    for (int word = 0; word * 64 < WIDTH; word++)
      value = value << 64 | random();
    value >>= random() % WIDTH;
    switch (random() % 8) {
    case 0: // small, or small negative
      value = random() % 5;
      break;
    case 1: // the ends of the range
      value = (Wide(1) << (WIDTH - 1)) + random() % 3 - 1;
      break;
    case 2: // a power of two and its neighbours
      value = (Wide(1) << (random() % WIDTH)) + random() % 3 - 1;
      break;
    }
    if (random() % 3 == 0)
      value = Wide(0) - value;
    return value & mask(WIDTH);
  }

private:
  std::mt19937_64 random;
};

void check(VIntegerTop &top, Wide a, Wide b, uint32_t single) {
  Signed sa = extend(a, WIDTH), sb = extend(b, WIDTH);
  compare("mul", get(top.mul), (a * b) & mask(WIDTH), a, b);
  compare("widened", get(top.widened), Wide(sa * sb) & mask(2 * WIDTH), a, b);
  compare("widenedUnsigned", get(top.widenedUnsigned), (a * b) & mask(2 * WIDTH), a, b);
  constexpr unsigned other = WIDTH < 18 ? WIDTH : 18;
  Wide narrow = b & mask(other), unequal = Wide(sa * extend(narrow, other));
  compare("unequal", get(top.unequal), unequal & mask(WIDTH), a, narrow);
  compare("unequalWidened", get(top.unequalWidened), unequal & mask(WIDTH + other), a, narrow);
  compare("divs", get(top.divs), (sb == 0 ? ~Wide(0) : Wide(sa / (sb == 0 ? 1 : sb))) & mask(WIDTH), a, b);
  compare("divu", get(top.divu), (b == 0 ? ~Wide(0) : a / (b == 0 ? 1 : b)) & mask(WIDTH), a, b);
  compare("rems", get(top.rems), (sb == 0 ? a : Wide(sa % (sb == 0 ? 1 : sb))) & mask(WIDTH), a, b);
  compare("remu", get(top.remu), (b == 0 ? a : a % (b == 0 ? 1 : b)) & mask(WIDTH), a, b);

  constexpr exact::Format format{8, 23};
  Wide magnitude = sa < 0 ? Wide(-sa) : Wide(sa);
  compare("fromSigned", top.fromSigned, exact::round(format, {sa < 0, magnitude, 0, false}), a, b);
  compare("fromUnsigned", top.fromUnsigned, exact::round(format, {false, a, 0, false}), a, b);
  for (bool isSigned : {false, true}) {
    Wide largest = mask(isSigned ? WIDTH - 1 : WIDTH), want = 0;
    if (!format.isNaN(single)) {
      exact::Number x = exact::unpack(format, single);
      Wide whole = format.isInfinite(single) ? largest + 1 : x.e < 0 ? (x.e < -64 ? Wide(0) : x.m >> -x.e) : x.m << x.e;
      if (!x.negative)
        want = whole > largest ? largest : whole;
      else if (isSigned)
        want = (whole > largest ? ~largest : Wide(0) - whole) & mask(WIDTH);
    }
    if (isSigned)
      compare("toSigned", get(top.toSigned), want, single, 0);
    else
      compare("toUnsigned", get(top.toUnsigned), want, single, 0);
  }
}
} // namespace

int main(int argumentCount, char **arguments) {
  uint64_t count = argumentCount > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20000;
  Operands operands(argumentCount > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1);
  VerilatedContext context;
  VIntegerTop top(&context);
  uint64_t sinceStart = 1000;
  for (uint64_t number = 0; number < count; number++) {
    Wide a = operands.next(), b = operands.next();
    uint64_t word = operands.word();
    uint32_t single = uint32_t(word);
    if (word >> 60) // of a size that matters for the width
      single = (single & 0x807fffff) | (126 + uint32_t(word >> 40) % (WIDTH + 4 < 129 ? WIDTH + 4 : 129)) << 23;
    set(top.a, a);
    set(top.b, b);
    top.single = single;
    top.enable = number < 600 || word % 4 != 1;
    // The serial dividers are all started together, when the slowest is ready.
    top.start = sinceStart > WIDTH;
    top.clock = 0;
    top.eval();
    check(top, a, b, single);
    top.clock = 1;
    top.eval();
    if (top.enable)
      sinceStart = top.start ? 0 : sinceStart + 1;
  }
  bool pipelinesDiffer = false;
  for (unsigned word = 0; word < (sizeof top.mismatch + 3) / 4; word++) {
    uint32_t bits = uint32_t(get(top.mismatch) >> (32 * word));
    if (bits)
      std::printf("pipelines differ: word %u is %x\n", word, bits);
    pipelinesDiffer |= bits != 0;
  }
  for (const auto &[name, number] : failures)
    std::printf("%s: %" PRIu64 " of %" PRIu64 " wrong\n", name.c_str(), number, count);
  if (failures.empty() && !pipelinesDiffer)
    std::printf("width %d: %" PRIu64 " cases of every operator right\n", WIDTH, count);
  return !failures.empty() || pipelinesDiffer;
}
