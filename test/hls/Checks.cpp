// Counting checks and making test values: see Checks.h.
#include "Checks.h"
#include <algorithm>
#include <cstdio>
#include <random>

namespace {

struct Group {
  std::string name, rule;
  long checks = 0, failures = 0;
};
std::vector<Group> groups;
std::mt19937_64 engine(20240607);

} // namespace

void group(const char *name, const char *rule) {
  for (const Group &g : groups)
    if (g.name == name) { // taken up again by another part of the program
      Group again = g;
      groups.erase(groups.begin() + (&g - groups.data()));
      groups.push_back(again);
      return;
    }
  groups.push_back({name, rule});
}

void check(bool passed, const std::string &what) {
  Group &current = groups.back();
  ++current.checks;
  if (!passed && ++current.failures <= 5)
    std::printf("FAILED %s: %s\n", current.name.c_str(), what.c_str());
}

int report() {
  long checks = 0, failures = 0;
  for (const Group &g : groups) {
    std::printf("%8ld checks %6ld failed  %-28s %s\n", g.checks, g.failures, g.name.c_str(), g.rule.c_str());
    checks += g.checks;
    failures += g.failures;
  }
  std::printf("%8ld checks %6ld failed\n", checks, failures);
  return failures == 0 ? 0 : 1;
}

unsigned long long randomBits() { return engine(); }

std::vector<reference::Number> testValues(int width, bool isSigned, int count, unsigned seed) {
  using reference::Number;
  engine.seed(seed * 7919u + static_cast<unsigned>(width) * 2u + isSigned);
  const Number most = Number::power(width - isSigned) - 1, least = isSigned ? -Number::power(width - 1) : Number(0);
  std::vector<Number> values = {0, 1, most, least, -1, 2, most - 1, Number::power(width / 2)};
  while (static_cast<int>(values.size()) < count) {
    std::vector<bool> bits;
    const int length = engine() % 3 == 0 ? static_cast<int>(engine() % static_cast<unsigned>(width)) + 1 : width;
    for (int i = 0; i < length; ++i)
      bits.push_back(engine() & 1);
    values.push_back(Number::fromBits(bits, isSigned));
  }
  std::shuffle(values.begin(), values.end(), engine); // so that the extremes of two operands meet differently
  for (Number &v : values)
    v = v.wrapped(width, isSigned);
  return values;
}
