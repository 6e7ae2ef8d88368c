// RAM with two ports that read and write. One cycle after `enable`, q is what was there before (read first), also when
// the other port writes it in the same cycle; it stays until the next `enable`. Both ports writing one word in one cycle
// is not allowed. Contents are undefined at the start: zero in Verilator, unknown elsewhere.
// Two plain always blocks without a no-change form: what block RAM inference takes.
module allo_ram_tdp #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 1024,
    /* verilator lint_off UNUSEDPARAM */  // only synthesis reads it
    parameter STYLE = "block",  // or "ultra", "distributed"
    /* verilator lint_on UNUSEDPARAM */
    localparam int ADDRESS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  logic               clock,
    input  logic               enable0,
    input  logic               write0,
    input  logic [ADDRESS-1:0] address0,
    input  logic [  WIDTH-1:0] data0,
    output logic [  WIDTH-1:0] q0,
    input  logic               enable1,
    input  logic               write1,
    input  logic [ADDRESS-1:0] address1,
    input  logic [  WIDTH-1:0] data1,
    output logic [  WIDTH-1:0] q1
);
  (* ram_style = STYLE *)
  logic [WIDTH-1:0] words[0:DEPTH-1];

  always @(posedge clock)
    if (enable0) begin
      q0 <= words[address0];
      if (write0) words[address0] <= data0;
    end

  always @(posedge clock)
    if (enable1) begin
      q1 <= words[address1];
      if (write1) words[address1] <= data1;
    end
endmodule
