// Integers of every width, unsigned arithmetic, loads kept before stores, whiles, conditions, tables, structs, saturation.
// RUN: allo-translate %s | FileCheck %s
// RUN: rm -rf %t && allo-translate %s --output %t
// RUN: g++ -std=c++14 -O2 -Wall -Wextra -Wno-unknown-pragmas -Werror -fwrapv -c %t/kernel.cpp -o %t/gcc.o
// RUN: clang++-22 -std=c++14 -Wall -Wextra -Wno-unknown-pragmas -Werror -c %t/kernel.cpp -o %t/clang.o
// RUN: g++ -std=c++20 -Wall -Wextra -Werror -c %t/kernel_entry.cpp -o %t/entry.o
// RUN: clang++-22 -std=c++20 -Wall -Wextra -Wno-unknown-pragmas -Werror -c %t/kernel.cpp -o %t/clang20.o

// CHECK: static const int weights[2][3] = {
// CHECK-NEXT:   {1, -2, 3},
// CHECK-NEXT:   {4, 5, (-2147483647 - 1)}
// CHECK-NEXT: };
// CHECK-NEXT: static const double zeros[4] = {};
// CHECK: static int half_int(int x) {
// CHECK-NEXT:   return x / 2;
// CHECK-NEXT: }
// CHECK: int ns_work_minus3(point p, unsigned char U[16], unsigned int int_[16], long L[16], double D[16], int unused,
// CHECK-NEXT:                    int n, bool flag) {
// CHECK-NEXT:   (void)unused;
// CHECK-NEXT:   float maybe = 0.0f;
// CHECK-NEXT:   int acc = (-2147483647 - 1);
// CHECK-NEXT:   i: for (int i = 0; i < 16; ++i) {{{.*}}
// CHECK-NEXT:     U[i] = (U[i] + U[15 - i]) / 5;
// CHECK-NEXT:     const unsigned int t = int_[i] * 4294967289u;
// CHECK-NEXT:     int_[i] = t ^ (t >> 5);
// CHECK-NEXT:     acc += i;
// CHECK-NEXT:     L[i] *= i;
// CHECK-NEXT:     D[i] = std::sqrt(D[i] * i + zeros[i % 4]);
// CHECK-NEXT:     if (i >= 3 && i < n) {
// CHECK-NEXT:       int_[i] = 1;
// CHECK-NEXT:     } else {
// CHECK-NEXT:       int_[i] = 5;
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   i_2: for (int i = 0; i < 4; ++i) {{{.*}}
// CHECK-NEXT:     j: for (int j = i + 1; j < std::min(std::min(i + 4, n), 16); ++j) {{{.*}}
// CHECK-NEXT:       const unsigned int int_value = int_[j];
// CHECK-NEXT:       int_[j] = int_[j - i];
// CHECK-NEXT:       L[int_value % 16] = saturate<int>(p.x);
// CHECK-NEXT:     }
// CHECK-NEXT:     j_2: for (int j = 0; j <= i; ++j) {{{.*}}
// CHECK-NEXT:       int_[j] = 1;
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   if (p.x < p.x) {
// CHECK-NEXT:     maybe = p.x;
// CHECK-NEXT:   }
// CHECK-NEXT:   while_loop: while (true) {{{.*}}
// CHECK-NEXT:     const int acc_value = acc;
// CHECK-NEXT:     if (!(acc_value > n && int_[acc_value] < 5)) {
// CHECK-NEXT:       break;
// CHECK-NEXT:     }
// CHECK-NEXT:     acc = half_int(acc);
// CHECK-NEXT:   }
// CHECK-NEXT:   do_loop: while (true) {{{.*}}
// CHECK-NEXT:     const int t = acc + 1;
// CHECK-NEXT:     acc = t;
// CHECK-NEXT:     if (t >= n) {
// CHECK-NEXT:       break;
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT:   U[0] = saturate<unsigned char>(maybe);
// CHECK-NEXT:   const int weights_value = weights[1][2];
// CHECK-NEXT:   const int t = acc + !flag;
// CHECK-NEXT:   return (((t < weights_value ? t : weights_value) << 5) & p.n) + 7;
// CHECK-NEXT: }

module {
  memref.global "private" constant @weights : memref<2x3xi32> = dense<[[1, -2, 3], [4, 5, -2147483648]]>
  memref.global "private" constant @zeros : memref<4xf64> = dense<0.0>
  func.func private @"half(int)"(%x: i32 {allo.var = #allo.var<id = 0, name = "x", type = <int>>}) -> (i32 {allo.ctype = #allo.ctype<int>}) {
    %c2 = arith.constant 2 : i32
    %h = arith.divsi %x, %c2 : i32
    return %h : i32
  }
  func.func @"ns::work<-3>"(
      %p_x: f32 {allo.field = #allo.field<parameter = 0, name = "p", type = "point", member = "x", offset = 0, size = 8>, allo.var = #allo.var<id = 0, name = "p.x", type = <float>>},
      %p_n: i32 {allo.field = #allo.field<parameter = 0, name = "p", type = "point", member = "n", offset = 4, size = 8>, allo.var = #allo.var<id = 1, name = "p.n", type = <int>>},
      %U: memref<16xi8> {allo.var = #allo.var<id = 2, name = "U", type = <uchar>>},
      %S: memref<16xi32> {allo.var = #allo.var<id = 3, name = "int", type = <uint>>},
      %L: memref<16xi64> {allo.var = #allo.var<id = 4, name = "L", type = <long>>},
      %D: memref<16xf64> {allo.var = #allo.var<id = 5, name = "D", type = <double>>},
      %unused: i32 {allo.var = #allo.var<id = 6, name = "unused", type = <int>>},
      %n: i32 {allo.var = #allo.var<id = 7, name = "n", type = <int>>},
      %flag: i1 {allo.var = #allo.var<id = 8, name = "flag", type = <bool>>}) -> (i32 {allo.ctype = #allo.ctype<int>}) attributes {allo.top} {
    %w = memref.get_global @weights : memref<2x3xi32> {allo.var = #allo.var<id = 20, name = "weights", type = <int>>}
    %z = memref.get_global @zeros : memref<4xf64> {allo.var = #allo.var<id = 21, name = "zeros", type = <double>>}
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c5 = arith.constant 5 : i32
    %cm7 = arith.constant -7 : i32
    %cmin = arith.constant -2147483648 : i32
    %c16 = arith.constant 16 : i32
    %false = arith.constant false
    %true = arith.constant true
    %nn = arith.index_cast %n : i32 to index
    %acc = memref.alloca() {allo.var = #allo.var<id = 9, name = "acc", type = <int>>} : memref<i32>
    %maybe = memref.alloca() {allo.var = #allo.var<id = 10, name = "maybe", type = <float>>} : memref<f32>
    %dead = memref.alloca() {allo.var = #allo.var<id = 11, name = "dead", type = <int>>} : memref<i32>
    affine.store %c0, %dead[] : memref<i32>
    affine.store %cmin, %acc[] : memref<i32>
    affine.for %i = 0 to 16 {
      %u = affine.load %U[%i] : memref<16xi8>
      %ue = arith.extui %u : i8 to i32
      %v = affine.load %U[-%i + 15] : memref<16xi8>
      %ve = arith.extui %v : i8 to i32
      %s = arith.addi %ue, %ve : i32
      %h = arith.divsi %s, %c5 : i32
      %t = arith.trunci %h : i32 to i8
      affine.store %t, %U[%i] : memref<16xi8>
      %s1 = affine.load %S[%i] : memref<16xi32>
      %s2 = arith.muli %s1, %cm7 : i32
      %s3 = arith.shrui %s2, %c5 : i32
      %s4 = arith.xori %s2, %s3 : i32
      affine.store %s4, %S[%i] : memref<16xi32>
      %ii = arith.index_cast %i : index to i32
      %old = affine.load %acc[] : memref<i32>
      %new = arith.addi %old, %ii : i32
      affine.store %new, %acc[] : memref<i32>
      %il = arith.index_cast %i : index to i64
      %l = affine.load %L[%i] : memref<16xi64>
      %l2 = arith.muli %l, %il : i64
      affine.store %l2, %L[%i] : memref<16xi64>
      %fi = arith.sitofp %ii : i32 to f64
      %d = affine.load %D[%i] : memref<16xf64>
      %zz = affine.load %z[%i mod 4] : memref<4xf64>
      %d1 = arith.mulf %d, %fi : f64
      %d2 = arith.addf %d1, %zz : f64
      %d3 = math.sqrt %d2 : f64
      affine.store %d3, %D[%i] : memref<16xf64>
      affine.if affine_set<(d0)[s0] : (d0 - 3 >= 0, s0 - d0 - 1 >= 0)>(%i)[%nn] {
        affine.store %c1, %S[%i] : memref<16xi32>
      } else {
        affine.store %c5, %S[%i] : memref<16xi32>
      }
    } {allo.loop = #allo.loop<id = 12, name = "i">}
    affine.for %i = 0 to 4 {
      affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to min affine_map<(d0)[s0] -> (d0 + 4, s0, 16)>(%i)[%nn] {
        %q = affine.load %S[%j] : memref<16xi32>
        %r = affine.load %S[%j - %i] : memref<16xi32>
        %k = arith.index_castui %q : i32 to index
        affine.store %r, %S[%j] : memref<16xi32>
        %m = arith.remui %q, %c16 : i32
        %mi = arith.index_castui %m : i32 to index
        %lv = memref.load %L[%mi] : memref<16xi64>
        memref.store %lv, %L[%mi] : memref<16xi64>
        %x = arith.fptosi %p_x : f32 to i32
        %y = arith.extsi %x : i32 to i64
        memref.store %y, %L[%mi] : memref<16xi64>
      } {allo.loop = #allo.loop<id = 13, name = "j">}
      affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
        affine.store %c1, %S[%j] : memref<16xi32>
      } {allo.loop = #allo.loop<id = 30, name = "j">}
    } {allo.loop = #allo.loop<id = 14, name = "i">}
    %cmp = arith.cmpf olt, %p_x, %p_x : f32
    scf.if %cmp {
      affine.store %p_x, %maybe[] : memref<f32>
    }
    scf.while : () -> () {
      %a = affine.load %acc[] : memref<i32>
      %c = arith.cmpi sgt, %a, %n : i32
      %c2 = scf.if %c -> i1 {
        %aa = arith.index_cast %a : i32 to index
        %lx = memref.load %S[%aa] : memref<16xi32>
        %c3 = arith.cmpi ult, %lx, %c5 : i32
        scf.yield %c3 : i1
      } else {
        scf.yield %false : i1
      }
      scf.condition(%c2)
    } do {
      %a = affine.load %acc[] : memref<i32>
      %h = func.call @"half(int)"(%a) : (i32) -> i32
      affine.store %h, %acc[] : memref<i32>
      scf.yield
    } attributes {allo.loop = #allo.loop<id = 15, name = "while">}
    scf.while : () -> () {
      %a = affine.load %acc[] : memref<i32>
      %b = arith.addi %a, %c1 : i32
      affine.store %b, %acc[] : memref<i32>
      %c = arith.cmpi slt, %b, %n : i32
      scf.condition(%c)
    } do {
      scf.yield
    } attributes {allo.loop = #allo.loop<id = 16, name = "do">}
    %m1 = affine.load %maybe[] : memref<f32>
    %mm = arith.fptoui %m1 : f32 to i8
    affine.store %mm, %U[0] : memref<16xi8>
    %w0 = affine.load %w[1, 2] : memref<2x3xi32>
    %a = affine.load %acc[] : memref<i32>
    %nf = arith.xori %flag, %true : i1
    %e = arith.extui %nf : i1 to i32
    %a1 = arith.addi %a, %e : i32
    %ac = arith.cmpi slt, %a1, %w0 : i32
    %sel = arith.select %ac, %a1, %w0 : i32
    %sh = arith.shli %sel, %c5 : i32
    %an = arith.andi %sh, %p_n : i32
    %su = arith.subi %an, %cm7 : i32
    return %su : i32
  }
}
