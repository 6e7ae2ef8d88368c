// RUN: allo run %s --top fixed --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %s --top fixed --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %s --top fixed --target rtl --random-inputs 3 | FileCheck %s
// RUN: allo run %s --top fixed --target sim --random-inputs 3 | FileCheck %s
// CHECK: equal
// Fixed point: every quantisation and overflow mode, operators with each other, with integers and with floating types.
#include "ap_fixed.h"

template <ap_q_mode Q> void quantised(const ap_fixed<18, 7> a[6], ap_fixed<10, 6, Q> r[6]) {
  for (int i = 0; i < 6; ++i)
    r[i] = a[i];
}
template <ap_o_mode O, int N> void overflowed(const ap_fixed<18, 7> a[6], ap_fixed<9, 3, AP_TRN, O, N> r[6],
                                              ap_ufixed<9, 3, AP_RND, O, N> u[6]) {
  for (int i = 0; i < 6; ++i) {
    r[i] = a[i];
    u[i] = a[i];
  }
}

void fixed(const ap_fixed<18, 7> a[6], const ap_ufixed<12, 3> b[6], const ap_int<9> n[6], const float x[6],
           ap_fixed<10, 6, AP_RND> q0[6], ap_fixed<10, 6, AP_RND_ZERO> q1[6], ap_fixed<10, 6, AP_RND_MIN_INF> q2[6],
           ap_fixed<10, 6, AP_RND_INF> q3[6], ap_fixed<10, 6, AP_RND_CONV> q4[6], ap_fixed<10, 6, AP_TRN> q5[6],
           ap_fixed<10, 6, AP_TRN_ZERO> q6[6], ap_fixed<9, 3, AP_TRN, AP_SAT> o0[6], ap_ufixed<9, 3, AP_RND, AP_SAT> u0[6],
           ap_fixed<9, 3, AP_TRN, AP_SAT_ZERO> o1[6], ap_ufixed<9, 3, AP_RND, AP_SAT_ZERO> u1[6],
           ap_fixed<9, 3, AP_TRN, AP_SAT_SYM> o2[6], ap_ufixed<9, 3, AP_RND, AP_SAT_SYM> u2[6],
           ap_fixed<9, 3, AP_TRN, AP_WRAP, 3> o3[6], ap_ufixed<9, 3, AP_RND, AP_WRAP, 3> u3[6],
           ap_fixed<9, 3, AP_TRN, AP_WRAP_SM> o4[6], ap_ufixed<9, 3, AP_RND, AP_WRAP_SM> u4[6],
           ap_fixed<32, 12, AP_RND, AP_SAT> r[6][12], int c[6][3], double d[6][4], bool z[6][4]) {
  quantised<AP_RND>(a, q0);
  quantised<AP_RND_ZERO>(a, q1);
  quantised<AP_RND_MIN_INF>(a, q2);
  quantised<AP_RND_INF>(a, q3);
  quantised<AP_RND_CONV>(a, q4);
  quantised<AP_TRN>(a, q5);
  quantised<AP_TRN_ZERO>(a, q6);
  overflowed<AP_SAT, 0>(a, o0, u0);
  overflowed<AP_SAT_ZERO, 0>(a, o1, u1);
  overflowed<AP_SAT_SYM, 0>(a, o2, u2);
  overflowed<AP_WRAP, 3>(a, o3, u3);
  overflowed<AP_WRAP_SM, 0>(a, o4, u4);
  for (int i = 0; i < 6; ++i) {
    ap_fixed<24, 9, AP_RND_CONV, AP_SAT> t = a[i];
    r[i][0] = a[i] + b[i];
    r[i][1] = a[i] - b[i];
    r[i][2] = a[i] * b[i] + n[i];
    r[i][3] = a[i] / b[i];
    r[i][4] = b[i] / (a[i] + 1);
    r[i][5] = -a[i] * 3;
    r[i][6] = (a[i] << 2) + (b[i] >> 3);
    t *= b[i];
    r[i][7] = t;
    t += 1000;
    r[i][8] = t--;
    t = x[i] * 300;
    r[i][9] = t;
    t /= 7;
    r[i][10] = t;
    r[i][11] = ap_fixed<16, 4, AP_RND>(0.3) * n[i];
    c[i][0] = a[i].to_int();
    c[i][1] = a[i] * n[i];
    c[i][2] = a[i].range(10, 3);
    d[i][0] = a[i];
    d[i][1] = a[i] * x[i];
    d[i][2] = b[i].to_float();
    d[i][3] = t.to_double() + n[i].to_int();
    z[i][0] = a[i] < b[i];
    z[i][1] = a[i] == n[i];
    z[i][2] = a[i] > 0.5;
    z[i][3] = a[i][11];
  }
}
