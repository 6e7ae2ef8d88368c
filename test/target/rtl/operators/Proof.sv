// What the operators are proved against for all inputs; `wrong` must be constant zero: exact fixed-point arithmetic and one rounding, written without
// any step of the operators (no alignment, no sticky bits, no counting of zeros).

// A magnitude in units of 2^-FRACTION of the smallest subnormal number, rounded to nearest even into a float without
// sign: every float in turn is the result if the magnitude lies between the middles to its neighbours, or on one of them
// and the float is even.
module ExactRound #(
    parameter int EXPONENT = 3,
    parameter int MANTISSA = 3,
    parameter int WIDTH = 16,
    parameter int FRACTION = 0
) (
    input  logic [WIDTH-1:0] magnitude,
    output logic [EXPONENT+MANTISSA-1:0] bits
);
  localparam int INFINITE = ((1 << EXPONENT) - 1) << MANTISSA;
  localparam int ONE = 1 << MANTISSA;
  logic [WIDTH+1:0] doubled;  // so that middles are whole
  assign doubled = {1'b0, magnitude, 1'b0};
  for (genvar i = 0; i <= INFINITE; i++) begin : candidate
    localparam int FIELD = i / ONE;
    localparam int NEXT = (i + 1) / ONE;
    localparam int PREVIOUS = i == 0 ? 0 : (i - 1) / ONE;
    localparam int VALUE = FIELD == 0 ? i : (i % ONE + ONE) << (FIELD - 1);
    localparam int ABOVE = NEXT == 0 ? i + 1 : ((i + 1) % ONE + ONE) << (NEXT - 1);
    localparam int BELOW = i == 0 ? 0 : PREVIOUS == 0 ? i - 1 : ((i - 1) % ONE + ONE) << (PREVIOUS - 1);
    localparam bit [WIDTH+1:0] LOWEST = (WIDTH + 2)'(VALUE + BELOW) << FRACTION;
    localparam bit [WIDTH+1:0] HIGHEST = (WIDTH + 2)'(VALUE + ABOVE) << FRACTION;
    logic [EXPONENT+MANTISSA-1:0] chosen;  // this one or an earlier one
    logic fits;
    assign fits = (i == 0 || doubled > LOWEST || (doubled == LOWEST && i % 2 == 0))
        && (i == INFINITE || doubled < HIGHEST || (doubled == HIGHEST && i % 2 == 0));
    if (i == 0) begin : first
      assign chosen = '0;
    end else begin : next
      assign chosen = fits ? (EXPONENT + MANTISSA)'(i) : candidate[i-1].chosen;
    end
  end
  assign bits = candidate[INFINITE].chosen;
endmodule

// OPERATION: 0 a + b, 1 a - b, 2 a * b.
module ArithmeticProof #(
    parameter int EXPONENT = 3,
    parameter int MANTISSA = 3,
    parameter int OPERATION = 0,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input logic clock,
    input logic [WIDTH-1:0] a,
    input logic [WIDTH-1:0] b,
    output logic wrong
);
  localparam bit [EXPONENT-1:0] TOP = {EXPONENT{1'b1}};
  localparam int FIXED = MANTISSA + (1 << EXPONENT);  // bits of a magnitude in smallest subnormals
  localparam bit [WIDTH-2:0] INFINITE = {TOP, {MANTISSA{1'b0}}};
  localparam bit [WIDTH-1:0] NAN = {1'b0, TOP, 1'b1, {MANTISSA - 1{1'b0}}};

  function automatic [FIXED-1:0] fixed(input [WIDTH-2:0] bits);
    fixed = bits[WIDTH-2:MANTISSA] == '0 ? FIXED'(bits)
        : FIXED'({1'b1, bits[MANTISSA-1:0]}) << (bits[WIDTH-2:MANTISSA] - 1'b1);
  endfunction

  logic [WIDTH-1:0] got, want, y;
  logic aNaN, bNaN, aInfinite, bInfinite;
  assign y = {b[WIDTH-1] ^ (OPERATION == 1), b[WIDTH-2:0]};
  assign aNaN = a[WIDTH-2:0] > INFINITE;
  assign bNaN = b[WIDTH-2:0] > INFINITE;
  assign aInfinite = a[WIDTH-2:0] == INFINITE;
  assign bInfinite = b[WIDTH-2:0] == INFINITE;

  if (OPERATION == 2) begin : multiply
    localparam int FRACTION = (1 << (EXPONENT - 1)) + MANTISSA - 2;
    logic [2*FIXED-1:0] magnitude;
    logic [WIDTH-2:0] rounded;
    logic sign;
    assign magnitude = (2 * FIXED)'(fixed(a[WIDTH-2:0])) * (2 * FIXED)'(fixed(b[WIDTH-2:0]));
    assign sign = a[WIDTH-1] ^ b[WIDTH-1];
    ExactRound #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .WIDTH(2*FIXED), .FRACTION(FRACTION)) exact (
        .magnitude, .bits(rounded));
    always_comb begin
      want = {sign, rounded};
      if (aInfinite || bInfinite) want = {sign, INFINITE};
      if ((aInfinite && b[WIDTH-2:0] == '0) || (bInfinite && a[WIDTH-2:0] == '0) || aNaN || bNaN) want = NAN;
    end
    allo_fmul #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .LATENCY(0)) unit (
        .clock, .enable(1'b1), .a, .b, .result(got));
  end else begin : add
    logic signed [FIXED+1:0] left, right, sum;
    logic [FIXED:0] magnitude;
    logic [WIDTH-2:0] rounded;
    always_comb begin
      left = $signed({2'b00, fixed(a[WIDTH-2:0])});
      right = $signed({2'b00, fixed(y[WIDTH-2:0])});
      if (a[WIDTH-1]) left = -left;
      if (y[WIDTH-1]) right = -right;
      sum = left + right;
      magnitude = (FIXED + 1)'(sum < 0 ? -sum : sum);
    end
    ExactRound #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .WIDTH(FIXED + 1)) exact (.magnitude, .bits(rounded));
    always_comb begin
      want = {sum < 0 || (a[WIDTH-1] && y[WIDTH-1]), rounded};
      if (aInfinite) want = a;
      if (bInfinite) want = y;
      if ((aInfinite && bInfinite && a != y) || aNaN || bNaN) want = NAN;
    end
    allo_fadd #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .SUBTRACT(OPERATION), .LATENCY(0)) unit (
        .clock, .enable(1'b1), .a, .b, .result(got));
  end
  assign wrong = got != want;
endmodule

// All fourteen predicates, minimum and maximum, by the order of the numbers as integers.
module ComparisonProof #(
    parameter int EXPONENT = 8,
    parameter int MANTISSA = 23,
    localparam int WIDTH = 1 + EXPONENT + MANTISSA
) (
    input logic clock,
    input logic [WIDTH-1:0] a,
    input logic [WIDTH-1:0] b,
    output logic wrong
);
  localparam bit [WIDTH-2:0] INFINITE = {{EXPONENT{1'b1}}, {MANTISSA{1'b0}}};
  logic signed [WIDTH-1:0] left, right;
  logic aNaN, bNaN;
  logic [13:0] got, want;
  logic [5:0] ordered;
  always_comb begin
    left = a[WIDTH-1] ? -$signed({1'b0, a[WIDTH-2:0]}) : $signed({1'b0, a[WIDTH-2:0]});
    right = b[WIDTH-1] ? -$signed({1'b0, b[WIDTH-2:0]}) : $signed({1'b0, b[WIDTH-2:0]});
    aNaN = a[WIDTH-2:0] > INFINITE;
    bNaN = b[WIDTH-2:0] > INFINITE;
    // one ole olt oge ogt oeq, then the unordered ones
    ordered = {left < right || left > right, left <= right, left < right, left >= right, left > right, left == right};
    want[5:0] = aNaN || bNaN ? 6'b000000 : ordered;
    want[6] = !(aNaN || bNaN);
    want[12:7] = aNaN || bNaN ? 6'b111111 : ordered;
    want[13] = aNaN || bNaN;
  end
  for (genvar predicate = 0; predicate < 14; predicate++) begin : compare
    allo_fcmp #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .PREDICATE(predicate)) unit (
        .clock, .enable(1'b1), .a, .b, .result(got[predicate]));
  end
  logic [WIDTH-1:0] least, most;
  allo_fminmax #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA)) minimum (.clock, .enable(1'b1), .a, .b, .result(least));
  allo_fminmax #(.EXPONENT(EXPONENT), .MANTISSA(MANTISSA), .MAXIMUM(1)) maximum (
      .clock, .enable(1'b1), .a, .b, .result(most));
  // As the cpu target lowers arith.minnumf and maxnumf: select(a < b, a, select(b is NaN, a, b)).
  assign wrong = got != want || least != (want[3] ? a : bNaN ? a : b) || most != (want[1] ? a : bNaN ? a : b);
endmodule
