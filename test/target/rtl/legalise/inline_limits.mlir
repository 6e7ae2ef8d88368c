// inlineIntoPipelines: a body that cannot become straight code leaves the calls of its loop alone, and the loop says why;
// a constant argument may give a bound a constant value.
// RUN: allo-legalise %s open --only inlineIntoPipelines,unrollLoops | FileCheck %s --check-prefix=OPEN
// RUN: allo-legalise %s closed --only inlineIntoPipelines,unrollLoops | FileCheck %s --check-prefix=CLOSED
// RUN: allo-legalise %s own --only inlineIntoPipelines,unrollLoops | FileCheck %s --check-prefix=OWN

// The call inside twice is what cannot be inlined; the loop j and both calls stay.
// OPEN-LABEL: func.func @open(
// OPEN: affine.for
// OPEN-NEXT: affine.for
// OPEN-NEXT: call @twice(
// OPEN: } {allo.loop = #allo.loop<id = 3, name = "j">}
// OPEN-NEXT: } {allo.limit = "it calls 'sum' (k.cpp:9), whose loop 'k' (k.cpp:3) has no constant trip count", allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}

// CLOSED-NOT: func.func private
// CLOSED-LABEL: func.func @closed(
// CLOSED-COUNT-3: affine.load %arg0[{{[0-2]}}]
// CLOSED-NOT: affine.load %arg0
// CLOSED: } {allo.loop = #allo.loop<id = 1, name = "i", pipeline = 1>}
// CLOSED-NOT: func.func private

// Nothing is inlined into a loop that has an obstacle of its own. The pipelined loop inside it takes its place.
// OWN-LABEL: func.func @own(
// OWN: call @sum(
// OWN: affine.for
// OWN-NOT: call
// OWN-COUNT-3: affine.load %arg0
// OWN: } {allo.loop = #allo.loop<id = 4, name = "inner", pipeline = 1>}
// OWN: } {allo.limit = "its loop 'm' (k.cpp:31) has no constant trip count", allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}

func.func private @sum(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                       %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) -> (f32 {allo.ctype = #allo.ctype<float>}) {
  %0 = arith.index_cast %n : i32 to index
  %s = memref.alloca() {allo.var = #allo.var<id = 2, name = "s", type = <float>>} : memref<f32>
  affine.for %k = 0 to %0 {
    %1 = affine.load %A[%k] : memref<8xf32>
    affine.store %1, %s[] : memref<f32>
  } {allo.loop = #allo.loop<id = 3, name = "k">} loc("k.cpp":3:1)
  %2 = affine.load %s[] : memref<f32>
  return %2 : f32
}
func.func private @twice(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                         %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) -> (f32 {allo.ctype = #allo.ctype<float>}) {
  %0 = call @sum(%A, %n) : (memref<8xf32>, i32) -> f32 loc("k.cpp":9:1)
  return %0 : f32
}
func.func @open(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
                %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) attributes {allo.top} {
  affine.for %i = 0 to 8 {
    affine.for %j = 0 to 2 {
      %0 = func.call @twice(%A, %n) : (memref<8xf32>, i32) -> f32 loc("k.cpp":15:1)
      affine.store %0, %A[%i] : memref<8xf32>
    } {allo.loop = #allo.loop<id = 3, name = "j">}
  } {allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}
  return
}
func.func @closed(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>}) {
  %c3 = arith.constant 3 : i32
  affine.for %i = 0 to 8 {
    %0 = func.call @twice(%A, %c3) : (memref<8xf32>, i32) -> f32
    affine.store %0, %A[%i] : memref<8xf32>
  } {allo.loop = #allo.loop<id = 1, name = "i", pipeline = 1>}
  return
}
func.func @own(%A: memref<8xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>},
               %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>}) {
  %0 = arith.index_cast %n : i32 to index
  %c3 = arith.constant 3 : i32
  affine.for %i = 0 to 8 {
    %1 = func.call @sum(%A, %c3) : (memref<8xf32>, i32) -> f32
    affine.store %1, %A[%i] : memref<8xf32>
    affine.for %m = 0 to %0 {
      affine.for %inner = 0 to 4 {
        %2 = func.call @sum(%A, %c3) : (memref<8xf32>, i32) -> f32
        affine.store %2, %A[%inner] : memref<8xf32>
      } {allo.loop = #allo.loop<id = 4, name = "inner", pipeline = 1>}
    } {allo.loop = #allo.loop<id = 3, name = "m">} loc("k.cpp":31:1)
  } {allo.loop = #allo.loop<id = 2, name = "i", pipeline = 1>}
  return
}
