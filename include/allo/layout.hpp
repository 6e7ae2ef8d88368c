// How an array lies in its banks, and what the accesses of one iteration ask of them.
#pragma once

#include "allo/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace allo {

// Where an element lies.
struct BankAddress {
  int64_t bank = 0;    // row by row over the banks of the dimensions
  int64_t address = 0; // row by row within the bank
};

// One dimension: element i is in bank i mod banks at address i / banks (cyclic), in bank i / depth at i mod depth
// (block), or has a bank of its own (complete).
struct DimensionLayout {
  std::string kind = "none"; // none, block, cyclic, complete
  int64_t extent = 1;
  int64_t banks = 1;
  int64_t depth = 1; // elements of one bank along the dimension
};

struct ArrayLayout {
  std::string array; // its address
  std::vector<DimensionLayout> dimensions;
  std::string storage; // auto, register, lutram, bram, uram
  int64_t banks = 1;
  int64_t depth = 1; // elements of a bank
  int64_t ports = 2; // of a bank: accesses in one cycle; 0: any number (registers, and banks of one element)

  // The bank and address of an element. Throws UserError for an index outside of the array.
  BankAddress locate(const std::vector<int64_t> &index) const;
};

// Two accesses of one iteration that can want different elements of one bank.
struct BankConflict {
  std::string first, second; // "read of A"
  SourcePlace first_place, second_place;
  int64_t pairs = 1; // of copies of the two that unrolling the loops inside makes
};

// The accesses to one array in one iteration of a loop, the loops inside it unrolled as a pipeline unrolls them.
struct PortUse {
  ArrayLayout layout;
  std::string loop;
  int64_t accesses = 0;
  int64_t demand = 0; // of the busiest bank: as many accesses may have to come one after another
  int64_t cycles = 0; // demand / ports, rounded up: a lower initiation interval is not possible with these banks
  std::vector<BankConflict> conflicts;

  std::string text() const;
};

} // namespace allo
