// Floating-point a * b + c with one rounding, to nearest even; NaN results are 0 11…1 10…0.
// Product and addend are brought to one width with room for every bit that can matter, ordered by exponent, added,
// normalised and rounded (Handbook of Floating-Point Arithmetic, 2nd edition, 7.5 and 8.5, with one path).
// FLUSH: as in allo_fmul.
module allo_fma #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 6,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    input  logic [WIDTH-1:0] c,
    output logic [WIDTH-1:0] result
);
  localparam int SEGMENTS = 8;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int P = MANTISSA + 1;
  localparam int TERM = 3 * P + 3;  // a product, and a significand with guard bits below it
  localparam int SUM = TERM + 1;
  localparam int COUNT = $clog2(SUM + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 3;  // signed exponents
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: unpack. Exponents are those of the highest bit of product and addend.
  logic [P-1:0] significandA1, significandB1, significandC1, significandA2, significandB2, significandC2;
  logic [WIDE-1:0] exponentP1, exponentC1, exponentP2, exponentC2;
  logic signP1, invalid1, infinite1, signInfinite1;
  logic [4:0] flags2;
  always_comb begin
    significandA1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    significandB1 = {b[WIDTH-2:MANTISSA] != '0, b[MANTISSA-1:0]};
    significandC1 = {c[WIDTH-2:MANTISSA] != '0, c[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significandA1 = '0;
    if (FLUSH != 0 && b[WIDTH-2:MANTISSA] == '0) significandB1 = '0;
    if (FLUSH != 0 && c[WIDTH-2:MANTISSA] == '0) significandC1 = '0;
    exponentP1 = WIDE'(a[WIDTH-2:MANTISSA]) + WIDE'(b[WIDTH-2:MANTISSA]) - BIAS + WIDE'(1'b1)
        + WIDE'(a[WIDTH-2:MANTISSA] == '0) + WIDE'(b[WIDTH-2:MANTISSA] == '0);
    exponentC1 = WIDE'(c[WIDTH-2:MANTISSA]) + WIDE'(c[WIDTH-2:MANTISSA] == '0);
    // A product of zero is below every addend.
    if (significandA1 == '0 || significandB1 == '0) exponentP1 = '0;
    signP1 = a[WIDTH-1] ^ b[WIDTH-1];
    infinite1 = a[WIDTH-2:MANTISSA] == TOP || b[WIDTH-2:MANTISSA] == TOP || c[WIDTH-2:MANTISSA] == TOP;
    signInfinite1 = c[WIDTH-2:MANTISSA] == TOP ? c[WIDTH-1] : signP1;
    invalid1 = (a[WIDTH-2:MANTISSA] == TOP && (a[MANTISSA-1:0] != '0 || significandB1 == '0))
        || (b[WIDTH-2:MANTISSA] == TOP && (b[MANTISSA-1:0] != '0 || significandA1 == '0))
        || (c[WIDTH-2:MANTISSA] == TOP && (c[MANTISSA-1:0] != '0
            || ((a[WIDTH-2:MANTISSA] == TOP || b[WIDTH-2:MANTISSA] == TOP) && c[WIDTH-1] != signP1)));
  end
  allo_stage #(.WIDTH(3*P), .DEPTH(cut(1))) significands_1 (
      .clock, .enable, .d({significandA1, significandB1, significandC1}),
      .q({significandA2, significandB2, significandC2}));
  allo_stage #(.WIDTH(2*WIDE), .DEPTH(cut(1))) exponents_1 (
      .clock, .enable, .d({exponentP1, exponentC1}), .q({exponentP2, exponentC2}));
  allo_stage #(.WIDTH(5), .DEPTH(cut(1))) flags_1 (
      .clock, .enable, .d({signP1, c[WIDTH-1], signInfinite1, invalid1, infinite1}), .q(flags2));

  // 2 and 3: multiply; compare the exponents beside it.
  logic [2*P-1:0] product2, product3, product4;
  logic [P-1:0] significandC3, significandC4;
  logic [WIDE-1:0] ahead2, ahead3, exponent2, exponent3, exponent4, distance3, distance4;
  logic [4:0] flags3, flags4;
  logic productAhead3, productAhead4;
  always_comb begin
    product2 = {{P{1'b0}}, significandA2} * {{P{1'b0}}, significandB2};
    ahead2 = exponentP2 - exponentC2;
    exponent2 = ahead2[WIDE-1] ? exponentC2 : exponentP2;
    productAhead3 = !ahead3[WIDE-1];
    distance3 = ahead3[WIDE-1] ? -ahead3 : ahead3;
  end
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(2))) product_2 (.clock, .enable, .d(product2), .q(product3));
  allo_stage #(.WIDTH(P), .DEPTH(cut(2))) significandC_2 (.clock, .enable, .d(significandC2), .q(significandC3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) ahead_2 (.clock, .enable, .d(ahead2), .q(ahead3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) exponent_2 (.clock, .enable, .d(exponent2), .q(exponent3));
  allo_stage #(.WIDTH(5), .DEPTH(cut(2))) flags_2 (.clock, .enable, .d(flags2), .q(flags3));
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(3))) product_3 (.clock, .enable, .d(product3), .q(product4));
  allo_stage #(.WIDTH(P), .DEPTH(cut(3))) significandC_3 (.clock, .enable, .d(significandC3), .q(significandC4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) distance_3 (.clock, .enable, .d(distance3), .q(distance4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) exponent_3 (.clock, .enable, .d(exponent3), .q(exponent4));
  allo_stage #(.WIDTH(6), .DEPTH(cut(3))) flags_3 (
      .clock, .enable, .d({productAhead3, flags3}), .q({productAhead4, flags4}));

  // 4: align the one that is behind.
  logic [TERM-1:0] front4, front5, back4, aligned4, aligned5;
  logic [WIDE-1:0] exponent5;
  logic [4:0] flags5;
  logic productAhead5;
  always_comb begin
    front4 = productAhead4 ? {product4, {P + 3{1'b0}}} : {significandC4, {2 * P + 3{1'b0}}};
    back4 = productAhead4 ? {significandC4, {2 * P + 3{1'b0}}} : {product4, {P + 3{1'b0}}};
  end
  allo_shift_sticky #(.WIDTH(TERM), .AMOUNT(WIDE)) align (.value(back4), .amount(distance4), .result(aligned4));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(4))) front_4 (.clock, .enable, .d(front4), .q(front5));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(4))) aligned_4 (.clock, .enable, .d(aligned4), .q(aligned5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) exponent_4 (.clock, .enable, .d(exponent4), .q(exponent5));
  allo_stage #(.WIDTH(6), .DEPTH(cut(4))) flags_4 (
      .clock, .enable, .d({productAhead4, flags4}), .q({productAhead5, flags5}));

  // 5: add or subtract, both ways round; the one that is not negative is the magnitude.
  logic [SUM-1:0] sum5, sum6;
  logic [TERM:0] difference, opposite;
  logic differ, sign5, sign6, invalid6, infinite6, signInfinite6, exactZero5;
  logic [WIDE-1:0] exponent6, exponent7;
  always_comb begin
    differ = flags5[4] ^ flags5[3];
    difference = {1'b0, front5} - {1'b0, aligned5};
    opposite = {1'b0, aligned5} - {1'b0, front5};
    if (!differ) sum5 = {1'b0, front5} + {1'b0, aligned5};
    else if (difference[TERM]) sum5 = opposite;
    else sum5 = difference;
    exactZero5 = differ && difference == '0;
    sign5 = (productAhead5 ? flags5[4] : flags5[3]) ^ (differ && difference[TERM]);
    if (exactZero5) sign5 = 1'b0;
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(5))) sum_5 (.clock, .enable, .d(sum5), .q(sum6));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(5))) exponent_5 (
      .clock, .enable, .d(exponent5 + WIDE'(1'b1)), .q(exponent6));  // of the highest bit of the sum
  allo_stage #(.WIDTH(4), .DEPTH(cut(5))) flags_5 (
      .clock, .enable, .d({sign5, flags5[2:0]}), .q({sign6, signInfinite6, invalid6, infinite6}));

  // 6: count, within what the exponent allows; what lies below the normal range goes to the right.
  logic [COUNT-1:0] zeros6;
  logic [WIDE-1:0] left6, left7, room;
  logic [SUM-1:0] sum7;
  logic sign7, invalid7, infinite7, signInfinite7;
  allo_leading_zeros #(.WIDTH(SUM)) leading (.value(sum6), .count(zeros6));
  always_comb begin
    room = exponent6 - WIDE'(1'b1);
    left6 = FLUSH == 0 && $signed(room) < $signed(WIDE'(zeros6)) ? room : WIDE'(zeros6);
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(6))) sum_6 (.clock, .enable, .d(sum6), .q(sum7));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(6))) left_6 (.clock, .enable, .d(left6), .q(left7));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(6))) exponent_6 (.clock, .enable, .d(exponent6), .q(exponent7));
  allo_stage #(.WIDTH(4), .DEPTH(cut(6))) flags_6 (
      .clock, .enable, .d({sign6, signInfinite6, invalid6, infinite6}),
      .q({sign7, signInfinite7, invalid7, infinite7}));

  // 7: shift.
  logic [SUM-1:0] shifted, lowered;
  logic [MANTISSA:0] window7, window8;  // mantissa and guard bit
  logic [WIDE-1:0] field7, field8;
  logic sticky7, sticky8, sign8, invalid8, infinite8, signInfinite8;
  allo_shift_sticky #(.WIDTH(SUM), .AMOUNT(WIDE)) lower (.value(sum7), .amount(-left7), .result(lowered));
  always_comb begin
    shifted = left7[WIDE-1] ? lowered : sum7 << left7;
    window7 = shifted[SUM-2-:MANTISSA+1];
    sticky7 = shifted[SUM-3-MANTISSA:0] != '0;
    field7 = shifted[SUM-1] ? exponent7 - left7 : '0;
  end
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(7))) window_7 (.clock, .enable, .d(window7), .q(window8));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(7))) field_7 (.clock, .enable, .d(field7), .q(field8));
  allo_stage #(.WIDTH(5), .DEPTH(cut(7))) flags_7 (
      .clock, .enable, .d({sticky7, sign7, signInfinite7, invalid7, infinite7}),
      .q({sticky8, sign8, signInfinite8, invalid8, infinite8}));

  // 8: round.
  logic [WIDE+MANTISSA-1:0] rounded;
  logic up;
  always_comb begin
    up = window8[0] && (sticky8 || window8[1]);
    rounded = {field8, window8[MANTISSA:1]} + (WIDE + MANTISSA)'(up);
    if (invalid8) result = {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    else if (infinite8) result = {signInfinite8, TOP, {MANTISSA{1'b0}}};
    else if (!field8[WIDE-1] && rounded[WIDE+MANTISSA-1:MANTISSA] >= WIDE'(TOP)) result = {sign8, TOP, {MANTISSA{1'b0}}};
    else if (FLUSH != 0 && (field8[WIDE-1] || rounded[WIDE+MANTISSA-1:MANTISSA] == '0))
      result = {sign8, {WIDTH - 1{1'b0}}};
    else result = {sign8, rounded[WIDTH-2:0]};
  end
endmodule
