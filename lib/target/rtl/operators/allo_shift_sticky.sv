// value >> (amount << LOW) for any amount; the lowest bit of the result is also set when a one was shifted out (the
// "sticky" bit that rounding needs). A barrel shifter whose levels gather what they drop; LOW lets two of them, coarse and
// fine, make one shift with registers between. Combinational.
module allo_shift_sticky #(
    parameter int WIDTH  = 27,
    parameter int AMOUNT = 8,
    parameter int LOW = 0,
    // Amounts of more bits leave nothing but the sticky bit of what callers look at.
    parameter int LEVELS = $clog2(WIDTH) <= LOW ? 0 : $clog2(WIDTH) - LOW < AMOUNT ? $clog2(WIDTH) - LOW : AMOUNT
) (
    input  logic [ WIDTH-1:0] value,
    input  logic [AMOUNT-1:0] amount,
    output logic [ WIDTH-1:0] result
);
  logic [WIDTH-1:0] rest;
  logic sticky, all;
  if (AMOUNT > LEVELS) begin : clamp
    assign all = |amount[AMOUNT-1:LEVELS];
  end else begin : clamp
    assign all = 1'b0;
  end
  always_comb begin
    rest   = value;
    sticky = 1'b0;
    for (int level = LEVELS - 1; level >= 0; level--)
      if (amount[level]) begin
        sticky = sticky | ((rest & ~({WIDTH{1'b1}} << (1 << (level + LOW)))) != '0);
        rest   = rest >> (1 << (level + LOW));
      end
    result = all ? WIDTH'(value != '0) : rest | WIDTH'(sticky);
  end
endmodule
