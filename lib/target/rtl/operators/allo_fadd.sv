// Floating-point a + b, or a - b with SUBTRACT: round to nearest even, NaN results are 0 11…1 10…0.
// One path: order by magnitude, align with sticky bit, add, count leading zeros, normalise, round
// (Handbook of Floating-Point Arithmetic, 2nd edition, 7.3 and 8.4). A result below the normal range is exact; a one put
// into the count's operand where the exponent ends keeps the normalising shift inside the range.
// FLUSH: subnormal operands are zeros, and so are subnormal results, with their sign.
module allo_fadd #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int SUBTRACT = 0,
    parameter int FLUSH = 0,
    parameter int LATENCY = 4,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam int SEGMENTS = 6;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int SUM = MANTISSA + 5;  // carry, hidden bit, mantissa, guard, round and sticky bit
  localparam int COUNT = $clog2(SUM + 1);
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};

  // 1: order by magnitude.
  logic [WIDTH-1:0] x, y;
  logic bGreater;
  logic [WIDTH-1:0] greater1, lesser1, greater, lesser;
  logic [EXPONENT-1:0] distance1, distance, fieldX, fieldY;
  always_comb begin
    x = a;
    y = b;
    y[WIDTH-1] = b[WIDTH-1] ^ (SUBTRACT != 0);
    if (FLUSH != 0 && x[WIDTH-2:MANTISSA] == '0) x[MANTISSA-1:0] = '0;
    if (FLUSH != 0 && y[WIDTH-2:MANTISSA] == '0) y[MANTISSA-1:0] = '0;
    bGreater = x[WIDTH-2:0] < y[WIDTH-2:0];
    greater1 = bGreater ? y : x;
    lesser1 = bGreater ? x : y;
    // A subnormal has the exponent of the smallest normal.
    fieldX = x[WIDTH-2:MANTISSA];
    fieldY = y[WIDTH-2:MANTISSA];
    fieldX[0] = fieldX[0] | (fieldX == '0);
    fieldY[0] = fieldY[0] | (fieldY == '0);
    distance1 = bGreater ? fieldY - fieldX : fieldX - fieldY;
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) greater_1 (.clock, .enable, .d(greater1), .q(greater));
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) lesser_1 (.clock, .enable, .d(lesser1), .q(lesser));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(1))) distance_1 (.clock, .enable, .d(distance1), .q(distance));

  // 2: align the smaller one. What is special is known here.
  logic [MANTISSA+3:0] aligned2, aligned;
  logic [MANTISSA:0] significand2, significand;
  logic [EXPONENT-1:0] exponent2, exponent;
  logic differ2, differ;
  logic sign2, sign;
  logic invalid2, invalid;
  allo_shift_sticky #(.WIDTH(MANTISSA + 4), .AMOUNT(EXPONENT)) align (
      .value({lesser[WIDTH-2:MANTISSA] != '0, lesser[MANTISSA-1:0], 3'b000}), .amount(distance), .result(aligned2));
  always_comb begin
    significand2 = {greater[WIDTH-2:MANTISSA] != '0, greater[MANTISSA-1:0]};
    exponent2 = greater[WIDTH-2:MANTISSA];
    exponent2[0] = exponent2[0] | (exponent2 == '0);
    differ2 = greater[WIDTH-1] ^ lesser[WIDTH-1];
    sign2 = greater[WIDTH-1];
    // The larger of two is NaN if either is; two infinities are equal.
    invalid2 = exponent2 == TOP && (greater[MANTISSA-1:0] != '0 || (lesser[WIDTH-2:MANTISSA] == TOP && differ2));
  end
  allo_stage #(.WIDTH(MANTISSA + 4), .DEPTH(cut(2))) aligned_2 (.clock, .enable, .d(aligned2), .q(aligned));
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(2))) significand_2 (.clock, .enable, .d(significand2), .q(significand));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(2))) exponent_2 (.clock, .enable, .d(exponent2), .q(exponent));
  allo_stage #(.WIDTH(3), .DEPTH(cut(2))) flags_2 (
      .clock, .enable, .d({differ2, sign2, invalid2}), .q({differ, sign, invalid}));

  // 3: add or subtract; the result is not negative.
  logic [SUM-1:0] sum3, sum4, limit3, limit4;
  logic [EXPONENT-1:0] exponent4;
  logic sign4, invalid4;
  always_comb begin
    sum3 = {1'b0, significand, 3'b000} + ({1'b0, aligned} ^ {SUM{differ}}) + SUM'(differ);
    limit3 = {1'b1, {SUM - 1{1'b0}}} >> exponent;
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(3))) sum_3 (.clock, .enable, .d(sum3), .q(sum4));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(3))) limit_3 (.clock, .enable, .d(limit3), .q(limit4));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(3))) exponent_3 (.clock, .enable, .d(exponent), .q(exponent4));
  logic differ4;
  allo_stage #(.WIDTH(3), .DEPTH(cut(3))) flags_3 (
      .clock, .enable, .d({differ, sign, invalid}), .q({differ4, sign4, invalid4}));

  // 4: count leading zeros.
  logic [SUM-1:0] sum5;
  logic [COUNT-1:0] zeros4, zeros5;
  logic [EXPONENT-1:0] exponent5;
  logic differ5, sign5, invalid5;
  allo_leading_zeros #(.WIDTH(SUM)) leading (.value(sum4 | limit4), .count(zeros4));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(4))) sum_4 (.clock, .enable, .d(sum4), .q(sum5));
  allo_stage #(.WIDTH(COUNT), .DEPTH(cut(4))) zeros_4 (.clock, .enable, .d(zeros4), .q(zeros5));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(4))) exponent_4 (.clock, .enable, .d(exponent4), .q(exponent5));
  allo_stage #(.WIDTH(3), .DEPTH(cut(4))) flags_4 (
      .clock, .enable, .d({differ4, sign4, invalid4}), .q({differ5, sign5, invalid5}));

  // 5: normalise. The exponent is one too lesser until the hidden bit is added.
  logic [SUM-1:0] shifted;
  logic [MANTISSA:0] normal5, normal6;
  logic [EXPONENT-1:0] field5, field6;
  logic sticky5, sticky6, sign6, sign7, invalid6, infinite5, infinite6;
  always_comb begin
    shifted = sum5 << zeros5;
    normal5 = shifted[SUM-2:3];  // mantissa and guard bit
    sticky5 = shifted[2:0] != '0;
    field5 = shifted[SUM-1] ? exponent5 - EXPONENT'(zeros5) + EXPONENT'(1'b1) : '0;
    infinite5 = exponent5 == TOP || field5 == TOP;
    sign7 = sum5 == '0 && differ5 ? 1'b0 : sign5;  // x - x is +0
  end
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(5))) normal_5 (.clock, .enable, .d(normal5), .q(normal6));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(5))) field_5 (.clock, .enable, .d(field5), .q(field6));
  allo_stage #(.WIDTH(4), .DEPTH(cut(5))) flags_5 (
      .clock, .enable, .d({sticky5, sign7, invalid5, infinite5}), .q({sticky6, sign6, invalid6, infinite6}));

  // 6: round; the carry runs into the exponent and makes an infinity of the largest number.
  logic [WIDTH-2:0] rounded;
  logic up;
  always_comb begin
    up = normal6[0] && (sticky6 || normal6[1]);
    rounded = {field6, normal6[MANTISSA:1]} + (WIDTH - 1)'(up);
    if (FLUSH != 0 && rounded[WIDTH-2:MANTISSA] == '0) rounded[MANTISSA-1:0] = '0;
    if (invalid6) result = {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    else if (infinite6) result = {sign6, TOP, {MANTISSA{1'b0}}};
    else result = {sign6, rounded};
  end
endmodule
