// An integer of any width to floating point, rounded to nearest even; what is too large is infinite.
module allo_fixed_to_float #(
    parameter int INTEGER = 32,
    parameter int SIGNED = 1,
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int LATENCY = 2,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic               clock,
    input  logic               enable,
    input  logic [INTEGER-1:0] a,
    output logic [  WIDTH-1:0] result
);
  localparam int SEGMENTS = 4;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int COUNT = $clog2(INTEGER + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 1;
  // The integer, and at least mantissa, guard and sticky bit below its highest bit.
  localparam int SPAN = (INTEGER > MANTISSA + 3 ? INTEGER : MANTISSA + 3);
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: magnitude.
  logic [INTEGER-1:0] magnitude1, magnitude2, magnitude3;
  logic sign1, sign2, sign3, sign4;
  always_comb begin
    sign1 = SIGNED != 0 && a[INTEGER-1];
    magnitude1 = (a ^ {INTEGER{sign1}}) + INTEGER'(sign1);
  end
  allo_stage #(.WIDTH(INTEGER), .DEPTH(cut(1))) magnitude_1 (.clock, .enable, .d(magnitude1), .q(magnitude2));
  allo_stage #(.WIDTH(1), .DEPTH(cut(1))) sign_1 (.clock, .enable, .d(sign1), .q(sign2));

  // 2: count.
  logic [COUNT-1:0] zeros2, zeros3;
  allo_leading_zeros #(.WIDTH(INTEGER)) leading (.value(magnitude2), .count(zeros2));
  allo_stage #(.WIDTH(INTEGER), .DEPTH(cut(2))) magnitude_2 (.clock, .enable, .d(magnitude2), .q(magnitude3));
  allo_stage #(.WIDTH(COUNT), .DEPTH(cut(2))) zeros_2 (.clock, .enable, .d(zeros2), .q(zeros3));
  allo_stage #(.WIDTH(1), .DEPTH(cut(2))) sign_2 (.clock, .enable, .d(sign2), .q(sign3));

  // 3: normalise.
  logic [SPAN-1:0] normal3;
  logic [MANTISSA:0] window3, window4;  // mantissa and guard bit
  logic [WIDE-1:0] field3, field4;
  logic sticky3, sticky4;
  always_comb begin
    normal3 = SPAN'(magnitude3) << (SPAN - INTEGER);
    normal3 = normal3 << zeros3;
    window3 = normal3[SPAN-2-:MANTISSA+1];
    sticky3 = normal3[SPAN-3-MANTISSA:0] != '0;
    field3 = normal3[SPAN-1] ? BIAS + WIDE'(INTEGER - 1) - WIDE'(zeros3) : '0;
  end
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(3))) window_3 (.clock, .enable, .d(window3), .q(window4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) field_3 (.clock, .enable, .d(field3), .q(field4));
  allo_stage #(.WIDTH(2), .DEPTH(cut(3))) flags_3 (.clock, .enable, .d({sticky3, sign3}), .q({sticky4, sign4}));

  // 4: round.
  logic [WIDE+MANTISSA-1:0] rounded;
  logic up;
  always_comb begin
    up = window4[0] && (sticky4 || window4[1]);
    rounded = {field4, window4[MANTISSA:1]} + (WIDE + MANTISSA)'(up);
    if (rounded[WIDE+MANTISSA-1:MANTISSA] >= WIDE'(TOP)) result = {sign4, TOP, {MANTISSA{1'b0}}};
    else result = {sign4, rounded[WIDTH-2:0]};
  end
endmodule
