#!/usr/bin/env python3
"""Verifies the designs of the project against their sources.

usage: designs.py ALLO SPLIT_FILE PROJECT [NAME...]

Those are: the kernels of bench/rtl (at MEDIUM size), of test/kernels and of examples/two_layers under their schedules, and
every schedule that a test in test/e2e runs. A design passes when `allo verify` says "equal" and has compared elements.
Prints a line a design and "N passed, N failed".
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Their schedules may reorder sums of floating point, so that they are different, and equal where that is taken as equal.
REORDERED = {"gemm/filter"}
# Subscripts that depend on data, in a picture: it was proved once, and took up to minutes and 4 GB.
LEFT_OUT = {"kernels/rendering_3d"}


def of_rtl(project):
    folder = project / "bench/rtl"
    for kernel in json.loads((folder / "kernels.json").read_text())["kernels"]:
        yield "rtl/" + kernel["name"], folder / kernel["file"], kernel["top"], folder / kernel["schedule"]


def of_examples(project):
    folder = project / "examples/two_layers"
    for schedule in sorted(folder.glob("*.allo")):
        if "refused" not in schedule.name:
            top = re.findall(r"^kernel (.*)", schedule.read_text(), re.MULTILINE)[-1]
            yield "two_layers/" + schedule.stem, folder / "kernel.cpp", top, schedule


def of_kernels(project):
    for schedule in sorted((project / "test/kernels").glob("*/schedule.allo")):
        source = schedule.with_name("kernel.cpp")
        top = re.search(r"--top (\S+)", source.read_text()).group(1)
        yield "kernels/" + schedule.parent.name, source, top, schedule


def of_tests(project, split_file, scratch):
    """What the lit tests of test/e2e run with a schedule that is a part of the test, or a file."""
    for test in sorted((project / "test/e2e").glob("*/*.cpp")):
        text = test.read_text()
        parts = scratch / test.stem
        if "split-file" in text:
            subprocess.run([split_file, test, parts], check=True)
        runs = re.findall(r"RUN: allo run (\S+) --top (\S+) --schedule (%[tS]/\S+)", text)
        for words in dict.fromkeys(runs):
            file, top, schedule = (
                word.replace("%t", str(parts)).replace("%S", str(test.parent)).replace("%s", str(test)) for word in words)
            yield f"{test.stem}/{pathlib.Path(schedule).stem}", file, top, schedule


def verdict_on(allo, file, top, schedule, *options):
    run = subprocess.run([allo, "verify", file, "--top", top, "--schedule", schedule, "--json", *options],
                         capture_output=True, text=True)
    verdict = json.loads(run.stdout) if run.stdout.startswith("{") else {}
    if "verdict" not in verdict:
        return run.stdout + run.stderr
    if verdict["verdict"] == "equal" and verdict["elements"] == 0:
        return "nothing was compared"
    return verdict["verdict"] + (": " + verdict["reason"] if "reason" in verdict else "")


def main():
    allo, split_file, project, *names = sys.argv[1:]
    project = pathlib.Path(project).resolve()
    failed = passed = 0
    with tempfile.TemporaryDirectory() as scratch:
        designs = [*of_rtl(project), *of_examples(project), *of_kernels(project),
                   *of_tests(project, split_file, pathlib.Path(scratch))]
        for name, *design in designs:
            if name not in (names or [name]) or (not names and name in LEFT_OUT):
                continue
            verdicts = [verdict_on(allo, *design)]
            if name in REORDERED:
                verdicts.append(verdict_on(allo, *design, "--reassociate"))
            good = verdicts == (["different", "equal"] if name in REORDERED else ["equal"])
            passed, failed = passed + good, failed + (not good)
            print(f"{name:32} {', reassociated: '.join(verdicts)}{'' if good else '   FAILED'}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
