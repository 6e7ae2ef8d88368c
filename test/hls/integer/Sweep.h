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

/// Numbers, and the same as an array for a kernel.
using Numbers = std::vector<reference::Number>;
template <class T> struct Values {
  Numbers numbers;
  T array[cases];

  const reference::Number &operator[](int i) const { return numbers[static_cast<std::size_t>(i)]; }
  explicit Values(unsigned seed) : Values(testValues(formOf<T>(), cases, seed)) {}
  explicit Values(Numbers chosen) : numbers(std::move(chosen)) {
    for (std::size_t i = 0; i < cases; ++i)
      store(static_cast<void *>(&array[i]), sizeof(T), formOf<T>(), numbers[i]);
  }
};

/// The operands of a sweep.
struct Operands {
  Form a, b;
  Numbers x, y;
  std::string text() const { return a.text() + ", " + b.text(); }
  /// The width that holds both; the sign that operators give such a pair.
  int commonWidth() const {
    const int left = a.width + (b.isSigned && !a.isSigned ? 1 : 0),
              right = b.width + (a.isSigned && !b.isSigned ? 1 : 0);
    return left > right ? left : right;
  }
  bool anySigned() const { return a.isSigned || b.isSigned; }
};
template <class A, class B> Operands operands(const Values<A> &a, const Values<B> &b) {
  return {formOf<A>(), formOf<B>(), a.numbers, b.numbers};
}

/// A list of types, and a call for each or for each pair.
template <class... T> struct Types {};
template <class F, class... T> void forEach(Types<T...>, const F &f) { (f(static_cast<T *>(nullptr)), ...); }

/// The widths of the sweeps, signed and unsigned: around the sizes of the built-in types and of limbs, and far above.
using Narrow = Types<ap_int<1>, ap_uint<1>, ap_int<2>, ap_uint<2>, ap_int<7>, ap_uint<7>, ap_int<8>, ap_uint<8>,
                     ap_int<9>, ap_uint<9>, ap_int<31>, ap_uint<31>, ap_int<32>, ap_uint<32>, ap_int<33>, ap_uint<33>>;
using Middle = Types<ap_int<63>, ap_uint<63>, ap_int<64>, ap_uint<64>, ap_int<65>, ap_uint<65>, ap_int<127>,
                     ap_uint<127>, ap_int<128>, ap_uint<128>, ap_int<129>, ap_uint<129>>;
using Wide = Types<ap_int<257>, ap_uint<257>, ap_int<1000>, ap_uint<1000>, ap_int<4096>, ap_uint<4096>>;

/// Pairs of types: some widths with themselves in both signs, neighbours, and across the sizes.
template <template <class, class> class Sweep> void forPairs() {
  const auto own = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    Sweep<A, ap_int<Shape<A>::width>>::run();
    Sweep<A, ap_uint<Shape<A>::width>>::run();
  };
  forEach(Types<ap_int<1>, ap_uint<1>, ap_int<2>, ap_uint<7>, ap_int<8>, ap_uint<9>, ap_int<31>, ap_uint<32>,
                ap_int<32>, ap_int<33>, ap_uint<63>, ap_int<64>, ap_uint<64>, ap_int<65>, ap_uint<127>, ap_int<128>,
                ap_uint<129>, ap_int<257>, ap_uint<1000>, ap_int<4096>>(),
          own);
  const auto across = [](auto *a) {
    using A = std::remove_pointer_t<decltype(a)>;
    Sweep<A, ap_int<5>>::run();
    Sweep<ap_uint<33>, A>::run();
    Sweep<ap_int<65>, A>::run();
  };
  forEach(Types<ap_int<1>, ap_uint<7>, ap_int<32>, ap_uint<64>, ap_int<127>, ap_uint<129>, ap_int<257>>(), across);
}

#endif
