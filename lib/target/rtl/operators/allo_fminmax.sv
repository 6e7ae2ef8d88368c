// C's fmin, or fmax with MAXIMUM: b unless a is smaller (greater) or b is NaN. So a NaN gives the other operand, two
// NaN the first unchanged, and zeros of either sign are equal and give b: as the cpu target computes them.
module allo_fminmax #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int MAXIMUM = 0,
    parameter int FLUSH = 0,
    parameter int LATENCY = 0,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam bit [WIDTH-2:0] INFINITE = {{EXPONENT{1'b1}}, {MANTISSA{1'b0}}};

  logic [WIDTH-1:0] x, y;
  logic firstLess, first;
  always_comb begin
    x = a;
    y = b;
    if (FLUSH != 0 && x[WIDTH-2:MANTISSA] == '0) x[MANTISSA-1:0] = '0;
    if (FLUSH != 0 && y[WIDTH-2:MANTISSA] == '0) y[MANTISSA-1:0] = '0;
    // Strictly less (greater): of different signs by the sign, else by magnitude, reversed below zero.
    if (x[WIDTH-1] != y[WIDTH-1]) firstLess = x[WIDTH-1] == (MAXIMUM == 0) && (x[WIDTH-2:0] != '0 || y[WIDTH-2:0] != '0);
    else if (x[WIDTH-1] == (MAXIMUM == 0)) firstLess = y[WIDTH-2:0] < x[WIDTH-2:0];
    else firstLess = x[WIDTH-2:0] < y[WIDTH-2:0];
    first = (firstLess && x[WIDTH-2:0] <= INFINITE) || y[WIDTH-2:0] > INFINITE;
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(LATENCY)) result_1 (.clock, .enable, .d(first ? x : y), .q(result));
endmodule
