// Floating-point a * b: round to nearest even, NaN results are 0 11…1 10…0.
// Subnormal operands are multiplied as they are: the leading zeros that they bring into the product are counted beside
// the multiplication, so that one shift normalises or, below the normal range, denormalises it (Handbook of
// Floating-Point Arithmetic, 2nd edition, 7.4 and 8.4).
// FLUSH: subnormal operands are zeros; results whose value rounded with unbounded exponent is below the smallest normal
// number are zeros, with their sign.
module allo_fmul #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    parameter int FLUSH = 0,
    parameter int LATENCY = 3,
    parameter int CUTS = 0,  // bit k: registers after segment k; 0: spread evenly
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input  logic             clock,
    input  logic             enable,
    input  logic [WIDTH-1:0] a,
    input  logic [WIDTH-1:0] b,
    output logic [WIDTH-1:0] result
);
  localparam int SEGMENTS = 5;
  function automatic int cut(input int k);
    if (CUTS != 0) cut = 32'(CUTS[k]);
    else cut = (k * (LATENCY + 1)) / SEGMENTS - ((k - 1) * (LATENCY + 1)) / SEGMENTS;
  endfunction

  localparam int P = MANTISSA + 1;
  localparam int COUNT = $clog2(P + 1);
  localparam int WIDE = (EXPONENT > COUNT ? EXPONENT : COUNT) + 3;  // signed exponents and shifts
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam bit [WIDE-1:0] BIAS = {{WIDE - EXPONENT + 1{1'b0}}, {EXPONENT - 1{1'b1}}};

  // 1: unpack.
  logic [P-1:0] significandA1, significandB1, significandA, significandB;
  logic [WIDE-1:0] exponent1, exponent2;
  logic sign1, sign2, invalid1, invalid2, infinite1, infinite2;
  always_comb begin
    significandA1 = {a[WIDTH-2:MANTISSA] != '0, a[MANTISSA-1:0]};
    significandB1 = {b[WIDTH-2:MANTISSA] != '0, b[MANTISSA-1:0]};
    if (FLUSH != 0 && a[WIDTH-2:MANTISSA] == '0) significandA1 = '0;
    if (FLUSH != 0 && b[WIDTH-2:MANTISSA] == '0) significandB1 = '0;
    // Of the highest bit of the product, with its bias.
    exponent1 = WIDE'(a[WIDTH-2:MANTISSA]) + WIDE'(b[WIDTH-2:MANTISSA]) - BIAS + WIDE'(1'b1)
        + WIDE'(a[WIDTH-2:MANTISSA] == '0) + WIDE'(b[WIDTH-2:MANTISSA] == '0);
    sign1 = a[WIDTH-1] ^ b[WIDTH-1];
    infinite1 = a[WIDTH-2:MANTISSA] == TOP || b[WIDTH-2:MANTISSA] == TOP;
    invalid1 = (a[WIDTH-2:MANTISSA] == TOP && (a[MANTISSA-1:0] != '0 || significandB1 == '0))
        || (b[WIDTH-2:MANTISSA] == TOP && (b[MANTISSA-1:0] != '0 || significandA1 == '0));
  end
  allo_stage #(.WIDTH(P), .DEPTH(cut(1))) significandA_1 (.clock, .enable, .d(significandA1), .q(significandA));
  allo_stage #(.WIDTH(P), .DEPTH(cut(1))) significandB_1 (.clock, .enable, .d(significandB1), .q(significandB));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(1))) exponent_1 (.clock, .enable, .d(exponent1), .q(exponent2));
  allo_stage #(.WIDTH(3), .DEPTH(cut(1))) flags_1 (
      .clock, .enable, .d({sign1, invalid1, infinite1}), .q({sign2, invalid2, infinite2}));

  // 2 and 3: multiply. Beside it, the shift that normalises: left by what subnormal operands lack, but not below the
  // smallest exponent; right where the product lies below it.
  logic [2*P-1:0] product2, product3, product;
  logic [WIDE-1:0] left2, left3, left, exponent3, exponent;
  logic sign3, sign, invalid3, invalid, infinite3, infinite;
  assign product2 = {{P{1'b0}}, significandA} * {{P{1'b0}}, significandB};
  if (FLUSH != 0) begin : noShift
    assign left2 = '0;
  end else begin : countZeros
    logic [COUNT-1:0] zerosA, zerosB;
    allo_leading_zeros #(.WIDTH(P)) leadingA (.value(significandA), .count(zerosA));
    allo_leading_zeros #(.WIDTH(P)) leadingB (.value(significandB), .count(zerosB));
    logic [WIDE-1:0] zeros, room;
    always_comb begin
      zeros = WIDE'(zerosA) + WIDE'(zerosB);
      room  = exponent2 - WIDE'(1'b1);
      left2 = $signed(room) < $signed(zeros) ? room : zeros;
    end
  end
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(2))) product_2 (.clock, .enable, .d(product2), .q(product3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) left_2 (.clock, .enable, .d(left2), .q(left3));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(2))) exponent_2 (.clock, .enable, .d(exponent2), .q(exponent3));
  allo_stage #(.WIDTH(3), .DEPTH(cut(2))) flags_2 (
      .clock, .enable, .d({sign2, invalid2, infinite2}), .q({sign3, invalid3, infinite3}));
  allo_stage #(.WIDTH(2*P), .DEPTH(cut(3))) product_3 (.clock, .enable, .d(product3), .q(product));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) left_3 (.clock, .enable, .d(left3), .q(left));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(3))) exponent_3 (.clock, .enable, .d(exponent3), .q(exponent));
  allo_stage #(.WIDTH(3), .DEPTH(cut(3))) flags_3 (
      .clock, .enable, .d({sign3, invalid3, infinite3}), .q({sign, invalid, infinite}));

  // 4: shift.
  logic [2*P-1:0] shifted;
  logic [WIDE-1:0] exponent4, exponent5;
  logic [P+1:0] normal4, normal5;  // one more bit above and the guard bit below
  logic sticky4, sticky5, sign5, invalid5, infinite5;
  if (FLUSH != 0) begin : unshifted
    assign shifted = product;
  end else begin : shift
    logic [2*P-1:0] lowered;
    allo_shift_sticky #(.WIDTH(2*P), .AMOUNT(WIDE)) lower (.value(product), .amount(-left), .result(lowered));
    assign shifted = left[WIDE-1] ? lowered : product << left;
  end
  always_comb begin
    exponent4 = exponent - left;
    normal4 = shifted[2*P-1-:P+2];
    sticky4 = shifted[P-3:0] != '0;
  end
  allo_stage #(.WIDTH(P+2), .DEPTH(cut(4))) normal_4 (.clock, .enable, .d(normal4), .q(normal5));
  allo_stage #(.WIDTH(WIDE), .DEPTH(cut(4))) exponent_4 (.clock, .enable, .d(exponent4), .q(exponent5));
  allo_stage #(.WIDTH(4), .DEPTH(cut(4))) flags_4 (
      .clock, .enable, .d({sticky4, sign, invalid, infinite}), .q({sticky5, sign5, invalid5, infinite5}));

  // 5: one more place to the left where the highest bit is not set and the exponent allows it; round.
  logic [P-1:0] window;  // mantissa and guard bit
  logic [WIDE-1:0] field;
  logic sticky, up;
  logic [EXPONENT+MANTISSA:0] rounded;
  always_comb begin
    if (normal5[P+1] || (FLUSH == 0 && exponent5 == WIDE'(1'b1))) begin
      window = normal5[P:1];
      sticky = sticky5 || normal5[0];
      field  = normal5[P+1] ? exponent5 : '0;
    end else begin
      window = normal5[P-1:0];
      sticky = sticky5;
      field  = normal5[P] ? exponent5 - WIDE'(1'b1) : '0;
    end
    up = window[0] && (sticky || window[1]);
    rounded = {field[EXPONENT:0], window[P-1:1]} + (EXPONENT + P)'(up);
    if (invalid5) result = {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}};
    else if (infinite5 || (!field[WIDE-1] && rounded[EXPONENT+MANTISSA:MANTISSA] >= {1'b0, TOP}))
      result = {sign5, TOP, {MANTISSA{1'b0}}};
    else if (FLUSH != 0 && (field[WIDE-1] || rounded[EXPONENT+MANTISSA:MANTISSA] == '0))
      result = {sign5, {WIDTH - 1{1'b0}}};
    else result = {sign5, rounded[WIDTH-2:0]};
  end
endmodule
