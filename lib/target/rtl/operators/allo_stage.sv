// A cut point of an operator: DEPTH registers with clock enable, or, at depth 0, a wire.
module allo_stage #(
    parameter int WIDTH = 1,
    parameter int DEPTH = 1
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] d,
    output logic [WIDTH-1:0] q
);
  if (DEPTH == 0) begin : wires
    wire unused = &{1'b0, clock, enable};
    assign q = d;
  end else if (DEPTH == 1) begin : register
    always_ff @(posedge clock) if (enable) q <= d;
  end else begin : registers
    logic [WIDTH*(DEPTH-1)-1:0] chain;
    always_ff @(posedge clock) if (enable) {q, chain} <= {chain, d};
  end
endmodule
