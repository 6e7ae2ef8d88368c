// RUN: allo-legalise %s top --only dropUnreached,markParameters,promoteReferences | FileCheck %s
// RUN: allo-legalise %s members --only markParameters,promoteReferences | FileCheck %s --check-prefix MEMBERS

static void accumulate(int x, int &total) { total += x; }
static void split(int x, int &low, int &high) {
  low = x & 15;
  high = x >> 4;
}
static void clamp(int &x) {
  if (x > 9)
    x = 9;
}

// Written on every path before it is read: a result alone.
// CHECK-LABEL: func.func private @split
// CHECK-SAME: (%{{[a-z0-9]*}}: i32 {{{[^}]*}}}) -> (i32 {{.*}}"low"}, i32 {{.*}}"high"})

// Written on every path, and read first: an argument and a result.
// CHECK-LABEL: func.func private @accumulate
// CHECK-SAME: (%{{.*}}: i32 {{.*}}, %{{.*}}: i32 {{.*}}) -> (i32 {{{.*}}allo.result_name = "total"
// CHECK-NOT: memref<i32> {

// Written on some paths: what it was before has to come in.
// CHECK-LABEL: func.func private @clamp
// CHECK-SAME: (%{{[a-z0-9]*}}: i32 {{{[^}]*}}}) -> (i32 {{.*}}"x"

// clang-format off
// CHECK-LABEL: func.func @top
// CHECK-SAME: %{{.*}}: memref<4xi32> {allo.parameter = array<i64: 0, 0>
// CHECK-SAME: %{{.*}}: i32 {allo.parameter = array<i64: 1, 0>
// CHECK-SAME: -> (i32 {{{.*}}allo.parameter = array<i64: -1, 0>{{.*}}"return"}, i32 {{{.*}}allo.parameter = array<i64: 1, 0>{{.*}}"result"})
// CHECK: call @split(%{{.*}}) : (i32) -> (i32, i32)
// CHECK: call @accumulate(%{{.*}}, %{{.*}}) : (i32, i32) -> i32
// CHECK: call @clamp(%{{.*}}) : (i32) -> i32
// CHECK: return %{{.*}}, %{{.*}} : i32, i32
// clang-format on
int top(const int A[4], int &result) {
  int low, high;
  split(A[0], low, high);
  accumulate(low, result);
  clamp(high);
  return high;
}

struct Pair {
  int first;
  char second;
};

// The members of a structure keep their byte offsets in the parameter.
// MEMBERS-LABEL: func.func @members
// MEMBERS-SAME: i32 {allo.field = {{.*}} allo.parameter = array<i64: 0, 0>
// MEMBERS-SAME: array<i64: 1, 0>
// MEMBERS-SAME: -> (i8 {{{.*}}allo.parameter = array<i64: 0, 4>{{.*}}"p.second"})
void members(Pair &p, int by) { p.second = p.first + by; }
