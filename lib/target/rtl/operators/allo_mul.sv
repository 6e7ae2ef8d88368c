// The low WIDTH bits of a * b, of operands of OPERAND and OTHER bits (extended by sign with SIGNED). Registers before and
// after the tiles of the product, where DSP blocks have theirs, and after the sum of the tiles.
module allo_mul #(
    parameter int WIDTH = 32,
    parameter int OPERAND = WIDTH,
    parameter int OTHER = OPERAND,
    parameter int SIGNED = 1,
    parameter int LONG = 24,  // of a tile, without sign
    parameter int LATENCY = 2,
    parameter int CUTS = 0  // bit k: registers after segment k; 0: spread evenly
) (
    input  logic               clock,
    input  logic               enable,
    input  logic [OPERAND-1:0] a,
    input  logic [  OTHER-1:0] b,
    output logic [  WIDTH-1:0] result
);
  localparam int SEGMENTS = 5;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  logic [OPERAND-1:0] a2;
  logic [OTHER-1:0] b2;
  logic [WIDTH-1:0] product4;
  allo_stage #(.WIDTH(OPERAND), .DEPTH(cut(1))) a_1 (.clock, .enable, .d(a), .q(a2));
  allo_stage #(.WIDTH(OTHER), .DEPTH(cut(1))) b_1 (.clock, .enable, .d(b), .q(b2));
  allo_product #(
      .LEFT(OPERAND), .RIGHT(OTHER), .WIDTH(WIDTH), .SIGNED(SIGNED), .LONG(LONG), .TILES(cut(2)), .SUMS(cut(3))
  ) multiply (.clock, .enable, .a(a2), .b(b2), .product(product4));
  allo_stage #(.WIDTH(WIDTH), .DEPTH(cut(4))) product_4 (.clock, .enable, .d(product4), .q(result));
endmodule
