// Quantities with their units in the type: cycles are no seconds and bits no bytes, so that an equation that mixes them
// does not compile. A product or quotient of quantities has the product or quotient of their units.
#pragma once

#include <compare>

namespace allo::units {

// A number with the unit second^S * bit^B * cycle^C * mac^M * joule^J.
template <int S, int B, int C, int M, int J> class Quantity {
public:
  constexpr Quantity() = default;
  // In the base units; written as `seconds(2)` … below.
  constexpr explicit Quantity(double value) : value_(value) {}
  // In the base units.
  constexpr double value() const { return value_; }

  constexpr Quantity &operator+=(Quantity other) { return value_ += other.value_, *this; }
  constexpr Quantity &operator-=(Quantity other) { return value_ -= other.value_, *this; }
  constexpr Quantity &operator*=(double factor) { return value_ *= factor, *this; }
  friend constexpr Quantity operator+(Quantity left, Quantity right) { return left += right; }
  friend constexpr Quantity operator-(Quantity left, Quantity right) { return left -= right; }
  friend constexpr Quantity operator*(Quantity left, double factor) { return Quantity(left.value_ * factor); }
  friend constexpr Quantity operator*(double factor, Quantity right) { return Quantity(factor * right.value_); }
  friend constexpr Quantity operator/(Quantity left, double divisor) { return Quantity(left.value_ / divisor); }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

private:
  double value_ = 0;
};

template <int S1, int B1, int C1, int M1, int J1, int S2, int B2, int C2, int M2, int J2>
constexpr auto operator*(Quantity<S1, B1, C1, M1, J1> left, Quantity<S2, B2, C2, M2, J2> right) {
  return Quantity<S1 + S2, B1 + B2, C1 + C2, M1 + M2, J1 + J2>(left.value() * right.value());
}
template <int S1, int B1, int C1, int M1, int J1, int S2, int B2, int C2, int M2, int J2>
constexpr auto operator/(Quantity<S1, B1, C1, M1, J1> left, Quantity<S2, B2, C2, M2, J2> right) {
  return Quantity<S1 - S2, B1 - B2, C1 - C2, M1 - M2, J1 - J2>(left.value() / right.value());
}
// The ratio of two quantities of one kind is a number.
template <int S, int B, int C, int M, int J>
constexpr double operator/(Quantity<S, B, C, M, J> left, Quantity<S, B, C, M, J> right) {
  return left.value() / right.value();
}

using Seconds = Quantity<1, 0, 0, 0, 0>;
using Bits = Quantity<0, 1, 0, 0, 0>;
using Cycles = Quantity<0, 0, 1, 0, 0>;
using Macs = Quantity<0, 0, 0, 1, 0>; // multiply-accumulations
using Joules = Quantity<0, 0, 0, 0, 1>;
using Hertz = Quantity<-1, 0, 1, 0, 0>;
using MacsPerCycle = Quantity<0, 0, -1, 1, 0>;
using MacsPerSecond = Quantity<-1, 0, 0, 1, 0>;
using BitsPerSecond = Quantity<-1, 1, 0, 0, 0>;
using BitsPerMac = Quantity<0, 1, 0, -1, 0>;
using Watts = Quantity<-1, 0, 0, 0, 1>;

constexpr Seconds seconds(double value) { return Seconds(value); }
constexpr Seconds milliseconds(double value) { return Seconds(value * 1e-3); }
constexpr Bits bits(double value) { return Bits(value); }
constexpr Bits bytes(double value) { return Bits(value * 8); }
constexpr Cycles cycles(double value) { return Cycles(value); }
constexpr Macs macs(double value) { return Macs(value); }
constexpr Joules joules(double value) { return Joules(value); }
constexpr Watts watts(double value) { return Watts(value); }
constexpr Hertz megahertz(double value) { return Hertz(value * 1e6); }
constexpr MacsPerCycle macs_per_cycle(double value) { return MacsPerCycle(value); }
// Decimal, as data sheets count: 1 GB/s is 10^9 bytes a second, 1 Gb/s 10^9 bits a second.
constexpr BitsPerSecond gigabytes_per_second(double value) { return BitsPerSecond(value * 8e9); }
constexpr BitsPerSecond gigabits_per_second(double value) { return BitsPerSecond(value * 1e9); }

constexpr double in_bytes(Bits size) { return size.value() / 8; }
constexpr double in_milliseconds(Seconds time) { return time.value() * 1e3; }
constexpr double in_megahertz(Hertz rate) { return rate.value() * 1e-6; }
constexpr double in_gigabytes_per_second(BitsPerSecond rate) { return rate.value() / 8e9; }

} // namespace allo::units
