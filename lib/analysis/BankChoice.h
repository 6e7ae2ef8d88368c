// Which banks of a partitioned array an access can touch, and which accesses never touch one bank in one iteration.
#pragma once

#include "analysis/AccessClasses.h"

namespace allo::analysis {

// How one dimension is cut: part = index mod parts (cyclic) or index div depth (block); complete: part = index.
struct DimensionCut {
  enum Kind { none, block, cyclic, complete } kind = none;
  int64_t parts = 1;
  int64_t depth = 1;
};

// Answers for many accesses to one array; copies that unrolling made share the work.
class BankChoice {
public:
  // The accesses must outlive this. One cut for each dimension of the array.
  BankChoice(llvm::ArrayRef<Access> accesses, llvm::ArrayRef<DimensionCut> cuts);

  // The parts of each dimension that the access can touch in any of its executions, ascending; never empty. Not affine:
  // all. One element: the choice is made at compile time.
  std::vector<std::vector<int64_t>> partsOf(unsigned access);

  // True when the two accesses, in the same iteration of all loops around both, surely lie in different banks (or never
  // both run). `orSameElement`: or on the same element: two reads of one address can share a port.
  bool inDifferentBanks(unsigned first, unsigned second, bool orSameElement = false);

private:
  std::vector<int64_t> partsOf(unsigned access, unsigned dimension);
  std::vector<int64_t> candidatesOf(unsigned access, unsigned dimension, bool &isExact) const;
  std::vector<int64_t> reachable(unsigned access, unsigned dimension, const std::vector<int64_t> &candidates) const;
  std::optional<bool> compareConstants(unsigned first, unsigned second, bool orSameElement) const;
  bool neverInOneBank(unsigned first, unsigned second, bool orSameElement) const;

  llvm::ArrayRef<Access> accesses_;
  std::vector<DimensionCut> cuts_;
  AccessClasses classes_;
  std::map<std::vector<int64_t>, std::vector<int64_t>> parts_; // by class and constant
  std::map<std::vector<int64_t>, bool> different_;             // by both classes and constants
};

// The same for single questions.
std::vector<std::vector<int64_t>> partsOf(const Access &access, llvm::ArrayRef<DimensionCut> cuts);
bool inDifferentBanks(const Access &first, const Access &second, llvm::ArrayRef<DimensionCut> cuts,
                      bool orSameElement = false);

} // namespace allo::analysis
