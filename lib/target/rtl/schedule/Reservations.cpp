// The reservation table. Units are chosen when an operation is placed, so that operations that hold a unit for several
// cycles of a wrapped table always have one unit for all of them.
#include "target/rtl/schedule/Reservations.h"

#include "allo/error.hpp"

#include <algorithm>
#include <bit>

namespace allo::target::rtl::scheduling {

Reservations::Reservations(const Problem &problem, std::optional<int64_t> interval)
    : problem_(problem), interval_(interval.value_or(0)), tables_(problem.resources.size()),
      scarce_(problem.operations.size()), unit_(problem.operations.size()), time_(problem.operations.size(), -1) {
  std::vector<uint64_t> demand(problem.resources.size(), 0);
  for (const Operation &operation : problem.operations)
    for (const Use &use : operation.uses)
      ++demand[use.resource];
  std::vector<unsigned> own(problem.resources.size(), 0);
  for (unsigned index = 0; index < problem.operations.size(); ++index) {
    const std::vector<Use> &uses = problem.operations[index].uses;
    unit_[index].assign(uses.size(), 0);
    for (unsigned number = 0; number < uses.size(); ++number) {
      const Use &use = uses[number];
      unsigned units = problem.resources[use.resource].units;
      if (demand[use.resource] <= units && (!interval_ || use.cycles <= interval_)) {
        unit_[index][number] = own[use.resource]++;
        continue;
      }
      Table &table = tables_[use.resource];
      table.units = units;
      scarce_[index].push_back(number);
      if (use.group >= 0) {
        if (table.group.size() <= size_t(use.group))
          table.group.resize(use.group + 1);
        table.group[use.group].push_back(index);
      }
    }
  }
  // Longest first, so that the first fit finds units for all uses of one resource if there are any.
  for (unsigned index = 0; index < problem.operations.size(); ++index)
    std::sort(scarce_[index].begin(), scarce_[index].end(), [&](unsigned left, unsigned right) {
      const std::vector<Use> &uses = problem.operations[index].uses;
      return std::make_pair(uses[right].cycles, left) < std::make_pair(uses[left].cycles, right);
    });
  for (Table &table : tables_)
    if (table.units && interval_)
      grow(table, interval_);
}

void Reservations::grow(Table &table, int64_t rows) {
  if (rows <= table.rows)
    return;
  table.rows = interval_ ? rows : std::max<int64_t>(rows, table.rows * 2);
  table.owner.resize(table.rows * table.units, none);
  table.shares.resize(table.rows * table.units, 0);
  table.full.resize((table.rows + 63) / 64, 0);
}

bool Reservations::mayShare(const Table &table, size_t cell, unsigned operation, const Use &use, int64_t time) const {
  unsigned owner = table.owner[cell];
  if (use.group < 0 || owner == none || owner == operation || time_[owner] != time)
    return false;
  for (unsigned number : scarce_[owner]) {
    const Use &other = problem_.operations[owner].uses[number];
    if (&tables_[other.resource] == &table && other.group == use.group && other.cycles == use.cycles &&
        unit_[owner][number] == cell % table.units)
      return true;
  }
  return false;
}

unsigned Reservations::freeUnit(const Table &table, unsigned operation, const Use &use, int64_t time,
                                const std::vector<unsigned> &taken) const {
  unsigned found = none;
  for (unsigned unit = 0; unit < table.units; ++unit) {
    if (std::find(taken.begin(), taken.end(), unit) != taken.end())
      continue;
    size_t cell = row(time) * table.units + unit;
    if (int64_t(cell / table.units) < table.rows && mayShare(table, cell, operation, use, time))
      return unit;
    bool isFree = found == none;
    for (int64_t cycle = 0; isFree && cycle < use.cycles; ++cycle)
      if (row(time + cycle) < table.rows)
        isFree = table.owner[row(time + cycle) * table.units + unit] == none;
    if (isFree)
      found = unit;
  }
  return found;
}

bool Reservations::fits(unsigned operation, int64_t time) {
  probes_ += int64_t(scarce_[operation].size());
  std::vector<std::pair<unsigned, unsigned>> taken; // (resource, unit)
  for (unsigned number : scarce_[operation]) {
    const Use &use = problem_.operations[operation].uses[number];
    std::vector<unsigned> sameResource;
    for (auto &[resource, unit] : taken)
      if (resource == use.resource)
        sameResource.push_back(unit);
    unsigned unit = interval_ && use.cycles > interval_
                        ? none
                        : freeUnit(tables_[use.resource], operation, use, time, sameResource);
    if (unit == none) {
      refusedBy_ = use.resource;
      return false;
    }
    if (scarce_[operation].size() > 1)
      taken.push_back({use.resource, unit});
  }
  return true;
}

int64_t Reservations::firstFit(unsigned operation, int64_t from, int64_t to) {
  const std::vector<unsigned> &scarce = scarce_[operation];
  if (scarce.empty())
    return from;
  const Use &first = problem_.operations[operation].uses[scarce.front()];
  const Table &table = tables_[first.resource];
  for (int64_t time = from; time <= to; ++time) {
    // Whole words of full rows are skipped at once; a group may share a full row.
    int64_t at = row(time);
    if (first.group < 0 && at < table.rows && table.full[at / 64] >> (at % 64) & 1) {
      refusedBy_ = first.resource;
      int64_t skipped = std::countr_one(table.full[at / 64] >> (at % 64));
      if (interval_)
        skipped = std::min(skipped, interval_ - at);
      time += skipped - 1;
      continue;
    }
    if (fits(operation, time))
      return time;
  }
  return -1;
}

std::vector<int64_t> Reservations::groupTimes(unsigned operation, int64_t from) const {
  std::vector<int64_t> times;
  for (unsigned number : scarce_[operation]) {
    const Use &use = problem_.operations[operation].uses[number];
    if (use.group >= 0)
      for (unsigned member : tables_[use.resource].group[use.group])
        if (member != operation && time_[member] >= from)
          times.push_back(time_[member]);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::vector<unsigned> Reservations::sharing(unsigned resource, unsigned unit, unsigned owner) const {
  std::vector<unsigned> all{owner};
  auto isThere = [&](unsigned operation, unsigned number) {
    return problem_.operations[operation].uses[number].resource == resource && unit_[operation][number] == unit;
  };
  for (unsigned number : scarce_[owner]) {
    int group = problem_.operations[owner].uses[number].group;
    if (group < 0 || !isThere(owner, number))
      continue;
    for (unsigned member : tables_[resource].group[group])
      if (member != owner && time_[member] == time_[owner])
        for (unsigned other : scarce_[member])
          if (isThere(member, other) && problem_.operations[member].uses[other].group == group)
            all.push_back(member);
  }
  return all;
}

void Reservations::occupy(unsigned operation, unsigned number, unsigned unit, int64_t time, bool enter) {
  const Use &use = problem_.operations[operation].uses[number];
  Table &table = tables_[use.resource];
  if (!interval_)
    grow(table, time + use.cycles);
  unit_[operation][number] = unit;
  for (int64_t cycle = 0; cycle < use.cycles; ++cycle) {
    int64_t at = row(time + cycle);
    size_t cell = at * table.units + unit;
    if (enter) {
      ++table.shares[cell];
      table.owner[cell] = operation;
    } else if (--table.shares[cell] == 0) {
      table.owner[cell] = none;
    } else if (table.owner[cell] == operation) {
      // Another member of the group that is there becomes the owner.
      for (unsigned member : sharing(use.resource, unit, operation))
        if (member != operation)
          table.owner[cell] = member;
    }
    auto begin = table.owner.begin() + at * table.units;
    bool isFull = std::find(begin, begin + table.units, none) == begin + table.units;
    uint64_t bit = uint64_t(1) << (at % 64);
    table.full[at / 64] = isFull ? table.full[at / 64] | bit : table.full[at / 64] & ~bit;
  }
}

void Reservations::place(unsigned operation, int64_t time) {
  for (unsigned number : scarce_[operation]) {
    const Use &use = problem_.operations[operation].uses[number];
    std::vector<unsigned> sameResource;
    for (unsigned other : scarce_[operation]) {
      if (other == number)
        break;
      if (problem_.operations[operation].uses[other].resource == use.resource)
        sameResource.push_back(unit_[operation][other]);
    }
    unsigned unit = freeUnit(tables_[use.resource], operation, use, time, sameResource);
    if (unit == none)
      throw InternalError("scheduling: an operation was placed where its resource is taken");
    occupy(operation, number, unit, time, true);
  }
  time_[operation] = time;
}

void Reservations::place(unsigned operation, int64_t time, const std::vector<unsigned> &units) {
  for (unsigned number : scarce_[operation])
    occupy(operation, number, units[number], time, true);
  time_[operation] = time;
}

void Reservations::remove(unsigned operation) {
  int64_t time = time_[operation];
  for (unsigned number : scarce_[operation])
    occupy(operation, number, unit_[operation][number], time, false);
  time_[operation] = -1;
}

std::vector<unsigned> Reservations::inTheWay(unsigned operation, int64_t time,
                                             const std::vector<double> &priority) const {
  std::vector<unsigned> all;
  std::vector<std::pair<unsigned, unsigned>> chosen; // (resource, unit)
  for (unsigned number : scarce_[operation]) {
    const Use &use = problem_.operations[operation].uses[number];
    const Table &table = tables_[use.resource];
    std::vector<unsigned> best;
    unsigned bestUnit = none;
    double bestCost = 0;
    for (unsigned unit = 0; unit < table.units; ++unit) {
      if (std::find(chosen.begin(), chosen.end(), std::make_pair(use.resource, unit)) != chosen.end())
        continue;
      std::vector<unsigned> owners;
      double cost = 0;
      bool shared = mayShare(table, row(time) * table.units + unit, operation, use, time);
      for (int64_t cycle = 0; !shared && cycle < use.cycles; ++cycle) {
        unsigned owner = table.owner[row(time + cycle) * table.units + unit];
        if (owner == none || std::find(owners.begin(), owners.end(), owner) != owners.end())
          continue;
        for (unsigned member : sharing(use.resource, unit, owner)) {
          owners.push_back(member);
          cost += 1 + priority[member];
        }
      }
      if (bestUnit == none || cost < bestCost) {
        bestUnit = unit;
        bestCost = cost;
        best = owners;
      }
    }
    chosen.push_back({use.resource, bestUnit});
    all.insert(all.end(), best.begin(), best.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::erase(all, operation);
  return all;
}

} // namespace allo::target::rtl::scheduling
