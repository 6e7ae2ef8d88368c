// Runs the kernels of ap_int_kernels.h on test values of given types and compares every result with the slow model.
// Included by the Sweep*.cpp files, each of which takes a part of the kernels.
#ifndef ALLO_TEST_HLS_SWEEP_H
#define ALLO_TEST_HLS_SWEEP_H

#include "Checks.h"
#include "ap_int_kernels.h"
#include <type_traits>

/// The parts of the program.
void sweepArithmetic();
void sweepDivision();
void sweepMixed();
void sweepBits();
void sweepConversions();
void directedChecks();
void textChecks();

/// An array of test values as a kernel takes it, beside the numbers they are.
template <class T> struct Values {
  std::vector<reference::Number> numbers;
  T array[cases];

  explicit Values(unsigned seed) : Values(testValues(Shape<T>::width, Shape<T>::isSigned, cases, seed)) {}
  explicit Values(std::vector<reference::Number> chosen) : numbers(std::move(chosen)) {
    for (int i = 0; i < cases; ++i)
      array[i] = inMemory<T>(numbers[static_cast<std::size_t>(i)]);
  }
  const reference::Number &operator[](int i) const { return numbers[static_cast<std::size_t>(i)]; }
};

template <class A, class B> struct Pair {
  static constexpr bool signedA = Shape<A>::isSigned, signedB = Shape<B>::isSigned;
  static constexpr int widthA = Shape<A>::width, widthB = Shape<B>::width;
  static std::string text() { return typeName<A>() + ", " + typeName<B>(); }
};

/// A list of types, and a call for each or for each pair.
template <class... T> struct Types {};
template <class F, class... T> void forEach(Types<T...>, const F &f) { (f(static_cast<T *>(nullptr)), ...); }

/// The widths of the sweeps, signed and unsigned: around the sizes of the built-in types and of limbs, and far above.
using Narrow = Types<ap_int<1>, ap_uint<1>, ap_int<2>, ap_uint<2>, ap_int<7>, ap_uint<7>, ap_int<8>, ap_uint<8>,
                     ap_int<9>, ap_uint<9>, ap_int<31>, ap_uint<31>, ap_int<32>, ap_uint<32>, ap_int<33>, ap_uint<33>>;
using Middle = Types<ap_int<63>, ap_uint<63>, ap_int<64>, ap_uint<64>, ap_int<65>, ap_uint<65>, ap_int<127>,
                     ap_uint<127>, ap_int<128>, ap_uint<128>, ap_int<129>, ap_uint<129>>;
using Wide = Types<ap_int<257>, ap_uint<257>, ap_int<1000>, ap_uint<1000>, ap_int<4096>, ap_uint<4096>>;

/// Pairs of types: each of the sweep's types with itself, its other sign and a neighbour, and across the sizes.
template <template <class, class> class Sweep> void forPairs() {
  const auto own = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    Sweep<A, ap_int<Shape<A>::width>>::run();
    Sweep<A, ap_uint<Shape<A>::width>>::run();
    if constexpr (Shape<A>::width < 257)
      Sweep<A, ap_int<Shape<A>::width + 2>>::run();
  };
  forEach(Narrow(), own);
  forEach(Middle(), own);
  forEach(Wide(), own);
  const auto across = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    Sweep<A, ap_int<5>>::run();
    Sweep<A, ap_uint<33>>::run();
    Sweep<ap_uint<12>, A>::run();
    Sweep<ap_int<65>, A>::run();
  };
  forEach(Types<ap_int<1>, ap_uint<7>, ap_int<32>, ap_uint<63>, ap_int<64>, ap_uint<65>, ap_int<128>, ap_uint<129>,
                ap_int<257>, ap_uint<1000>>(),
          across);
}

#endif
