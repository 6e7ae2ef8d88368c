// Floating-point a * b: round to nearest even, NaN results are 0 11…1 10…0.
// Subnormal operands are multiplied as they are: the leading zeros that they bring into the product are counted beside
// the multiplication, so that one shift normalises or, below the normal range, denormalises it (Handbook of
// Floating-Point Arithmetic, 2nd edition, 7.4 and 8.4).
// FLUSH: subnormal operands are zeros; results whose value rounded with unbounded exponent is below the smallest normal
// number are zeros, with their sign.
module allo_fmul #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 3,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam int SEGMENTS = 8;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int P = MANTISSA + 1;
  localparam int COUNT = $clog2(P + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 3;  // signed exponents and shifts
  localparam int FINE = 3;  // bits of the shift amount for the second of two shifters
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: unpack.
  logic [P-1:0] significandA1, significandB1, significandA2, significandB2;
  logic [WIDE-1:0] exponent1, exponent2;
  logic sign1, invalid1, infinite1;
  logic [2:0] flags2;  // sign, invalid, infinite
  always_comb begin
    significandA1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    significandB1 = {b[WIDTH-2:MANTISSA] != '0, b[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significandA1 = '0;
    if (FLUSH != 0 && b[WIDTH-2:MANTISSA] == '0) significandB1 = '0;
    // Of the highest bit of the product, with its bias. A subnormal has the exponent of the smallest normal.
    exponent1 = WIDE'({a[WIDTH-2:MANTISSA+1], a[MANTISSA] || a[WIDTH-2:MANTISSA] == '0})
        + WIDE'({b[WIDTH-2:MANTISSA+1], b[MANTISSA] || b[WIDTH-2:MANTISSA] == '0});
    sign1 = a[WIDTH-1] ^ b[WIDTH-1];
    infinite1 = a[WIDTH-2:MANTISSA] == TOP || b[WIDTH-2:MANTISSA] == TOP;
    invalid1 = (a[WIDTH-2:MANTISSA] == TOP && (a[MANTISSA-1:0] != '0 || significandB1 == '0))
        || (b[WIDTH-2:MANTISSA] == TOP && (b[MANTISSA-1:0] != '0 || significandA1 == '0));
  end
  allo_stage #(.WIDTH(P), .DEPTH(cut(1))) significandA_1 (.clock, .enable, .d(significandA1), .q(significandA2));
  allo_stage #(.WIDTH(P), .DEPTH(cut(1))) significandB_1 (.clock, .enable, .d(significandB1), .q(significandB2));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(1))) exponent_1 (.clock, .enable, .d(exponent1), .q(exponent2));
  allo_stage #(.WIDTH(3), .DEPTH(cut(1))) flags_1 (.clock, .enable, .d({sign1, invalid1, infinite1}), .q(flags2));

  // 2 to 4: multiply. Beside it the shift: left by what subnormal operands lack, but not below the smallest exponent;
  // right where the product lies below it. Both are one shift to the right of the product P - 1 places further left.
  logic [2*P-1:0] product4, product5;
  allo_product #(.LEFT(P), .RIGHT(P), .WIDTH(2*P), .TILES(cut(2)), .SUMS(cut(3))) multiply (
      .clock, .enable, .a(significandA2), .b(significandB2), .product(product4));
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(4))) product_4 (.clock, .enable, .d(product4), .q(product5));

  logic [WIDE-1:0] exponent3, top3, top4, top5;
  logic [2:0] flags3, flags4, flags5;
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) exponent_2 (.clock, .enable, .d(exponent2 - BIAS), .q(exponent3));
  allo_stage #(.WIDTH(3), .DEPTH(cut(2))) flags_2 (.clock, .enable, .d(flags2), .q(flags3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) top_3 (.clock, .enable, .d(top3), .q(top4));
  allo_stage #(.WIDTH(3), .DEPTH(cut(3))) flags_3 (.clock, .enable, .d(flags3), .q(flags4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) top_4 (.clock, .enable, .d(top4), .q(top5));
  allo_stage #(.WIDTH(3), .DEPTH(cut(4))) flags_4 (.clock, .enable, .d(flags4), .q(flags5));

  // 5 and 6: shift, so that one of the two highest bits is set or the exponent is the smallest.
  logic [P+1:0] normal6, normal7;  // two bits that may be the hidden one, mantissa and guard bit
  logic sticky6, sticky7;
  logic [WIDE-1:0] top6, top7;  // the exponent of the highest bit
  logic [2:0] flags6, flags7;
  logic [3:0] ends6, ends7;  // the exponent: smallest, too large, too large by one, below zero
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(5))) top_5 (.clock, .enable, .d(top5), .q(top6));
  allo_stage #(.WIDTH(3), .DEPTH(cut(5))) flags_5 (.clock, .enable, .d(flags5), .q(flags6));
  if (FLUSH != 0) begin : unshifted
    logic [2*P-1:0] product6;
    assign top3 = exponent3 + WIDE'(1'b1);
    allo_stage #(.WIDTH(2*P), .DEPTH(cut(5))) product_5 (.clock, .enable, .d(product5), .q(product6));
    assign normal6 = product6[2*P-1-:P+2];
    assign sticky6 = product6[P-3:0] != '0;
  end else begin : shift
    logic [COUNT-1:0] zerosA1, zerosB1, zerosA2, zerosB2;
    logic [WIDE-1:0] zeros2, zeros3, amount3, amount4, amount5;
    logic [3*P-2:0] coarse5, coarse6, fine6;
    logic [FINE-1:0] fineAmount6;
    allo_leading_zeros #(.WIDTH(P)) leadingA (.value(significandA1), .count(zerosA1));
    allo_leading_zeros #(.WIDTH(P)) leadingB (.value(significandB1), .count(zerosB1));
    allo_stage #(.WIDTH(COUNT), .DEPTH(cut(1))) zerosA_1 (.clock, .enable, .d(zerosA1), .q(zerosA2));
    allo_stage #(.WIDTH(COUNT), .DEPTH(cut(1))) zerosB_1 (.clock, .enable, .d(zerosB1), .q(zerosB2));
    assign zeros2 = WIDE'(zerosA2) + WIDE'(zerosB2);
    allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) zeros_2 (.clock, .enable, .d(zeros2), .q(zeros3));
    always_comb begin
      if ($signed(exponent3) < $signed(zeros3)) begin
        amount3 = WIDE'(P - 1) - exponent3;
        top3 = WIDE'(1'b1);
      end else begin
        amount3 = WIDE'(P - 1) - zeros3;
        top3 = exponent3 - zeros3 + WIDE'(1'b1);
      end
    end
    allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) amount_3 (.clock, .enable, .d(amount3), .q(amount4));
    allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) amount_4 (.clock, .enable, .d(amount4), .q(amount5));
    allo_shift_sticky #(.WIDTH(3*P - 1), .AMOUNT(WIDE - FINE), .LOW(FINE), .LEVELS($clog2(2*P + 2) - FINE)) coarse (
        .value({product5, {P - 1{1'b0}}}), .amount(amount5[WIDE-1:FINE]), .result(coarse5));
    allo_stage #(.WIDTH(3*P - 1), .DEPTH(cut(5))) coarse_5 (.clock, .enable, .d(coarse5), .q(coarse6));
    allo_stage #(.WIDTH(FINE), .DEPTH(cut(5))) amount_5 (.clock, .enable, .d(amount5[FINE-1:0]), .q(fineAmount6));
    allo_shift_sticky #(.WIDTH(3*P - 1), .AMOUNT(FINE)) fine (
        .value(coarse6), .amount(fineAmount6), .result(fine6));
    assign normal6 = fine6[2*P-1-:P+2];
    assign sticky6 = fine6[P-3:0] != '0;
    wire unused = &{1'b0, fine6};  // nothing is set above the highest bit
  end
  allo_stage #(.WIDTH(P + 2), .DEPTH(cut(6))) normal_6 (.clock, .enable, .d(normal6), .q(normal7));
  allo_stage #(.WIDTH(1), .DEPTH(cut(6))) sticky_6 (.clock, .enable, .d(sticky6), .q(sticky7));
  assign ends6 = {top6 == WIDE'(1'b1), !top6[WIDE-1] && top6 > WIDE'(TOP), !top6[WIDE-1] && top6 >= WIDE'(TOP),
                  top6[WIDE-1]};
  allo_stage #(.WIDTH(4), .DEPTH(cut(6))) ends_6 (.clock, .enable, .d(ends6), .q(ends7));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(6))) top_6 (.clock, .enable, .d(top6), .q(top7));
  allo_stage #(.WIDTH(3), .DEPTH(cut(6))) flags_6 (.clock, .enable, .d(flags6), .q(flags7));

  // 7: one more place to the left where the highest bit is not set and the exponent allows it; put in what is special,
  // so that rounding leaves it as it is.
  logic [EXPONENT-1:0] below7;
  logic [MANTISSA-1:0] fraction7, fraction8;
  logic [EXPONENT-1:0] biased7, biased8;
  logic takeHigh, isInfinite, isZero7, isZero8, up7, up8, sign8;
  always_comb begin
    below7 = top7[EXPONENT-1:0] - EXPONENT'(1'b1);
    takeHigh = normal7[P+1] || (FLUSH == 0 && ends7[3]);
    fraction7 = takeHigh ? normal7[P:2] : normal7[P-1:1];
    up7 = takeHigh ? normal7[1] && (normal7[0] || sticky7 || normal7[2]) : normal7[0] && (sticky7 || normal7[1]);
    if (normal7[P+1]) biased7 = top7[EXPONENT-1:0];
    else if (takeHigh || !normal7[P]) biased7 = '0;
    else biased7 = below7;
    isInfinite = flags7[0] || (normal7[P+1] ? ends7[1] : normal7[P] && ends7[2]);
    isZero7 = FLUSH != 0 && (ends7[0] || (top7 == '0 && !normal7[P+1]) || normal7[P+1:P] == 2'b00);
    if (isInfinite) begin
      biased7 = TOP;
      fraction7 = {flags7[1], {MANTISSA - 1{1'b0}}};
      up7 = 1'b0;
      isZero7 = 1'b0;
    end
  end
  allo_stage #(.WIDTH(MANTISSA), .DEPTH(cut(7))) fraction_7 (.clock, .enable, .d(fraction7), .q(fraction8));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(7))) biased_7 (.clock, .enable, .d(biased7), .q(biased8));
  allo_stage #(.WIDTH(3), .DEPTH(cut(7))) flags_7 (
      .clock, .enable, .d({up7, flags7[2] && !flags7[1], isZero7}), .q({up8, sign8, isZero8}));

  // 8: round; the carry runs into the exponent and makes an infinity of what is too large.
  logic [WIDTH-2:0] rounded;
  always_comb begin
    rounded = {biased8, fraction8} + (WIDTH - 1)'(up8);
    if (FLUSH != 0 && (isZero8 || rounded[WIDTH-2:MANTISSA] == '0)) rounded = '0;
    result = {sign8, rounded};
  end
endmodule
