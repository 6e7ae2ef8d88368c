// Conversions of fixed point in all modes: the kernels of fixed/modes_*.cpp against the model, on all bits of narrow
// sources and on ties, limits and random bits of wide ones.
#include "FixedModel.h"
#include "fixed/modes_narrow.cpp"
#include "fixed/modes_saturated_bits.cpp"
#include "fixed/modes_wide.cpp"

#include <gtest/gtest.h>

#include <random>

namespace {
using model::Format;
using model::Integer;
using Kernel = void (*)(const long long[32], long long[32][35]);

struct Case {
  const char *name;
  Kernel kernel;
  Format source, target;
  int saturatedBits;
};

const Case cases[] = {
    {"signed_to_signed", signed_to_signed, {10, 6, true}, {5, 3, true}, 0},
    {"signed_to_unsigned", signed_to_unsigned, {10, 6, true}, {5, 3, false}, 0},
    {"unsigned_to_signed", unsigned_to_signed, {10, 6, false}, {5, 3, true}, 0},
    {"unsigned_to_unsigned", unsigned_to_unsigned, {10, 6, false}, {5, 3, false}, 0},
    {"point_left_of_bits", point_left_of_bits, {12, -2, true}, {6, -3, true}, 0},
    {"point_right_of_bits", point_right_of_bits, {10, 6, true}, {3, 5, true}, 0},
    {"everything_below", everything_below, {12, -2, true}, {4, 20, true}, 0},
    {"everything_above", everything_above, {10, 6, true}, {5, -40, true}, 0},
    {"to_one_signed_bit", to_one_signed_bit, {10, 6, true}, {1, 1, true}, 0},
    {"to_one_unsigned_bit", to_one_unsigned_bit, {10, 6, true}, {1, 2, false}, 0},
    {"to_more_fraction", to_more_fraction, {10, 6, true}, {9, 3, true}, 0},
    {"to_more_of_both", to_more_of_both, {10, 6, false}, {16, 8, true}, 0},
    {"signed_one_bit", signed_one_bit, {10, 6, true}, {5, 3, true}, 1},
    {"signed_two_bits", signed_two_bits, {10, 6, true}, {5, 3, true}, 2},
    {"signed_three_bits", signed_three_bits, {10, 6, true}, {5, 3, true}, 3},
    {"signed_all_bits", signed_all_bits, {10, 6, true}, {5, 3, true}, 5},
    {"unsigned_one_bit", unsigned_one_bit, {10, 6, true}, {5, 3, false}, 1},
    {"unsigned_two_bits", unsigned_two_bits, {10, 6, true}, {5, 3, false}, 2},
    {"unsigned_all_bits", unsigned_all_bits, {10, 6, true}, {5, 3, false}, 5},
    {"from_unsigned_two_bits", from_unsigned_two_bits, {10, 6, false}, {5, 3, true}, 2},
    {"from_40_to_24", from_40_to_24, {40, 20, true}, {24, 12, true}, 0},
    {"from_64_to_40", from_64_to_40, {64, 32, true}, {40, 18, true}, 0},
    {"from_64_to_64", from_64_to_64, {64, 32, true}, {64, 28, true}, 0},
    {"from_unsigned_64", from_unsigned_64, {64, 32, false}, {63, 40, false}, 0},
    {"from_unsigned_64_to_signed", from_unsigned_64_to_signed, {64, 32, false}, {62, 29, true}, 3},
    {"from_64_far_left", from_64_far_left, {64, 32, true}, {60, -20, true}, 2},
};

/// All bits of a narrow format; of a wide one limits, halves and random bits.
std::vector<long long> inputsFor(const Format &source, const Format &target) {
  std::vector<long long> inputs;
  if (source.width <= 12) {
    for (long long bits = 0; bits < (1ll << source.width); ++bits)
      inputs.push_back(bits);
    return inputs;
  }
  std::mt19937_64 random(static_cast<unsigned>(source.width * 100 + target.width));
  int dropped = source.fractionBits() - target.fractionBits();
  for (int k = 0; k < source.width; ++k)
    for (long long near : {-1ll, 0ll, 1ll})
      for (long long sign : {1ll, -1ll})
        inputs.push_back(static_cast<long long>((1ull << k) * static_cast<unsigned long long>(sign) +
                                                static_cast<unsigned long long>(near)));
  while (inputs.size() < 2048) {
    unsigned long long bits = random() >> (random() % 60);
    if (dropped > 0 && dropped < 63 && random() % 2 == 0) // a tie, or next to one
      bits = ((bits >> dropped << dropped) | 1ull << (dropped - 1)) + random() % 3 - 1;
    inputs.push_back(static_cast<long long>(random() % 2 ? bits : 0 - bits));
  }
  return inputs;
}

class FixedModes : public testing::TestWithParam<Case> {};

TEST_P(FixedModes, AgreeWithModel) {
  const Case &c = GetParam();
  std::vector<long long> inputs = inputsFor(c.source, c.target);
  inputs.resize((inputs.size() + 31) / 32 * 32);
  long checks = 0, wrong = 0;
  for (std::size_t base = 0; base < inputs.size(); base += 32) {
    static long long results[32][35];
    c.kernel(&inputs[base], results);
    for (int i = 0; i < 32; ++i)
      for (int mode = 0; mode < 35; ++mode) {
        Integer value = model::fromBits(inputs[base + static_cast<std::size_t>(i)], c.source);
        Integer expected =
            model::convert(value, c.source.fractionBits(), c.target, mode % 7, mode / 7, c.saturatedBits);
        auto bits = static_cast<long long>(model::modulo(expected, model::power(c.target.width)));
        ++checks;
        if (results[i][mode] != bits && ++wrong < 5)
          ADD_FAILURE() << c.name << ": bits " << inputs[base + static_cast<std::size_t>(i)] << " become "
                        << results[i][mode] << ", not " << bits << "\n"
                        << model::quantisationRules[mode % 7] << "\n"
                        << model::overflowRules[mode / 7] << ", N = " << c.saturatedBits;
      }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(checks, 1024 * 35);
  RecordProperty("checks", std::to_string(checks));
}

INSTANTIATE_TEST_SUITE_P(All, FixedModes, testing::ValuesIn(cases),
                         [](const testing::TestParamInfo<Case> &of) { return std::string(of.param.name); });
} // namespace
