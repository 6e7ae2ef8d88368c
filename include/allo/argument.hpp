// What a built kernel is called with: any dense C++ array, a scalar or a structure, its element type and shape kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace allo {

// A scalar element: what NumPy calls kind and size.
enum class ElementKind : uint8_t { boolean, signed_integer, unsigned_integer, floating, structure };

// A pointer with the shape of the dense row-major array that it points at. Made by allo::view.
template <typename T> struct View {
  T *data;
  std::vector<int64_t> shape;
};

// `allo::view(pointer, {32, 64})`
template <typename T> View<T> view(T *data, std::vector<int64_t> shape) { return {data, std::move(shape)}; }

namespace detail {

// Takes the dimensions of arrays of arrays off, one by one.
template <typename T> struct Dense {
  using Element = T;
  static void addExtents(std::vector<int64_t> &) {}
};
template <typename T, size_t N> struct Dense<T[N]> {
  using Element = typename Dense<T>::Element;
  static void addExtents(std::vector<int64_t> &shape) {
    shape.push_back(N);
    Dense<T>::addExtents(shape);
  }
};
template <typename T, size_t N> struct Dense<std::array<T, N>> : Dense<T[N]> {};
template <typename T, size_t N> struct Dense<const std::array<T, N>> : Dense<const T[N]> {};

template <typename T> constexpr ElementKind kindOf() {
  static_assert(!std::is_pointer_v<T>, "a pointer has no shape: write allo::view(pointer, {extents})");
  static_assert(std::is_trivially_copyable_v<T>, "an argument is a dense array, a scalar or a plain structure of them");
  if constexpr (std::is_same_v<T, bool>)
    return ElementKind::boolean;
  else if constexpr (std::is_floating_point_v<T>)
    return ElementKind::floating;
  else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
    return std::is_signed_v<T> ? ElementKind::signed_integer : ElementKind::unsigned_integer;
  else
    return ElementKind::structure;
}

// Containers that say where their elements are; everything else is the elements itself.
template <typename T> inline constexpr bool isContainer = false;
template <typename T, typename A> inline constexpr bool isContainer<std::vector<T, A>> = true;
template <typename T, size_t N> inline constexpr bool isContainer<std::span<T, N>> = true;
template <typename T> inline constexpr bool isContainer<View<T>> = true;

} // namespace detail

// One argument of a call. Made implicitly; refers to the caller's memory, except for constants, which it holds itself.
class Argument {
public:
  // C arrays, std::array and scalars. What is not const may be written by the kernel.
  template <typename T>
    requires(!detail::isContainer<std::remove_const_t<T>> && !std::is_same_v<std::remove_const_t<T>, Argument>)
  Argument(T &value) {
    refer(&value, {});
  }
  template <typename T>
    requires(!detail::isContainer<T> && !std::is_same_v<T, Argument>)
  Argument(const T &value) {
    refer(&value, {});
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      static_assert(sizeof(T) <= sizeof held_, "scalars have at most 8 bytes");
      std::memcpy(&held_, &value, sizeof value);
      isHeld_ = true;
    }
  }
  template <typename T, typename A> Argument(std::vector<T, A> &values) { referAll(values.data(), values.size()); }
  template <typename T, typename A> Argument(const std::vector<T, A> &values) {
    referAll(values.data(), values.size());
  }
  template <typename T, size_t N> Argument(const std::span<T, N> &values) { referAll(values.data(), values.size()); }
  template <typename T> Argument(const View<T> &view) { refer(view.data, view.shape); }

  ElementKind kind() const { return kind_; }
  size_t element_bytes() const { return elementBytes_; }
  const std::vector<int64_t> &shape() const { return shape_; } // empty: a scalar
  bool writable() const { return writable_; }
  bool is_held() const { return isHeld_; } // a constant: nothing of the caller's is referred to
  const void *data() const { return isHeld_ ? &held_ : data_; }

private:
  template <typename T> void refer(T *data, std::vector<int64_t> shape) {
    using Element = typename detail::Dense<T>::Element;
    kind_ = detail::kindOf<std::remove_cv_t<Element>>();
    elementBytes_ = sizeof(Element);
    writable_ = !std::is_const_v<Element>;
    shape_ = std::move(shape);
    detail::Dense<T>::addExtents(shape_);
    data_ = data;
  }
  template <typename T> void referAll(T *data, size_t count) { refer(data, {static_cast<int64_t>(count)}); }

  const void *data_ = nullptr;
  uint64_t held_ = 0;
  std::vector<int64_t> shape_;
  size_t elementBytes_ = 0;
  ElementKind kind_ = ElementKind::signed_integer;
  bool writable_ = false;
  bool isHeld_ = false;
};

} // namespace allo
