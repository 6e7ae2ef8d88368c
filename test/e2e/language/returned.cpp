// RUN: allo run %s --top returned --target cpu --random-inputs 1 --bind n=3 | FileCheck %s
// RUN: allo run %s --top returned --target hls --random-inputs 2 --bind n=5 | FileCheck %s
// RUN: allo run %s --top returned --target rtl --random-inputs 3 --bind n=7 | FileCheck %s
// RUN: allo run %s --top returned --target sim --random-inputs 3 --bind n=7 | FileCheck %s
// CHECK: equal
// The top's interface has the source's structs: arrays of structs with arrays, by value and by reference, and as result.
struct Point {
  short x;
  int y;
};
struct Shape {
  char kind;
  Point corners[3];
  double weight;
};
struct Summary {
  int count;
  long sums[2];
  Point last;
  bool any;
};

static int area(const Point points[3]) { return points[0].x * points[1].y - points[2].x; }
static void scale(Shape shapes[4], int by) {
  for (int i = 0; i < 4; ++i)
    shapes[i].weight = shapes[i].kind * by;
}

Summary returned(const Point a[6], Shape shapes[4], Shape &extra, Point by, int n) {
  Summary result = {};
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 3; ++j) {
      shapes[i].corners[j].x += a[i + j].x + by.x;
      shapes[i].corners[j].y -= a[i].y / 2;
    }
    result.sums[i & 1] += area(shapes[i].corners);
    result.count += i < n;
  }
  scale(shapes, n);
  extra = shapes[1];
  extra.corners[1] = {by.x, 4};
  result.last = shapes[2].corners[1];
  result.any = result.sums[0] > result.sums[1];
  return result;
}
