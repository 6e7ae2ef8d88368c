// RUN: %network %s --top passed --random-inputs 12
// One element through three processes without loops.
#include "hls_stream.h"

typedef hls::stream<long, 1> Link;

static void send(const int a[2], Link &out) { out.write(static_cast<long>(a[0]) << 20 | (a[1] & 0xff)); }
static void turn(Link &in, Link &out) { out.write(-in.read() * 3); }
static void receive(Link &in, long b[1]) { b[0] = in.read() + 1; }

void passed(const int a[2], long b[1]) {
  Link first, second;
  send(a, first);
  turn(first, second);
  receive(second, b);
}
