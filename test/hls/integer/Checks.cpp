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

void check(bool passed, const char *operation, const std::string &on) {
  Group &current = groups.back();
  ++current.checks;
  if (!passed && ++current.failures <= 5)
    std::printf("FAILED %s: %s on %s\n", current.name.c_str(), operation, on.c_str());
}

void store(void *element, std::size_t size, const Form &form, const reference::Number &value) {
  const std::vector<unsigned char> bytes = value.wrapped(form.width, form.isSigned).toBytes(size);
  std::memcpy(element, bytes.data(), size);
}

void expect(const Results &actual, int index, const reference::Number &exact, const char *operation,
            const std::string &on) {
  const std::vector<unsigned char> wanted = exact.wrapped(actual.form.width, actual.form.isSigned).toBytes(actual.size);
  const unsigned char *const bytes = actual.bytes + static_cast<std::size_t>(index) * actual.size;
  const bool same = std::memcmp(bytes, wanted.data(), actual.size) == 0;
  check(same, operation,
        same ? on
             : on + ": " + reference::Number::fromBytes(bytes, actual.size, actual.form.isSigned).text(16) +
                   " instead of " + exact.wrapped(actual.form.width, actual.form.isSigned).text(16));
}

void expectForm(const Results &actual, const Form &wanted, const char *operation, const std::string &on) {
  check(actual.form.width == wanted.width && actual.form.isSigned == wanted.isSigned, operation,
        on + " has the type " + actual.form.text());
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

std::vector<reference::Number> testValues(const Form &form, int count, unsigned seed) {
  using reference::Number;
  const int width = form.width;
  const bool isSigned = form.isSigned;
  engine.seed(seed * 7919u + static_cast<unsigned>(width) * 2u + isSigned);
  const Number most = Number::power(width - isSigned) - 1, least = isSigned ? -Number::power(width - 1) : Number(0);
  std::vector<Number> values = {0, 1, most, least, -1, 2, most - 1, Number::power(width / 2)};
  while (static_cast<int>(values.size()) < count) {
    std::vector<bool> bits;
    const bool patterned = width > 64 && engine() % 2 == 0; // limbs at whose carries and borrows divisions go wrong
    const int length = engine() % 3 == 0 ? static_cast<int>(engine() % static_cast<unsigned>(width)) + 1 : width;
    unsigned long long limb = 0;
    for (int i = 0; i < length; ++i) {
      const unsigned long long patterns[] = {0, ~0ull, 1, 1ull << 63, ~0ull >> 1, ~1ull};
      if (i % 64 == 0)
        limb = patterned ? patterns[engine() % 6] : engine();
      bits.push_back(limb >> i % 64 & 1);
    }
    values.push_back(Number::fromBits(bits, isSigned));
  }
  std::shuffle(values.begin(), values.end(), engine); // so that the extremes of two operands meet differently
  for (Number &v : values)
    v = v.wrapped(width, isSigned);
  return values;
}
