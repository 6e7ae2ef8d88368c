// To an integer in floating point. MODE: 0 floor, 1 ceil, 2 trunc, 3 round (halves away from zero), 4 round to even.
// The bits after the point are cleared and one is added above them where the mode says so; the carry runs into the
// exponent (Handbook of Floating-Point Arithmetic, 2nd edition, 8.2.2). The sign stays, also of a zero result.
module allo_fround #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int MODE = 0,
    parameter int FLUSH = 0,
    parameter int LATENCY = 1,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    output logic [WIDTH-1:0] result
);
  localparam int SEGMENTS = 3;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [EXPONENT-1:0] BIAS = {1'b0, {EXPONENT - 1{1'b1}}};

  // 1: the bits after the point.
  logic [MANTISSA:0] after1, after;
  logic [WIDTH-1:0] x1, x;
  always_comb begin
    x1 = a;
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) x1[MANTISSA-1:0] = '0;
    after1 = x1[WIDTH-2:MANTISSA] < BIAS ? '1 : {1'b0, {MANTISSA{1'b1}}} >> (x1[WIDTH-2:MANTISSA] - BIAS);
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) x_1 (.clock, .enable, .d(x1), .q(x));
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(1))) after_1 (.clock, .enable, .d(after1), .q(after));

  // 2: whether to go up in magnitude, and where the one is added.
  logic [MANTISSA:0] half;
  logic isFraction, inexact, odd, atLeastHalf, beyondHalf, up;
  logic [WIDTH-2:0] cleared2, cleared, step2, step;
  logic sign, nan2, nan;
  always_comb begin
    isFraction = after[MANTISSA];  // below one
    half = after & ~(after >> 1);  // the highest bit after the point
    inexact = (x[MANTISSA-1:0] & after[MANTISSA-1:0]) != '0 || (isFraction && x[WIDTH-2:0] != '0);
    odd = !isFraction && (x[MANTISSA:0] & {after[MANTISSA-1:0], 1'b1} & ~after) != '0;
    atLeastHalf = isFraction ? x[WIDTH-2:MANTISSA] == BIAS - EXPONENT'(1'b1) : (x[MANTISSA:0] & half) != '0;
    beyondHalf = isFraction ? x[MANTISSA-1:0] != '0 : (x[MANTISSA:0] & after & ~half) != '0;
    case (MODE)
      0: up = inexact && x[WIDTH-1];
      1: up = inexact && !x[WIDTH-1];
      2: up = 1'b0;
      3: up = atLeastHalf;
      default: up = atLeastHalf && (beyondHalf || odd);
    endcase
    cleared2 = isFraction ? '0 : {x[WIDTH-2:MANTISSA+1], x[MANTISSA:0] & ~after};
    if (!up) step2 = '0;
    else if (isFraction) step2 = {BIAS, {MANTISSA{1'b0}}};
    else step2 = (WIDTH - 1)'(after) + (WIDTH - 1)'(1'b1);
    nan2 = x[WIDTH-2:MANTISSA] == TOP && x[MANTISSA-1:0] != '0;
  end
  logic sign3;
  allo_stage #(.WIDTH(WIDTH - 1), .DEPTH(cut(2))) cleared_2 (.clock, .enable, .d(cleared2), .q(cleared));
  allo_stage #(.WIDTH(WIDTH - 1), .DEPTH(cut(2))) step_2 (.clock, .enable, .d(step2), .q(step));
  assign sign = x[WIDTH-1];
  allo_stage #(.WIDTH(2), .DEPTH(cut(2))) flags_2 (.clock, .enable, .d({sign, nan2}), .q({sign3, nan}));

  // 3: add.
  always_comb result = nan ? {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}} : {sign3, cleared + step};
endmodule
