// hls::vector<T, N>: N elements on which every operator works element by element (UG1399, HLS Vector Library).
//
// Rules. Each operation on vectors is that of T, in place: `a + b` is a copy of `a` to whose elements those of `b` are
// added with +=, so its elements are of type T again. A scalar operand stands for a vector of that scalar. Comparisons
// are lexicographic and give one bool. The reductions are left folds with +=, *=, &=, |=, ^= from element 0 on. An
// initialiser list has exactly N elements. Size N * sizeof(T), contiguous; aligned like T (the published type asks for
// more, which no program can tell from its results).
#ifndef ALLO_HLS_VECTOR_H
#define ALLO_HLS_VECTOR_H

#include <cstddef>
#include <type_traits>

namespace hls {

template <class T, std::size_t N> class vector {
  static_assert(N > 0, "a vector has at least one element");

  /// What stands for a vector of equal elements.
  template <class Scalar>
  using IfScalar =
      typename std::enable_if<std::is_convertible<Scalar, T>::value && !std::is_same<Scalar, vector>::value>::type;

public:
  using value_type = T;

  vector() = default;

  template <class Scalar, class = IfScalar<Scalar>> constexpr vector(const Scalar &scalar) : elements{} {
    for (std::size_t i = 0; i < N; ++i)
      elements[i] = static_cast<T>(scalar);
  }

  template <class First, class Second, class... More,
            class = typename std::enable_if<sizeof...(More) + 2 == N && std::is_convertible<First, T>::value>::type>
  constexpr vector(const First &first, const Second &second, const More &...more)
      : elements{static_cast<T>(first), static_cast<T>(second), static_cast<T>(more)...} {}

  constexpr T &operator[](std::size_t i) { return elements[i]; }
  constexpr const T &operator[](std::size_t i) const { return elements[i]; }
  static constexpr std::size_t size() { return N; }
  constexpr T *begin() { return elements; }
  constexpr T *end() { return elements + N; }
  constexpr const T *begin() const { return elements; }
  constexpr const T *end() const { return elements + N; }

#define ALLO_VECTOR_OPERATOR(symbol)                                                                                   \
  constexpr vector &operator symbol## = (const vector &other) {                                                        \
    for (std::size_t i = 0; i < N; ++i)                                                                                \
      elements[i] symbol## = other.elements[i];                                                                        \
    return *this;                                                                                                      \
  }                                                                                                                    \
  friend constexpr vector operator symbol(const vector &a, const vector &b) {                                          \
    vector result = a;                                                                                                 \
    result symbol## = b;                                                                                               \
    return result;                                                                                                     \
  }                                                                                                                    \
  template <class Scalar, class = IfScalar<Scalar>>                                                                    \
  friend constexpr vector operator symbol(const vector &a, const Scalar &b) {                                          \
    return a symbol vector(b);                                                                                         \
  }                                                                                                                    \
  template <class Scalar, class = IfScalar<Scalar>>                                                                    \
  friend constexpr vector operator symbol(const Scalar &a, const vector &b) {                                          \
    return vector(a) symbol b;                                                                                         \
  }
  ALLO_VECTOR_OPERATOR(+)
  ALLO_VECTOR_OPERATOR(-)
  ALLO_VECTOR_OPERATOR(*)
  ALLO_VECTOR_OPERATOR(/)
  ALLO_VECTOR_OPERATOR(%)
  ALLO_VECTOR_OPERATOR(&)
  ALLO_VECTOR_OPERATOR(|)
  ALLO_VECTOR_OPERATOR(^)
  ALLO_VECTOR_OPERATOR(<<)
  ALLO_VECTOR_OPERATOR(>>)
#undef ALLO_VECTOR_OPERATOR

  constexpr vector operator+() const { return *this; }
  constexpr vector operator-() const {
    vector result = *this;
    for (std::size_t i = 0; i < N; ++i)
      result.elements[i] = static_cast<T>(-elements[i]);
    return result;
  }
  constexpr vector operator~() const {
    vector result = *this;
    for (std::size_t i = 0; i < N; ++i)
      result.elements[i] = static_cast<T>(~elements[i]);
    return result;
  }
  constexpr vector &operator++() {
    for (std::size_t i = 0; i < N; ++i)
      ++elements[i];
    return *this;
  }
  constexpr vector &operator--() {
    for (std::size_t i = 0; i < N; ++i)
      --elements[i];
    return *this;
  }
  constexpr vector operator++(int) {
    vector before = *this;
    ++*this;
    return before;
  }
  constexpr vector operator--(int) {
    vector before = *this;
    --*this;
    return before;
  }

  friend constexpr bool operator==(const vector &a, const vector &b) {
    for (std::size_t i = 0; i < N; ++i)
      if (!(a.elements[i] == b.elements[i]))
        return false;
    return true;
  }
  friend constexpr bool operator<(const vector &a, const vector &b) {
    for (std::size_t i = 0; i < N; ++i) {
      if (a.elements[i] < b.elements[i])
        return true;
      if (b.elements[i] < a.elements[i])
        return false;
    }
    return false;
  }
  friend constexpr bool operator!=(const vector &a, const vector &b) { return !(a == b); }
  friend constexpr bool operator>(const vector &a, const vector &b) { return b < a; }
  friend constexpr bool operator<=(const vector &a, const vector &b) { return !(b < a); }
  friend constexpr bool operator>=(const vector &a, const vector &b) { return !(a < b); }

#define ALLO_VECTOR_REDUCTION(name, symbol)                                                                            \
  constexpr T name() const {                                                                                           \
    T result = elements[0];                                                                                            \
    for (std::size_t i = 1; i < N; ++i)                                                                                \
      result symbol elements[i];                                                                                       \
    return result;                                                                                                     \
  }
  ALLO_VECTOR_REDUCTION(reduce_add, +=)
  ALLO_VECTOR_REDUCTION(reduce_mult, *=)
  ALLO_VECTOR_REDUCTION(reduce_and, &=)
  ALLO_VECTOR_REDUCTION(reduce_or, |=)
  ALLO_VECTOR_REDUCTION(reduce_xor, ^=)
#undef ALLO_VECTOR_REDUCTION

private:
  T elements[N];
};

} // namespace hls
#endif
