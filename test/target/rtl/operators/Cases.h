// Operands for testing floating-point operators: random, and where the difficulties are.
#pragma once

#include "Exact.h"

#include <random>
#include <vector>

struct Case {
  uint64_t a = 0, b = 0, c = 0;
  uint64_t whole = 0; // an integer
};

class Cases {
public:
  Cases(exact::Format format, uint64_t seed) : format(format), random(seed) {
    uint64_t one = uint64_t(format.bias()) << format.mantissa, normal = uint64_t(1) << format.mantissa;
    for (uint64_t bits : {uint64_t(0), uint64_t(1), uint64_t(2), normal - 1, normal, normal + 1, 2 * normal, one - 1,
                          one, one + 1, one + normal, one - normal, one + normal / 2, format.infinity() - 1,
                          format.infinity(), format.infinity() + 1, format.nan(), format.sign() - 1}) {
      special.push_back(bits);
      special.push_back(bits | format.sign());
    }
  }

  Case next(uint64_t number) {
    Case x;
    uint64_t all = format.sign() | (format.sign() - 1);
    x.a = random() & all;
    x.b = random() & all;
    x.c = random() & all;
    x.whole = random() >> (random() % 64);
    if (random() % 2)
      x.whole = -x.whole;
    if (random() % 4 == 0) // near the places where rounding into a mantissa turns
      x.whole = ((uint64_t(1) << (random() % 64)) | (uint64_t(1) << (random() % 64))) + random() % 3 - 1;
    if (format.width() == 8 && number < 65536) { // all pairs of a small format
      x.a = number & 255;
      x.b = number >> 8;
      return x;
    }
    switch (number < special.size() * special.size() ? 0 : random() % 12) {
    case 0: // all pairs of special values, then random ones
      x.a = special[number < special.size() * special.size() ? number % special.size() : random() % special.size()];
      x.b = special[number < special.size() * special.size() ? number / special.size() : random() % special.size()];
      if (random() % 2)
        x.c = special[random() % special.size()];
      break;
    case 1: // one special value
      (random() % 2 ? x.a : x.b) = special[random() % special.size()];
      break;
    case 2: // near exponents: alignment and cancellation
      x.b = withField(x.b, field(x.a) + int(random() % 7) - 3);
      break;
    case 3: // nearly the opposite: what cancels, and leaves a subnormal
      if (random() % 2)
        x.a = withField(x.a, int(random() % (format.mantissa + 3)));
      x.b = x.a ^ format.sign() ^ (random() & ((uint64_t(1) << (random() % (format.mantissa + 2))) - 1));
      break;
    case 4: // products at the edge of the normal range
      x.b =
          withField(x.b, format.bias() + 1 - field(x.a) + int(random() % (format.mantissa + 8)) - format.mantissa - 4);
      break;
    case 5: // quotients there
      x.b = withField(x.b, field(x.a) + format.bias() - 1 + int(random() % (format.mantissa + 8)) - 4);
      break;
    case 6: // products and quotients at the edge of the infinite
      x.b = withField(x.b, format.bias() + (1 << format.exponent) - 2 - field(x.a) + int(random() % 5) - 2);
      break;
    case 7: // long runs of ones and zeros in the mantissas: rounding boundaries
      x.a = withRuns(x.a);
      x.b = withRuns(x.b);
      break;
    case 8: // subnormal operands
      x.a = withField(x.a, 0) >> (random() % format.mantissa);
      if (random() % 4 == 0)
        x.b = withField(x.b, 0);
      else if (random() % 2) // times something large
        x.b = withField(x.b, format.bias() + int(random() % (format.bias() + 1)));
      break;
    case 9: // around integers
      x.a = withField(x.a, format.bias() - 3 + int(random() % (format.mantissa + 70)));
      if (random() % 2)
        x.a &= ~((uint64_t(1) << (random() % (format.mantissa + 1))) - 1);
      break;
    case 10: // of both products that round up to the smallest normal number and their neighbours
      x.a = withField(format.sign() - 1, int(random() % (1 << format.exponent))) - random() % 2;
      x.b = withField(0, format.bias() - field(x.a)) + random() % 3;
      break;
    default:
      x.a = withRuns(x.a);
      x.b = withField(withRuns(x.b), field(x.a) + int(random() % (2 * format.mantissa + 8)) - format.mantissa - 4);
      break;
    }
    if (random() % 4 == 0) // an addend that nearly cancels the product
      x.c = withField(random() & all, field(x.a) + field(x.b) - format.bias() + int(random() % 5) - 2);
    if (random() % 8 == 0)
      std::swap(x.a, x.b);
    return x;
  }

private:
  int field(uint64_t bits) const { return int((bits & (format.sign() - 1)) >> format.mantissa); }
  uint64_t withField(uint64_t bits, int field) const {
    int most = (1 << format.exponent) - 1;
    field = field < 0 ? 0 : field > most ? most : field;
    return (bits & (format.sign() | ((uint64_t(1) << format.mantissa) - 1))) | uint64_t(field) << format.mantissa;
  }
  uint64_t withRuns(uint64_t bits) {
    uint64_t ones = (uint64_t(1) << (random() % (format.mantissa + 1))) - 1;
    uint64_t mantissa = (uint64_t(1) << format.mantissa) - 1;
    uint64_t runs = random() % 2 ? ones : mantissa & ~ones;
    if (random() % 2)
      runs ^= uint64_t(1) << (random() % format.mantissa);
    return (bits & ~mantissa) | (runs & mantissa);
  }

  exact::Format format;
  std::mt19937_64 random;
  std::vector<uint64_t> special;
};
