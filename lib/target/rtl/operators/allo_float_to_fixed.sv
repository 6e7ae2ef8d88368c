// Floating point to an integer of any width, truncated; what is out of range saturates, NaN gives 0.
module allo_float_to_fixed #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int INTEGER = 32,
    parameter int SIGNED = 1,
    parameter int LATENCY = 1,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic               clock,
    input  logic               enable,
    input  logic [  WIDTH-1:0] a,
    output logic [INTEGER-1:0] result
);
  localparam int SEGMENTS = 3;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int COUNT = $clog2(INTEGER + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 2;  // signed exponents
  localparam int SPAN = INTEGER > MANTISSA + 1 ? INTEGER : MANTISSA + 1;
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};
  // The largest result.
  localparam bit [INTEGER-1:0] LARGEST = ~(INTEGER'(SIGNED != 0) << (INTEGER - 1));

  // 1: how far the significand lies from where it would be with the highest bit of the integer set.
  logic [WIDE-1:0] right1, right2;
  logic [INTEGER-1:0] significand1, significand2;
  logic [SPAN-1:0] padded;
  logic sign2, nan1, nan2, infinite2;
  always_comb begin
    padded = SPAN'({a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]}) << (SPAN - MANTISSA - 1);
    significand1 = padded[SPAN-1-:INTEGER];
    right1 = BIAS + WIDE'(INTEGER - 1) - WIDE'(a[WIDTH-2:MANTISSA]);
    nan1 = a[WIDTH-2:MANTISSA] == TOP && a[MANTISSA-1:0] != '0;
  end
  if (SPAN > INTEGER) begin : dropped
    wire unused = &{1'b0, padded[SPAN-INTEGER-1:0]};
  end
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(1))) right_1 (.clock, .enable, .d(right1), .q(right2));
  allo_stage #(.WIDTH(INTEGER), .DEPTH(cut(1))) significand_1 (.clock, .enable, .d(significand1), .q(significand2));
  allo_stage #(.WIDTH(3), .DEPTH(cut(1))) flags_1 (
      .clock, .enable, .d({a[WIDTH-1], nan1, a[WIDTH-2:MANTISSA] == TOP}), .q({sign2, nan2, infinite2}));

  // 2: shift.
  logic [INTEGER-1:0] magnitude2, magnitude3;
  logic outside2, outside3, sign3, nan3;
  always_comb begin
    magnitude2 = significand2 >> right2;
    outside2 = right2[WIDE-1] || infinite2;
  end
  allo_stage #(.WIDTH(INTEGER), .DEPTH(cut(2))) magnitude_2 (.clock, .enable, .d(magnitude2), .q(magnitude3));
  allo_stage #(.WIDTH(3), .DEPTH(cut(2))) flags_2 (
      .clock, .enable, .d({outside2, sign2, nan2}), .q({outside3, sign3, nan3}));

  // 3: saturate.
  logic tooLarge;
  always_comb begin
    tooLarge = outside3 || (SIGNED != 0 && magnitude3[INTEGER-1]);
    if (nan3 || (SIGNED == 0 && sign3)) result = '0;
    else if (sign3) result = tooLarge ? ~LARGEST : -magnitude3;
    else result = tooLarge ? LARGEST : magnitude3;
  end
endmodule
