// Addresses of loops: unique, unknown, ambiguous; words and arguments that no primitive has.
// RUN: allo-opt %s --step "unroll i/j" --step "unroll j#2 factor=2" --step "unroll helper:j" --trace | FileCheck %s --check-prefix=TRACE
// RUN: not allo-opt %s --step "unroll j" 2>&1 | FileCheck %s --check-prefix=AMBIGUOUS
// RUN: not allo-opt %s --step "unroll q" 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not allo-opt %s --step "unroll none:j" 2>&1 | FileCheck %s --check-prefix=FUNCTION
// RUN: not allo-opt %s --step "unrol j" 2>&1 | FileCheck %s --check-prefix=WORD
// RUN: not allo-opt %s --step "unroll i 4" 2>&1 | FileCheck %s --check-prefix=EXTRA
// RUN: not allo-opt %s --step "unroll i factors=4" 2>&1 | FileCheck %s --check-prefix=PARAMETER
// RUN: not allo-opt %s --step "unroll i factor=2 factor=4" 2>&1 | FileCheck %s --check-prefix=REPEATED
// RUN: not allo-opt %s --step "unroll" 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not allo-opt %s --step "unroll helper<int" 2>&1 | FileCheck %s --check-prefix=BRACKET
// RUN: not allo-opt %s --step "unroll i factor=" 2>&1 | FileCheck %s --check-prefix=NOVALUE
// RUN: not allo-opt %s --step "unroll i factor=0x4" 2>&1 | FileCheck %s --check-prefix=NUMBER
// RUN: not allo-opt %s --step "unroll j#9" 2>&1 | FileCheck %s --check-prefix=ORDINAL

// NOVALUE: work.c:2:3: error: unroll i factor=: 'factor' has no value
// NUMBER: work.c:2:3: error: unroll i factor=0x4: factor '0x4' is not a whole number of 64 bits
// ORDINAL: work.c:1:1: error: unroll j#9: there is no loop 'j#9' in 'work'
// TRACE: kernel work{{$}}
// TRACE-NEXT: {{^}}  unroll i/j{{$}}
// TRACE-NEXT: {{^}}  unroll k/j factor=2{{$}}
// TRACE-NEXT: {{^}}  unroll helper<int, 4>:j{{$}}
// AMBIGUOUS: work.c:3:5: error: unroll j: loop 'j' is ambiguous in 'work'
// AMBIGUOUS-NEXT: hint: write one of i/j (line 3), k/j (line 5), j#3 (line 6), j#4 (line 7){{$}}
// UNKNOWN: work.c:1:1: error: unroll q: there is no loop 'q' in 'work'
// UNKNOWN-NEXT: hint: its loops are i (line 2), i/j (line 3), k (line 4), k/j (line 5), j#3 (line 6), j#4 (line 7){{$}}
// FUNCTION: error: unroll none:j: there is no function 'none' in the program
// FUNCTION-NEXT: hint: its functions are helper<int, 4> (line 9), work (line 1){{$}}
// WORD: error: unrol j: there is no primitive 'unrol'
// WORD-NEXT: hint: the primitives are {{.*}}unroll
// EXTRA: error: unroll i 4: unexpected argument '4'
// EXTRA-NEXT: hint: write 'unroll loop [factor=…]'
// PARAMETER: error: unroll i factors=4: there is no parameter 'factors'
// REPEATED: error: unroll i factor=2 factor=4: 'factor' is given twice
// MISSING: error: unroll: 'loop' is missing
// BRACKET: error: 'unroll helper<int': a bracket is not closed

func.func private @"helper<int, 4>"() {
  affine.for %j = 0 to 4 {
  } {allo.loop = #allo.loop<id = 0, name = "j">} loc("work.c":10:3)
  return
} loc("work.c":9:1)
func.func @work() attributes {allo.top} {
  affine.for %i = 0 to 32 {
    affine.for %j = 0 to 32 {
    } {allo.loop = #allo.loop<id = 2, name = "j">} loc("work.c":3:5)
  } {allo.loop = #allo.loop<id = 1, name = "i">} loc("work.c":2:3)
  affine.for %k = 0 to 32 {
    affine.for %j = 0 to 32 {
    } {allo.loop = #allo.loop<id = 4, name = "j">} loc("work.c":5:5)
  } {allo.loop = #allo.loop<id = 3, name = "k">} loc("work.c":4:3)
  affine.for %j = 0 to 32 {
  } {allo.loop = #allo.loop<id = 5, name = "j">} loc("work.c":6:3)
  affine.for %j = 0 to 32 {
  } {allo.loop = #allo.loop<id = 6, name = "j">} loc("work.c":7:3)
  call @"helper<int, 4>"() : () -> ()
  return
} loc("work.c":1:1)
