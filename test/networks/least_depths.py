#!/usr/bin/env python3
"""Whether the depths that `allo depths` finds are the least: tries every choice with fewer bits.

usage: least_depths.py ALLO NETWORK.cpp --top TOP [--schedule FILE] [options of `allo run`]

Each choice runs on sim: it has to stand still for ever or to take more cycles. Prints how many there were, and fails
where one is as good.
"""
import itertools
import pathlib
import sys
import tempfile

import compare


def main():
    allo, file, *arguments = sys.argv[1:]
    top = compare.taken(arguments, "--top")[-1]
    schedule = compare.schedules_of(pathlib.Path(file), compare.taken(arguments, "--schedule"))[0]
    design = [file, "--top", top]
    found = compare.result_of([allo, "depths", *design, "--schedule", schedule, *arguments])
    if "error" in found or not found["is_least"]:
        print(found)
        return 1
    streams = [stream for stream in found["streams"] if not stream["fixed"]]
    weights = [stream["fifos"] * stream["width"] for stream in streams]
    bits = sum(stream["depth"] * weight for stream, weight in zip(streams, weights))
    ranges = [range(1, bits // weight + 1) for weight in weights]
    tried = 0
    for depths in itertools.product(*ranges):
        if sum(depth * weight for depth, weight in zip(depths, weights)) >= bits:
            continue
        tried += 1
        steps = [f"stream_depth {stream['streams'][0]} depth={depth}" for stream, depth in zip(streams, depths)]
        with tempfile.NamedTemporaryFile("w", suffix=".allo") as script:
            script.write("\n".join([pathlib.Path(schedule).read_text(), *steps]) + "\n")
            script.flush()
            result = compare.result_of([allo, "run", *design, "--schedule", script.name, "--target", "sim",
                                        "--compare", "none", *arguments])
        if "hardware" not in result and "stands still for ever" not in str(result.get("error")):
            print(depths, result)
            return 1
        if "hardware" in result and result["hardware"]["simulated"] <= found["unlimited"]:
            print(f"{depths} will do too, with fewer bits")
            return 1
    print(f"{tried} choices with fewer than {bits} bits, none of which will do")
    return 0 if tried else 1


if __name__ == "__main__":
    sys.exit(main())
