// Integer quotient a / b, truncated, or with REMAINDER a - b * quotient: non-restoring division of the magnitudes, one bit
// and one addition a step, unrolled into a pipeline (Ercegovac and Lang, Digital Arithmetic, chapter 5).
// By zero: the quotient is all ones, the remainder a. The smallest number by -1 is itself, remainder 0.
// The registers are spread over the steps; the segment before and the two after count as one each.
module allo_divide #(
    parameter int WIDTH = 32,
    parameter int SIGNED = 1,
    parameter int REMAINDER = 0,
    parameter int LATENCY = 12
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  // Registers after place `place` of WIDTH + 3.
  function automatic int upTo(input int place);
    upTo = place == WIDTH + 2 ? LATENCY : (place * (LATENCY + 1)) / (WIDTH + 3);
  endfunction
  function automatic int cut(input int place);
    cut = upTo(place) - upTo(place - 1);
  endfunction

  logic negativeA, negativeB;
  always_comb begin
    negativeA = SIGNED != 0 && a[WIDTH-1];
    negativeB = SIGNED != 0 && b[WIDTH-1];
  end

  for (genvar step = 0; step <= WIDTH; step++) begin : digit
    logic [WIDTH-1:0] divisor, quotient;  // the quotient takes the place of the dividend's bits
    logic [WIDTH:0] remainder;  // signed; not more than the divisor in magnitude, by zero the dividend's bits
    logic negate;
    wire unused = &{1'b0, divisor, remainder, quotient};  // those of the last step
    if (step == 0) begin : first
      allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) divisor_1 (
          .clock, .enable, .d((b ^ {WIDTH{negativeB}}) + WIDTH'(negativeB)), .q(divisor));
      allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1))) dividend_1 (
          .clock, .enable, .d((a ^ {WIDTH{negativeA}}) + WIDTH'(negativeA)), .q(quotient));
      allo_stage #(.WIDTH(1), .DEPTH(cut(1))) negate_1 (
          .clock, .enable, .d(negativeA ^ (REMAINDER == 0 && negativeB)), .q(negate));
      assign remainder = '0;
    end else begin : next
      logic [WIDTH:0] rest;
      logic add, half;
      always_comb begin
        // R - D, or R - ~D - 1 = R + D: a subtraction in either case, for Yosys then has one LUT a bit.
        add = digit[step-1].remainder[WIDTH];
        {rest, half} = {digit[step-1].remainder[WIDTH-1:0], digit[step-1].quotient[WIDTH-1], 1'b0}
            - {{1'b0, digit[step-1].divisor} ^ {WIDTH + 1{add}}, add};
      end
      wire unusedHalf = half;
      allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1 + step))) divisor_2 (
          .clock, .enable, .d(digit[step-1].divisor), .q(divisor));
      allo_stage #(.WIDTH(WIDTH + 1), .DEPTH(cut(1 + step))) remainder_2 (.clock, .enable, .d(rest), .q(remainder));
      allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(1 + step))) quotient_2 (
          .clock, .enable, .d(WIDTH'({digit[step-1].quotient, !rest[WIDTH]})), .q(quotient));
      allo_stage #(.WIDTH(1), .DEPTH(cut(1 + step))) negate_2 (
          .clock, .enable, .d(digit[step-1].negate), .q(negate));
    end
  end

  // A remainder below zero lacks the divisor. By zero no remainder is, and the quotient is all ones with any sign.
  logic [WIDTH-1:0] magnitude, last;
  logic negate, lastNegate;
  always_comb begin
    if (REMAINDER == 0) magnitude = digit[WIDTH].quotient;
    else
      magnitude = digit[WIDTH].remainder[WIDTH-1:0]
          + (digit[WIDTH].remainder[WIDTH] ? digit[WIDTH].divisor : '0);
    negate = digit[WIDTH].negate && (REMAINDER != 0 || digit[WIDTH].divisor != '0);
  end
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(WIDTH + 2))) magnitude_3 (.clock, .enable, .d(magnitude), .q(last));
  allo_stage #(.WIDTH(1), .DEPTH(cut(WIDTH + 2))) negate_3 (.clock, .enable, .d(negate), .q(lastNegate));
  assign result = (last ^ {WIDTH{lastNegate}}) + WIDTH'(lastNegate);
endmodule
