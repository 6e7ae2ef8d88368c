// Floating-point comparison: one comparator of the magnitudes, then signs, zeros and NaN. PREDICATE counts as
// FloatPredicate does: oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno.
module allo_fcmp #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int PREDICATE = 0,
    parameter int FLUSH = 0,
    parameter int LATENCY = 0,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic             result
);
  localparam bit [WIDTH-2:0] INFINITE = {{EXPONENT{1'b1}}, {MANTISSA{1'b0}}};

  logic [WIDTH-2:0] x, y;
  logic unordered, bothZero, equal, less, greater, holds;
  always_comb begin
    x = a[WIDTH-2:0];
    y = b[WIDTH-2:0];
    if (FLUSH != 0 && x[WIDTH-2:MANTISSA] == '0) x = '0;
    if (FLUSH != 0 && y[WIDTH-2:MANTISSA] == '0) y = '0;
    unordered = x > INFINITE || y > INFINITE;
    bothZero = x == '0 && y == '0;
    equal = !unordered && (bothZero || (x == y && a[WIDTH-1] == b[WIDTH-1]));
    less = !unordered && !bothZero
        && (a[WIDTH-1] != b[WIDTH-1] ? a[WIDTH-1] : a[WIDTH-1] ? y < x : x < y);
    greater = !unordered && !equal && !less;
    case (PREDICATE)
      0: holds = equal;
      1: holds = greater;
      2: holds = greater || equal;
      3: holds = less;
      4: holds = less || equal;
      5: holds = less || greater;
      6: holds = !unordered;
      7: holds = unordered || equal;
      8: holds = unordered || greater;
      9: holds = unordered || greater || equal;
      10: holds = unordered || less;
      11: holds = unordered || less || equal;
      12: holds = !equal;
      default: holds = unordered;
    endcase
  end
  allo_stage #(.WIDTH(1), .DEPTH(LATENCY)) result_1 (.clock, .enable, .d(holds), .q(result));
endmodule
