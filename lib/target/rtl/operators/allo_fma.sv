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
  localparam int SEGMENTS = 13;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int P = MANTISSA + 1;
  localparam int TERM = 3 * P + 3;  // a product, and a significand with guard bits below it
  localparam int SUM = TERM + 1;
  localparam int COUNT = $clog2(SUM + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 3;  // signed exponents
  localparam int FINE = 3;  // bits of shift amounts for the second of two shifters
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

  // 2 to 4: multiply; compare the exponents beside it.
  logic [2*P-1:0] product4, product5;
  logic [P-1:0] significandC3, significandC4, significandC5;
  logic [WIDE-1:0] ahead2, ahead3, exponent2, exponent3, exponent4, exponent5, distance3, distance4, distance5;
  logic [4:0] flags3;  // sign of the product, of c, of the infinity; invalid; infinite
  logic [5:0] flags4, flags5;  // product ahead, and those
  allo_product #(.LEFT(P), .RIGHT(P), .WIDTH(2*P), .TILES(cut(2)), .SUMS(cut(3))) multiply (
      .clock, .enable, .a(significandA2), .b(significandB2), .product(product4));
  always_comb begin
    ahead2 = exponentP2 - exponentC2;
    exponent2 = ahead2[WIDE-1] ? exponentC2 : exponentP2;
    distance3 = ahead3[WIDE-1] ? -ahead3 : ahead3;
  end
  allo_stage #(.WIDTH(P), .DEPTH(cut(2))) significandC_2 (.clock, .enable, .d(significandC2), .q(significandC3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) ahead_2 (.clock, .enable, .d(ahead2), .q(ahead3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) exponent_2 (.clock, .enable, .d(exponent2), .q(exponent3));
  allo_stage #(.WIDTH(5), .DEPTH(cut(2))) flags_2 (.clock, .enable, .d(flags2), .q(flags3));
  allo_stage #(.WIDTH(P), .DEPTH(cut(3))) significandC_3 (.clock, .enable, .d(significandC3), .q(significandC4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) distance_3 (.clock, .enable, .d(distance3), .q(distance4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) exponent_3 (.clock, .enable, .d(exponent3), .q(exponent4));
  allo_stage #(.WIDTH(6), .DEPTH(cut(3))) flags_3 (
      .clock, .enable, .d({!ahead3[WIDE-1], flags3}), .q(flags4));
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(4))) product_4 (.clock, .enable, .d(product4), .q(product5));
  allo_stage #(.WIDTH(P), .DEPTH(cut(4))) significandC_4 (.clock, .enable, .d(significandC4), .q(significandC5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) distance_4 (.clock, .enable, .d(distance4), .q(distance5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) exponent_4 (.clock, .enable, .d(exponent4), .q(exponent5));
  allo_stage #(.WIDTH(6), .DEPTH(cut(4))) flags_4 (.clock, .enable, .d(flags4), .q(flags5));

  // 5 and 6: align the one that is behind.
  logic [TERM-1:0] front5, front6, front7, back5, coarse5, coarse6, aligned6, aligned7;
  logic [FINE-1:0] fine6;
  logic [WIDE-1:0] exponent6, exponent7;
  logic [5:0] flags6, flags7;
  always_comb begin
    front5 = flags5[5] ? {product5, {P + 3{1'b0}}} : {significandC5, {2 * P + 3{1'b0}}};
    back5 = flags5[5] ? {significandC5, {2 * P + 3{1'b0}}} : {product5, {P + 3{1'b0}}};
  end
  allo_shift_sticky #(.WIDTH(TERM), .AMOUNT(WIDE - FINE), .LOW(FINE)) alignCoarse (
      .value(back5), .amount(distance5[WIDE-1:FINE]), .result(coarse5));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(5))) front_5 (.clock, .enable, .d(front5), .q(front6));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(5))) coarse_5 (.clock, .enable, .d(coarse5), .q(coarse6));
  allo_stage #(.WIDTH(FINE), .DEPTH(cut(5))) fine_5 (.clock, .enable, .d(distance5[FINE-1:0]), .q(fine6));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(5))) exponent_5 (.clock, .enable, .d(exponent5), .q(exponent6));
  allo_stage #(.WIDTH(6), .DEPTH(cut(5))) flags_5 (.clock, .enable, .d(flags5), .q(flags6));
  allo_shift_sticky #(.WIDTH(TERM), .AMOUNT(FINE)) alignFine (.value(coarse6), .amount(fine6), .result(aligned6));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(6))) front_6 (.clock, .enable, .d(front6), .q(front7));
  allo_stage #(.WIDTH(TERM), .DEPTH(cut(6))) aligned_6 (.clock, .enable, .d(aligned6), .q(aligned7));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(6))) exponent_6 (.clock, .enable, .d(exponent6), .q(exponent7));
  allo_stage #(.WIDTH(6), .DEPTH(cut(6))) flags_6 (.clock, .enable, .d(flags6), .q(flags7));

  // 7 and 8: add, or subtract both ways round; the difference that is not negative is the magnitude.
  logic differ7, differ8, half7;
  wire unused = half7;
  logic [SUM-1:0] sum7, sum8, sum9, opposite7, opposite8;
  logic [WIDE-1:0] exponent8, exponent9;
  logic [5:0] flags8;
  logic sign8;
  logic [3:0] flags9;  // sign, of the infinity; invalid; infinite
  always_comb begin
    differ7 = flags7[4] ^ flags7[3];
    {sum7, half7} = {1'b0, front7, 1'b0} - {{1'b0, aligned7} ^ {SUM{!differ7}}, !differ7};
    opposite7 = {1'b0, aligned7} - {1'b0, front7};
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(7))) sum_7 (.clock, .enable, .d(sum7), .q(sum8));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(7))) opposite_7 (.clock, .enable, .d(opposite7), .q(opposite8));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(7))) exponent_7 (
      .clock, .enable, .d(exponent7 + WIDE'(1'b1)), .q(exponent8));  // of the highest bit of the sum
  allo_stage #(.WIDTH(6), .DEPTH(cut(7))) flags_7 (.clock, .enable, .d(flags7), .q(flags8));
  logic [SUM-1:0] magnitude8;
  always_comb begin
    differ8 = flags8[4] ^ flags8[3];
    magnitude8 = differ8 && sum8[SUM-1] ? opposite8 : sum8;
    sign8 = (flags8[5] ? flags8[4] : flags8[3]) ^ (differ8 && sum8[SUM-1]);
    if (differ8 && sum8 == '0) sign8 = 1'b0;
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(8))) sum_8 (.clock, .enable, .d(magnitude8), .q(sum9));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(8))) exponent_8 (.clock, .enable, .d(exponent8), .q(exponent9));
  allo_stage #(.WIDTH(4), .DEPTH(cut(8))) flags_8 (.clock, .enable, .d({sign8, flags8[2:0]}), .q(flags9));

  // 9 and 10: count, within what the exponent allows; what lies below the normal range goes to the right.
  logic [COUNT-1:0] zeros9, zeros10;
  logic [WIDE-1:0] exponent10, exponent11, room10, left10, right10, field10, field11;
  logic [SUM-1:0] sum10, sum11;
  logic [3:0] flags10, flags11;
  logic lowers10, lowers11;
  allo_leading_zeros #(.WIDTH(SUM)) leading (.value(sum9), .count(zeros9));
  allo_stage #(.WIDTH(COUNT), .DEPTH(cut(9))) zeros_9 (.clock, .enable, .d(zeros9), .q(zeros10));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(9))) sum_9 (.clock, .enable, .d(sum9), .q(sum10));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(9))) exponent_9 (.clock, .enable, .d(exponent9), .q(exponent10));
  allo_stage #(.WIDTH(4), .DEPTH(cut(9))) flags_9 (.clock, .enable, .d(flags9), .q(flags10));
  always_comb begin
    room10 = exponent10 - WIDE'(1'b1);
    lowers10 = FLUSH == 0 && room10[WIDE-1];
    left10 = FLUSH == 0 && $signed(room10) < $signed(WIDE'(zeros10)) ? room10 : WIDE'(zeros10);
    right10 = WIDE'(1'b1) - exponent10;
    field10 = exponent10 - left10;
  end
  logic [WIDE-1:0] amount11;
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(10))) amount_10 (
      .clock, .enable, .d(lowers10 ? right10 : left10), .q(amount11));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(10))) sum_10 (.clock, .enable, .d(sum10), .q(sum11));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(10))) field_10 (.clock, .enable, .d(field10), .q(field11));
  allo_stage #(.WIDTH(5), .DEPTH(cut(10))) flags_10 (
      .clock, .enable, .d({lowers10, flags10}), .q({lowers11, flags11}));
  assign exponent11 = field11;

  // 11 and 12: shift; put in what is special, so that rounding leaves it as it is.
  logic [SUM-1:0] raised11, lowered11, half11, half12, raised12, lowered12, shifted12;
  logic [FINE-1:0] fine12;
  logic [WIDE-1:0] field12;
  logic [3:0] flags12;
  logic lowers12;
  allo_shift_sticky #(.WIDTH(SUM), .AMOUNT(WIDE - FINE), .LOW(FINE)) lowerCoarse (
      .value(sum11), .amount(amount11[WIDE-1:FINE]), .result(lowered11));
  always_comb begin
    raised11 = sum11 << {amount11[WIDE-1:FINE], {FINE{1'b0}}};
    half11 = lowers11 ? lowered11 : raised11;
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(11))) half_11 (.clock, .enable, .d(half11), .q(half12));
  allo_stage #(.WIDTH(FINE), .DEPTH(cut(11))) fine_11 (.clock, .enable, .d(amount11[FINE-1:0]), .q(fine12));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(11))) field_11 (.clock, .enable, .d(exponent11), .q(field12));
  allo_stage #(.WIDTH(5), .DEPTH(cut(11))) flags_11 (
      .clock, .enable, .d({lowers11, flags11}), .q({lowers12, flags12}));
  allo_shift_sticky #(.WIDTH(SUM), .AMOUNT(FINE)) lowerFine (.value(half12), .amount(fine12), .result(lowered12));
  logic [MANTISSA-1:0] fraction12, fraction13;
  logic [EXPONENT-1:0] biased12, biased13;
  logic sign12, tooSmall12, up12, sign13, tooSmall13, up13;
  always_comb begin
    raised12 = half12 << fine12;
    shifted12 = lowers12 ? lowered12 : raised12;
    fraction12 = shifted12[SUM-2-:MANTISSA];
    biased12 = shifted12[SUM-1] ? field12[EXPONENT-1:0] : '0;
    up12 = shifted12[SUM-2-MANTISSA] && (shifted12[SUM-3-MANTISSA:0] != '0 || shifted12[SUM-1-MANTISSA]);
    sign12 = flags12[3];
    tooSmall12 = FLUSH != 0 && (field12[WIDE-1] || !shifted12[SUM-1]);
    if (flags12[0] || (shifted12[SUM-1] && !field12[WIDE-1] && field12 >= WIDE'(TOP))) begin
      biased12 = TOP;
      fraction12 = {flags12[1], {MANTISSA - 1{1'b0}}};
      up12 = 1'b0;
      tooSmall12 = 1'b0;
      if (flags12[0]) sign12 = flags12[2] && !flags12[1];
    end
  end
  allo_stage #(.WIDTH(MANTISSA), .DEPTH(cut(12))) fraction_12 (.clock, .enable, .d(fraction12), .q(fraction13));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(12))) biased_12 (.clock, .enable, .d(biased12), .q(biased13));
  allo_stage #(.WIDTH(3), .DEPTH(cut(12))) flags_12 (
      .clock, .enable, .d({up12, sign12, tooSmall12}), .q({up13, sign13, tooSmall13}));

  // 13: round; the carry runs into the exponent and makes an infinity of what is too large.
  logic [WIDTH-2:0] rounded;
  always_comb begin
    rounded = {biased13, fraction13} + (WIDTH - 1)'(up13);
    if (FLUSH != 0 && (tooSmall13 || rounded[WIDTH-2:MANTISSA] == '0)) rounded = '0;
    result = {sign13, rounded};
  end
endmodule
