// The low WIDTH bits of a product in tiles that DSP blocks multiply (LONG x 17 bits without sign, one more with): registers
// after the tiles, and after the sums over the tiles of one part of `a`, which go through the blocks' own adders.
module allo_product #(
    parameter int LEFT = 24,
    parameter int RIGHT = 24,
    parameter int WIDTH = 48,
    parameter int SIGNED = 0,  // operands and tiles; the product of operands that are extended by sign
    parameter int LONG = 24,  // 24 fits all families, 26 those with blocks of 27 x 18 bits
    parameter int TILES = 1,  // registers after the tiles
    parameter int SUMS = 1  // registers after the sums
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [ LEFT-1:0] a,
    input  logic [RIGHT-1:0] b,
    output logic [WIDTH-1:0] product
);
  localparam int SHORT = 17;
  localparam int SIGN = SIGNED != 0 ? 1 : 0;
  localparam int ROWS = LEFT <= LONG + SIGN ? 1 : (LEFT - SIGN + LONG - 1) / LONG;
  localparam int COLUMNS = RIGHT <= SHORT + SIGN ? 1 : (RIGHT - SIGN + SHORT - 1) / SHORT;

  for (genvar r = 0; r < ROWS; r++) begin : row
    logic [WIDTH-1:0] total;
    if (r * LONG < WIDTH) begin : part
      localparam int SPAN = WIDTH - r * LONG;  // bits of the result from here on
      logic signed [LONG:0] left;
      if (r == ROWS - 1) begin : last
        assign left = {{(r + 1) * LONG + 1 - LEFT{a[LEFT-1] && SIGN == 1}}, a[LEFT-1:r*LONG]};
      end else begin : inner
        assign left = {1'b0, a[r*LONG+:LONG]};
      end
      wire unusedLeft = &{1'b0, left};  // bits that only count above WIDTH
      for (genvar c = 0; c < COLUMNS; c++) begin : column
        logic [SPAN-1:0] sum;
        if (c * SHORT < SPAN) begin : tile
          localparam int WANTED = SPAN - c * SHORT;
          localparam int SIZE = WANTED < LONG + SHORT + 2 ? WANTED : LONG + SHORT + 2;
          logic signed [SHORT:0] right;
          logic signed [SIZE-1:0] partial2, partial3;
          if (c == COLUMNS - 1) begin : last
            assign right = {{(c + 1) * SHORT + 1 - RIGHT{b[RIGHT-1] && SIGN == 1}}, b[RIGHT-1:c*SHORT]};
          end else begin : inner
            assign right = {1'b0, b[c*SHORT+:SHORT]};
          end
          wire unusedRight = &{1'b0, right};
          assign partial2 = SIZE'(left) * SIZE'(right);
          allo_stage #(.WIDTH(SIZE), .DEPTH(TILES)) partial_2 (
              .clock, .enable, .d(partial2), .q(partial3));
          if (c == 0) begin : first
            assign sum = SPAN'(partial3);
          end else begin : more
            assign sum = row[r].part.column[c-1].sum + (SPAN'(partial3) << (c * SHORT));
          end
        end else begin : none
          assign sum = row[r].part.column[c-1].sum;
        end
      end
      logic [SPAN-1:0] sum;
      allo_stage #(.WIDTH(SPAN), .DEPTH(SUMS)) sum_3 (
          .clock, .enable, .d(column[COLUMNS-1].sum), .q(sum));
      if (r == 0) begin : first
        assign total = sum;
      end else begin : more
        assign total = row[r-1].total + (WIDTH'(sum) << (r * LONG));
      end
    end else begin : none
      assign total = row[r-1].total;
    end
  end
  assign product = row[ROWS-1].total;
endmodule
