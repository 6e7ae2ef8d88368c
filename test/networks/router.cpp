// RUN: %network %s --top routed --random-inputs 9 --range port=0:2 --unproved "data decides to which stream an element goes"
// Packets of a port, a value and an end mark go to one of three streams by their port, each of which ends with a packet
// that says so.
#include "ap_int.h"
#include "hls_stream.h"

constexpr int N = 24, PORTS = 3;

struct Packet {
  ap_uint<2> port;
  short value;
  bool last;
};
typedef hls::stream<Packet, 2> Link;

static void load(const unsigned char port[N], const short value[N], Link &out) {
  for (int i = 0; i < N; ++i)
    out.write({port[i], value[i], i == N - 1});
}
static void route(Link &in, Link ports[PORTS]) {
  bool last = false;
  while (!last) {
    Packet packet = in.read();
    last = packet.last;
    packet.last = false;
    ports[packet.port].write(packet);
  }
  for (int p = 0; p < PORTS; ++p)
    ports[p].write({ap_uint<2>(p), 0, true});
}
template <int P> static void sink(Link ports[PORTS], int sums[1], unsigned char counts[1]) {
  int sum = 0;
  unsigned char count = 0;
  for (Packet packet = ports[P].read(); !packet.last; packet = ports[P].read()) {
    sum = sum * 3 + packet.value;
    ++count;
  }
  sums[0] = sum;
  counts[0] = count;
}
void routed(const unsigned char port[N], const short value[N], int x[1], int y[1], int z[1], unsigned char counts_x[1],
            unsigned char counts_y[1], unsigned char counts_z[1]) {
  Link packets, ports[PORTS];
  load(port, value, packets);
  route(packets, ports);
  sink<0>(ports, x, counts_x);
  sink<1>(ports, y, counts_y);
  sink<2>(ports, z, counts_z);
}
