// Scheduling as a problem of its own: operations, dependences, resources in; a start cycle for each operation out.
// Knows nothing of MLIR, memories or Verilog, so that it can be tested with random problems against an exact solver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo::target::rtl::scheduling {

// A unit of `resource` for `cycles` cycles from the start; the same unit in every iteration. Operations with the same
// group (>= 0) and the same `cycles` that start in exactly the same cycle share one unit.
struct Use {
  unsigned resource = 0;
  int group = -1;
  unsigned cycles = 1;
};

struct Operation {
  unsigned latency = 0; // the result is there `latency` cycles after the start
  double delayIn = 0;   // ns; latency 0: operands to result; else operands to the first register
  double delayOut = 0;  // ns; latency > 0: last register to result
  std::vector<Use> uses;
  double width = 1; // bits of the result: what a cycle of lifetime costs in registers
  // Sequences only (no interval). A child (loop, branch, call) is two operations: its start, and the wait for its end,
  // which holds the sequence in one step until the child is done. In the cycle of a wait only waits and child starts
  // may be; nothing ordinary may start, be in flight or end in it. A start in the cycle of a wait happens when the wait
  // is over.
  enum Role { ordinary, childStart, wait } role = ordinary;
  double estimate = 1; // wait: cycles that the child is expected to take, for choosing what to wait for first
  // Starts in cycle 0 (a counter: a register whose value is there from the first cycle on). Edges into it have a
  // distance and are deadlines.
  bool pinned = false;
};

// start(to) + interval * distance >= start(from) + separation. A data edge (isData) also has the combinational path:
// the result of `from` may be used in the cycle in which it becomes valid if the path through both fits in the clock.
struct Edge {
  unsigned from = 0, to = 0;
  int64_t distance = 0;
  int64_t separation = 0; // order edges; of data edges it is the latency of `from` and ignored here
  bool isData = true;
};

struct Resource {
  unsigned units = 1;
  std::string name; // for messages
};

struct Problem {
  std::vector<Operation> operations;
  std::vector<Edge> edges;
  std::vector<Resource> resources;
  double clock = 3.33; // ns usable for logic (the margin already taken off)
  // Pipelined: iterations start every `interval` cycles, at least this. Empty: one iteration at a time.
  std::optional<int64_t> interval;
  int64_t largestInterval = 1 << 20;
};

// What keeps the interval above the one asked for.
struct Limiter {
  enum Kind { none, recurrence, resources, chaining } kind = none;
  std::vector<unsigned> edges;      // recurrence: the edges of the cycle, in order
  unsigned resource = 0;            // resources: which
  std::vector<unsigned> operations; // resources: its users
  int64_t bound = 1;                // the interval that this alone forces
};

struct Schedule {
  std::vector<int64_t> start; // of each operation, from 0
  std::vector<double>
      arrival;       // ns after the clock edge at which the result of the operation is there, in its last cycle
  int64_t depth = 1; // cycles of one iteration: 1 + the last cycle in which anything starts or a result is taken
  int64_t interval = 1;
  std::vector<std::vector<unsigned>> units; // of each operation, for each of its uses: the unit of the resource
  Limiter limiter;                          // when interval > the one asked for
};

// Every problem without a cycle of distance 0 has a schedule (at a long enough interval). Throws InternalError
// otherwise.
Schedule solve(const Problem &problem);

// Checks a schedule against its problem; returns what is wrong, or nothing. Used by tests and in debug builds.
std::string check(const Problem &problem, const Schedule &schedule);

} // namespace allo::target::rtl::scheduling
