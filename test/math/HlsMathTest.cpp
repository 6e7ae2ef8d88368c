// Every function of hls_math.h against a reference of more digits (double for float, long double for double): no result
// is farther away than docs/guide/math.md says. ALLO_LONG=1 looks at every float argument of the functions of one, and
// at a hundred times as many samples of the others.
#include "Distance.h"

#include "hls_math.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

using namespace allo::test;

namespace {
// The guide's table: "| `sin` | 0.50001 | 0.5015 | …".
std::map<std::string, std::pair<double, double>> statedDistances() {
  std::map<std::string, std::pair<double, double>> stated;
  std::ifstream guide(ALLO_MATH_GUIDE);
  for (std::string line; std::getline(guide, line);) {
    if (!line.starts_with("| `"))
      continue;
    size_t end = line.find('`', 3);
    std::istringstream rest(line.substr(end + 1));
    char bar;
    double single = 0, twice = 0;
    if (rest >> bar >> single >> bar >> twice)
      stated[line.substr(3, end - 3)] = {single, twice};
  }
  return stated;
}

void expectStated(const std::string &name, bool isDouble, double worst, double where) {
  static const std::map<std::string, std::pair<double, double>> stated = statedDistances();
  auto found = stated.find(name);
  ASSERT_NE(found, stated.end()) << name << " is not in the table of docs/guide/math.md";
  double limit = isDouble ? found->second.second : found->second.first;
  EXPECT_LE(worst, limit) << name << (isDouble ? " of double" : " of float") << " at " << std::hexfloat << where;
  printf("%-10s %s %.5f\n", name.c_str(), isDouble ? "double" : "float ", worst);
}

// sin(pi x) and cos(pi x), where the C library has none; the reduction is exact.
template <typename Real> Real sinpi(Real x) {
  Real rest = std::fmod(x, Real(2)), quarter = std::round(2 * rest), angle = (rest - quarter / 2) * Real(M_PIl);
  if (rest == std::trunc(rest))
    return std::copysign(Real(0), x);
  int k = static_cast<int>(quarter) & 3;
  Real value = (k & 1) != 0 ? std::cos(angle) : std::sin(angle);
  return (k & 2) != 0 ? -value : value;
}
template <typename Real> Real cospi(Real x) {
  Real rest = std::fmod(std::fabs(x), Real(2));
  if (rest == Real(0.5) || rest == Real(1.5))
    return 0;
  Real quarter = std::round(2 * rest), angle = (rest - quarter / 2) * Real(M_PIl);
  int k = (static_cast<int>(quarter) + 1) & 3;
  Real value = (k & 1) != 0 ? std::cos(angle) : std::sin(angle);
  return (k & 2) != 0 ? -value : value;
}

double exp10Of(double x) { return ::exp10(x); }
long double exp10Of(long double x) { return ::exp10l(x); }

struct Unary {
  const char *name;
  float (*single)(float);
  double (*twice)(double);
  double (*singleReference)(double);
  long double (*doubleReference)(long double);
};

#define UNARY(name)                                                                                                    \
  {#name, [](float x) { return hls::name(x); }, [](double x) { return hls::name(x); },                                 \
   [](double x) { return static_cast<double>(std::name(x)); }, [](long double x) { return std::name(x); }}
#define UNARY_AS(name, reference)                                                                                      \
  {#name, [](float x) { return hls::name(x); }, [](double x) { return hls::name(x); },                                 \
   [](double x) { return reference(x); }, [](long double x) { return reference(x); }}

template <typename Real> Real inverse(Real x) { return 1 / x; }
template <typename Real> Real inverseRoot(Real x) { return 1 / std::sqrt(x); }

const Unary unary[] = {UNARY(sin),
                       UNARY(cos),
                       UNARY(tan),
                       UNARY_AS(sinpi, sinpi),
                       UNARY_AS(cospi, cospi),
                       UNARY(asin),
                       UNARY(acos),
                       UNARY(atan),
                       UNARY(sinh),
                       UNARY(cosh),
                       UNARY(tanh),
                       UNARY(asinh),
                       UNARY(acosh),
                       UNARY(atanh),
                       UNARY(exp),
                       UNARY(exp2),
                       UNARY_AS(exp10, exp10Of),
                       UNARY(expm1),
                       UNARY(log),
                       UNARY(log2),
                       UNARY(log10),
                       UNARY(log1p),
                       UNARY(sqrt),
                       UNARY_AS(rsqrt, inverseRoot),
                       UNARY_AS(recip, inverse),
                       UNARY(cbrt),
                       UNARY(erf),
                       UNARY(erfc),
                       UNARY(tgamma),
                       UNARY(lgamma)};

// lgamma of a negative double has zeros next to which no relative statement is made: the unit there is that of 1.
template <typename Real, typename Reference>
double distance(const std::string &name, Real x, Real got, Reference exact) {
  if (name != "lgamma" || x >= 0 || sizeof(Real) == 4 || !(std::fabs(exact) < 1))
    return unitsApart(got, exact);
  return static_cast<double>(std::fabs(got - exact)) * 0x1p52;
}

class EveryFunction : public testing::TestWithParam<Unary> {};

TEST_P(EveryFunction, OfFloat) {
  const Unary &function = GetParam();
  std::mt19937_64 random(1);
  double worst = 0, where = 0;
  auto look = [&](float x) {
    double apart = distance(function.name, x, function.single(x), function.singleReference(x));
    if (apart > worst) {
      worst = apart;
      where = x;
    }
  };
  if (isLong())
    for (uint64_t bits = 0; bits < (uint64_t(1) << 32); ++bits)
      look(ofBits<float>(bits));
  else
    for (long i = 0; i < 1000000; ++i)
      look(sample<float>(random, i));
  expectStated(function.name, false, worst, where);
}

TEST_P(EveryFunction, OfDouble) {
  const Unary &function = GetParam();
  std::mt19937_64 random(2);
  double worst = 0, where = 0;
  for (long i = 0; i < (isLong() ? 30000000 : 300000); ++i) {
    double x = sample<double>(random, i);
    double apart = distance(function.name, x, function.twice(x), function.doubleReference(x));
    if (apart > worst) {
      worst = apart;
      where = x;
    }
  }
  expectStated(function.name, true, worst, where);
}

// Specials, ends and neighbours of the format as C's Annex F has them: by the reference rounded to the format.
TEST_P(EveryFunction, SpecialCases) {
  const Unary &function = GetParam();
  auto check = [&]<typename Real>(Real x, Real got, Real wanted) {
    bool same = std::isnan(wanted) ? std::isnan(got) : got == wanted && std::signbit(got) == std::signbit(wanted);
    EXPECT_TRUE(same) << function.name << " " << x << " gives " << got << ", not " << wanted;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  for (double x : {0.0, 1.0, 2.0, 3.0, 0.5, infinity, std::numeric_limits<double>::quiet_NaN(), 0x1p-1074, 0x1p-149,
                   0x1p-126, 0x1p-1022, 1e30, 16777216.0, 100.0, 4.0, 1e-200})
    for (double sign : {1.0, -1.0}) {
      check(sign * x, function.twice(sign * x), static_cast<double>(function.doubleReference(sign * x)));
      float single = static_cast<float>(sign * x);
      check(single, function.single(single), static_cast<float>(function.singleReference(single)));
    }
}

INSTANTIATE_TEST_SUITE_P(HlsMath, EveryFunction, testing::ValuesIn(unary),
                         [](const auto &info) { return std::string(info.param.name); });

//===-- Two arguments ---------------------------------------------------------------------------------------------===//

template <typename Real, typename Reference>
void lookAtPairs(const std::string &name, const std::function<Real(Real, Real)> &function,
                 const std::function<Reference(Reference, Reference)> &reference, bool ofPower) {
  std::mt19937_64 random(3);
  double worst = 0, where = 0;
  for (long i = 0; i < (isLong() ? 100000000 : 1000000); ++i) {
    Real x = sample<Real>(random, i), y = sample<Real>(random, i / 5);
    if (ofPower && i % 3 == 0) { // the whole range of results
      Real logarithm = std::log2(x = std::fabs(x));
      y = std::isfinite(logarithm) && logarithm != 0 ? static_cast<int>(random() % 2200 - 1100) / logarithm : 1;
    } else if (ofPower && i % 3 == 1) { // exact results and ties
      x = static_cast<Real>(static_cast<int>(random() % 2001) - 1000) / 8;
      y = static_cast<Real>(static_cast<int>(random() % 17) - 8);
    }
    double apart = unitsApart(function(x, y), reference(x, y));
    if (apart > worst) {
      worst = apart;
      where = x;
    }
  }
  expectStated(name, sizeof(Real) == 8, worst, where);
}

template <typename Real> Real powrOf(Real x, Real y) {
  bool isEnd = x == 0 || std::isinf(x);
  if (x < 0 || std::isnan(x) || std::isnan(y) || (isEnd && y == 0) || (x == 1 && std::isinf(y)))
    return std::numeric_limits<Real>::quiet_NaN();
  return std::pow(std::fabs(x), y);
}

#define PAIRS(name, reference, power)                                                                                  \
  TEST(HlsMathPairs, name) {                                                                                           \
    lookAtPairs<float, double>(                                                                                        \
        #name, [](float x, float y) { return hls::name(x, y); }, [](double x, double y) { return reference(x, y); },   \
        power);                                                                                                        \
    lookAtPairs<double, long double>(                                                                                  \
        #name, [](double x, double y) { return hls::name(x, y); },                                                     \
        [](long double x, long double y) { return reference(x, y); }, power);                                          \
  }
PAIRS(pow, std::pow, true)
PAIRS(powr, powrOf, true)
PAIRS(atan2, std::atan2, false)
PAIRS(hypot, std::hypot, false)
PAIRS(fmod, std::fmod, false)
PAIRS(remainder, std::remainder, false)
PAIRS(fdim, std::fdim, false)

TEST(HlsMathPairs, RootsAndIntegerPowers) {
  std::mt19937_64 random(4);
  double worstRoot[2] = {0, 0}, worstPower[2] = {0, 0};
  for (long i = 0; i < 300000; ++i) {
    double x = sample<double>(random, i);
    float single = sample<float>(random, i);
    int n = static_cast<int>(random() % 41) - 20;
    auto root = [&](long double value) -> long double {
      if (n == 0 || (value < 0 && n % 2 == 0))
        return NAN;
      if (value == 0 || !std::isfinite(value))
        return std::pow(n % 2 == 0 ? std::fabs(value) : value, static_cast<long double>(n < 0 ? -1 : 1));
      return std::copysign(std::pow(std::fabs(value), 1 / static_cast<long double>(n)), value);
    };
    worstRoot[0] = std::max(worstRoot[0], unitsApart(hls::rootn(single, n), root(single)));
    if (std::fabs(std::log2(std::fabs(x))) < 64) // there the reference's own exponent is exact enough
      worstRoot[1] = std::max(worstRoot[1], unitsApart(hls::rootn(x, n), root(x)));
    worstPower[0] = std::max(worstPower[0], unitsApart(hls::pown(single, n), std::pow(static_cast<double>(single), n)));
    worstPower[1] = std::max(
        worstPower[1], unitsApart(hls::pown(x, n), std::pow(static_cast<long double>(x), static_cast<long double>(n))));
  }
  for (int k = 0; k < 2; ++k) {
    expectStated("rootn", k == 1, worstRoot[k], 0);
    expectStated("pown", k == 1, worstPower[k], 0);
  }
}

// Compilers make a product and a quotient of these.
TEST(HlsMathPairs, SquaresAndReciprocalsAreExact) {
  std::mt19937_64 random(6);
  for (long i = 0; i < 1000000; ++i) {
    float x = sample<float>(random, i);
    double y = sample<double>(random, i);
    if (std::isnan(x) || std::isnan(y))
      continue;
    ASSERT_EQ(hls::pow(x, 2.0f), x * x) << std::hexfloat << x;
    ASSERT_EQ(hls::pow(y, 2.0), y * y) << std::hexfloat << y;
    ASSERT_EQ(hls::pow(x, -1.0f), 1 / x) << std::hexfloat << x;
    ASSERT_EQ(hls::pow(y, -1.0), 1 / y) << std::hexfloat << y;
  }
}

//===-- Exact functions -------------------------------------------------------------------------------------------===//

template <typename Real> bool same(Real a, Real b) {
  return std::isnan(b) ? std::isnan(a) : a == b && std::signbit(a) == std::signbit(b);
}

template <typename Real> void lookAtExact() {
  std::mt19937_64 random(5);
  for (long i = 0; i < 500000; ++i) {
    Real x = sample<Real>(random, i), y = sample<Real>(random, i / 5);
    if (i % 7 == 0)
      y = std::nextafter(x, y);
    if (i % 11 == 0)
      x = i % 2 ? 0 : std::numeric_limits<Real>::infinity();
    int n = static_cast<int>(random() % 400) - 200, gotInt = 0, wantedInt = 0;
    Real gotPart = 0, wantedPart = 0;
    ASSERT_TRUE(same(hls::nextafter(x, y), std::nextafter(x, y))) << x << " " << y;
    ASSERT_TRUE(same(hls::ldexp(x, n), std::ldexp(x, n))) << x << " " << n;
    ASSERT_TRUE(same(hls::logb(x), std::logb(x))) << x;
    ASSERT_EQ(hls::ilogb(x), std::ilogb(x)) << x;
    ASSERT_TRUE(same(hls::frexp(x, &gotInt), std::frexp(x, &wantedInt))) << x;
    if (std::isfinite(x))
      ASSERT_EQ(gotInt, wantedInt) << x;
    ASSERT_TRUE(same(hls::modf(x, &gotPart), std::modf(x, &wantedPart))) << x;
    ASSERT_TRUE(same(gotPart, wantedPart)) << x;
    ASSERT_TRUE(same(hls::remquo(x, y, &gotInt), std::remquo(x, y, &wantedInt))) << x << " " << y;
    if (std::isfinite(x) && !std::isnan(y) && y != 0)
      ASSERT_EQ(gotInt % 8, wantedInt % 8) << x << " " << y;
    ASSERT_TRUE(same(hls::rint(x), std::rint(x)) && same(hls::round(x), std::round(x))) << x;
    ASSERT_TRUE(same(hls::fmod(x, y), std::fmod(x, y)) && same(hls::remainder(x, y), std::remainder(x, y)));
    ASSERT_EQ(hls::fpclassify(x), std::fpclassify(x)) << x;
    ASSERT_EQ(hls::isnormal(x), std::isnormal(x)) << x;
    if (std::fabs(x) != std::fabs(y))
      ASSERT_TRUE(same(hls::maxmag(x, y), std::isnan(x)                 ? y
                                          : std::isnan(y)               ? x
                                          : std::fabs(x) > std::fabs(y) ? x
                                                                        : y))
          << x << " " << y;
  }
}

TEST(HlsMathExact, OfFloat) { lookAtExact<float>(); }
TEST(HlsMathExact, OfDouble) { lookAtExact<double>(); }
} // namespace
