// RUN: not allo report %s --top top --schedule %S/../dataflow.allo 2>&1 | FileCheck %s
// Two processes that wait for one another: neither has a place in an order that one thread can run. The ring belongs
// into one process, with the stream as its own (networks/ring.cpp).
// CHECK: {{^}}error: dataflow: 'back' (line 22) is read by the call of ping on line 23 before the call of pong on line 24 writes it{{$}}
// CHECK: {{^}}  hint: data goes forward only, from a task to a later one{{$}}
#include "hls_stream.h"
typedef hls::stream<int, 2> Link;
static void ping(const int a[8], Link &from, Link &to) {
  for (int i = 0; i < 8; ++i) {
    to.write(a[i]);
    if (i < 7)
      from.read();
  }
}
static void pong(Link &from, Link &to, int b[8]) {
  for (int i = 0; i < 8; ++i) {
    b[i] = from.read();
    to.write(b[i]);
  }
}
void top(const int a[8], int b[8]) {
  Link there, back;
  ping(a, back, there);
  pong(there, back, b);
}
