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
  std::vector<std::string> directives() const; // "pipeline ii=1", "unroll", "unroll factor=4", "parallel"
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

struct Report {
  std::string file;
  std::string top;
  std::string target;
  std::optional<bool> equal;        // empty: nothing was compared
  std::string vacuous;              // why the comparison says nothing; empty: it does
  std::vector<Mismatch> mismatches; // one per output that differs
  std::vector<std::string> steps;   // the trace
  std::vector<LoopReport> loops;
  std::vector<ArrayReport> arrays;
  std::vector<std::string> notes;
  std::vector<std::pair<std::string, double>> timings; // seconds, in the order in which they were spent

  std::string text() const;
  std::string json() const;
};

std::ostream &operator<<(std::ostream &stream, const Report &report);

} // namespace allo
