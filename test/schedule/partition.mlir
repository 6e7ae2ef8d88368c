// partition: the layout in the type, through calls and tables, and every refusal.
// RUN: allo-opt %s --step "partition X dim=2 kind=cyclic factor=4" | FileCheck %s --check-prefix=CALLER
// RUN: allo-opt %s --step "partition row:R dim=1 kind=block factor=3" | FileCheck %s --check-prefix=CALLEE
// RUN: allo-opt %s --step "partition T" | FileCheck %s --check-prefix=TABLE
// RUN: allo-opt %s --step "partition X dim=0 kind=complete" --trace | FileCheck %s --check-prefix=TRACE
// RUN: allo-opt %s --step "partition X dim=1 kind=block factor=2" --step "partition Y dim=2 kind=cyclic factor=2" | FileCheck %s --check-prefix=BOTH
// RUN: not allo-opt %s --step "partition X dim=3" 2>&1 | FileCheck %s --check-prefix=RANGE
// RUN: not allo-opt %s --step "partition X dim=-1" 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not allo-opt %s --step "partition X dim=1 kind=cyclic factor=9" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "partition X kind=cyclic factor=16" 2>&1 | FileCheck %s --check-prefix=LARGEALL
// RUN: not allo-opt %s --step "partition X dim=1 kind=cyclic factor=0" 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not allo-opt %s --step "partition X dim=1 kind=block" 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not allo-opt %s --step "partition X dim=1 kind=complete factor=2" 2>&1 | FileCheck %s --check-prefix=COMPLETE
// RUN: not allo-opt %s --step "partition X dim=1 kind=striped factor=2" 2>&1 | FileCheck %s --check-prefix=KIND
// RUN: not allo-opt %s --step "partition s" 2>&1 | FileCheck %s --check-prefix=SCALAR
// RUN: not allo-opt %s --step "partition n" 2>&1 | FileCheck %s --check-prefix=VALUE
// RUN: not allo-opt %s --step "partition Z" 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not allo-opt %s --step "partition X dim=2 kind=cyclic factor=4" --step "partition row:R dim=2" 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: not allo-opt %s --step "partition X dim=2 kind=cyclic factor=4" --step "partition X" 2>&1 | FileCheck %s --check-prefix=TWICEALL

// X reaches row's parameter R, through R its local array Y, and the caller's H keeps the default.
// CALLER: func.func private @row(%{{.*}}: memref<8x16xf32, #allo.memory<[<none>, <cyclic, 4>], auto>> {{.*}}name = "R"
// CALLER: affine.store %{{.*}}, %{{.*}}[0, %{{.*}}] : memref<8x16xf32, #allo.memory<[<none>, <cyclic, 4>], auto>>
// CALLER: func.func @work(%{{.*}}: memref<8x16xf32, #allo.memory<[<none>, <cyclic, 4>], auto>> {{.*}}name = "X"
// CALLER: name = "Y"{{.*}} : memref<8x16xf32, #allo.memory<[<none>, <cyclic, 4>], auto>>
// CALLER: name = "H"{{.*}} : memref<8x16xf32>{{$}}
// CALLER: call @row({{.*}}) : (memref<8x16xf32, #allo.memory<[<none>, <cyclic, 4>], auto>>) -> ()

// CALLEE: func.func private @row(%{{.*}}: memref<8x16xf32, #allo.memory<[<block, 3>, <none>], auto>>
// CALLEE: func.func @work(%{{.*}}: memref<8x16xf32, #allo.memory<[<block, 3>, <none>], auto>> {{.*}}name = "X"

// TABLE: memref.global "private" constant @table : memref<4xf32, #allo.memory<[<complete>], auto>>
// TABLE: memref.get_global @table : memref<4xf32, #allo.memory<[<complete>], auto>>
// TABLE: memref.get_global @table : memref<4xf32, #allo.memory<[<complete>], auto>>

// TRACE: kernel work{{$}}
// TRACE-NEXT: {{^}}  partition X{{$}}

// BOTH: name = "X"
// BOTH: name = "Y"{{.*}} : memref<8x16xf32, #allo.memory<[<block, 2>, <cyclic, 2>], auto>>

// RANGE: error: partition X dim=3: there is no dimension 3: 'X' (line 1) has 2
// RANGE-NEXT: hint: dimensions count from 1; dim=0 means all
// NEGATIVE: error: partition X dim=-1: dim must be at least 0
// LARGE: error: partition X dim=1 kind=cyclic factor=9: factor 9 is larger than the extent of dimension 1 of 'X' (line 1), 8
// LARGE-NEXT: hint: use a factor up to 8, or kind=complete
// LARGEALL: error: partition X kind=cyclic factor=16: factor 16 is larger than the extent of dimension 1 of 'X' (line 1), 8
// ZERO: error: partition X dim=1 kind=cyclic factor=0: factor must be at least 1
// MISSING: error: partition X dim=1 kind=block: kind block needs a factor, the number of banks
// COMPLETE: error: partition X dim=1 factor=2: kind complete takes no factor: every element gets its own bank
// KIND: error: partition X dim=1 kind=striped factor=2: kind 'striped' is none of block, cyclic, complete
// SCALAR: work.c:3:9: error: partition s: 's' (line 3) is a scalar, which has no banks
// VALUE: error: partition n: 'n' (line 1) is a scalar, which has no banks
// UNKNOWN: work.c:1:1: error: partition Z: there is no array 'Z' in 'work'
// UNKNOWN-NEXT: hint: its arrays are X (line 1), n (line 1), Y (line 2), H (line 2), s (line 3), T (line 4){{$}}
// TWICE: error: partition row:R dim=2: dimension 2 of 'X' (line 1) is already partitioned (cyclic factor=4) by 'partition X dim=2 kind=cyclic factor=4', and the two are one array: the call on line {{[0-9]+}} passes 'X' as 'row:R'
// TWICE-NEXT: hint: give them one layout, or copy one of them with buffer_at
// TWICEALL: error: partition X: dimension 2 of 'X' (line 1) is already partitioned (cyclic factor=4) by 'partition X dim=2 kind=cyclic factor=4'

memref.global "private" constant @table : memref<4xf32> = dense<1.0>
func.func private @row(%R: memref<8x16xf32> {allo.var = #allo.var<id = 0, name = "R", type = <float>>} loc("work.c":20:10)) {
  %zero = arith.constant 0.0 : f32
  %T = memref.get_global @table : memref<4xf32> {allo.var = #allo.var<id = 1, name = "T", type = <float>>}
  affine.for %j = 0 to 16 {
    affine.store %zero, %R[0, %j] : memref<8x16xf32>
  } {allo.loop = #allo.loop<id = 2, name = "j">}
  return
} loc("work.c":20:1)
func.func @work(%X: memref<8x16xf32> {allo.var = #allo.var<id = 0, name = "X", type = <float>>} loc("work.c":1:10),
                %n: i32 {allo.var = #allo.var<id = 1, name = "n", type = <int>>} loc("work.c":1:20)) attributes {allo.top} {
  %Y = memref.alloca() {allo.var = #allo.var<id = 2, name = "Y", type = <float>>} : memref<8x16xf32> loc("work.c":2:9)
  %H = memref.alloca() {allo.var = #allo.var<id = 3, name = "H", type = <float>>} : memref<8x16xf32> loc("work.c":2:15)
  %s = memref.alloca() {allo.var = #allo.var<id = 4, name = "s", type = <float>>} : memref<f32> loc("work.c":3:9)
  %T = memref.get_global @table : memref<4xf32> {allo.var = #allo.var<id = 5, name = "T", type = <float>>} loc("work.c":4:9)
  call @row(%X) : (memref<8x16xf32>) -> ()
  call @row(%Y) : (memref<8x16xf32>) -> ()
  return
} loc("work.c":1:1)
