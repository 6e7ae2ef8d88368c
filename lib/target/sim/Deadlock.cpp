#include "target/sim/Deadlock.h"

#include <algorithm>
#include <set>

namespace allo::target::sim {

namespace {
std::string plural(int64_t count, const std::string &noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string messageAt(int64_t cycle) {
  return "the design stands still for ever after cycle " + std::to_string(cycle) + ": every process waits for a stream";
}

std::vector<Note> notesOf(const std::deque<Process> &processes) {
  std::vector<Note> notes;
  for (const Process &process : processes)
    for (const Wait &wait : process.waits) {
      const Fifo &fifo = *wait.fifo;
      std::string path = pathOf(process);
      std::string text =
          (path.empty() ? "the top" : "'" + path + "'") + " waits since cycle " + std::to_string(wait.since) + " to ";
      if (wait.isRead)
        text += "read '" + fifo.name() + "', which is empty";
      else
        text += "write to '" + fifo.name() + "', whose " + plural(fifo.depth(), "place") +
                (fifo.depth() == 1 ? " is taken" : " are taken");
      notes.push_back({process.child ? process.child->place : fifo.stream().place, text});
    }
  return notes;
}

std::vector<Fifo *> fullOnes(const std::deque<Process> &processes) {
  std::set<Fifo *> known;
  std::vector<Fifo *> full;
  for (const Process &process : processes)
    for (const Wait &wait : process.waits)
      if (!wait.isRead && known.insert(wait.fifo).second)
        full.push_back(wait.fifo);
  return full;
}

int64_t lastCycle(const std::deque<Process> &processes) {
  int64_t last = 0;
  for (const Process &process : processes)
    for (const Wait &wait : process.waits)
      last = std::max(last, wait.since);
  return last;
}
} // namespace

Deadlock::Deadlock(const std::deque<Process> &processes)
    : Deadlock(notesOf(processes), fullOnes(processes), lastCycle(processes)) {}

Deadlock::Deadlock(std::vector<Note> notes, std::vector<Fifo *> full, int64_t cycle)
    : UserError(messageAt(cycle), notes.empty() ? SourcePlace() : notes.front().place,
                full.empty() ? "no depth helps: what is read is never written" : "", notes),
      full_(std::move(full)), cycle_(cycle) {}

Deadlock::Deadlock(const Deadlock &same, std::string hint)
    : UserError(same.message(), same.place(), std::move(hint), same.notes()), full_(same.full_), cycle_(same.cycle_) {}

} // namespace allo::target::sim
