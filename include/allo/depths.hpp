// The least depths of a design's streams with which it is as fast as with streams that never fill.
#pragma once

#include "allo/argument.hpp"
#include "allo/error.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace allo {

struct DepthOptions {
  SimOptions hardware = {};
  double slack = 0;    // so many per cent more cycles than with streams that never fill will do
  int64_t calls = 1;   // in a row, each on what the one before left; cycles are those of all
  double seconds = 60; // the search for a smaller sum ends after them
};

// Streams that have one depth: one that is declared, an array of streams, or all that are passed for one parameter.
struct StreamDepth {
  std::vector<std::string> streams; // as steps name them
  SourcePlace place;                // where the first is declared
  int64_t fifos = 0;                // in hardware
  int64_t width = 0;                // bits of an element
  int64_t elements = 0;             // most that went through one of the FIFOs: more places are of no use
  int64_t before = 0, depth = 0;    // places of each FIFO
  std::string fixed;                // why its depth has to stay; empty: it need not
};

struct StreamDepths {
  std::string kernel;
  int64_t unlimited = 0;         // cycles when no stream is ever full
  std::optional<int64_t> before; // with the depths of the schedule; nothing: it stands still for ever
  int64_t cycles = 0;            // with the new depths
  // No choice of depths with fewer bits in sum will do. Never where a process asks what a stream holds: deeper streams
  // may make it slower then.
  bool is_least = false;
  bool for_all_inputs = false; // when streams are read and written does not depend on values
  int64_t trials = 0;          // simulated calls
  std::vector<StreamDepth> streams;

  // In FIFOs: room for all elements that go through them; with the depths of the schedule; with the new ones.
  int64_t bits_of_all_elements() const, bits_before() const, bits() const;
  std::string script() const; // the steps, one a line
  std::string text() const;
  std::string json() const;
};

// Simulates calls with these arguments, which stay as they are. Throws UserError where the design stands still for ever
// whatever the depths, and for arguments as Artifact does.
StreamDepths stream_depths(const Schedule &schedule, const std::vector<Argument> &arguments,
                           const DepthOptions &options = {});

} // namespace allo
