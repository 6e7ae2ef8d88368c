#!/usr/bin/env python3
"""Prints a SystemVerilog module with every operator: make_top.py float EXPONENT MANTISSA | make_top.py integer WIDTH.

Each operator is there combinational, for the test to look at, and pipelined, compared inside with the combinational
result as old as the pipeline is deep; a bit of `mismatch` stays set where they ever differed."""
import sys

PREDICATES = "oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno".split()
FORMATS = {"Single": (8, 23), "Double": (11, 52), "Half": (5, 10), "Brain": (8, 7)}


class Top:
    def __init__(self, name, inputs):
        self.name, self.ports, self.body, self.checks = name, [f"input logic [{w - 1}:0] {n}" for n, w in inputs], [], 0

    def add(self, module, name, width, operands, parameters, latencies=(), names=None):
        """names: parameter that gives the depth; None: LATENCY."""
        self.ports.append(f"output logic [{width - 1}:0] {name}")
        ports = "".join(f", .{port}({signal})" for port, signal in zip("abc", operands))

        def instance(label, latency, extra, result):
            values = dict(parameters, LATENCY=latency, **extra)
            text = ", ".join(f".{key}({value})" for key, value in values.items())
            self.body.append(f"  {module} #({text}) {label} (.clock, .enable{ports}, .result({result}));")

        instance(f"{name}_comb", 0, {}, name)
        for latency, extra in latencies:
            label = f"{name}_{latency}_{extra.get('CUTS', 0)}"
            self.body.append(f"  logic [{width - 1}:0] {label}_got, {label}_want;")
            instance(label, latency, extra, f"{label}_got")
            self.body.append(f"  allo_stage #(.WIDTH({width}), .DEPTH({latency})) {label}_delay (.clock, .enable, "
                             f".d({name}), .q({label}_want));")
            self.check(f"{label}_got != {label}_want")

    def check(self, condition):
        self.body.append(f"  always_ff @(posedge clock) if (age == 9'd511 && {condition}) mismatch[{self.checks}] <= 1'b1;")
        self.checks += 1

    def print(self):
        ports = ["input logic clock", "input logic enable"] + self.ports + [
            f"output logic [{self.checks - 1}:0] mismatch = '0"]
        print(f"module {self.name} (\n    " + ",\n    ".join(ports) + "\n);")
        print("  logic [8:0] age = '0;")
        print("  always_ff @(posedge clock) if (enable && age != 9'd511) age <= age + 9'd1;")
        print("\n".join(self.body) + "\nendmodule")


def even(*latencies):
    return [(latency, {}) for latency in latencies]


def floats(exponent, mantissa):
    width = 1 + exponent + mantissa
    top = Top("FloatTop", [("a", width), ("b", width), ("c", width), ("whole", 64)])
    for flush, suffix in (0, ""), (1, "Flushed"):
        form = {"EXPONENT": exponent, "MANTISSA": mantissa, "FLUSH": flush}
        short = flush == 0  # every depth of the plain form, one of the flushed
        top.add("allo_fadd", "fadd" + suffix, width, "ab", form,
                even(1, 2, 3, 4, 5) + [(2, {"CUTS": 20}), (3, {"CUTS": 14})] if short else even(3))
        top.add("allo_fadd", "fsub" + suffix, width, "ab", dict(form, SUBTRACT=1), even(4))
        top.add("allo_fmul", "fmul" + suffix, width, "ab", form,
                even(1, 2, 3, 4) + [(2, {"CUTS": 20})] if short else even(2))
        top.add("allo_fdiv", "fdiv" + suffix, width, "ab", form, even(1, 2, 7, mantissa + 11) if short else even(5))
        top.add("allo_fsqrt", "fsqrt" + suffix, width, "a", form, even(1, 2, 7, mantissa + 8) if short else even(5))
        top.add("allo_fma", "fma" + suffix, width, "abc", form,
                even(1, 3, 7) + [(2, {"CUTS": 72})] if short else even(4))
        for name, maximum in ("fmin", 0), ("fmax", 1):
            top.add("allo_fminmax", name + suffix, width, "ab", dict(form, MAXIMUM=maximum), even(1))
        for number, predicate in enumerate(PREDICATES):
            top.add("allo_fcmp", predicate + suffix, 1, "ab", dict(form, PREDICATE=number), even(1))
        for number, name in enumerate("floor ceil trunc round roundeven".split()):
            top.add("allo_fround", name + suffix, width, "a", dict(form, MODE=number), even(1, 2))
        for name, (to_exponent, to_mantissa) in FORMATS.items():
            top.add("allo_fconvert", "to" + name + suffix, 1 + to_exponent + to_mantissa, "a",
                    dict(form, TO_EXPONENT=to_exponent, TO_MANTISSA=to_mantissa), even(1, 3) if short else even(2))
    form = {"EXPONENT": exponent, "MANTISSA": mantissa}
    for bits in 1, 7, 32, 64:
        for signed, sign in (1, "Signed"), (0, "Unsigned"):
            parameters = dict(form, INTEGER=bits, SIGNED=signed)
            top.add("allo_fixed_to_float", f"from{sign}{bits}", width, [f"whole[{bits - 1}:0]"], parameters, even(1, 2, 3))
            top.add("allo_float_to_fixed", f"to{sign}{bits}", bits, "a", parameters, even(1, 2))
    top.print()


def integers(width):
    top = Top("IntegerTop", [("start", 1), ("a", width), ("b", width), ("single", 32)])
    top.add("allo_mul", "mul", width, "ab", {"WIDTH": width}, even(1, 2, 3))
    top.add("allo_mul", "widened", 2 * width, "ab", {"WIDTH": 2 * width, "OPERAND": width}, even(3))
    top.add("allo_mul", "widenedUnsigned", 2 * width, "ab", {"WIDTH": 2 * width, "OPERAND": width, "SIGNED": 0}, even(2))
    other = min(width, 18)  # of the operand that is narrower
    tiles = {"LONG": width - 1} if width in (26, 27) else {}
    for name, latencies in ("unequal", (1, 2)), ("unequalWidened", (3,)):
        wide = width if name == "unequal" else width + other
        top.add("allo_mul", name, wide, ["a", f"b[{other - 1}:0]"],
                {"WIDTH": wide, "OPERAND": width, "OTHER": other, **tiles}, even(*latencies))
    for name, signed, remainder in ("divs", 1, 0), ("divu", 0, 0), ("rems", 1, 1), ("remu", 0, 1):
        parameters = {"WIDTH": width, "SIGNED": signed, "REMAINDER": remainder}
        if width < 100:
            depths = [1, 3, width // 3 + 1, width + 1] if width < 40 else [width // 3]
            top.add("allo_divide", name, width, "ab", parameters, even(*sorted(set(depths))))
        else:  # only the serial form, beside the simulator's own division
            a, b, operator = *("$signed(a) $signed(b)" if signed else "a b").split(), "%" if remainder else "/"
            top.ports.append(f"output logic [{width - 1}:0] {name}")
            top.body.append(f"  logic [{width - 1}:0] {name}_value;  // apart, so that it is signed")
            top.body.append(f"  assign {name}_value = {a} {operator} {b};")
            top.body.append(f"  assign {name} = b == '0 ? {'a' if remainder else chr(39) + '1'} : {name}_value;")
        for bits in 1, 3:
            label, cycles = f"{name}_serial{bits}", (width + bits - 1) // bits + 1
            text = ", ".join(f".{key}({value})" for key, value in dict(parameters, BITS=bits).items())
            top.body.append(f"  logic [{width - 1}:0] {label}_got, {label}_want; logic {label}_valid;")
            top.body.append(f"  allo_divide_serial #({text}) {label} (.clock, .enable, .start(start), .a, .b, "
                            f".result({label}_got));")
            top.body.append(f"  allo_stage #(.WIDTH(1), .DEPTH({cycles})) {label}_delay (.clock, .enable, .d(start), "
                            f".q({label}_valid));")
            top.body.append(f"  always_ff @(posedge clock) if (enable && start) {label}_want <= {name};")
            top.check(f"{label}_valid && {label}_got != {label}_want")
    single = {"EXPONENT": 8, "MANTISSA": 23, "INTEGER": width}
    for signed, sign in (1, "Signed"), (0, "Unsigned"):
        top.add("allo_fixed_to_float", "from" + sign, 32, "a", dict(single, SIGNED=signed), even(2))
        top.add("allo_float_to_fixed", "to" + sign, width, ["single"], dict(single, SIGNED=signed), even(2))
    top.print()


if sys.argv[1] == "float":
    floats(int(sys.argv[2]), int(sys.argv[3]))
else:
    integers(int(sys.argv[2]))
