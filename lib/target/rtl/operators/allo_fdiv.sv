// Floating-point a / b: round to nearest even, NaN results are 0 11…1 10…0.
// Restoring division, one quotient bit a step, unrolled into a pipeline (Handbook of Floating-Point Arithmetic,
// 2nd edition, 8.6; Ercegovac and Lang, Digital Arithmetic, chapter 5). Subnormal operands are normalised first.
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
  // Registers after the segment that ends at `place` of STEPS + 8 places and begins `size` before.
  function automatic int upTo(input int place);
    upTo = place == STEPS + 6 ? LATENCY : (place * (LATENCY + 1)) / (STEPS + 8);
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
  logic [3:0] flags2, flags4, flags5;
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
    logic [P:0] remainder;  // below twice the divisor
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
      logic [P:0] difference;  // of less than the divisor in magnitude
      logic bitQ;
      logic [P:0] rest;
      always_comb begin
        difference = digit[step-1].remainder - {1'b0, digit[step-1].divisor};
        bitQ = !difference[P];
        rest = bitQ ? {difference[P-1:0], 1'b0} : {digit[step-1].remainder[P-1:0], 1'b0};
      end
      allo_stage #(.WIDTH(P), .DEPTH(cut(4 + step, 1))) divisor_3 (
          .clock, .enable, .d(digit[step-1].divisor), .q(divisor));
      allo_stage #(.WIDTH(P+1), .DEPTH(cut(4 + step, 1))) remainder_3 (.clock, .enable, .d(rest), .q(remainder));
      allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4 + step, 1))) exponent_3 (
          .clock, .enable, .d(digit[step-1].exponent), .q(exponent));
      allo_stage #(.WIDTH(4), .DEPTH(cut(4 + step, 1))) flags_3 (
          .clock, .enable, .d(digit[step-1].flags), .q(flags));
      allo_stage #(.WIDTH(STEPS), .DEPTH(cut(4 + step, 1))) quotient_3 (
          .clock, .enable, .d({digit[step-1].quotient[STEPS-2:0], bitQ}), .q(quotient));
    end
  end

  // 3: one place to the left where the quotient is below one; right where it lies below the normal range.
  logic [P:0] normal, window4, window5;  // significand and guard bit
  logic [WIDE-1:0] exponent4, field4, field5;
  logic sticky, sticky4, sticky5;
  always_comb begin
    flags4 = digit[STEPS].flags;
    if (digit[STEPS].quotient[STEPS-1]) begin
      normal = digit[STEPS].quotient[STEPS-1:1];
      sticky = digit[STEPS].remainder != '0 || digit[STEPS].quotient[0];
      exponent4 = digit[STEPS].exponent;
    end else begin
      normal = digit[STEPS].quotient[STEPS-2:0];
      sticky = digit[STEPS].remainder != '0;
      exponent4 = digit[STEPS].exponent - WIDE'(1'b1);
    end
  end
  if (FLUSH != 0) begin : shift
    assign window4 = normal;
    assign sticky4 = sticky;
    assign field4 = exponent4;
  end else begin : shift
    logic [P+1:0] lowered;
    logic [WIDE-1:0] amount;
    logic below;
    assign below = exponent4[WIDE-1] || exponent4 == '0;
    assign amount = below ? WIDE'(1'b1) - exponent4 : '0;
    allo_shift_sticky #(.WIDTH(P+2), .AMOUNT(WIDE)) lower (.value({normal, sticky}), .amount, .result(lowered));
    assign {window4, sticky4} = lowered;
    assign field4 = below ? '0 : exponent4;  // one below the normal range: its hidden bit is shifted out
  end
  allo_stage #(.WIDTH(P+1), .DEPTH(cut(STEPS + 6, 2))) window_4 (.clock, .enable, .d(window4), .q(window5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(STEPS + 6, 2))) field_4 (.clock, .enable, .d(field4), .q(field5));
  allo_stage #(.WIDTH(5), .DEPTH(cut(STEPS + 6, 2))) flags_4 (
      .clock, .enable, .d({sticky4, flags4}), .q({sticky5, flags5}));

  // 4: round.
  logic [WIDE+MANTISSA-1:0] rounded;
  logic up, sign5, invalid5, infinite5, zero5, unused;
  always_comb begin
    {sign5, invalid5, infinite5, zero5} = flags5;
    unused = window5[P];
    up = window5[0] && (sticky5 || window5[1]);
    rounded = {field5, window5[P-1:1]} + (WIDE + MANTISSA)'(up);
    if (invalid5) result = {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    else if (zero5) result = {sign5, {WIDTH - 1{1'b0}}};
    else if (infinite5 || (!field5[WIDE-1] && rounded[WIDE+MANTISSA-1:MANTISSA] >= WIDE'(TOP)))
      result = {sign5, TOP, {MANTISSA{1'b0}}};
    else if (FLUSH != 0 && (field5[WIDE-1] || rounded[WIDE+MANTISSA-1:MANTISSA] == '0))
      result = {sign5, {WIDTH - 1{1'b0}}};
    else result = {sign5, rounded[WIDTH-2:0]};
  end
endmodule
