#!/usr/bin/env python3
"""Runs the kernels of ap_int_kernels.h and ap_int_directed.h on a target and compares with the native kernels.

usage: runs.py ALLO --target cpu|hls|rtl [--only TEXT]

The native kernels are the ones that hls_integer_conformance checks against the slow model. One run holds all kernels of
a pair of types, or of one type, with random inputs; rtl takes every third run. Prints a line a run and "N passed,
N failed"; exits with 1 if any failed.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# A kernel: its parameters in order, as (type, name); inputs are const. A name shared by kernels is one array.
PAIR_KERNELS = {
    "add_subtract_multiply": "const A a, const B b, sum_of<A, B> sum, difference_of<A, B> difference, "
    "product_of<A, B> product",
    "divide_remainder": "const A a, const B b, quotient_of<A, B> quotient, remainder_of<A, B> remainder",
    "bitwise": "const A a, const B b, logic_of<A, B> both, logic_of<A, B> either, logic_of<A, B> different",
    "comparisons": "const A a, const B b, int compared",
    "assign_arithmetic": "const A a, const B b, A a_sum, A a_difference, A a_product",
    "assign_division": "const A a, const B b, A a_quotient, A a_remainder",
    "assign_bitwise": "const A a, const B b, A a_both, A a_either, A a_different",
}
PAIR_OF_INTEGERS = {  # not with a C type
    "convert": "const A a, B converted",
    "concatenate": "const A a, const B b, const ap_uint<AW + BW> v, ap_uint<AW + BW> joined, ap_uint<AW + BW> swapped, "
    "A high, B low",
}
SINGLE_KERNELS = {
    "unary": "const A a, negated<A> minus, A complement, A same, int zero",
    "steps": "const A a, A pre, A post, A pre_down, A post_down, A up, A down",
    "to_c_types": "const A a, signed char c, unsigned short s, int n, unsigned u, long long l, unsigned long long ul, "
    "bool b, long long implicit",
    "bits": "const A a, const int at, const int value, int bit, A written, A set, A cleared, A inverted",
    "ranges": "const A a, const ap_uint<AW> v, const int hi, const int lo, ap_uint<AW> slice, A slice_written, "
    "A copied, int length",
    "reductions": "const A a, int reduced, int zeros",
    "turn": "const A a, const int at, A reversed, A rotated_left, A rotated_right",
    "shifts": "const A a, const C count, A shifted_left, A shifted_right",
    "assign_shifts": "const A a, const C count, A shift_left, A shift_right",
}
FLOATING_KERNELS = {
    "to_floating": "const A a, double as_double, float as_float",
    "with_double": "const A a, const double d, double d_sum, double d_difference, double d_product, "
    "double d_quotient, int d_compared",
}
TEMPLATE_ARGUMENTS = {
    "convert": "A, B",
    "concatenate": "A, B, ap_uint<AW + BW>",
    "ranges": "A, ap_uint<AW>",
    "shifts": "A, C",
    "assign_shifts": "A, C",
}

PAIRS = [
    ("ap_int<17>", "ap_uint<33>"),
    ("ap_int<8>", "ap_int<8>"),
    ("ap_uint<7>", "ap_int<9>"),
    ("ap_int<64>", "ap_uint<64>"),
    ("ap_uint<31>", "int"),
    ("ap_int<1>", "ap_uint<1>"),
    ("ap_int<65>", "ap_int<12>"),
    ("short", "ap_uint<20>"),
    ("ap_uint<2>", "unsigned long long"),
    ("ap_int<128>", "ap_uint<5>"),
    ("ap_uint<129>", "ap_int<33>"),
    ("ap_int<257>", "ap_int<63>"),
]
SINGLES = [
    ("ap_int<17>", "int"),
    ("ap_uint<8>", "ap_int<5>"),
    ("ap_int<33>", "ap_uint<6>"),
    ("ap_int<1>", "ap_int<3>"),
    ("ap_uint<64>", "ap_int<8>"),
    ("ap_int<127>", "signed char"),
    ("ap_uint<9>", "unsigned char"),
    ("ap_uint<129>", "ap_int<9>"),
    ("ap_int<300>", "ap_int<10>"),
]


def width(type_name):
    return int(type_name.split("<")[1].rstrip(">")) if "<" in type_name else 0


def batch(types, kernels):
    """The text of the function that calls the kernels, all on their own arrays."""
    parameters, calls = {}, []
    for kernel, text in kernels.items():
        names = []
        depth = 0
        for part in "".join("\n" if c == "," and depth == 0 else c for c in text if (depth := depth + (c == "<") - (c == ">")) >= 0).split("\n"):
            kind, name = part.strip().rsplit(" ", 1)
            parameters.setdefault(name, f"{kind} {name}[cases]")
            names.append(name)
        calls.append(f"  {kernel}<{TEMPLATE_ARGUMENTS.get(kernel, 'A, B' if 'B' in types else 'A')}>({', '.join(names)});")
    lines = ["#include <ap_int.h>", f'#include "{HERE}/ap_int_kernels.h"']
    for letter, type_name in types.items():
        lines += [f"using {letter} = {type_name};", f"constexpr int {letter}W = {width(type_name)};"]
    lines += ["void batch(" + ",\n           ".join(parameters.values()) + ") {", *calls, "}"]
    return "\n".join(lines) + "\n", parameters


def runs():
    """(name, text, options of allo run) of each run."""
    for a, b in PAIRS:
        kernels = dict(PAIR_KERNELS)
        if not a.startswith("ap_"):  # an assignment to a C type is C++'s own
            kernels = {k: v for k, v in kernels.items() if not k.startswith("assign")}
        if a.startswith("ap_") and b.startswith("ap_"):
            kernels |= PAIR_OF_INTEGERS
        text, _ = batch({"A": a, "B": b}, kernels)
        yield f"{a}, {b}", text, ["--top", "batch", "--random-inputs", "1"]
    for a, c in SINGLES:
        text, _ = batch({"A": a, "C": c}, SINGLE_KERNELS)
        top = width(a) - 1
        options = ["--top", "batch", "--random-inputs", "2"]
        for name in ("at", "hi", "lo"):
            options += ["--range", f"{name}=0:{top}"]
        options += ["--range", "value=0:1"]
        yield f"{a}, shifts by {c}", text, options
    for a in ("ap_int<12>", "ap_uint<50>", "ap_int<100>"):
        text, _ = batch({"A": a}, FLOATING_KERNELS)
        yield f"{a}, floating", text, ["--top", "batch", "--random-inputs", "3"]
    directed = f'#include "{HERE}/ap_int_directed.h"\n'
    for name in ("shifts", "slices", "arithmetic", "wide", "conversions"):
        yield f"directed {name}", directed, ["--top", f"directed_{name}", "--random-inputs", "1"]


def problem(options, text, words):
    """What is wrong with a run, or None."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "batch.cpp"
        source.write_text(text)
        command = [options.allo, "run", str(source), "--target", options.target, "--json", *words]
        run = subprocess.run(command, capture_output=True, text=True)
    try:
        result = json.loads(run.stdout)
    except ValueError:
        return f"exit code {run.returncode}: {(run.stderr or run.stdout).strip()[:2000]}"
    if result.get("equal") is True and not result["mismatches"] and run.returncode == 0:
        return None
    return f"not equal: {str(result.get('mismatches'))[:2000]} {run.stderr.strip()[:500]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("allo")
    parser.add_argument("--target", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    passed = failed = 0
    for number, (name, text, words) in enumerate(runs()):
        if options.only not in name or (options.target == "rtl" and number % 3 != 0):
            continue
        wrong = problem(options, text, words)
        print(f"{'FAILED' if wrong else 'passed'} {name}{': ' + wrong if wrong else ''}", flush=True)
        passed, failed = passed + (not wrong), failed + bool(wrong)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
