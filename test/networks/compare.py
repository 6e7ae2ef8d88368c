#!/usr/bin/env python3
"""Compares a network of processes with the native kernel on every target, bit for bit, and proves its schedule.

What the targets sim and rtl count as cycles must be equal too. With the depths that `allo depths` finds the design has
to be equal on sim, and as fast as with streams that are never full.

usage: compare.py ALLO NETWORK.cpp --top TOP [--schedule FILE]... [--unproved REASON] [options of `allo run`]

Without --schedule it is NETWORK.allo, or where there is none, `dataflow` alone. --unproved says why the schedule is
not proved. Prints a line a schedule and target, and fails where one is not as it should be.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

# What a network runs on; each compares every output with the native kernel's.
TARGETS = ["cpu", "hls", "sim", "rtl"]


def result_of(command):
    """The JSON that a command of the tool prints, or what it said instead."""
    run = subprocess.run([*command, "--json"], capture_output=True, text=True)
    result = json.loads(run.stdout) if run.stdout.startswith("{") else {"error": run.stdout + run.stderr}
    if isinstance(result.get("error"), dict):
        error = result["error"]
        result["error"] = f"{error.get('file')}:{error.get('line')}: {error.get('message')}"
    return result


def schedules_of(network, named):
    if named:
        return named
    own = network.with_suffix(".allo")
    return [str(own if own.exists() else network.with_name("dataflow.allo"))]


def taken(arguments, option):
    """The values of an option, which is taken out of the arguments."""
    values = []
    while option in arguments:
        at = arguments.index(option)
        values.append(arguments[at + 1])
        del arguments[at:at + 2]
    return values


def with_least_depths(allo, design, arguments):
    """What is wrong with the depths that are found; nothing where all is well."""
    with tempfile.TemporaryDirectory() as folder:
        schedule = str(pathlib.Path(folder) / "depths.allo")
        found = result_of([allo, "depths", *design, *arguments, "--output", schedule])
        if "error" in found:
            return found["error"]
        at = design.index("--schedule") + 1
        result = result_of([allo, "run", *design[:at], schedule, *design[at + 1:], "--target", "sim", *arguments])
    if result.get("equal") is not True:
        return result.get("error") or json.dumps(result)
    if "--calls" not in arguments and result["hardware"]["simulated"] != found["cycles"]:
        return f"{result['hardware']['simulated']} cycles instead of {found['cycles']}"
    if found["cycles"] > found["unlimited"]:
        return f"{found['cycles']} cycles, and {found['unlimited']} with streams that are never full"
    return None


def main():
    allo, file, *arguments = sys.argv[1:]
    network = pathlib.Path(file)
    unproved = taken(arguments, "--unproved")
    top = taken(arguments, "--top")[-1]
    calls = [word for at, word in enumerate(arguments) if "--calls" in arguments[max(at - 1, 0):at + 1]]
    failed = False
    for schedule in schedules_of(network, taken(arguments, "--schedule")):
        design = [file, "--top", top, "--schedule", schedule]
        cycles = {}
        for target in TARGETS:
            result = result_of([allo, "run", *design, "--target", target, *arguments])
            equal = result.get("equal") is True
            failed |= not equal
            if "hardware" in result:
                cycles[target] = result["hardware"]["simulated"]
            print(f"{pathlib.Path(schedule).stem} on {target}: {'equal' if equal else result.get('error') or json.dumps(result)}")
        if len(set(cycles.values())) > 1:
            failed = True
            print(f"{pathlib.Path(schedule).stem}: cycles differ: {cycles}")
        wrong = with_least_depths(allo, design, arguments)
        failed |= wrong is not None
        print(f"{pathlib.Path(schedule).stem} with the least depths on sim: {wrong or 'equal'}")
        if unproved:
            print(f"{pathlib.Path(schedule).stem} not proved: {unproved[-1]}")
            continue
        result = result_of([allo, "verify", *design, *calls])
        equal = result.get("verdict") == "equal" and result["elements"] > 0
        failed |= not equal
        print(f"{pathlib.Path(schedule).stem} proved: {'equal' if equal else json.dumps(result)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
