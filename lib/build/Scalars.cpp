#include "build/Scalars.h"

#include "allo/error.hpp"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace allo::build {

namespace {
unsigned bitsOf(const ElementType &type) { return type.kind == ElementType::boolean ? 1 : 8 * type.bytes; }

// The integer of up to 64 bits at `from`, sign- or zero-extended.
uint64_t loadInteger(const ElementType &type, const char *from) {
  uint64_t bits = 0;
  std::memcpy(&bits, from, type.bytes);
  if (type.kind != ElementType::signed_integer)
    return bits;
  unsigned shift = 64 - 8 * type.bytes;
  return static_cast<uint64_t>(static_cast<int64_t>(bits << shift) >> shift);
}
} // namespace

std::optional<std::string> storeText(const ElementType &type, const std::string &text, char *to) {
  char *end = nullptr;
  errno = 0;
  if (type.kind == ElementType::floating) {
    double full = std::strtod(text.c_str(), &end);
    float single = std::strtof(text.c_str(), nullptr);
    if (text.empty() || *end)
      return "'" + text + "' is not a number";
    type.bytes == 4 ? std::memcpy(to, &single, 4) : std::memcpy(to, &full, 8);
    return {};
  }
  if (type.kind == ElementType::boolean && (text == "true" || text == "false")) {
    *to = text == "true";
    return {};
  }
  bool isSigned = type.kind == ElementType::signed_integer;
  long long value =
      isSigned ? std::strtoll(text.c_str(), &end, 0) : static_cast<long long>(std::strtoull(text.c_str(), &end, 0));
  if (text.empty() || *end)
    return "'" + text + "' is not an integer";
  unsigned bits = bitsOf(type);
  bool fits = errno != ERANGE;
  if (isSigned && bits < 64)
    fits &= value >= -(1LL << (bits - 1)) && value < (1LL << (bits - 1));
  if (!isSigned)
    fits &= text.find('-') == std::string::npos && (bits == 64 || static_cast<uint64_t>(value) >> bits == 0);
  if (!fits)
    return text + " does not fit into " + type.spelling;
  std::memcpy(to, &value, type.bytes);
  return {};
}

RandomSequence::RandomSequence(uint64_t seed, const std::string &name) : state_(14695981039346656037ULL) {
  for (char c : name) // FNV-1a, so that a parameter's values do not depend on the others
    state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  state_ ^= seed * 0x9e3779b97f4a7c15ULL;
}

uint64_t RandomSequence::next() {
  uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

RandomValues::RandomValues(const ElementType &type) : type_(type) {
  bool isSigned = type.kind == ElementType::signed_integer;
  if (type.kind == ElementType::boolean) {
    count_ = 2;
  } else if (type.bytes == 1) {
    low_ = isSigned ? static_cast<uint64_t>(-128) : 0;
    count_ = 256;
  } else {
    low_ = isSigned ? static_cast<uint64_t>(-100) : 0;
    count_ = isSigned ? 201 : 101;
  }
}

RandomValues::RandomValues(const ElementType &type, const std::string &name, const std::string &low,
                           const std::string &high)
    : type_(type) {
  auto refuse = [&](const std::string &why) {
    throw UserError("the range " + low + ":" + high + " of " + name + " is not usable: " + why);
  };
  char bounds[2][8] = {};
  for (int i = 0; i < 2; ++i)
    if (auto why = storeText(type, i ? high : low, bounds[i]))
      refuse(*why);
  if (type.kind == ElementType::floating) {
    float singles[2];
    double fulls[2];
    for (int i = 0; i < 2; ++i) {
      std::memcpy(&singles[i], bounds[i], 4);
      std::memcpy(&fulls[i], bounds[i], 8);
    }
    from_ = type.bytes == 4 ? singles[0] : fulls[0];
    to_ = type.bytes == 4 ? singles[1] : fulls[1];
    if (!(from_ <= to_) || !std::isfinite(from_) || !std::isfinite(to_))
      refuse("it is empty");
    return;
  }
  low_ = loadInteger(type, bounds[0]);
  uint64_t last = loadInteger(type, bounds[1]);
  bool isEmpty =
      type.kind == ElementType::signed_integer ? static_cast<int64_t>(last) < static_cast<int64_t>(low_) : last < low_;
  if (isEmpty)
    refuse("it is empty");
  count_ = last - low_ + 1;
}

void RandomValues::store(RandomSequence &sequence, char *to) const {
  uint64_t bits = sequence.next();
  if (type_.kind != ElementType::floating) {
    uint64_t value = low_ + (count_ ? bits % count_ : bits);
    std::memcpy(to, &value, type_.bytes);
    return;
  }
  // 24 or 53 random bits in [0, 1).
  double unit = type_.bytes == 4 ? std::ldexp(static_cast<double>(bits >> 40), -24)
                                 : std::ldexp(static_cast<double>(bits >> 11), -53);
  double full = from_ + unit * (to_ - from_);
  float single = static_cast<float>(full);
  type_.bytes == 4 ? std::memcpy(to, &single, 4) : std::memcpy(to, &full, 8);
}

} // namespace allo::build
