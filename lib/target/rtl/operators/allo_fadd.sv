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
  localparam int SEGMENTS = 9;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int ALIGNED = MANTISSA + 4;  // hidden bit, mantissa, guard, round and sticky bit
  localparam int SUM = ALIGNED + 1;
  localparam int COUNT = $clog2(SUM + 1);
  localparam int FINE = COUNT / 2;  // bits of shift amounts for the second of two shifters
  localparam int FINE_ALIGN = EXPONENT > FINE ? FINE : 1;
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};

  // 1: compare the magnitudes; the distance both ways.
  logic [WIDTH-1:0] x1, y1, x2, y2;
  logic [EXPONENT-1:0] fieldX, fieldY, ahead1, behind1, ahead2, behind2;
  logic yGreater1, yGreater2;
  always_comb begin
    x1 = a;
    y1 = b;
    y1[WIDTH-1] = b[WIDTH-1] ^ (SUBTRACT != 0);
    if (FLUSH != 0 && x1[WIDTH-2:MANTISSA] == '0) x1[MANTISSA-1:0] = '0;
    if (FLUSH != 0 && y1[WIDTH-2:MANTISSA] == '0) y1[MANTISSA-1:0] = '0;
    yGreater1 = a[WIDTH-2:0] < b[WIDTH-2:0];  // among subnormals without effect where they are flushed
    // A subnormal has the exponent of the smallest normal.
    fieldX = a[WIDTH-2:MANTISSA];
    fieldY = b[WIDTH-2:MANTISSA];
    fieldX[0] = fieldX[0] | (fieldX == '0);
    fieldY[0] = fieldY[0] | (fieldY == '0);
    ahead1 = fieldX - fieldY;
    behind1 = fieldY - fieldX;
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) x_1 (.clock, .enable, .d(x1), .q(x2));
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) y_1 (.clock, .enable, .d(y1), .q(y2));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(1))) ahead_1 (.clock, .enable, .d(ahead1), .q(ahead2));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(1))) behind_1 (.clock, .enable, .d(behind1), .q(behind2));
  allo_stage #(.WIDTH(1), .DEPTH(cut(1))) yGreater_1 (.clock, .enable, .d(yGreater1), .q(yGreater2));

  // 2: order.
  logic [WIDTH-1:0] greater2, lesser2, greater3, lesser3;
  logic [EXPONENT-1:0] distance2, distance3;
  always_comb begin
    greater2 = yGreater2 ? y2 : x2;
    lesser2 = yGreater2 ? x2 : y2;
    distance2 = yGreater2 ? behind2 : ahead2;
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(2))) greater_2 (.clock, .enable, .d(greater2), .q(greater3));
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(2))) lesser_2 (.clock, .enable, .d(lesser2), .q(lesser3));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(2))) distance_2 (.clock, .enable, .d(distance2), .q(distance3));

  // 3 and 4: align the lesser one, first by the high bits of the distance. What is special is known here.
  logic [ALIGNED-1:0] coarse3, coarse4, aligned4, aligned5;
  logic [FINE_ALIGN-1:0] fine4;
  logic [MANTISSA:0] significand3, significand4, significand5;
  logic [EXPONENT-1:0] exponent3, exponent4, exponent5;
  logic differ3, sign3, invalid3;
  logic [2:0] flags4, flags5;  // differ, sign, invalid
  allo_shift_sticky #(.WIDTH(ALIGNED), .AMOUNT(EXPONENT - FINE_ALIGN), .LOW(FINE_ALIGN)) alignCoarse (
      .value({lesser3[WIDTH-2:MANTISSA] != '0, lesser3[MANTISSA-1:0], 3'b000}),
      .amount(distance3[EXPONENT-1:FINE_ALIGN]), .result(coarse3));
  always_comb begin
    significand3 = {greater3[WIDTH-2:MANTISSA] != '0, greater3[MANTISSA-1:0]};
    exponent3 = greater3[WIDTH-2:MANTISSA];
    exponent3[0] = exponent3[0] | (exponent3 == '0);
    differ3 = greater3[WIDTH-1] ^ lesser3[WIDTH-1];
    sign3 = greater3[WIDTH-1];
    // The greater of two is NaN if either is; two infinities are equal.
    invalid3 = greater3[WIDTH-2:MANTISSA] == TOP
        && (greater3[MANTISSA-1:0] != '0 || (lesser3[WIDTH-2:MANTISSA] == TOP && differ3));
  end
  allo_stage #(.WIDTH(ALIGNED), .DEPTH(cut(3))) coarse_3 (.clock, .enable, .d(coarse3), .q(coarse4));
  allo_stage #(.WIDTH(FINE_ALIGN), .DEPTH(cut(3))) fine_3 (
      .clock, .enable, .d(distance3[FINE_ALIGN-1:0]), .q(fine4));
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(3))) significand_3 (
      .clock, .enable, .d(significand3), .q(significand4));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(3))) exponent_3 (.clock, .enable, .d(exponent3), .q(exponent4));
  allo_stage #(.WIDTH(3), .DEPTH(cut(3))) flags_3 (.clock, .enable, .d({differ3, sign3, invalid3}), .q(flags4));
  allo_shift_sticky #(.WIDTH(ALIGNED), .AMOUNT(FINE_ALIGN)) alignFine (
      .value(coarse4), .amount(fine4), .result(aligned4));
  allo_stage #(.WIDTH(ALIGNED), .DEPTH(cut(4))) aligned_4 (.clock, .enable, .d(aligned4), .q(aligned5));
  allo_stage #(.WIDTH(MANTISSA + 1), .DEPTH(cut(4))) significand_4 (
      .clock, .enable, .d(significand4), .q(significand5));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(4))) exponent_4 (.clock, .enable, .d(exponent4), .q(exponent5));
  allo_stage #(.WIDTH(3), .DEPTH(cut(4))) flags_4 (.clock, .enable, .d(flags4), .q(flags5));

  // 5: add or subtract; the result is not negative.
  logic [SUM-1:0] sum5, sum6, limit5, limit6;
  logic half5;
  wire unused = half5;
  logic [EXPONENT-1:0] exponent6;
  logic [2:0] flags6;
  always_comb begin
    // S - A, or S - ~A - 1 = S + A: a subtraction in either case, for Yosys then has one LUT a bit.
    {sum5, half5} = {1'b0, significand5, 4'b0000} - {{1'b0, aligned5} ^ {SUM{!flags5[2]}}, !flags5[2]};
    limit5 = {1'b1, {SUM - 1{1'b0}}} >> exponent5;
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(5))) sum_5 (.clock, .enable, .d(sum5), .q(sum6));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(5))) limit_5 (.clock, .enable, .d(limit5), .q(limit6));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(5))) exponent_5 (.clock, .enable, .d(exponent5), .q(exponent6));
  allo_stage #(.WIDTH(3), .DEPTH(cut(5))) flags_5 (.clock, .enable, .d(flags5), .q(flags6));

  // 6: count leading zeros.
  logic [SUM-1:0] sum7;
  logic [COUNT-1:0] zeros6, zeros7;
  logic [EXPONENT-1:0] exponent7;
  logic [2:0] flags7;
  allo_leading_zeros #(.WIDTH(SUM)) leading (.value(sum6 | limit6), .count(zeros6));
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(6))) sum_6 (.clock, .enable, .d(sum6), .q(sum7));
  allo_stage #(.WIDTH(COUNT), .DEPTH(cut(6))) zeros_6 (.clock, .enable, .d(zeros6), .q(zeros7));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(6))) exponent_6 (.clock, .enable, .d(exponent6), .q(exponent7));
  allo_stage #(.WIDTH(3), .DEPTH(cut(6))) flags_6 (.clock, .enable, .d(flags6), .q(flags7));

  // 7: normalise by the high bits of the count; the exponent if the hidden bit comes out as one.
  logic [SUM-1:0] half7, half8;
  logic [FINE-1:0] fine8;
  logic [EXPONENT-1:0] field7, field8;
  logic sign7, infinite7;
  logic [2:0] flags8;  // sign, invalid, infinite
  always_comb begin
    half7 = sum7 << {zeros7[COUNT-1:FINE], {FINE{1'b0}}};
    field7 = exponent7 - EXPONENT'(zeros7) + EXPONENT'(1'b1);
    infinite7 = exponent7 == TOP || (exponent7 == TOP - EXPONENT'(1'b1) && sum7[SUM-1]);
    sign7 = flags7[1] && !(sum7 == '0 && flags7[2]);  // x - x is +0
  end
  allo_stage #(.WIDTH(SUM), .DEPTH(cut(7))) half_7 (.clock, .enable, .d(half7), .q(half8));
  allo_stage #(.WIDTH(FINE), .DEPTH(cut(7))) fine_7 (.clock, .enable, .d(zeros7[FINE-1:0]), .q(fine8));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(7))) field_7 (.clock, .enable, .d(field7), .q(field8));
  allo_stage #(.WIDTH(3), .DEPTH(cut(7))) flags_7 (
      .clock, .enable, .d({sign7, flags7[0], infinite7}), .q(flags8));

  // 8: normalise by the rest; put in what is special, so that rounding leaves it as it is.
  logic [SUM-1:0] shifted;
  logic [MANTISSA-1:0] fraction8, fraction9;
  logic [EXPONENT-1:0] biased8, biased9;
  logic up8, up9, sign9;
  always_comb begin
    shifted = half8 << fine8;
    fraction8 = shifted[SUM-2-:MANTISSA];
    biased8 = shifted[SUM-1] ? field8 : '0;
    up8 = shifted[3] && (shifted[2:0] != '0 || shifted[4]);
    if (FLUSH != 0 && !shifted[SUM-1]) fraction8 = '0;
    if (flags8[0]) begin
      biased8 = TOP;
      fraction8 = {flags8[1], {MANTISSA - 1{1'b0}}};
      up8 = 1'b0;
    end
  end
  allo_stage #(.WIDTH(MANTISSA), .DEPTH(cut(8))) fraction_8 (.clock, .enable, .d(fraction8), .q(fraction9));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(8))) biased_8 (.clock, .enable, .d(biased8), .q(biased9));
  allo_stage #(.WIDTH(2), .DEPTH(cut(8))) flags_8 (
      .clock, .enable, .d({up8, flags8[2] && !flags8[1]}), .q({up9, sign9}));

  // 9: round; the carry runs into the exponent and makes an infinity of what is too large.
  always_comb result = {sign9, {biased9, fraction9} + (WIDTH - 1)'(up9)};
endmodule
