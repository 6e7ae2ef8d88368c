// RAM with one port that writes and one that reads. One cycle after `read_enable`, q is what was there before a write in
// the same cycle; it stays until the next `read_enable`. Contents are undefined at the start: zero in Verilator, unknown
// elsewhere.
module allo_ram_sdp #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 1024,
    /* verilator lint_off UNUSEDPARAM */  // only synthesis reads it
    parameter STYLE = "block",  // or "ultra", "distributed"
    /* verilator lint_on UNUSEDPARAM */
    localparam int ADDRESS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  logic               clock,
    input  logic               write_enable,
    input  logic [ADDRESS-1:0] write_address,
    input  logic [  WIDTH-1:0] write_data,
    input  logic               read_enable,
    input  logic [ADDRESS-1:0] read_address,
    output logic [  WIDTH-1:0] q
);
  (* ram_style = STYLE *)
  logic [WIDTH-1:0] words[0:DEPTH-1];

  always_ff @(posedge clock) begin
    if (write_enable) words[write_address] <= write_data;
    if (read_enable) q <= words[read_address];
  end
endmodule
