// RAM in LUTs with one port that writes at the clock edge and one that reads within the cycle. Contents are undefined at
// the start: zero in Verilator, unknown elsewhere.
module allo_ram_lut #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 32,
    localparam int ADDRESS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  logic               clock,
    input  logic               write_enable,
    input  logic [ADDRESS-1:0] write_address,
    input  logic [  WIDTH-1:0] write_data,
    input  logic [ADDRESS-1:0] read_address,
    output logic [  WIDTH-1:0] q
);
  (* ram_style = "distributed" *)
  logic [WIDTH-1:0] words[0:DEPTH-1];

  always_ff @(posedge clock) if (write_enable) words[write_address] <= write_data;
  assign q = words[read_address];
endmodule
