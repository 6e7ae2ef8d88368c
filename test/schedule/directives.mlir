// unroll and pipeline: what they set, and what they refuse.
// RUN: allo-opt %s --step "unroll j factor=4" --step "pipeline k ii=2" | FileCheck %s --check-prefix=SET
// RUN: allo-opt %s --step "unroll j" | FileCheck %s --check-prefix=FULL
// RUN: allo-opt %s --step "unroll i/j factor=04" --step "pipeline k  ii=1" --trace | FileCheck %s --check-prefix=TRACE
// RUN: not allo-opt %s --step "unroll j factor=-1" 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not allo-opt %s --step "unroll j factor=33" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "unroll j factor=99999999999999999999" 2>&1 | FileCheck %s --check-prefix=HUGE
// RUN: not allo-opt %s --step "unroll t" 2>&1 | FileCheck %s --check-prefix=NOTCONSTANT
// RUN: not allo-opt %s --step "unroll while" 2>&1 | FileCheck %s --check-prefix=UNROLLWHILE
// RUN: not allo-opt %s --step "unroll j factor=4" --step "unroll j" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %s --step "pipeline j" --step "unroll j" 2>&1 | FileCheck %s --check-prefix=FULLPIPELINED
// RUN: not allo-opt %s --step "pipeline j ii=0" 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not allo-opt %s --step "pipeline i" 2>&1 | FileCheck %s --check-prefix=INNER
// RUN: allo-opt %s --step "pipeline while" | FileCheck %s --check-prefix=PIPELINEWHILE
// RUN: not allo-opt %s --step "unroll j" --step "pipeline j" 2>&1 | FileCheck %s --check-prefix=UNROLLED
// RUN: not allo-opt %s --step "pipeline j ii=2" --step "pipeline j ii=1" 2>&1 | FileCheck %s --check-prefix=PIPELINED
// RUN: not allo-opt %s --step "pipeline k ii=4294967297" 2>&1 | FileCheck %s --check-prefix=LONGINTERVAL

// LONGINTERVAL: error: pipeline k ii=4294967297: ii 4294967297 is too large
// LONGINTERVAL-NEXT: hint: intervals from 1 to 2147483647 are possible
// SET: #allo.loop<id = 2, name = "j", unroll = 4>
// SET: #allo.loop<id = 3, name = "k", pipeline = 2>
// FULL: #allo.loop<id = 2, name = "j", unroll = -1>
// TRACE: kernel work{{$}}
// TRACE-NEXT: {{^}}  unroll j factor=4{{$}}
// TRACE-NEXT: {{^}}  pipeline k{{$}}
// NEGATIVE: work.c:3:5: error: unroll j factor=-1: factor must be at least 0
// LARGE: work.c:3:5: error: unroll j factor=33: factor 33 is larger than the trip count of 'j' (line 3), 32
// LARGE-NEXT: hint: leave the factor out to unroll fully
// HUGE: error: unroll j factor=99999999999999999999: factor '99999999999999999999' is not a whole number of 64 bits
// NOTCONSTANT: work.c:5:5: error: unroll t: 't' (line 5) has no constant trip count, so it cannot be unrolled fully
// NOTCONSTANT-NEXT: hint: give a factor, for example factor=2
// UNROLLWHILE: work.c:6:3: error: unroll while: 'while' (line 6) is a while loop: its number of iterations is not known when it starts
// TWICE: work.c:3:5: error: unroll j: 'j' (line 3) is already unrolled by 'unroll j factor=4'
// TWICE-NEXT: hint: a directive is set once; undo the step that set it
// FULLPIPELINED: error: unroll j: 'j' (line 3) is pipelined; unrolled fully it would be no loop any more
// ZERO: work.c:3:5: error: pipeline j ii=0: ii must be at least 1
// INNER: work.c:5:5: error: pipeline i: the loop 't' (line 5) inside the pipelined loop 'i' (line 2) has no constant trip count, so it cannot be unrolled into the pipeline
// INNER-NEXT: hint: pipeline 't' instead, or give it constant bounds
// PIPELINEWHILE: scf.while
// PIPELINEWHILE: name = "while", pipeline = 1
// UNROLLED: error: pipeline j: 'j' (line 3) is unrolled fully, so no loop is left to pipeline
// PIPELINED: error: pipeline j: 'j' (line 3) is already pipelined by 'pipeline j ii=2'

func.func @work(%A: memref<32x32xf32> {allo.var = #allo.var<id = 0, name = "A", type = <float>>}) attributes {allo.top} {
  %zero = arith.constant 0.0 : f32
  %false = arith.constant false
  affine.for %i = 0 to 32 {
    affine.for %j = 0 to 32 {
      affine.store %zero, %A[%i, %j] : memref<32x32xf32>
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("work.c":3:5)
    affine.for %k = 0 to 32 {
      affine.store %zero, %A[%i, %k] : memref<32x32xf32>
    } {allo.loop = #allo.loop<id = 3, name = "k">} loc("work.c":4:5)
    affine.for %t = 0 to affine_map<(d0) -> (d0)>(%i) {
      affine.store %zero, %A[%i, %t] : memref<32x32xf32>
    } {allo.loop = #allo.loop<id = 4, name = "t">} loc("work.c":5:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("work.c":2:3)
  scf.while : () -> () {
    scf.condition(%false)
  } do {
    scf.yield
  } attributes {allo.loop = #allo.loop<id = 5, name = "while">} loc("work.c":6:3)
  return
} loc("work.c":1:1)
