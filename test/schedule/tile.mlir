// tile: rectangular, non-dividing and triangular nests; refusals.
// RUN: allo-opt %s --step "tile i j factors=4,8" | FileCheck %s --check-prefix=EVEN
// RUN: allo-opt %s --step "tile i j factors=5,8" | FileCheck %s --check-prefix=REST
// RUN: allo-opt %s --step "tile t u factors=4,4" | FileCheck %s --check-prefix=TRIANGLE
// RUN: not allo-opt %s --step "tile p q factors=4,4" 2>&1 | FileCheck %s --check-prefix=STENCIL
// RUN: allo-opt %s --step "tile p q factors=4,15" | FileCheck %s --check-prefix=ONEBLOCK
// RUN: not allo-opt %s --step "tile i j factors=4" 2>&1 | FileCheck %s --check-prefix=COUNT
// RUN: not allo-opt %s --step "tile i j factors=4,0" 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not allo-opt %s --step "tile i j factors=4,17" 2>&1 | FileCheck %s --check-prefix=LARGE
// RUN: not allo-opt %s --step "tile j i factors=4,4" 2>&1 | FileCheck %s --check-prefix=WRONGORDER

#A = #allo.var<id = 100, name = "A", type = <int>>
#B = #allo.var<id = 101, name = "B", type = <int>>

// EVEN: affine.for %[[IO:.*]] = 0 to 4 {
// EVEN-NEXT: affine.for %[[JO:.*]] = 0 to 2 {
// EVEN-NEXT: affine.for %[[II:.*]] = 0 to 4 {
// EVEN-NEXT: affine.for %[[JI:.*]] = 0 to 8 {
// EVEN-NEXT: affine.load %{{.*}}[%[[IO]] * 4 + %[[II]], %[[JO]] * 8 + %[[JI]]]
// EVEN-NEXT: affine.store %{{.*}}, %{{.*}}[%[[JO]] * 8 + %[[JI]], %[[IO]] * 4 + %[[II]]]
// EVEN: name = "j.inner"
// EVEN-NEXT: name = "i.inner"
// EVEN-NEXT: name = "j.outer"
// EVEN-NEXT: name = "i.outer"

// REST: #[[MIN:.*]] = affine_map<(d0) -> (5, d0 * -5 + 16)>
// REST: affine.for %[[IO:.*]] = 0 to 4 {
// REST-NEXT: affine.for %[[JO:.*]] = 0 to 2 {
// REST-NEXT: affine.for %[[II:.*]] = 0 to min #[[MIN]](%[[IO]]) {
// REST-NEXT: affine.for %[[JI:.*]] = 0 to 8 {

// u runs from 0 to t: of a block of t only the blocks up to its own are visited.
// TRIANGLE: #[[BLOCKS:.*]] = affine_map<(d0) -> (d0 + 1)>
// TRIANGLE: affine.for %[[TO:.*]] = 0 to 4 {
// TRIANGLE-NEXT: affine.for %[[UO:.*]] = 0 to #[[BLOCKS]](%[[TO]]) {
// TRIANGLE-NEXT: affine.for %[[TI:.*]] = 0 to 4 {
// TRIANGLE-NEXT: affine.for %[[UI:.*]] = 0 to min
// TRIANGLE-NEXT: affine.store %{{.*}}, %{{.*}}[%[[TO]] * 4 + %[[TI]], %[[UO]] * 4 + %[[UI]]]

// A[p][q] = A[p-1][q+1]
// STENCIL: k.c:11:3: error: tile p q factors=4,4: A[1][4] is written at (p=1, q=4) on line 13 and read at (p=2, q=3) on line 13; after the tile the read comes first
// STENCIL-NEXT: hint: tile loops of which every order is legal, or split them one by one
// ONEBLOCK: name = "q.inner"
// COUNT: error: tile i j factors=4: 2 loops but 1 factors
// COUNT-NEXT: hint: give one factor for each loop
// ZERO: error: tile i j factors=4,0: factors must be at least 1
// LARGE: error: tile i j factors=4,17: factor 17 is larger than the trip count of 'j' (line 3), 16
// WRONGORDER: error: tile j i factors=4,4: the loops have to be named from the outermost to the innermost, without gaps
// WRONGORDER-NEXT: hint: the nest is i j

func.func @work(%A: memref<16x16xi32> {allo.var = #A}, %B: memref<16x16xi32> {allo.var = #B}) attributes {allo.top} {
  %zero = arith.constant 0 : i32
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %a = affine.load %A[%i, %j] : memref<16x16xi32>
      affine.store %a, %B[%j, %i] : memref<16x16xi32>
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("k.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("k.c":2:3)
  affine.for %t = 0 to 16 {
    affine.for %u = 0 to affine_map<(d0) -> (d0 + 1)>(%t) {
      affine.store %zero, %A[%t, %u] : memref<16x16xi32>
    } {allo.loop = #allo.loop<id = 4, name = "u">} loc("k.c":7:5)
  } {allo.loop = #allo.loop<id = 3, name = "t">} loc("k.c":6:3)
  affine.for %p = 1 to 16 {
    affine.for %q = 0 to 15 {
      %a = affine.load %A[%p - 1, %q + 1] : memref<16x16xi32> loc("k.c":13:7)
      affine.store %a, %A[%p, %q] : memref<16x16xi32> loc("k.c":13:7)
    } {allo.loop = #allo.loop<id = 6, name = "q">} loc("k.c":12:5)
  } {allo.loop = #allo.loop<id = 5, name = "p">} loc("k.c":11:3)
  return
} loc("k.c":1:1)
