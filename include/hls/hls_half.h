// half (IEEE 754 binary16) and bfloat16 (binary32 cut to 16 bits) as classes that convert in software.
//
// Rules. A conversion to one of these types rounds once, to nearest with ties to even. + - * / compute in binary32 and
// round the result to the type. For half that is the correctly rounded result (24 >= 2 * 11 + 2 bits: S. A. Figueroa,
// When is double rounding innocuous, SIGNUM Newsletter 30, 1995), also for bfloat16 as long as the result is not
// subnormal; there the value binary32 gives is what is rounded. An operand that is a C integer becomes the 16-bit type;
// with float, double or long double the 16-bit operand becomes that type (as for the extended types of C++23,
// [conv.rank]). An ap_[u]int or ap_[u]fixed operand becomes a
// float, where the operation is computed and rounded to the 16-bit type. half and bfloat16 do not mix without a
// conversion.
#ifndef ALLO_HLS_HALF_H
#define ALLO_HLS_HALF_H

#include "detail/intrinsic.h"
#include "detail/narrow_float.h"
#include <limits>

struct half;
struct bfloat16;

namespace hls {
namespace detail {

template <class T> struct NarrowOperand {
  static constexpr operand_kind kind = operand_kind::floating;
  static constexpr float get(T value) { return value.to_float(); }
};
template <> struct operand<half> : NarrowOperand<half> {};
template <> struct operand<bfloat16> : NarrowOperand<bfloat16> {};

template <class T> struct IsNarrowFloat : std::false_type {};
template <> struct IsNarrowFloat<half> : std::true_type {};
template <> struct IsNarrowFloat<bfloat16> : std::true_type {};

/// A number of C: bool, characters, integers, unscoped enumerations, floating types.
template <class T> struct IsCNumber {
  static constexpr bool value = operand<T>::kind == operand_kind::c_integer ||
                                (operand<T>::kind == operand_kind::floating && !IsNarrowFloat<T>::value);
};

/// The type in which Narrow and a C number meet.
template <class Narrow, class Number, bool = IsCNumber<Number>::value> struct NarrowMeet {};
template <class Narrow, class Number> struct NarrowMeet<Narrow, Number, true> {
  using type = typename std::conditional<std::is_floating_point<Number>::value, Number, Narrow>::type;
};
template <class Narrow, class Number> using NarrowMeetType = typename NarrowMeet<Narrow, Number>::type;

} // namespace detail

namespace narrow { // alone, so that a call with a half looks into no namespace with common names

/// The operators of half and of bfloat16.
template <class Narrow> struct NarrowOperators {
#define ALLO_NARROW_ARITHMETIC(symbol, name)                                                                           \
  ALLO_HLS(name) friend constexpr Narrow operator symbol(Narrow a, Narrow b) {                                         \
    return Narrow(a.to_float() symbol b.to_float());                                                                   \
  }                                                                                                                    \
  template <class Number, class Meet = detail::NarrowMeetType<Narrow, Number>>                                         \
  ALLO_HLS(name)                                                                                                       \
  friend constexpr Meet operator symbol(Narrow a, Number b) {                                                          \
    return static_cast<Meet>(a) symbol static_cast<Meet>(b);                                                           \
  }                                                                                                                    \
  template <class Number, class Meet = detail::NarrowMeetType<Narrow, Number>>                                         \
  ALLO_HLS(name)                                                                                                       \
  friend constexpr Meet operator symbol(Number a, Narrow b) {                                                          \
    return static_cast<Meet>(a) symbol static_cast<Meet>(b);                                                           \
  }                                                                                                                    \
  ALLO_HLS("assign." name) friend constexpr Narrow &operator symbol## = (Narrow & a, Narrow b) {                       \
    return a = a symbol b;                                                                                             \
  }                                                                                                                    \
  template <class Number, class Meet = detail::NarrowMeetType<Narrow, Number>>                                         \
  ALLO_HLS("assign." name)                                                                                             \
  friend constexpr Narrow &operator symbol## = (Narrow & a, Number b) {                                                \
    return a = Narrow(static_cast<Meet>(a) symbol static_cast<Meet>(b));                                               \
  }
  ALLO_NARROW_ARITHMETIC(+, "add")
  ALLO_NARROW_ARITHMETIC(-, "sub")
  ALLO_NARROW_ARITHMETIC(*, "mul")
  ALLO_NARROW_ARITHMETIC(/, "div")
#undef ALLO_NARROW_ARITHMETIC

#define ALLO_NARROW_COMPARISON(symbol, name)                                                                           \
  ALLO_HLS(name) friend constexpr bool operator symbol(Narrow a, Narrow b) {                                           \
    return a.to_float() symbol b.to_float();                                                                           \
  }                                                                                                                    \
  template <class Number, class Meet = detail::NarrowMeetType<Narrow, Number>>                                         \
  ALLO_HLS(name)                                                                                                       \
  friend constexpr bool operator symbol(Narrow a, Number b) {                                                          \
    return static_cast<Meet>(a) symbol static_cast<Meet>(b);                                                           \
  }                                                                                                                    \
  template <class Number, class Meet = detail::NarrowMeetType<Narrow, Number>>                                         \
  ALLO_HLS(name)                                                                                                       \
  friend constexpr bool operator symbol(Number a, Narrow b) {                                                          \
    return static_cast<Meet>(a) symbol static_cast<Meet>(b);                                                           \
  }
  ALLO_NARROW_COMPARISON(==, "eq")
  ALLO_NARROW_COMPARISON(!=, "ne")
  ALLO_NARROW_COMPARISON(<, "lt")
  ALLO_NARROW_COMPARISON(<=, "le")
  ALLO_NARROW_COMPARISON(>, "gt")
  ALLO_NARROW_COMPARISON(>=, "ge")
#undef ALLO_NARROW_COMPARISON

  ALLO_HLS("plus") friend constexpr Narrow operator+(Narrow a) { return a; }
  ALLO_HLS("neg") friend constexpr Narrow operator-(Narrow a) {
    return Narrow::from_bits(static_cast<std::uint16_t>(a.to_bits() ^ 0x8000u));
  }
  ALLO_HLS("preinc") friend constexpr Narrow &operator++(Narrow &a) { return a = a + Narrow(1); }
  ALLO_HLS("predec") friend constexpr Narrow &operator--(Narrow &a) { return a = a - Narrow(1); }
  ALLO_HLS("postinc") friend constexpr Narrow operator++(Narrow &a, int) {
    Narrow before = a;
    a = a + Narrow(1);
    return before;
  }
  ALLO_HLS("postdec") friend constexpr Narrow operator--(Narrow &a, int) {
    Narrow before = a;
    a = a - Narrow(1);
    return before;
  }
};

} // namespace narrow
} // namespace hls

// The two classes differ in name and format only. Any C number converts to them without a cast, and they convert to
// any C number as a float does; to bool by "is not zero".
#define ALLO_NARROW_CLASS(Name, annotation, Format)                                                                    \
  struct ALLO_HLS(annotation) Name : hls::narrow::NarrowOperators<Name> {                                              \
    Name() = default;                                                                                                  \
    template <class Number, class = typename std::enable_if<hls::detail::IsCNumber<Number>::value>::type>              \
    ALLO_HLS("convert")                                                                                                \
    constexpr Name(Number value) : bits_(Format::from(value)) {}                                                       \
    template <class Other, class = typename std::enable_if<hls::detail::IsNarrowFloat<Other>::value>::type,            \
              class = typename std::enable_if<!std::is_same<Other, Name>::value>::type>                                \
    ALLO_HLS("convert")                                                                                                \
    explicit constexpr Name(Other value) : bits_(Format::from(value.to_float())) {}                                    \
    template <class Number, hls::detail::if_class<Number> = 0>                                                         \
    ALLO_HLS("convert")                                                                                                \
    constexpr Name(const Number &value)                                                                                \
        : bits_(Format::fromDouble(hls::detail::NarrowSource<Number>::template get<Format>(value))) {}                 \
    ALLO_HLS("convert") constexpr operator float() const { return to_float(); }                                        \
                                                                                                                       \
    ALLO_HLS("convert") constexpr float to_float() const { return Format::toFloat(bits_); }                            \
    ALLO_HLS("convert") constexpr double to_double() const { return static_cast<double>(to_float()); }                 \
    ALLO_HLS("convert") constexpr int to_int() const { return static_cast<int>(to_float()); }                          \
    ALLO_HLS("bitcast") constexpr std::uint16_t to_bits() const { return bits_; }                                      \
    ALLO_HLS("bitcast") static constexpr Name from_bits(std::uint16_t bits) { return Name(Raw{bits}); }                \
                                                                                                                       \
  private:                                                                                                             \
    struct Raw {                                                                                                       \
      std::uint16_t bits;                                                                                              \
    };                                                                                                                 \
    explicit constexpr Name(Raw raw) : bits_(raw.bits) {}                                                              \
    std::uint16_t bits_;                                                                                               \
  };

ALLO_NARROW_CLASS(half, "half", hls::detail::Binary16)
ALLO_NARROW_CLASS(bfloat16, "bfloat16", hls::detail::Brain16)
#undef ALLO_NARROW_CLASS

namespace hls {
using ::bfloat16;
using ::half;
} // namespace hls

namespace std {
#define ALLO_NARROW_LIMITS(Name, precision, decimal, shortest, least, leastDecimal, most, mostDecimal)                 \
  template <> class numeric_limits<Name> {                                                                             \
  public:                                                                                                              \
    static constexpr bool is_specialized = true, is_signed = true, is_integer = false, is_exact = false;               \
    static constexpr bool has_infinity = true, has_quiet_NaN = true, has_signaling_NaN = false;                        \
    static constexpr bool has_denorm_loss = false, is_iec559 = true, is_bounded = true, is_modulo = false;             \
    static constexpr bool traps = false, tinyness_before = false;                                                      \
    static constexpr float_denorm_style has_denorm = denorm_present;                                                   \
    static constexpr float_round_style round_style = round_to_nearest;                                                 \
    static constexpr int digits = precision, digits10 = decimal, max_digits10 = shortest, radix = 2;                   \
    static constexpr int min_exponent = least, min_exponent10 = leastDecimal;                                          \
    static constexpr int max_exponent = most, max_exponent10 = mostDecimal;                                            \
    static constexpr Name min() noexcept { return of(1 << (precision - 1)); }                                          \
    static constexpr Name max() noexcept { return of(infinite - 1); }                                                  \
    static constexpr Name lowest() noexcept { return of(0x8000 | (infinite - 1)); }                                    \
    static constexpr Name epsilon() noexcept { return of((most - precision) << (precision - 1)); }                     \
    static constexpr Name round_error() noexcept { return of((most - 2) << (precision - 1)); }                         \
    static constexpr Name infinity() noexcept { return of(infinite); }                                                 \
    static constexpr Name quiet_NaN() noexcept { return of(infinite | (1 << (precision - 2))); }                       \
    static constexpr Name signaling_NaN() noexcept { return quiet_NaN(); }                                             \
    static constexpr Name denorm_min() noexcept { return of(1); }                                                      \
                                                                                                                       \
  private:                                                                                                             \
    static constexpr int infinite = (2 * most - 1) << (precision - 1);                                                 \
    static constexpr Name of(int bits) { return Name::from_bits(static_cast<std::uint16_t>(bits)); }                   \
  }
// digits10 = floor((digits - 1) * log10 2), max_digits10 = ceil(1 + digits * log10 2).
ALLO_NARROW_LIMITS(half, 11, 3, 5, -13, -4, 16, 4);
ALLO_NARROW_LIMITS(bfloat16, 8, 2, 4, -125, -37, 128, 38);
#undef ALLO_NARROW_LIMITS
} // namespace std
#endif
