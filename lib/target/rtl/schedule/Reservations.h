// The reservation table: which unit of which resource is busy in which cycle (modulo the interval).
#pragma once

#include "target/rtl/schedule/Problem.h"

#include <vector>

namespace allo::target::rtl::scheduling {

class Reservations {
public:
  // No interval: time does not wrap round.
  Reservations(const Problem &problem, std::optional<int64_t> interval);

  // The first time in [from, to] at which the operation finds its units; -1: none. An operation without uses of scarce
  // resources finds them at `from`.
  int64_t firstFit(unsigned operation, int64_t from, int64_t to);
  bool fits(unsigned operation, int64_t time);
  bool usesScarce(unsigned operation) const { return !scarce_[operation].empty(); }
  // How often `fits` was asked: the work done so far.
  int64_t probes() const { return probes_; }
  // The resource that refused the last `fits`.
  unsigned refusedBy() const { return refusedBy_; }
  // Starts, at or after `from`, of scheduled operations that share a group with this one.
  std::vector<int64_t> groupTimes(unsigned operation, int64_t from) const;

  void place(unsigned operation, int64_t time); // must fit
  void place(unsigned operation, int64_t time, const std::vector<unsigned> &units);
  void remove(unsigned operation);
  // Operations to remove so that `operation` fits at `time`: those on the units that `priority` says are least worth.
  std::vector<unsigned> inTheWay(unsigned operation, int64_t time, const std::vector<double> &priority) const;

  // For each operation and use, after all are placed. Uses of resources that are never scarce have units of their own.
  const std::vector<std::vector<unsigned>> &units() const { return unit_; }

private:
  static constexpr unsigned none = ~0u;
  struct Table {
    unsigned units = 0;
    int64_t rows = 0;
    std::vector<unsigned> owner;              // [row * units + unit]: an operation, or none
    std::vector<unsigned> shares;             // how many operations (of one group) are there
    std::vector<uint64_t> full;               // a bit for each row without a free unit
    std::vector<std::vector<unsigned>> group; // members, by group
  };
  const Problem &problem_;
  int64_t interval_; // 0: does not wrap
  std::vector<Table> tables_;
  std::vector<std::vector<unsigned>> scarce_; // of each operation: its uses of scarce resources, longest first
  std::vector<std::vector<unsigned>> unit_;   // of each operation and use
  std::vector<int64_t> time_;                 // of each operation; -1: not placed
  unsigned refusedBy_ = 0;
  int64_t probes_ = 0;

  int64_t row(int64_t time) const { return interval_ ? time % interval_ : time; }
  void grow(Table &table, int64_t rows);
  unsigned freeUnit(const Table &table, unsigned operation, const Use &use, int64_t time,
                    const std::vector<unsigned> &taken) const;
  bool mayShare(const Table &table, size_t cell, unsigned operation, const Use &use, int64_t time) const;
  // The operations (of one group) that are on the unit together with its owner.
  std::vector<unsigned> sharing(unsigned resource, unsigned unit, unsigned owner) const;
  void occupy(unsigned operation, unsigned use, unsigned unit, int64_t time, bool enter);
};

} // namespace allo::target::rtl::scheduling
