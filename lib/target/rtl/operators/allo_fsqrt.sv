// Floating-point square root: round to nearest even, NaN results are 0 11…1 10…0, the root of -0 is -0.
// Non-restoring digit recurrence, one bit of the root and one addition a step, unrolled into a pipeline (Handbook of Floating-Point
// Arithmetic, 2nd edition, 8.7; Ercegovac and Lang, Digital Arithmetic, chapter 6). Subnormal operands are normalised;
// the root of a number is always normal.
// The registers are spread over the steps; the two segments before and the last count as two steps each.
module allo_fsqrt #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 10,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    output logic [WIDTH-1:0] result
);
  localparam int P = MANTISSA + 1;
  localparam int STEPS = P + 1;  // bits of the root, the last is the guard bit
  // Registers after the segment that ends at `place` of STEPS + 7 places and begins `size` before.
  function automatic int upTo(input int place);
    upTo = place == STEPS + 5 ? LATENCY : (place * (LATENCY + 1)) / (STEPS + 7);
  endfunction
  function automatic int cut(input int place, input int size);
    cut = upTo(place) - upTo(place - size);
  endfunction

  localparam int COUNT = $clog2(P + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 2;  // signed exponents
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: unpack, count leading zeros.
  logic [P-1:0] significand1, significand2;
  logic [COUNT-1:0] zeros1, zeros2;
  logic [WIDE-1:0] exponent1, exponent2;
  logic zero1, nan1;
  logic [3:0] flags2;
  always_comb begin
    significand1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significand1 = '0;
    exponent1 = WIDE'(a[WIDTH-2:MANTISSA]) + WIDE'(a[WIDTH-2:MANTISSA] == '0) - BIAS;
    zero1 = significand1 == '0;
    nan1 = (a[WIDTH-2:MANTISSA] == TOP && a[MANTISSA-1:0] != '0) || (a[WIDTH-1] && !zero1);
  end
  if (FLUSH != 0) begin : countZeros
    assign zeros1 = '0;
  end else begin : countZeros
    allo_leading_zeros #(.WIDTH(P)) leading (.value(significand1), .count(zeros1));
  end
  allo_stage #(.WIDTH(P), .DEPTH(cut(2, 2))) significand_1 (.clock, .enable, .d(significand1), .q(significand2));
  allo_stage #(.WIDTH(COUNT), .DEPTH(cut(2, 2))) zeros_1 (.clock, .enable, .d(zeros1), .q(zeros2));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2, 2))) exponent_1 (.clock, .enable, .d(exponent1), .q(exponent2));
  allo_stage #(.WIDTH(4), .DEPTH(cut(2, 2))) flags_1 (
      .clock, .enable, .d({a[WIDTH-1], nan1, a[WIDTH-2:MANTISSA] == TOP, zero1}), .q(flags2));

  // 2: normalise, make the exponent even.
  logic [P-1:0] normal;
  logic [WIDE-1:0] scaled;
  logic [P:0] radicand;
  always_comb begin
    normal = significand2 << zeros2;
    scaled = exponent2 - WIDE'(zeros2);
    radicand = scaled[0] ? {normal, 1'b0} : {1'b0, normal};
  end

  for (genvar step = 0; step <= STEPS; step++) begin : digit
    localparam int ROOT = step == 0 ? 1 : step;
    logic [P:0] pending;  // bits of the radicand that are still to come
    logic [step+1:0] remainder;  // signed; of no more than twice the root and one in magnitude
    logic [ROOT-1:0] root;
    logic [EXPONENT-1:0] exponent;  // of the result
    logic [3:0] flags;
    wire unused = &{1'b0, pending, remainder, root};  // the last of them, the highest bits
    if (step == 0) begin : first
      allo_stage #(.WIDTH(P+1), .DEPTH(cut(4, 2))) pending_2 (.clock, .enable, .d(radicand), .q(pending));
      allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(4, 2))) exponent_2 (
          .clock, .enable, .d(scaled[EXPONENT:1] + BIAS[EXPONENT-1:0]), .q(exponent));
      allo_stage #(.WIDTH(4), .DEPTH(cut(4, 2))) flags_2 (.clock, .enable, .d(flags2), .q(flags));
      assign remainder = '0;
      assign root = '0;
    end else begin : next
      logic [step+1:0] rest;
      if (step == 1) begin : one
        assign rest = {1'b0, digit[0].pending[P-:2]} - 3'b001;
      end else begin : more
        // 4 R + d - (4 Q + 1), or 4 R + d + (4 Q + 3) where R is below zero: a subtraction in either case.
        logic add;
        assign add = digit[step-1].remainder[step];
        assign rest = {digit[step-1].remainder[step-1:0], digit[step-1].pending[P-:2]}
            - {add, digit[step-1].root ^ {step - 1{add}}, 2'b01};
      end
      allo_stage #(.WIDTH(P+1), .DEPTH(cut(4 + step, 1))) pending_3 (
          .clock, .enable, .d({digit[step-1].pending[P-2:0], 2'b00}), .q(pending));
      allo_stage #(.WIDTH(step + 2), .DEPTH(cut(4 + step, 1))) remainder_3 (.clock, .enable, .d(rest), .q(remainder));
      allo_stage #(.WIDTH(ROOT), .DEPTH(cut(4 + step, 1))) root_3 (.clock, .enable, .d(ROOT'({digit[step-1].root, !rest[step+1]})), .q(root));
      allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(4 + step, 1))) exponent_3 (
          .clock, .enable, .d(digit[step-1].exponent), .q(exponent));
      allo_stage #(.WIDTH(4), .DEPTH(cut(4 + step, 1))) flags_3 (
          .clock, .enable, .d(digit[step-1].flags), .q(flags));
    end
  end
  wire unused = &{1'b0, scaled};

  // 3: whether anything remains. A remainder below zero lacks twice the root and one; that the two add up to zero is seen
  // without a carry.
  logic [STEPS+1:0] lacking;
  logic remains, up3, up4;
  logic [MANTISSA-1:0] fraction4;
  logic [EXPONENT-1:0] exponent4;
  logic [3:0] flags4;
  always_comb begin
    lacking = {1'b0, digit[STEPS].root, 1'b1};
    if (!digit[STEPS].remainder[STEPS+1]) remains = digit[STEPS].remainder != '0;
    else
      remains = (digit[STEPS].remainder ^ lacking)
          != {digit[STEPS].remainder[STEPS:0] | lacking[STEPS:0], 1'b0};
    up3 = digit[STEPS].root[0] && (digit[STEPS].root[1] || remains);
  end
  allo_stage #(.WIDTH(MANTISSA), .DEPTH(cut(STEPS + 5, 1))) fraction_4 (
      .clock, .enable, .d(digit[STEPS].root[MANTISSA:1]), .q(fraction4));
  allo_stage #(.WIDTH(EXPONENT), .DEPTH(cut(STEPS + 5, 1))) exponent_4 (
      .clock, .enable, .d(digit[STEPS].exponent), .q(exponent4));
  allo_stage #(.WIDTH(5), .DEPTH(cut(STEPS + 5, 1))) flags_4 (
      .clock, .enable, .d({up3, digit[STEPS].flags}), .q({up4, flags4}));

  // 4: round; what is special is put in before.
  logic [WIDTH-2:0] packed4;
  logic sign, nan, infinite, zero;
  always_comb begin
    {sign, nan, infinite, zero} = flags4;
    packed4 = {exponent4, fraction4};
    if (infinite) packed4 = {TOP, {MANTISSA{1'b0}}};
    if (zero) packed4 = '0;
    if (nan) packed4 = {TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    result = {sign && zero, packed4 + (WIDTH - 1)'(up4 && !infinite && !zero && !nan)};
  end
endmodule
