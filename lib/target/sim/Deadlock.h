// Every process waits: which ones, where, and what would let them go on.
#pragma once

#include "target/sim/Processes.h"

#include "allo/error.hpp"

namespace allo::target::sim {

// Beside the error, the streams that are full.
class Deadlock : public UserError {
public:
  Deadlock(const std::deque<Process> &processes);
  // With what would help instead.
  Deadlock(const Deadlock &same, std::string hint);
  const std::vector<Fifo *> &full() const { return full_; }
  int64_t cycle() const { return cycle_; }

private:
  Deadlock(std::vector<Note> notes, std::vector<Fifo *> full, int64_t cycle);
  std::vector<Fifo *> full_;
  int64_t cycle_;
};

} // namespace allo::target::sim
