// DEFINE: %{run} = allo run %s --top merge_sort --random-inputs 1 --range data=-100000:100000 --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Merge sort without recursion: runs double from pass to pass, from one of two arrays into the other.
#define LENGTH 128

typedef int element_t;

// Merges the sorted [low, middle) and [middle, high) of `from`. Equal elements keep their order.
template <int N> void merge(const element_t from[N], element_t to[N], int low, int middle, int high) {
  int left = low, right = middle, place = low;
both:
  while (left < middle && right < high) {
    if (from[right] < from[left])
      to[place++] = from[right++];
    else
      to[place++] = from[left++];
  }
rest_left:
  while (left < middle)
    to[place++] = from[left++];
rest_right:
  while (right < high)
    to[place++] = from[right++];
}

template <int N> void merge_pass(const element_t from[N], element_t to[N], int width) {
runs:
  for (int low = 0; low < N; low += 2 * width) {
    int middle = low + width < N ? low + width : N;
    int high = low + 2 * width < N ? low + 2 * width : N;
    merge<N>(from, to, low, middle, high);
  }
}

void merge_sort(element_t data[LENGTH]) {
  element_t other[LENGTH];
  bool in_other = false;
passes:
  for (int width = 1; width < LENGTH; width *= 2, in_other = !in_other) {
    if (in_other)
      merge_pass<LENGTH>(other, data, width);
    else
      merge_pass<LENGTH>(data, other, width);
  }
  if (in_other)
  copy_back:
    for (int i = 0; i < LENGTH; i++)
      data[i] = other[i];
}
