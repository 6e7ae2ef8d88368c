// The operations of ap_int and ap_uint as kernels: inputs and results in arrays, so that the same functions are checked
// natively against a slow model (ApIntConformance) and run by `allo run` on every target.
#ifndef ALLO_TEST_HLS_AP_INT_KERNELS_H
#define ALLO_TEST_HLS_AP_INT_KERNELS_H

#include <ap_int.h>

constexpr int cases = 16;

template <class A, class B> using sum_of = decltype(A() + B());
template <class A, class B> using difference_of = decltype(A() - B());
template <class A, class B> using product_of = decltype(A() * B());
template <class A, class B> using quotient_of = decltype(A() / B(1));
template <class A, class B> using remainder_of = decltype(A() % B(1));
template <class A, class B> using logic_of = decltype(A() & B());

template <class A, class B>
void add_subtract_multiply(const A a[cases], const B b[cases], sum_of<A, B> sum[cases],
                           difference_of<A, B> difference[cases], product_of<A, B> product[cases]) {
  for (int i = 0; i < cases; ++i) {
    sum[i] = a[i] + b[i];
    difference[i] = a[i] - b[i];
    product[i] = a[i] * b[i];
  }
}

template <class A, class B>
void divide_remainder(const A a[cases], const B b[cases], quotient_of<A, B> quotient[cases],
                      remainder_of<A, B> remainder[cases]) {
  for (int i = 0; i < cases; ++i) {
    quotient[i] = a[i] / b[i];
    remainder[i] = a[i] % b[i];
  }
}

template <class A, class B>
void bitwise(const A a[cases], const B b[cases], logic_of<A, B> both[cases], logic_of<A, B> either[cases],
             logic_of<A, B> different[cases]) {
  for (int i = 0; i < cases; ++i) {
    both[i] = a[i] & b[i];
    either[i] = a[i] | b[i];
    different[i] = a[i] ^ b[i];
  }
}

/// One bit for each of == != < <= > >=, from the lowest up.
template <class A, class B> void comparisons(const A a[cases], const B b[cases], int result[cases]) {
  for (int i = 0; i < cases; ++i) {
    int r = 0;
    if (a[i] == b[i])
      r |= 1;
    if (a[i] != b[i])
      r |= 2;
    if (a[i] < b[i])
      r |= 4;
    if (a[i] <= b[i])
      r |= 8;
    if (a[i] > b[i])
      r |= 16;
    if (a[i] >= b[i])
      r |= 32;
    result[i] = r;
  }
}

template <class A, class C> void shifts(const A a[cases], const C count[cases], A left[cases], A right[cases]) {
  for (int i = 0; i < cases; ++i) {
    left[i] = a[i] << count[i];
    right[i] = a[i] >> count[i];
  }
}

template <class A, class B>
void assign_arithmetic(const A a[cases], const B b[cases], A sum[cases], A difference[cases], A product[cases]) {
  for (int i = 0; i < cases; ++i) {
    sum[i] = a[i];
    sum[i] += b[i];
    difference[i] = a[i];
    difference[i] -= b[i];
    product[i] = a[i];
    product[i] *= b[i];
  }
}

template <class A, class B>
void assign_division(const A a[cases], const B b[cases], A quotient[cases], A remainder[cases]) {
  for (int i = 0; i < cases; ++i) {
    quotient[i] = a[i];
    quotient[i] /= b[i];
    remainder[i] = a[i];
    remainder[i] %= b[i];
  }
}

template <class A, class B>
void assign_bitwise(const A a[cases], const B b[cases], A both[cases], A either[cases], A different[cases]) {
  for (int i = 0; i < cases; ++i) {
    both[i] = a[i];
    both[i] &= b[i];
    either[i] = a[i];
    either[i] |= b[i];
    different[i] = a[i];
    different[i] ^= b[i];
  }
}

template <class A, class C> void assign_shifts(const A a[cases], const C count[cases], A left[cases], A right[cases]) {
  for (int i = 0; i < cases; ++i) {
    left[i] = a[i];
    left[i] <<= count[i];
    right[i] = a[i];
    right[i] >>= count[i];
  }
}

template <class A> using negated = decltype(-A());

template <class A>
void unary(const A a[cases], negated<A> minus[cases], A complement[cases], A same[cases], int zero[cases]) {
  for (int i = 0; i < cases; ++i) {
    minus[i] = -a[i];
    complement[i] = ~a[i];
    same[i] = +a[i];
    zero[i] = !a[i];
  }
}

/// ++x, x++, --x, x--: the value of the expression and what is left in the variable.
template <class A>
void steps(const A a[cases], A pre[cases], A post[cases], A pre_down[cases], A post_down[cases], A up[cases],
           A down[cases]) {
  for (int i = 0; i < cases; ++i) {
    A x = a[i];
    pre[i] = ++x;
    post[i] = x++;
    up[i] = x;
    x = a[i];
    pre_down[i] = --x;
    post_down[i] = x--;
    down[i] = x;
  }
}

template <class A, class B> void convert(const A a[cases], B result[cases]) {
  for (int i = 0; i < cases; ++i)
    result[i] = a[i];
}

template <class A>
void to_c_types(const A a[cases], signed char c[cases], unsigned short s[cases], int n[cases], unsigned u[cases],
                long long l[cases], unsigned long long ul[cases], bool b[cases], long long implicit[cases]) {
  for (int i = 0; i < cases; ++i) {
    c[i] = a[i].to_schar();
    s[i] = a[i].to_ushort();
    n[i] = a[i].to_int();
    u[i] = a[i].to_uint();
    l[i] = a[i].to_int64();
    ul[i] = a[i].to_uint64();
    b[i] = a[i].to_bool();
    implicit[i] = a[i];
  }
}

template <class A> void to_floating(const A a[cases], double d[cases], float f[cases]) {
  for (int i = 0; i < cases; ++i) {
    d[i] = a[i].to_double();
    f[i] = a[i].to_float();
  }
}

template <class A>
void with_double(const A a[cases], const double b[cases], double sum[cases], double difference[cases],
                 double product[cases], double quotient[cases], int compared[cases]) {
  for (int i = 0; i < cases; ++i) {
    sum[i] = a[i] + b[i];
    difference[i] = b[i] - a[i];
    product[i] = a[i] * b[i];
    quotient[i] = a[i] / b[i];
    compared[i] = (a[i] == b[i] ? 1 : 0) + (a[i] < b[i] ? 2 : 0) + (b[i] <= a[i] ? 4 : 0);
  }
}

/// Bit `index`: read three ways, then written.
template <class A>
void bits(const A a[cases], const int index[cases], const int value[cases], int read[cases], A written[cases],
          A set[cases], A cleared[cases], A inverted[cases]) {
  for (int i = 0; i < cases; ++i) {
    A x = a[i];
    const bool by_reference = x[index[i]];
    read[i] = (a[i][index[i]] ? 1 : 0) + (a[i].test(index[i]) ? 2 : 0) + (a[i].get_bit(index[i]) ? 4 : 0) +
              (by_reference ? 8 : 0);
    x[index[i]] = value[i];
    written[i] = x;
    x.set(index[i]);
    set[i] = x;
    x.clear(index[i]);
    cleared[i] = x;
    x.invert(index[i]);
    inverted[i] = x;
  }
}

template <class A, class U>
void ranges(const A a[cases], const U v[cases], const int hi[cases], const int lo[cases], U read[cases],
            A written[cases], A copied[cases], int length[cases]) {
  for (int i = 0; i < cases; ++i) {
    read[i] = a[i].range(hi[i], lo[i]);
    A x = a[i];
    x(hi[i], lo[i]) = v[i];
    written[i] = x;
    A y = v[i];
    y.range(hi[i], lo[i]) = x.range(hi[i], lo[i]);
    copied[i] = y;
    length[i] = x(hi[i], lo[i]).length();
  }
}

template <class A, class B, class U>
void concatenate(const A a[cases], const B b[cases], const U v[cases], U joined[cases], U swapped[cases], A high[cases],
                 B low[cases]) {
  for (int i = 0; i < cases; ++i) {
    joined[i] = (a[i], b[i]);
    swapped[i] = b[i].concat(a[i]);
    A x = a[i];
    B y = b[i];
    (x, y) = v[i];
    high[i] = x;
    low[i] = y;
  }
}

/// One bit for each of and or xor nand nor xnor, the sign and the test for zero, from the lowest up.
template <class A> void reductions(const A a[cases], int result[cases], int zeros[cases]) {
  for (int i = 0; i < cases; ++i) {
    int r = 0;
    if (a[i].and_reduce())
      r |= 1;
    if (a[i].or_reduce())
      r |= 2;
    if (a[i].xor_reduce())
      r |= 4;
    if (a[i].nand_reduce())
      r |= 8;
    if (a[i].nor_reduce())
      r |= 16;
    if (a[i].xnor_reduce())
      r |= 32;
    if (a[i].sign())
      r |= 64;
    if (a[i].iszero())
      r |= 128;
    result[i] = r;
    A x = a[i];
    zeros[i] = x.countLeadingZeros();
  }
}

template <class A>
void turn(const A a[cases], const int count[cases], A reversed[cases], A left[cases], A right[cases]) {
  for (int i = 0; i < cases; ++i) {
    A x = a[i];
    x.reverse();
    reversed[i] = x;
    x = a[i];
    x.lrotate(count[i]);
    left[i] = x;
    x = a[i];
    x.rrotate(count[i]);
    right[i] = x;
  }
}

#endif
