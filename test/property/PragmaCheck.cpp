#include "PragmaCheck.h"

#include "Program.h"
#include "ScheduleGenerator.h"

#include "build/Describe.h"
#include "ir/AlloDialect.h"
#include "support/TemporaryDirectory.h"

#include "allo/program.hpp"

#include <algorithm>
#include <map>

namespace allo::fuzz {

namespace {
// A step, and the pragma that means it.
struct Pair {
  std::string step, pragma;
};

Pair loopPair(Random &random, const LoopReport &loop, const std::string &address) {
  std::string interval = std::to_string(random.between(1, 4));
  std::string factor = std::to_string(random.between(2, 5));
  switch (random.between(0, 4)) {
  case 0:
    return {"pipeline " + address + " ii=" + interval, "pipeline II=" + interval};
  case 1:
    return {"unroll " + address + " factor=" + factor, "unroll factor=" + factor};
  case 2:
    return {"unroll " + address, "UNROLL"};
  case 3:
    return {"no_flatten " + address, "loop_flatten off"};
  default: {
    std::string most = std::to_string(loop.trip_count.value_or(7));
    return {"directive loop_tripcount loop=" + address + " options=max=" + most, "loop_tripcount max=" + most};
  }
  }
}

Pair arrayPair(Random &random, const ArrayReport &array, const std::string &address) {
  std::string dimension = std::to_string(random.between(0, int64_t(array.shape.size())));
  std::string start = random.chance(30) ? "reshape " : "partition ";
  std::string word = start == "reshape " ? "array_reshape" : "array_partition";
  start += address + " dim=" + dimension;
  std::string pragma = word + " variable=" + array.name + " dim=" + dimension;
  if (random.chance(40))
    return {start, pragma + " complete"};
  std::string kind = random.chance(50) ? "cyclic" : "block", factor = std::to_string(random.between(2, 4));
  return {start + " kind=" + kind + " factor=" + factor, pragma + " " + kind + " factor=" + factor};
}

bool endsWith(const std::string &line, char last) { return !line.empty() && line.back() == last; }
} // namespace

void checkPragmas(const std::string &source, const std::string &top, const Schedule &plain, Random &random,
                  const std::filesystem::path &file) {
  std::vector<std::string> lines = linesOf(source);
  std::map<unsigned, std::string> inserted; // behind a line
  Schedule expected = plain;
  auto attempt = [&](const Pair &pair, unsigned line) {
    try {
      expected.apply(pair.step);
      inserted[line] += "#pragma HLS " + pair.pragma + "\n";
    } catch (const ScheduleError &) {
      // Not legal here: neither way.
    }
  };
  Report report = build::describe(plain);
  auto prefix = [&](const std::string &function) { return function == top ? "" : function + ":"; };
  for (const ArrayReport &array : report.arrays) {
    bool isUnique = std::count_if(report.arrays.begin(), report.arrays.end(), [&](const ArrayReport &other) {
                      return other.name == array.name && other.function == array.function;
                    }) == 1;
    unsigned line = array.place.line;
    bool fits = line > 0 && line <= lines.size() && endsWith(lines[line - 1], array.is_parameter ? '{' : ';');
    if (fits && !array.is_parameter)
      fits = lines[line - 1].starts_with("  "); // a pragma about a table of the file stands in a function
    if (isUnique && fits && random.chance(40))
      attempt(arrayPair(random, array, prefix(array.function) + array.name), line);
  }
  for (const LoopReport &loop : report.loops) {
    unsigned line = loop.place.line;
    if (line > 0 && line <= lines.size() && endsWith(lines[line - 1], '{') && random.chance(50))
      attempt(loopPair(random, loop, prefix(loop.function) + loop.path), line);
  }
  std::string text;
  for (unsigned line = 1; line <= lines.size(); ++line)
    text += lines[line - 1] + "\n" + inserted[line];
  support::writeFile(file, text);
  std::string actual;
  try {
    actual = allo::parse(file).customize(top).ir();
  } catch (const UserError &error) {
    throw Failure{"pragmas refused", std::string(error.what()) + "\n" + expected.trace() + text};
  }
  // A function that layouts made copies of: steps behind those are about one of them, pragmas come first and reach all.
  if (expected.ir().find(ir::copyOfAttrName.str()) != std::string::npos)
    return;
  if (actual != expected.ir())
    throw Failure{"pragmas", "the steps\n" + expected.trace() + "and the source\n" + text +
                                 "give different designs:\n" + expected.ir() + actual};
}

} // namespace allo::fuzz
