// The number of zeros before the first one, WIDTH when there is none: binary search over groups of halving size
// (Handbook of Floating-Point Arithmetic, 2nd edition, 8.2.4). Combinational.
module allo_leading_zeros #(
    parameter int WIDTH = 24,
    localparam int COUNT = $clog2(WIDTH + 1)
) (
    input  logic [WIDTH-1:0] value,
    output logic [COUNT-1:0] count
);
  localparam int PADDED = 1 << COUNT;

  logic [PADDED-1:0] rest;
  always_comb begin
    rest = {value, {PADDED - WIDTH{1'b1}}};
    count = '0;
    for (int level = COUNT - 1; level >= 0; level--)
      if ((rest >> (PADDED - (1 << level))) == '0) begin
        count[level] = 1'b1;
        rest = rest << (1 << level);
      end
  end
endmodule
