#!/usr/bin/env python3
"""Makes the sources of the mutated library from test/mutation/defects (docs/decisions/0029).

plant.py check             every defect's original stands exactly once in its file, and the list is as large as it has to be
plant.py files             the concerned sources, for CMake
plant.py write FOLDER      copies of the concerned sources in which every original is a choice at run time, and the table
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = pathlib.Path(__file__).resolve().parent / "defects"
LAYERS = ["primitive", "analysis", "front", "lowering", "printer", "rtl"]
FIELDS = ["file", "layer", "class", "says", "aims"]
LEAST = 80
# Text that the program embeds is exchanged where it is handed out.
TEXT_HOOK = ("lib/target/rtl/operators/Sources.cpp", "found.emplace(name, text)",
             "found.emplace(name, allo::mutation::plantedText(name, text))")


class Defect:
    def __init__(self, name, fields, original, planted, place):
        self.name, self.original, self.planted, self.place = name, original, planted, place
        for field in FIELDS:
            setattr(self, "kind" if field == "class" else field, fields.get(field, ""))

    def is_text(self):
        return self.file.endswith(".sv")

    def is_statement(self):
        return self.original.rstrip().endswith((";", "}"))

    def choice(self):
        planted = f'allo::mutation::isPlanted("{self.name}")'
        if "@planted" in self.planted:
            return self.planted.replace("@planted", planted)
        if not self.is_statement():
            return f"({planted} ? ({self.planted}) : ({self.original}))"
        return f"if ({planted}) {{\n{self.planted}\n}} else {{\n{self.original}\n}}"


def fail(message):
    sys.exit(f"plant.py: {message}")


def read_file(path):
    """Blocks `== name`, lines `field: value`, `---- original` and `---- planted` with what follows them."""
    defects = []
    blocks = re.split(r"^== (.*)\n", path.read_text(), flags=re.MULTILINE)
    for name, body in zip(blocks[1::2], blocks[2::2]):
        parts = re.split(r"^---- (original|planted)\n", body, flags=re.MULTILINE)
        fields = dict(re.findall(r"^(\w+): *(.*)$", parts[0], flags=re.MULTILINE))
        texts = {word: text.strip("\n") for word, text in zip(parts[1::2], parts[2::2])}
        if set(texts) != {"original", "planted"} or set(fields) - set(FIELDS) or not {"file", "layer", "class", "says"} <= set(fields):
            fail(f"{path.name}: {name} needs file, layer, class, says, and the texts original and planted")
        defects.append(Defect(name.strip(), fields, texts["original"].strip(), texts["planted"].strip(), path.name))
    return defects


def all_defects():
    return [defect for path in sorted(FOLDER.glob("*.txt")) for defect in read_file(path)]


def check(defects):
    problems = []
    names = [defect.name for defect in defects]
    problems += [f"{name} is there twice" for name in sorted({name for name in names if names.count(name) > 1})]
    problems += [f"{len(defects)} defects, fewer than {LEAST}"] if len(defects) < LEAST else []
    for defect in defects:
        if not re.fullmatch(r"[a-z0-9_]+", defect.name):
            problems.append(f"{defect.name}: names are words of small letters joined by _")
        if defect.layer not in LAYERS:
            problems.append(f"{defect.name}: no layer is called {defect.layer}")
        source = ROOT / defect.file
        count = source.read_text().count(defect.original) if source.is_file() else 0
        if count != 1:
            problems.append(f"{defect.name}: its original stands {count} times in {defect.file}, not once")
        if defect.original == defect.planted:
            problems.append(f"{defect.name}: changes nothing")
    return problems


def concerned(defects):
    files = {defect.file for defect in defects if not defect.is_text()}
    if any(defect.is_text() for defect in defects):
        files.add(TEXT_HOOK[0])
    return sorted(files)


def literal(text):
    return f'R"planted({text})planted"'


def write_if_new(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def planted_source(file, defects):
    text = (ROOT / file).read_text()
    for defect in defects:
        if defect.file == file:
            text = text.replace(defect.original, defect.choice())
    if file == TEXT_HOOK[0]:
        text = text.replace(TEXT_HOOK[1], TEXT_HOOK[2])
    return f'#include "Planted.h"\n#line 1 "{ROOT / file}"\n{text}'


def table_source(defects):
    rows = "".join(f'    {{"{defect.name}", "{defect.layer}", "{defect.kind}", "{defect.file}", {literal(defect.says)}, '
                   f'"{defect.aims}"}},\n' for defect in defects)
    texts = "".join(f'    {{"{defect.name}", "{pathlib.Path(defect.file).name}", {literal(defect.original)}, '
                    f'{literal(defect.planted)}}},\n' for defect in defects if defect.is_text())
    return ('// Made by plant.py from the defects.\n#include "Planted.h"\n\nnamespace allo::mutation {\n'
            f"const std::vector<Defect> defects = {{\n{rows}}};\n"
            f"const std::vector<TextDefect> textDefects = {{\n{texts}}};\n}} // namespace allo::mutation\n")


def write(folder, defects):
    for file in concerned(defects):
        write_if_new(folder / file, planted_source(file, defects))
    write_if_new(folder / "Table.cpp", table_source(defects))


def main():
    words = sys.argv[1:]
    defects = all_defects()
    problems = check(defects) if words != ["files"] else []
    if words == ["check"]:
        print("\n".join(problems) or f"{len(defects)} defects, each original once in its file")
        return 1 if problems else 0
    if words == ["files"]:
        print("\n".join(concerned(defects)))
        return 0
    if len(words) == 2 and words[0] == "write":
        problems = [problem for problem in problems if "fewer than" not in problem]
        if problems:
            fail("; ".join(problems))
        write(pathlib.Path(words[1]), defects)
        return 0
    fail("usage: plant.py check | files | write FOLDER")


if __name__ == "__main__":
    sys.exit(main())
