// The number of zeros before the first one, WIDTH when there is none: a tree that joins neighbouring groups of bits, each
// with its count and whether it is all zeros (Oklobdzija, IEEE Transactions on VLSI Systems 2(1), 1994). All groups of a
// level are bits of one vector, so that simulation takes a few word operations a level. Combinational.
module allo_leading_zeros #(
    parameter int WIDTH = 24,
    localparam int COUNT = $clog2(WIDTH + 1)
) (
    input  logic [WIDTH-1:0] value,
    output logic [COUNT-1:0] count
);
  localparam int PADDED = 1 << COUNT;

  // Level l: groups of 2^l bits; what is known of one stands at the place of its lowest bit.
  for (genvar l = 0; l <= COUNT; l++) begin : level
    logic [PADDED-1:0] none;  // all zeros
    if (l == 0) begin : bits
      assign none = ~{value, {PADDED - WIDTH{1'b1}}};
    end else begin : groups
      logic [PADDED-1:0] upperNone;
      assign upperNone = level[l-1].none >> (1 << (l - 1));
      assign none = level[l-1].none & upperNone;
    end
    wire unused = &{1'b0, none};
    for (genvar k = 0; k < l; k++) begin : digit  // bit k of the counts
      logic [PADDED-1:0] ones;
      wire unusedOnes = &{1'b0, ones};
      if (k == l - 1) begin : highest
        assign ones = level[l].groups.upperNone;
      end else begin : lower
        assign ones = (level[l].groups.upperNone & level[l-1].digit[k].ones)
            | (~level[l].groups.upperNone & (level[l-1].digit[k].ones >> (1 << (l - 1))));
      end
    end
  end
  for (genvar k = 0; k < COUNT; k++) begin : result
    assign count[k] = level[COUNT].digit[k].ones[0];
  end
endmodule
