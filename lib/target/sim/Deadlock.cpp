#include "target/sim/Deadlock.h"

#include <algorithm>
#include <set>

namespace allo::target::sim {

namespace {
std::string plural(int64_t count, const std::string &noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}
} // namespace

std::string nameOf(const Process &process) { return process.child ? "'" + process.child->name + "'" : "the top"; }

std::string nameOf(const Fifo &fifo) {
  std::string name = fifo.stream->name;
  int64_t rest = fifo.element, inner = fifo.stream->count();
  for (int64_t extent : fifo.stream->extents) {
    inner /= extent;
    name += "[" + std::to_string(rest / inner) + "]";
    rest %= inner;
  }
  return "'" + name + "'";
}

UserError deadlock(const std::deque<Process> &processes) {
  std::vector<Note> notes;
  std::vector<const Fifo *> full;
  int64_t latest = 0;
  for (const Process &process : processes)
    for (const Wait &wait : process.waits) {
      latest = std::max(latest, wait.since);
      const Fifo &fifo = *wait.fifo;
      std::string text = nameOf(process) + " waits since cycle " + std::to_string(wait.since) + " to " +
                         (wait.isRead ? "read " + nameOf(fifo) + ", which is empty"
                                      : "write to " + nameOf(fifo) + ", whose " + plural(fifo.depth, "place") +
                                            (fifo.depth == 1 ? " is taken" : " are taken"));
      SourcePlace place = process.child ? process.child->place : fifo.stream->place;
      notes.push_back({place, text});
      if (!wait.isRead)
        full.push_back(&fifo);
    }
  std::string hint = "where only reads wait no depth helps: fewer elements are written than read";
  if (!full.empty()) {
    hint = "give more places to";
    std::set<std::string> names;
    for (const Fifo *fifo : full)
      if (names.insert(nameOf(*fifo)).second)
        hint += (names.size() > 1 ? ", " : " ") + nameOf(*fifo) + " (line " + std::to_string(fifo->stream->place.line) +
                ")";
  }
  SourcePlace place = notes.empty() ? SourcePlace() : notes.front().place;
  return UserError("the design stands still for ever after cycle " + std::to_string(latest) +
                       ": every process waits for a stream",
                   place, hint, notes);
}

} // namespace allo::target::sim
