// RUN: split-file %s %t
// RUN: allo run %S/../../schedule/inputs/layers.cpp --top network --schedule %t/network.allo --target cpu --random-inputs 1 | FileCheck %s
// RUN: allo run %S/../../schedule/inputs/layers.cpp --top network --schedule %t/network.allo --target hls --random-inputs 2 | FileCheck %s
// RUN: allo run %S/../../schedule/inputs/layers.cpp --top network --schedule %t/network.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=NETWORK,CHECK
// RUN: allo run %S/../../schedule/inputs/layers.cpp --top three --schedule %t/three.allo --target rtl --random-inputs 3 | FileCheck %s --check-prefixes=THREE,CHECK
// A network of three levels (block, layer, gemm) under one schedule of gemm and one of layer for all sizes, and three
// layers of one size of which the first has another schedule than the rest. Unscheduled they take 22117 and 10303
// cycles. Every loop starts an iteration each cycle.
// NETWORK: cycles of a call: 766, simulated: 766
// THREE: cycles of a call: 629, simulated: 629
// CHECK: equal to the native kernel, bit for bit

//--- network.allo
kernel gemm<*>
  distribute i at=k
  reorder k i j
  split j factor=4
  unroll j.inner
  pipeline j.outer
  pipeline z
  partition B dim=2 kind=cyclic factor=4
  partition C dim=2 kind=cyclic factor=4
kernel layer<*>
  compose gemm<*>
  unroll c factor=4
  partition bias dim=1 kind=cyclic factor=4
  partition Y dim=2 kind=cyclic factor=4
  pipeline c
kernel block
  compose layer<*>
kernel network
  compose block
  compose layer<*>
//--- three.allo
kernel gemm<float, 4, 8, 8>
  pipeline j
  pipeline z
kernel layer<float, 4, 8, 8>
  compose gemm<*>
  pipeline c
kernel gemm<float, 4, 8, 8> version=2
  distribute i at=k
  reorder k i j
  split j factor=4
  unroll j.inner
  pipeline j.outer
  pipeline z
  partition B dim=2 kind=cyclic factor=4
  partition C dim=2 kind=cyclic factor=4
kernel layer<float, 4, 8, 8> version=2
  compose gemm<*> version=2
  pipeline c
  unroll c factor=4
  partition bias dim=1 kind=cyclic factor=4
  partition Y dim=2 kind=cyclic factor=4
kernel three
  compose layer<*> at=36
  compose layer<*> version=2 at=37
  compose layer<*> version=2 at=38
