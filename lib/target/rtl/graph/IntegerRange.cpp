#include "target/rtl/graph/IntegerRange.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace allo::target::rtl {

namespace {
using Wide = __int128;

IntegerRange checked(Wide low, Wide high, int64_t stride) {
  if (low < INT64_MIN || high > INT64_MAX)
    return IntegerRange::unknown();
  return IntegerRange::interval(static_cast<int64_t>(low), static_cast<int64_t>(high), stride);
}

int64_t magnitude(int64_t value) { return value == INT64_MIN ? 1 : std::abs(value); }
} // namespace

unsigned bitsOf(uint64_t value) { return std::bit_width(value); }
unsigned indexWidth(int64_t count) { return count <= 2 ? 1 : bitsOf(static_cast<uint64_t>(count - 1)); }
int64_t floorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0); }
int64_t floorModulo(int64_t a, int64_t b) { return a - floorDivide(a, b) * b; }

IntegerRange IntegerRange::ofWidth(unsigned width) {
  if (width > 64)
    return unknown();
  return interval(INT64_MIN >> (64 - width), INT64_MAX >> (64 - width));
}

bool IntegerRange::fits(unsigned width) const {
  if (!isKnown)
    return false;
  return width >= 64 || (low >= INT64_MIN >> (64 - width) && high <= INT64_MAX >> (64 - width));
}

unsigned IntegerRange::signedWidth() const {
  auto widthOf = [](int64_t value) { return bitsOf(static_cast<uint64_t>(value < 0 ? ~value : value)) + 1; };
  return std::max(widthOf(low), widthOf(high));
}

unsigned IntegerRange::unsignedWidth() const { return bitsOf(static_cast<uint64_t>(high)); }

IntegerRange IntegerRange::plus(const IntegerRange &other) const {
  if (!isKnown || !other.isKnown)
    return unknown();
  return checked(Wide(low) + other.low, Wide(high) + other.high, std::gcd(stride, other.stride));
}

IntegerRange IntegerRange::minus(const IntegerRange &other) const {
  if (!isKnown || !other.isKnown)
    return unknown();
  return checked(Wide(low) - other.high, Wide(high) - other.low, std::gcd(stride, other.stride));
}

IntegerRange IntegerRange::times(const IntegerRange &other) const {
  if (!isKnown || !other.isKnown)
    return unknown();
  Wide products[] = {Wide(low) * other.low, Wide(low) * other.high, Wide(high) * other.low, Wide(high) * other.high};
  Wide stride = 1;
  if (isConstant())
    stride = Wide(magnitude(low)) * other.stride;
  else if (other.isConstant())
    stride = Wide(magnitude(other.low)) * this->stride;
  auto [least, greatest] = std::minmax_element(std::begin(products), std::end(products));
  return checked(*least, *greatest, stride > INT32_MAX ? 1 : static_cast<int64_t>(stride));
}

IntegerRange IntegerRange::unionWith(const IntegerRange &other) const {
  if (!isKnown || !other.isKnown)
    return unknown();
  Wide apart = Wide(low) - other.low;
  int64_t common = apart > INT64_MAX || apart < -INT64_MAX
                       ? 1
                       : std::gcd(std::gcd(stride, other.stride), static_cast<int64_t>(apart));
  return interval(std::min(low, other.low), std::max(high, other.high), common);
}

IntegerRange IntegerRange::intersectedWith(int64_t least, int64_t greatest) const {
  if (!isKnown || greatest < low || least > high || least > greatest)
    return *this;
  if (stride <= 1)
    return interval(std::max(low, least), std::min(high, greatest), stride);
  // Bounds stay on the lattice, so that low tells the offset.
  IntegerRange result = *this;
  if (least > low)
    result.low = static_cast<int64_t>(low + (Wide(least) - low + stride - 1) / stride * stride);
  if (greatest < high)
    result.high = static_cast<int64_t>(high - (Wide(high) - greatest + stride - 1) / stride * stride);
  if (result.low > result.high)
    return *this;
  if (result.low == result.high)
    result.stride = 0;
  return result;
}

} // namespace allo::target::rtl
