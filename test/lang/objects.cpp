// RUN: allo-lower %s f | FileCheck %s
// Members of nested structs and arrays of structs are one memory each; parts of arrays are their root and subscripts;
// state is memory of the top that others take as an argument (docs/decisions/0018).
struct Point {
  float x;
  int y[3];
};
struct Box {
  Point corners[2];
  short id;
};
static int count(int by) {
  static int total = 5;
  return total += by;
}
static float last(const float row[8]) { return row[7]; }
static void clear(Box boxes[4], int n) { boxes[n].corners[1].x = 0; }

// CHECK: memref.global "private" @total : memref<i32> = dense<5>
// CHECK: func.func private @clear(%[[X:.*]]: memref<4x2xf32> {{{.*}}name = "boxes", type = "Box", member = "[].corners[].x", offset = 0, size = 36, by_reference = true, strides = 36, 16>
// CHECK-SAME: memref<4x2x3xi32>
// CHECK-SAME: memref<4xi16>
// CHECK: func.func private @last(%[[ROW:.*]]: memref<2x8xf32> {allo.var = #allo.var<id = 0, name = "row"
// CHECK-SAME: i32 {allo.var = #allo.var<id = 1, name = "row.at0"
// CHECK: affine.load %[[ROW]][symbol({{.*}}), 7]
// CHECK: func.func private @count(%{{.*}}: i32 {allo.var = #allo.var<id = 0, name = "by"
// CHECK-SAME: memref<i32> {allo.var = #allo.var<id = {{.*}}, name = "total"
// CHECK: func.func @f
// CHECK: memref.alloca() {allo.var = #allo.var<id = {{.*}}, name = "boxes.corners.x", type = <float>>} : memref<4x2xf32>
// CHECK: memref.alloca() {allo.var = #allo.var<id = {{.*}}, name = "boxes.corners.y", type = <int>>} : memref<4x2x3xi32>
// CHECK: affine.store %{{.*}}, %{{.*}}[%{{.*}}, 1, 2] : memref<4x2x3xi32>
// CHECK: call @last(%{{.*}}, %{{.*}}) : (memref<2x8xf32>, i32) -> f32
// CHECK: call @count(%{{.*}}, %{{.*}}) : (i32, memref<i32>) -> i32
void f(const float a[2][8], int o[4]) {
  Box boxes[4];
  clear(boxes, 2);
  for (int i = 0; i < 4; ++i) {
    boxes[i].corners[1].y[2] = i;
    o[i] = boxes[i].corners[1].y[2] + last(a[i & 1]);
  }
  o[0] = count(o[1]);
}
