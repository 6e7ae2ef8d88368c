// Checks a schedule against its problem, independently of how it was found.
#include "target/rtl/schedule/Problem.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace allo::target::rtl::scheduling {

namespace {

constexpr double tolerance = 1e-6;

class Checker {
public:
  Checker(const Problem &problem, const Schedule &schedule)
      : problem_(problem), schedule_(schedule), isPipelined_(problem.interval.has_value()) {}

  std::string run() {
    size_t count = problem_.operations.size();
    if (schedule_.start.size() != count || schedule_.arrival.size() != count || schedule_.units.size() != count)
      return "not every operation has a start, an arrival and units";
    for (void (Checker::*part)() :
         {&Checker::shape, &Checker::edges, &Checker::chains, &Checker::resources, &Checker::waits}) {
      (this->*part)();
      if (!problem_text_.empty())
        break;
    }
    return problem_text_;
  }

private:
  const Problem &problem_;
  const Schedule &schedule_;
  bool isPipelined_;
  std::string problem_text_;

  void fail(std::string text) {
    if (problem_text_.empty())
      problem_text_ = std::move(text);
  }
  static std::string name(unsigned operation) { return "operation " + std::to_string(operation); }
  int64_t start(unsigned operation) const { return schedule_.start[operation]; }
  int64_t end(unsigned operation) const { return start(operation) + problem_.operations[operation].latency; }

  void shape() {
    for (unsigned operation = 0; operation < problem_.operations.size(); ++operation) {
      if (start(operation) < 0)
        fail(name(operation) + " starts before cycle 0");
      if (end(operation) >= schedule_.depth)
        fail(name(operation) + " ends after the iteration");
      if (problem_.operations[operation].pinned && start(operation) != 0)
        fail(name(operation) + " does not start in cycle 0");
    }
    if (isPipelined_ ? schedule_.interval < *problem_.interval : schedule_.interval != schedule_.depth)
      fail("the interval is " + std::to_string(schedule_.interval));
  }

  void edges() {
    for (unsigned number = 0; number < problem_.edges.size(); ++number) {
      const Edge &edge = problem_.edges[number];
      int64_t separation = edge.isData ? int64_t(problem_.operations[edge.from].latency) : edge.separation;
      if (start(edge.to) + schedule_.interval * edge.distance < start(edge.from) + separation)
        fail("edge " + std::to_string(number) + " from " + name(edge.from) + " to " + name(edge.to) + " does not hold");
    }
  }

  // Arrivals are what the operands give, and no chain is longer than the clock.
  void chains() {
    std::vector<double> latestOf(problem_.operations.size(), 0);
    for (const Edge &edge : problem_.edges)
      if (edge.isData && end(edge.from) == start(edge.to) + schedule_.interval * edge.distance)
        latestOf[edge.to] = std::max(latestOf[edge.to], schedule_.arrival[edge.from]);
    for (unsigned operation = 0; operation < problem_.operations.size(); ++operation) {
      const Operation &data = problem_.operations[operation];
      double latest = latestOf[operation];
      if (latest > 0 && latest + data.delayIn > problem_.clock + tolerance)
        fail("the chain into " + name(operation) + " is longer than the clock");
      double arrival = data.latency ? data.delayOut : latest + data.delayIn;
      if (std::abs(arrival - schedule_.arrival[operation]) > tolerance)
        fail("the arrival of " + name(operation) + " is wrong");
    }
  }

  void resources() {
    // [resource, unit, row] -> (group, start, cycles) of what is there; a group shares in exactly the same cycle.
    std::map<std::tuple<unsigned, unsigned, int64_t>, std::tuple<int, int64_t, unsigned>> cells;
    for (unsigned operation = 0; operation < problem_.operations.size(); ++operation) {
      const std::vector<Use> &uses = problem_.operations[operation].uses;
      if (schedule_.units[operation].size() != uses.size())
        return fail(name(operation) + " has not a unit for each use");
      for (unsigned number = 0; number < uses.size(); ++number) {
        const Use &use = uses[number];
        unsigned unit = schedule_.units[operation][number];
        const Resource &resource = problem_.resources[use.resource];
        if (unit >= resource.units || (isPipelined_ && use.cycles > schedule_.interval))
          return fail(name(operation) + " has no unit of " + resource.name);
        for (int64_t cycle = 0; cycle < use.cycles; ++cycle) {
          int64_t time = start(operation) + cycle, row = isPipelined_ ? time % schedule_.interval : time;
          auto [cell, isNew] = cells.insert({{use.resource, unit, row}, {use.group, start(operation), use.cycles}});
          if (!isNew && (use.group < 0 || cell->second != std::make_tuple(use.group, start(operation), use.cycles)))
            return fail(name(operation) + " takes a unit of " + resource.name + " that another has");
        }
      }
    }
  }

  void waits() {
    std::set<int64_t> steps;
    for (unsigned operation = 0; operation < problem_.operations.size(); ++operation)
      if (problem_.operations[operation].role == Operation::wait)
        steps.insert(start(operation));
    for (unsigned operation = 0; operation < problem_.operations.size(); ++operation) {
      if (problem_.operations[operation].role != Operation::ordinary)
        continue;
      auto step = steps.lower_bound(start(operation));
      if (step != steps.end() && *step <= end(operation))
        fail(name(operation) + " is in the step of a wait");
    }
  }
};

} // namespace

std::string check(const Problem &problem, const Schedule &schedule) { return Checker(problem, schedule).run(); }

} // namespace allo::target::rtl::scheduling
