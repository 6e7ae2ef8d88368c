// RAM with one port that reads and writes. One cycle after `enable`, q is what was there before a write in the same
// cycle; it stays until the next `enable`. Contents are undefined at the start: zero in Verilator, unknown elsewhere.
module allo_ram_sp #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 1024,
    /* verilator lint_off UNUSEDPARAM */  // only synthesis reads it
    parameter STYLE = "block",  // or "ultra", "distributed"
    /* verilator lint_on UNUSEDPARAM */
    localparam int ADDRESS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  logic               clock,
    input  logic               enable,
    input  logic               write,
    input  logic [ADDRESS-1:0] address,
    input  logic [  WIDTH-1:0] data,
    output logic [  WIDTH-1:0] q
);
  (* ram_style = STYLE *)
  logic [WIDTH-1:0] words[0:DEPTH-1];

  always_ff @(posedge clock)
    if (enable) begin
      q <= words[address];
      if (write) words[address] <= data;
    end
endmodule
