// Floating-point a / b: round to nearest even, NaN results are 0 11…1 10…0.
// Non-restoring division, one quotient bit and one addition a step, unrolled into a pipeline (Handbook of Floating-Point
// Arithmetic, 2nd edition, 8.6; Ercegovac and Lang, Digital Arithmetic, chapter 5). Subnormal operands are normalised first.
// FLUSH: as in allo_fmul. The registers are spread over the steps; the segments around them count as two steps each.
module allo_fdiv #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 10,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam int P = MANTISSA + 1;
  localparam int STEPS = P + 2;  // quotient bits: one may be a leading zero, one is the guard bit
  // Registers after the segment that ends at `place` of STEPS + 10 places and begins `size` before.
  function automatic int upTo(input int place);
    upTo = place == STEPS + 8 ? LATENCY : (place * (LATENCY + 1)) / (STEPS + 10);
  endfunction
  function automatic int cut(input int place, input int size);
    cut = upTo(place) - upTo(place - size);
  endfunction

  localparam int COUNT = $clog2(P + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 3;  // signed exponents
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: unpack, count leading zeros.
  logic [P-1:0] significandA1, significandB1, significandA2, significandB2;
  logic [COUNT-1:0] zerosA1, zerosB1, zerosA2, zerosB2;
  logic [WIDE-1:0] exponent1, exponent2;
  logic sign1, invalid1, infinite1, zero1;
  logic [3:0] flags2, flags3, flags4, flags5;
  always_comb begin
    significandA1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    significandB1 = {b[WIDTH-2:MANTISSA] != '0, b[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significandA1 = '0;
    if (FLUSH != 0 && b[WIDTH-2:MANTISSA] == '0) significandB1 = '0;
    exponent1 = WIDE'(a[WIDTH-2:MANTISSA]) - WIDE'(b[WIDTH-2:MANTISSA]) + BIAS
        + WIDE'(a[WIDTH-2:MANTISSA] == '0) - WIDE'(b[WIDTH-2:MANTISSA] == '0);
    sign1 = a[WIDTH-1] ^ b[WIDTH-1];
    invalid1 = (a[WIDTH-2:MANTISSA] == TOP && (a[MANTISSA-1:0] != '0 || b[WIDTH-2:MANTISSA] == TOP))
        || (b[WIDTH-2:MANTISSA] == TOP && b[MANTISSA-1:0] != '0) || (significandA1 == '0 && significandB1 == '0);
    infinite1 = a[WIDTH-2:MANTISSA] == TOP || significandB1 == '0;
    zero1 = significandA1 == '0 || b[WIDTH-2:MANTISSA] == TOP;
  end
  if (FLUSH != 0) begin : countZeros
    assign zerosA1 = '0;
    assign zerosB1 = '0;
  end else begin : countZeros
    allo_leading_zeros #(.WIDTH(P)) leadingA (.value(significandA1), .count(zerosA1));
    allo_leading_zeros #(.WIDTH(P)) leadingB (.value(significandB1), .count(zerosB1));
  end
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(2, 2))) significands_1 (
      .clock, .enable, .d({significandA1, significandB1}), .q({significandA2, significandB2}));
  allo_stage #(.WIDTH(2*COUNT), .DEPTH(cut(2, 2))) zeros_1 (
      .clock, .enable, .d({zerosA1, zerosB1}), .q({zerosA2, zerosB2}));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2, 2))) exponent_1 (.clock, .enable, .d(exponent1), .q(exponent2));
  allo_stage #(.WIDTH(4), .DEPTH(cut(2, 2))) flags_1 (
      .clock, .enable, .d({sign1, invalid1, infinite1, zero1}), .q(flags2));

  // 2: normalise.
  for (genvar step = 0; step <= STEPS; step++) begin : digit
    logic [P-1:0] divisor;
    logic [P:0] remainder;  // signed; of no more than the divisor in magnitude; first the dividend
    logic [WIDE-1:0] exponent;
    logic [3:0] flags;
    logic [STEPS-1:0] quotient;
    wire unused = &{1'b0, divisor, quotient};  // the last divisor, the highest quotient bits
    if (step == 0) begin : first
      allo_stage #(.WIDTH(P), .DEPTH(cut(4, 2))) divisor_2 (
          .clock, .enable, .d(significandB2 << zerosB2), .q(divisor));
      allo_stage #(.WIDTH(P+1), .DEPTH(cut(4, 2))) remainder_2 (
          .clock, .enable, .d({1'b0, significandA2 << zerosA2}), .q(remainder));
      allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4, 2))) exponent_2 (
          .clock, .enable, .d(exponent2 - WIDE'(zerosA2) + WIDE'(zerosB2)), .q(exponent));
      allo_stage #(.WIDTH(4), .DEPTH(cut(4, 2))) flags_2 (.clock, .enable, .d(flags2), .q(flags));
      assign quotient = '0;
    end else begin : next
      logic [P:0] rest;
      logic subtract, half;
      wire unusedHalf = half;
      always_comb begin
        // R - D, or R - ~D - 1 = R + D: a subtraction in either case, for Yosys then has one LUT a bit.
        subtract = !digit[step-1].remainder[P];
        if (step == 1) {rest, half} = {digit[step-1].remainder, 1'b0} - {1'b0, digit[step-1].divisor, 1'b0};
        else
          {rest, half} = {digit[step-1].remainder[P-1:0], 2'b00}
              - {{1'b0, digit[step-1].divisor} ^ {P + 1{!subtract}}, !subtract};
      end
      allo_stage #(.WIDTH(P), .DEPTH(cut(4 + step, 1))) divisor_3 (
          .clock, .enable, .d(digit[step-1].divisor), .q(divisor));
      allo_stage #(.WIDTH(P+1), .DEPTH(cut(4 + step, 1))) remainder_3 (.clock, .enable, .d(rest), .q(remainder));
      allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4 + step, 1))) exponent_3 (
          .clock, .enable, .d(digit[step-1].exponent), .q(exponent));
      allo_stage #(.WIDTH(4), .DEPTH(cut(4 + step, 1))) flags_3 (
          .clock, .enable, .d(digit[step-1].flags), .q(flags));
      allo_stage #(.WIDTH(STEPS), .DEPTH(cut(4 + step, 1))) quotient_3 (
          .clock, .enable, .d({digit[step-1].quotient[STEPS-2:0], !rest[P]}), .q(quotient));
    end
  end

  // 3: one place to the left where the quotient is below one; whether anything remains. A remainder below zero lacks the
  // divisor; that the two add up to zero is seen without a carry.
  logic [P:0] normal3, normal4;  // significand and guard bit
  logic [WIDE-1:0] exponent3, amount3, amount4, field3, field4, field5;
  logic remains, sticky3, sticky4, below;
  always_comb begin
    flags3 = digit[STEPS].flags;
    if (!digit[STEPS].remainder[P]) remains = digit[STEPS].remainder != '0;
    else
      remains = (digit[STEPS].remainder ^ {1'b0, digit[STEPS].divisor})
          != {digit[STEPS].remainder[P-1:0] | digit[STEPS].divisor, 1'b0};
    if (digit[STEPS].quotient[STEPS-1]) begin
      normal3 = digit[STEPS].quotient[STEPS-1:1];
      sticky3 = remains || digit[STEPS].quotient[0];
      exponent3 = digit[STEPS].exponent;
    end else begin
      normal3 = digit[STEPS].quotient[STEPS-2:0];
      sticky3 = remains;
      exponent3 = digit[STEPS].exponent - WIDE'(1'b1);
    end
    below = exponent3[WIDE-1] || exponent3 == '0;
    amount3 = FLUSH == 0 && below ? WIDE'(1'b1) - exponent3 : '0;
    field3 = FLUSH == 0 && below ? '0 : exponent3;
  end
  allo_stage #(.WIDTH(P + 1), .DEPTH(cut(STEPS + 6, 2))) normal_4 (.clock, .enable, .d(normal3), .q(normal4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(STEPS + 6, 2))) amount_4 (.clock, .enable, .d(amount3), .q(amount4));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(STEPS + 6, 2))) field_4 (.clock, .enable, .d(field3), .q(field4));
  allo_stage #(.WIDTH(5), .DEPTH(cut(STEPS + 6, 2))) flags_4 (
      .clock, .enable, .d({sticky3, flags3}), .q({sticky4, flags4}));

  // 4: shift what lies below the normal range. Its hidden bit is shifted out.
  logic [P:0] window4, window5;
  logic lowered4, sticky5;
  if (FLUSH != 0) begin : unshifted
    assign window4 = normal4;
    assign lowered4 = sticky4;
    wire unused = &{1'b0, amount4};
  end else begin : shift
    allo_shift_sticky #(.WIDTH(P + 2), .AMOUNT(WIDE)) lower (
        .value({normal4, sticky4}), .amount(amount4), .result({window4, lowered4}));
  end
  allo_stage #(.WIDTH(P + 1), .DEPTH(cut(STEPS + 8, 2))) window_5 (.clock, .enable, .d(window4), .q(window5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(STEPS + 8, 2))) field_5 (.clock, .enable, .d(field4), .q(field5));
  allo_stage #(.WIDTH(5), .DEPTH(cut(STEPS + 8, 2))) flags_5 (
      .clock, .enable, .d({lowered4, flags4}), .q({sticky5, flags5}));

  // 5: round; what is special is put in before, and the carry makes an infinity of what is too large.
  logic [WIDTH-2:0] packed5, rounded;
  logic up, sign, invalid, infinite, zero, tooSmall;
  always_comb begin
    {sign, invalid, infinite, zero} = flags5;
    tooSmall = FLUSH != 0 && field5[WIDE-1];
    packed5 = {field5[EXPONENT-1:0], window5[P-1:1]};
    up = window5[0] && (sticky5 || window5[1]);
    if (infinite || (!field5[WIDE-1] && field5 >= WIDE'(TOP))) packed5 = {TOP, {MANTISSA{1'b0}}};
    if (zero) packed5 = '0;
    if (invalid) packed5 = {TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    if (invalid || zero || infinite || (!field5[WIDE-1] && field5 >= WIDE'(TOP))) up = 1'b0;
    rounded = packed5 + (WIDTH - 1)'(up);
    if (FLUSH != 0 && !invalid && !infinite && (tooSmall || rounded[WIDTH-2:MANTISSA] == '0)) rounded = '0;
    result = {sign && !invalid, rounded};
  end
  wire unused = window5[P];
endmodule
