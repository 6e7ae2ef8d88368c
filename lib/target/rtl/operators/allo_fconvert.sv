// From one floating-point format to another, rounded to nearest even; NaN results are 0 11…1 10…0.
// Only what the two formats need is there: normalising of subnormal operands where the exponent range grows, shifting
// below the normal range where it may shrink.
// FLUSH: as in allo_fmul, on both sides.
module allo_fconvert #(
    parameter int EXPONENT = 11,
    parameter int MANTISSA = 52,
    parameter int TO_EXPONENT = 8,
    parameter int TO_MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 1,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA,
    localparam int TO_WIDTH = 1 + TO_EXPONENT + TO_MANTISSA
) (
    input  logic                clock,
    input  logic                enable,
    input  logic [   WIDTH-1:0] a,
    output logic [TO_WIDTH-1:0] result
);
  localparam int SEGMENTS = 4;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int P = MANTISSA + 1;
  localparam int COUNT = $clog2(P + 1);
  localparam int LARGER = EXPONENT > TO_EXPONENT ? EXPONENT : TO_EXPONENT;
  localparam int WIDE = (LARGER > COUNT ? LARGER : COUNT) + 2;  // signed exponents
  // Significand of either format, guard and sticky bit.
  localparam int SPAN = (MANTISSA > TO_MANTISSA ? MANTISSA : TO_MANTISSA) + 3;
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [TO_EXPONENT-1:0] TO_TOP = {TO_EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};
  localparam bit [WIDE-1:0] TO_BIAS = {{WIDE - TO_EXPONENT + 1{1'b0}}, {TO_EXPONENT - 1{1'b1}}};
  localparam bit NORMALISE = FLUSH == 0 && TO_EXPONENT > EXPONENT;
  localparam bit LOWER = FLUSH == 0
      && (TO_EXPONENT < EXPONENT || (NORMALISE && (1 << (TO_EXPONENT - 1)) - (1 << (EXPONENT - 1)) < MANTISSA));

  // 1: unpack, count the leading zeros of a subnormal.
  logic [P-1:0] significand1, significand2;
  logic [WIDE-1:0] zeros1, zeros2, exponent1, exponent2;
  logic sign2, nan1, nan2, infinite1, infinite2;
  if (NORMALISE) begin : countZeros
    logic [COUNT-1:0] zeros;
    allo_leading_zeros #(.WIDTH(P)) leading (.value(significand1), .count(zeros));
    assign zeros1 = WIDE'(zeros);
  end else begin : countZeros
    assign zeros1 = '0;
  end
  always_comb begin
    significand1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significand1 = '0;
    exponent1 = WIDE'(a[WIDTH-2:MANTISSA]) + WIDE'(a[WIDTH-2:MANTISSA] == '0) + TO_BIAS - BIAS;
    nan1 = a[WIDTH-2:MANTISSA] == TOP && a[MANTISSA-1:0] != '0;
    infinite1 = a[WIDTH-2:MANTISSA] == TOP;
  end
  allo_stage #(.WIDTH(P), .DEPTH(cut(1))) significand_1 (.clock, .enable, .d(significand1), .q(significand2));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(1))) zeros_1 (.clock, .enable, .d(zeros1), .q(zeros2));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(1))) exponent_1 (.clock, .enable, .d(exponent1), .q(exponent2));
  allo_stage #(.WIDTH(3), .DEPTH(cut(1))) flags_1 (
      .clock, .enable, .d({a[WIDTH-1], nan1, infinite1}), .q({sign2, nan2, infinite2}));

  // 2: normalise; what lies below the normal range, or above it.
  logic [SPAN-1:0] normal2, normal3;
  logic [WIDE-1:0] scaled2, scaled3, amount2, amount3;
  logic sign3, nan3, infinite3, below2, below3, tooLarge2;
  always_comb begin
    normal2 = {significand2, {SPAN - P{1'b0}}} << zeros2;
    scaled2 = exponent2 - zeros2;
    below2 = scaled2[WIDE-1] || scaled2 == '0;
    amount2 = below2 ? WIDE'(1'b1) - scaled2 : '0;
    tooLarge2 = !scaled2[WIDE-1] && scaled2 >= WIDE'(TO_TOP) && significand2 != '0;
  end
  allo_stage #(.WIDTH(SPAN), .DEPTH(cut(2))) normal_2 (.clock, .enable, .d(normal2), .q(normal3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) scaled_2 (.clock, .enable, .d(scaled2), .q(scaled3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) amount_2 (.clock, .enable, .d(amount2), .q(amount3));
  allo_stage #(.WIDTH(4), .DEPTH(cut(2))) flags_2 (
      .clock, .enable, .d({sign2, nan2, infinite2 || tooLarge2, below2}), .q({sign3, nan3, infinite3, below3}));

  // 3: shift what lies below the normal range.
  logic [SPAN-1:0] shifted3, shifted4;
  logic [WIDE-1:0] field3, field4;
  logic sign4, nan4, infinite4;
  if (LOWER) begin : lower
    logic [SPAN-1:0] lowered;
    allo_shift_sticky #(.WIDTH(SPAN), .AMOUNT(WIDE)) lower (.value(normal3), .amount(amount3), .result(lowered));
    assign shifted3 = lowered;
    assign field3 = below3 || !lowered[SPAN-1] ? '0 : scaled3;
  end else begin : lower
    assign shifted3 = normal3;
    assign field3 = normal3[SPAN-1] ? scaled3 : '0;
    wire unused = &{1'b0, below3, amount3};
  end
  allo_stage #(.WIDTH(SPAN), .DEPTH(cut(3))) shifted_3 (.clock, .enable, .d(shifted3), .q(shifted4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) field_3 (.clock, .enable, .d(field3), .q(field4));
  allo_stage #(.WIDTH(3), .DEPTH(cut(3))) flags_3 (
      .clock, .enable, .d({sign3, nan3, infinite3}), .q({sign4, nan4, infinite4}));

  // 4: round; what is special is put in before, and the carry makes an infinity of what is too large.
  logic [TO_WIDTH-2:0] packed4, rounded;
  logic up, unused;
  always_comb begin
    unused = shifted4[SPAN-1] ^ (^field4);  // the hidden bit; what is above is known to be too large
    up = shifted4[SPAN-2-TO_MANTISSA] && (shifted4[SPAN-3-TO_MANTISSA:0] != '0 || shifted4[SPAN-1-TO_MANTISSA]);
    packed4 = {field4[TO_EXPONENT-1:0], shifted4[SPAN-2-:TO_MANTISSA]};
    if (infinite4) begin
      packed4 = {TO_TOP, nan4, {TO_MANTISSA - 1{1'b0}}};
      up = 1'b0;
    end
    rounded = packed4 + (TO_WIDTH - 1)'(up);
    if (FLUSH != 0 && !infinite4 && (field4[WIDE-1] || rounded[TO_WIDTH-2:TO_MANTISSA] == '0)) rounded = '0;
    result = {sign4 && !nan4, rounded};
  end
endmodule
