// What is known about a design and a run of it, in one structure for all targets.
#pragma once

#include "allo/error.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allo {

struct LoopReport {
  std::string function;
  std::string path; // the shortest address that names it: "j.outer", "k/j", "j#2"
  std::string name; // "j.outer"
  SourcePlace place;
  int depth = 0;                     // 0: outermost
  std::optional<int64_t> trip_count; // where it is a constant
  int64_t pipeline = 0;              // initiation interval asked for; 0: not pipelined
  int64_t unroll = 0;                // factor; 0: not unrolled, -1: fully
  bool parallel = false;
  std::vector<std::string> recorded; // directives without a primitive: "loop_tripcount min=1 max=64"
  std::vector<std::string>
  directives() const; // "pipeline ii=1", "unroll", "unroll factor=4", "parallel", and the recorded
};

struct ArrayReport {
  std::string function;
  std::string name;
  std::string type; // of the elements, in C
  std::vector<int64_t> shape;
  bool is_parameter = false;
  std::string layout; // "dim 1 cyclic 4, dim 2 complete"; empty: one bank
  SourcePlace place;
};

// Elements of one output that differ, and the first of them.
struct Mismatch {
  std::string output;         // the parameter's name, or "return"
  std::vector<int64_t> index; // of the first
  std::string field;          // of a structure
  std::string expected;       // "0.5 (0x3f000000)"
  std::string actual;
  int64_t count = 0;
  int64_t elements = 0; // of the output in all
};

// A number of cycles (or of iterations): exactly `least` when `most` equals it, else bounds. No `most`: unbounded.
struct CycleRange {
  int64_t least = 0;
  std::optional<int64_t> most;
  bool is_exact() const { return most && *most == least; }
  std::string text() const; // "1234", "10 to 20", "at least 10"
};

struct Resources {
  double lut = 0, ff = 0, dsp = 0, bram = 0, uram = 0; // bram: blocks of 18 Kbit
};

// A loop as it runs in hardware: perfect nests are one loop, unrolled ones none.
struct HardwareLoop {
  std::string function;
  std::string path; // of the (innermost) loop in the schedule
  std::string name; // "i", "i_j"
  SourcePlace place;
  int depth = 0;                  // 0: in no other loop
  int64_t requested_interval = 0; // 0: no pipeline was asked for
  int64_t interval = 0;           // achieved; 0: one iteration after the other
  std::string limiter;            // "recurrence", "ports", "operators", "call", "control"; empty: not limited
  std::string limited_by;         // the same in words, with lines
  int64_t iteration_cycles = 0;   // of one iteration, each wait for an inner loop counted as one
  CycleRange trips, cycles;       // of one execution
};

struct HardwareOperator {
  std::string name; // "fadd 32 bits"
  int64_t count = 0;
  int64_t latency = 0;
  Resources estimated; // all of them together
};

struct HardwareMemory {
  std::string name;
  std::string style; // "registers", "LUT RAM", "block RAM", "ultra RAM", "ROM"; "port": outside of the design
  int64_t banks = 1, depth = 1, width = 1, copies = 1;
  Resources estimated;
  SourcePlace place;
};

struct HardwareModule {
  std::string name;
  std::string function;
  int64_t instances = 1;
  std::vector<HardwareOperator> operators;
  std::vector<HardwareMemory> memories;
  Resources estimated; // of one instance, without the modules in it
};

// A process of a simulated design: a loop or call that uses streams and ran beside others. All its runs together.
struct HardwareProcess {
  std::string path; // "inner/divide"
  SourcePlace place;
  int64_t times = 0;
  int64_t cycles = 0, busy = 0;                        // of these, those in which it stood still for no stream
  std::vector<std::pair<std::string, int64_t>> stalls; // cycles in which it stood still, by stream
  struct Part {
    int64_t present = 0, reading = 0, writing = 0; // cycles; of these, those in which it waited to read, or to write
  };
  std::vector<Part> timeline; // equal parts of the whole time: HardwareReport::timeline_cycles
};

// A stream of a simulated design.
struct HardwareStream {
  std::string name; // "lanes[2]"
  SourcePlace place;
  int64_t depth = 0;
  int64_t elements = 0;             // written
  int64_t peak = 0;                 // most elements in it
  int64_t left_over = 0;            // never read
  std::vector<int64_t> occupancies; // by n: how many writes left n elements in it
  // The paths of the processes that write to it and read it; the top's is empty; nothing: nobody has.
  std::optional<std::string> producer, consumer;
};

// What the rtl target made.
struct HardwareReport {
  std::string device;
  double clock_ns = 0;
  CycleRange cycles;                      // of a call, known before any simulation
  std::optional<int64_t> simulated;       // cycles of the last call
  std::vector<HardwareProcess> processes; // of the last call on the sim target
  int64_t timeline_cycles = 1;            // of a part of their timelines
  std::vector<HardwareStream> streams;
  std::vector<HardwareLoop> loops;
  std::vector<HardwareModule> modules; // the top last
  Resources estimated;                 // of the whole design, from the data of its operators and memories
  std::string synthesis;               // "Yosys for xc7"; empty: nothing was synthesised
  Resources synthesised;               // of the whole design
  std::string synthesis_note;          // what is known about how far off that is
};

// How far a run is from the native kernel where the schedule reorders floating-point updates.
struct Deviation {
  double relative = 0;  // the largest of |actual - native| / max(|actual|, |native|) over the elements
  std::string element;  // where it is: "C[3][4]"; empty: no bit differs
  std::string expected; // there, natively
  std::string actual;   // there, in this run
  std::string beyond;   // the output that is too far from the native one to be a matter of rounding; empty: none is
};

struct Report {
  std::string file;
  std::string top;
  std::string target;
  std::optional<bool> equal;             // empty: nothing was compared
  std::string vacuous;                   // why the comparison says nothing; empty: it does
  std::vector<Mismatch> mismatches;      // one per output that differs
  std::vector<std::string> steps;        // the trace
  std::vector<std::string> unchecked;    // steps whose legality the user answers for, with the reason and the objection
  std::vector<std::string> reassociated; // arrays whose floating-point updates the schedule may reorder: "C of gemm"
  std::optional<Deviation> deviation;    // where there are any; `mismatches` are with the scheduled program on the cpu
  std::vector<LoopReport> loops;
  std::vector<ArrayReport> arrays;
  std::optional<HardwareReport> hardware;
  std::vector<std::string> notes;
  std::string verdict;        // of the proof: "equal", "different" or "unknown"; empty where none was asked for
  std::vector<Note> warnings; // about pragmas of the source; not in text()
  std::vector<std::pair<std::string, double>> timings; // seconds, in the order in which they were spent

  std::string text() const;
  std::string json() const;
};

std::ostream &operator<<(std::ostream &stream, const Report &report);

} // namespace allo
