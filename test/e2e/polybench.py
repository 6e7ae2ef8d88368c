#!/usr/bin/env python3
"""Runs every PolyBench kernel on a target and compares it with the native kernel, bit for bit.

usage: polybench.py ALLO POLYBENCH_DIR --target cpu|hls|sim [--scheduled] [--dataset small] [--float | --int] [--kernel NAME]

ALLO is the tool; POLYBENCH_DIR holds kernels.json. A kernel passes when `allo run` exits with 0 and says so in JSON:
"equal" is true, there are no mismatches, and under a schedule the trace has steps. sim must take the cycles that were
reported before. Emitted HLS C++ must also compile
under g++ and clang++ without a warning. Prints a line a kernel and "N passed, N failed"; exits with 1 if any failed.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


def command(options, kernel, verb):
    folder = options.polybench
    words = [options.allo, verb, str(folder / kernel["file"]), "--top", kernel["top"], "--target", options.target]
    words += ["--define", f"{options.dataset.upper()}_DATASET", "--json"]
    if options.float:
        words += ["--define", "DATA_TYPE_IS_FLOAT"]
    if options.int:
        words += ["--define", "DATA_TYPE_IS_INT"]
    if verb == "run" and options.int:  # the functions that fill the arguments divide, which gives mostly 0 in int
        words += ["--random-inputs", "1"]
        for scalar in kernel["integer"]:
            words += ["--range", f"{scalar}=-9:9"]
    elif verb == "run":
        words += ["--init", kernel["init"]]
    if verb == "run":
        for name, value in kernel["sizes"][options.dataset].items():
            words += ["--bind", f"{name}={value}"]
    if options.scheduled:
        words += ["--schedule", str(folder / kernel["schedule"])]
    return words


def warnings(options, kernel):
    """What the compilers say of the emitted sources, or None."""
    with tempfile.TemporaryDirectory() as folder:
        build = command(options, kernel, "build") + ["-o", folder]
        subprocess.run(build, capture_output=True, check=True)
        for compiler in ("g++", "clang++-22"):
            words = [compiler, "-std=c++14", "-Wall", "-Wextra", "-Wno-unknown-pragmas", "-Werror", "-fsyntax-only"]
            run = subprocess.run(words + [f"{folder}/kernel.cpp"], capture_output=True, text=True)
            if run.returncode != 0:
                return f"{compiler}: {run.stderr.strip()}"
    return None


def wrong_cycles(hardware, is_bounded):
    """What is wrong with the cycles of a simulation, or None. They are known before it but for branches on data."""
    reported, simulated = hardware["cycles"], hardware["simulated"]
    if reported["most"] is None or (reported["least"] != reported["most"] and not is_bounded):
        return f"the reported cycles are not exact: {reported}"
    if not reported["least"] <= simulated <= reported["most"]:
        return f"takes {simulated} cycles, reported are {reported}"
    return None


def problem(options, kernel):
    """What is wrong with a run, or None."""
    run = subprocess.run(command(options, kernel, "run"), capture_output=True, text=True)
    if run.returncode != 0:
        return f"exit code {run.returncode}: {(run.stderr or run.stdout).strip()}"
    result = json.loads(run.stdout)
    if result["equal"] is not True or result["mismatches"]:
        return f"not equal: {result['mismatches']}"
    if options.scheduled and not result["steps"]:
        return "the schedule has no steps"
    if not result["loops"]:
        return "the report has no loops"
    if options.target == "sim":
        return wrong_cycles(result["hardware"], kernel["name"] == "deriche")
    return warnings(options, kernel) if options.target == "hls" else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("allo")
    parser.add_argument("polybench", type=pathlib.Path)
    parser.add_argument("--target", required=True, choices=["cpu", "hls", "sim"])
    parser.add_argument("--scheduled", action="store_true")
    parser.add_argument("--dataset", default="small", choices=["mini", "small", "medium"])
    parser.add_argument("--float", action="store_true")
    parser.add_argument("--int", action="store_true", help="only the kernels that make sense in int")
    parser.add_argument("--kernel")
    options = parser.parse_args()
    kernels = json.loads((options.polybench / "kernels.json").read_text())["kernels"]
    passed = failed = 0
    for kernel in kernels:
        if options.kernel and kernel["name"] != options.kernel:
            continue
        if options.int and "integer" not in kernel:
            continue
        wrong = problem(options, kernel)
        print(f"{kernel['name']}: {wrong or 'equal'}", flush=True)
        passed, failed = passed + (wrong is None), failed + (wrong is not None)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
