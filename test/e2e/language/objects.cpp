// RUN: allo run %s --top objects --target cpu --random-inputs 1 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top objects --target hls --random-inputs 2 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top objects --target rtl --random-inputs 3 --range a=-9:9 | FileCheck %s
// RUN: allo run %s --top objects --target sim --random-inputs 3 --range a=-9:9 | FileCheck %s
// CHECK: equal
// Nested structs, arrays of structs, structs with arrays, constant tables of structs; copied, assigned, passed, returned.
struct Point {
  int x, y;
};
struct Box {
  Point corners[2];
  int area;
  char name[3];
};
struct Scene {
  Box boxes[4];
  Point centre;
};

static const Point shifts[3] = {{1, 2}, {-3, 4}, {5, -6}};
constexpr Scene fixed = {{{{{1, 2}, {3, 4}}, 5, {'a', 'b', 'c'}}, {{{7, 8}}, 9}}, {10, 11}};

static Box grown(Box box, const Point &by) {
  box.corners[1].x += by.x;
  box.corners[1].y += by.y;
  box.area = (box.corners[1].x - box.corners[0].x) * (box.corners[1].y - box.corners[0].y);
  return box;
}
static void move(Box &box, Point by) {
  for (int i = 0; i < 2; ++i) {
    box.corners[i].x += by.x;
    box.corners[i].y += by.y;
  }
}
static int total(const Box boxes[4]) {
  int sum = 0;
  for (int i = 0; i < 4; ++i)
    sum += boxes[i].area + boxes[i].corners[1].y + boxes[i].name[2];
  return sum;
}
static void reset(Point *points) {
  for (int i = 0; i < 2; ++i)
    points[i] = {i, -i};
}

void objects(const int a[8], int o[8][6]) {
  Scene scene = fixed;
  Box spare{};
  for (int i = 0; i < 8; ++i) {
    Box &box = scene.boxes[i & 3];
    box = grown(box, {a[i], i});
    move(box, shifts[i % 3]);
    move(scene.boxes[(i + 1) & 3], scene.centre);
    Point kept = box.corners[0];
    scene.centre = {kept.y, kept.x};
    if (i == 5) {
      reset(box.corners);
      spare = box;
      scene.boxes[2] = scene.boxes[3];
    }
    Point pair[2] = {kept, scene.centre};
    pair[0] = pair[1];
    o[i][0] = box.area;
    o[i][1] = total(scene.boxes);
    o[i][2] = scene.centre.x;
    o[i][3] = pair[0].y + spare.corners[1].y;
    o[i][4] = fixed.boxes[1].area + box.name[i % 3];
    o[i][5] = kept.x;
  }
}
