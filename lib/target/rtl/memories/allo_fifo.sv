// A queue with its first element shown. What is written in a cycle can be read in the next; a place that is read in a
// cycle can be written in the next. A write while it is full and a read while it is empty do nothing. `clear` empties it
// at the end of the cycle, whatever else happens in it.
// One or two places are registers that move up; more are a memory, with `dout` read straight from it (STYLE "shift" or
// "distributed": LUTs) or, for "block", fetched a cycle ahead into a register.
module allo_fifo #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 2,
    parameter STYLE = "distributed",  // or "block"
    localparam int COUNT = $clog2(DEPTH + 1)
) (
    input  logic             clock,
    input  logic             reset,
    input  logic             clear,
    input  logic             write,
    input  logic [WIDTH-1:0] din,
    output logic             full_n,
    input  logic             read,
    output logic [WIDTH-1:0] dout,
    output logic             empty_n,
    output logic [COUNT-1:0] size
);
  logic push, pop;
  assign push = write && full_n;
  assign pop  = read && empty_n;

  // Flags are registers: nothing combinational leads from one side of the queue to the other.
  logic [COUNT-1:0] next_size;
  assign next_size = size + COUNT'(push) - COUNT'(pop);
  always_ff @(posedge clock)
    if (reset || clear) begin
      size    <= '0;
      empty_n <= 1'b0;
      full_n  <= 1'b1;
    end else begin
      size    <= next_size;
      empty_n <= next_size != '0;
      full_n  <= next_size != COUNT'(DEPTH);
    end

  if (DEPTH == 1) begin : gen_one
    always_ff @(posedge clock) if (push) dout <= din;
  end else if (DEPTH == 2) begin : gen_two
    logic [WIDTH-1:0] second;
    always_ff @(posedge clock) begin
      if (push) second <= din;
      if (push && (size == '0 || pop)) dout <= din;
      else if (pop) dout <= second;
    end
  end else begin : gen_memory
    localparam int ADDRESS = $clog2(DEPTH);
    logic [ADDRESS-1:0] head, tail, next_head;
    assign next_head = !pop ? head : head == ADDRESS'(DEPTH - 1) ? '0 : head + ADDRESS'(1);
    always_ff @(posedge clock)
      if (reset || clear) begin
        head <= '0;
        tail <= '0;
      end else begin
        head <= next_head;
        if (push) tail <= tail == ADDRESS'(DEPTH - 1) ? '0 : tail + ADDRESS'(1);
      end

    if (STYLE == "block") begin : gen_block
      (* ram_style = "block" *)
      logic [WIDTH-1:0] words[0:DEPTH-1];
      logic [WIDTH-1:0] fetched, passed;
      logic is_passed;  // the first element was written in the cycle before: the memory does not show it yet
      always @(posedge clock) begin
        if (push) words[tail] <= din;
        fetched <= words[next_head];
      end
      always_ff @(posedge clock) begin
        passed    <= din;
        is_passed <= push && tail == next_head;
      end
      assign dout = is_passed ? passed : fetched;
    end else begin : gen_distributed
      (* ram_style = "distributed" *)
      logic [WIDTH-1:0] words[0:DEPTH-1];
      always @(posedge clock) if (push) words[tail] <= din;
      assign dout = words[head];
    end
  end
endmodule
