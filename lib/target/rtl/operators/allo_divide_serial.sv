// As allo_divide, but BITS bits of the quotient a cycle in one place: the result of operands given with `start` in cycle
// t is there in cycle t + LATENCY = t + 1 + ceil(WIDTH / BITS), when the next may start.
module allo_divide_serial #(
    parameter int WIDTH = 32,
    parameter int SIGNED = 1,
    parameter int REMAINDER = 0,
    parameter int BITS = 1,
    localparam int CYCLES = (WIDTH + BITS - 1) / BITS
) (
    input  logic             clock,
    input  logic             enable,
    input  logic             start,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam int SPAN = CYCLES * BITS;  // the dividend with zeros above

  logic [WIDTH-1:0] divisor, dividend, remainder, rest, magnitude;
  logic [SPAN-1:0] quotient, digits;
  logic [WIDTH:0] brought, difference;
  logic negative, negativeA, negativeB, negate;
  always_comb begin
    negativeA = SIGNED != 0 && a[WIDTH-1];
    negativeB = SIGNED != 0 && b[WIDTH-1];
    dividend = (a ^ {WIDTH{negativeA}}) + WIDTH'(negativeA);
    rest = remainder;
    digits = quotient;
    brought = '0;
    difference = '0;
    for (int step = 0; step < BITS; step++) begin
      brought = {rest, digits[SPAN-1]};
      difference = brought - {1'b0, divisor};
      digits = digits << 1;
      digits[0] = !difference[WIDTH];
      rest = digits[0] ? difference[WIDTH-1:0] : brought[WIDTH-1:0];
    end
  end
  always_ff @(posedge clock)
    if (enable) begin
      if (start) begin
        divisor <= (b ^ {WIDTH{negativeB}}) + WIDTH'(negativeB);
        quotient <= SPAN'(dividend);
        remainder <= '0;
        negative <= negativeA ^ (REMAINDER == 0 && negativeB);
      end else begin
        quotient  <= digits;
        remainder <= rest;
      end
    end
  always_comb begin
    magnitude = REMAINDER != 0 ? remainder : quotient[WIDTH-1:0];
    negate = negative && (REMAINDER != 0 || divisor != '0);
    result = (magnitude ^ {WIDTH{negate}}) + WIDTH'(negate);
  end
  if (SPAN > WIDTH) begin : above
    wire unused = &{1'b0, quotient[SPAN-1:WIDTH]};
  end
endmodule
