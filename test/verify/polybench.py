#!/usr/bin/env python3
"""Verifies every PolyBench kernel under its schedule against its source.

usage: polybench.py ALLO POLYBENCH_DIR [--dataset mini] [--int] [--kernel NAME]

ALLO is the tool; POLYBENCH_DIR holds kernels.json. A kernel passes when `allo verify` says "equal", exits with 0, and
has compared elements in more than a thousandth as many operations. Prints a line a kernel and "N passed, N failed".
"""
import argparse
import json
import pathlib
import subprocess
import sys


def problem(options, kernel):
    """What is wrong, or None."""
    folder = options.polybench
    words = [options.allo, "verify", str(folder / kernel["file"]), "--top", kernel["top"], "--json"]
    words += ["--schedule", str(folder / kernel["schedule"]), "--define", f"{options.dataset.upper()}_DATASET"]
    words += ["--define", "DATA_TYPE_IS_INT"] if options.int else []
    for name, value in kernel["sizes"][options.dataset].items():
        words += ["--size", f"{name}={value}"]
    run = subprocess.run(words, capture_output=True, text=True)
    if not run.stdout.startswith("{"):
        return f"exit code {run.returncode}: {run.stderr.strip()}"
    verdict = json.loads(run.stdout)
    if run.returncode != 0 or verdict["verdict"] != "equal":
        return f"{verdict['verdict']}: {verdict.get('reason', '')} {verdict.get('difference', '')}"
    if verdict["elements"] == 0 or verdict["operations"] < 1000:
        return "nothing was compared"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("allo")
    parser.add_argument("polybench", type=pathlib.Path)
    parser.add_argument("--dataset", default="mini")
    parser.add_argument("--int", action="store_true")
    parser.add_argument("--kernel")
    options = parser.parse_args()
    kernels = json.loads((options.polybench / "kernels.json").read_text())["kernels"]
    passed = failed = 0
    for kernel in kernels:
        if options.kernel not in (None, kernel["name"]) or (options.int and "integer" not in kernel):
            continue
        wrong = problem(options, kernel)
        print(f"{kernel['name']:16} {wrong or 'equal'}", flush=True)
        passed, failed = passed + (wrong is None), failed + (wrong is not None)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
