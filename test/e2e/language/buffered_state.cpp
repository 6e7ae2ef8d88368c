// RUN: printf 'kernel kernel\nbuffer_at q axis=i#1\n' > %t.allo
// RUN: allo run %s --top kernel --schedule %t.allo --target cpu --random-inputs 1 --calls 3 | FileCheck %s
// RUN: allo run %s --top kernel --schedule %t.allo --target hls --random-inputs 2 --calls 3 | FileCheck %s
// RUN: allo run %s --top kernel --schedule %t.allo --target rtl --random-inputs 3 --calls 3 | FileCheck %s
// RUN: allo verify %s --top kernel --schedule %t.allo | FileCheck %s
// CHECK: equal
// A buffer of an array that keeps its values from call to call.
void kernel(int a[6], int b[6]) {
  static unsigned short q[3] = {6};
  for (int i = 0; i < 6; ++i)
    q[i % 3] += a[i];
  for (int i = 0; i < 6; ++i)
    b[i] -= q[i % 3] & 31;
}
