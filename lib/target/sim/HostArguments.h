// Arguments as the caller has them, copied to and from the arrays and scalars of a simulated design.
#pragma once

#include "support/Interface.h"
#include "target/rtl/Graph.h"

#include <vector>

namespace allo::target::sim {

class HostArguments {
public:
  HostArguments(const rtl::Graph &graph, const Interface &interface);

  // What the entry takes, the frame apart: arrays, then scalars.
  const std::vector<void *> &pointers() const { return pointers_; }
  uint64_t *result() { return result_.data(); }
  const std::vector<uint64_t> &scalars() const { return scalars_; }

  void take(void *const *arguments);
  // Writes what the kernel may have written. `result` may be null.
  void give(void *const *arguments, void *result);

private:
  // The scalars of one array on the host, and where they lie in the simulated one.
  struct Array {
    size_t slot;
    const rtl::Memory *memory;
    rtl::TopParameter::MemberArray host;
    bool isWritten;
    std::vector<char> storage;
  };
  struct Scalar {
    size_t slot;
    int64_t offset;
    unsigned width;
    bool isSigned;
    unsigned word; // in `scalars_`, or in `result_`
  };
  void addArray(size_t slot, rtl::TopParameter::MemberArray host);
  void copy(Array &array, char *host, bool isTaken);

  const rtl::Function &top_;
  const Interface &interface_;
  std::vector<Array> arrays_; // by memory parameter
  std::vector<Scalar> inputs_, outputs_;
  std::vector<uint64_t> scalars_, result_;
  std::vector<void *> pointers_;
};

} // namespace allo::target::sim
