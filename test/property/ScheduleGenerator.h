// Random schedule steps, sensible and senseless, and the contract that every step has to keep.
#pragma once

#include "Aims.h"
#include "Random.h"

#include "allo/report.hpp"
#include "allo/schedule.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace allo::fuzz {

// A property that does not hold. `kind` stays the same while a case is reduced.
struct Failure {
  std::string kind;
  std::string message;
};

struct Tally {
  std::map<std::string, std::pair<int, int>> steps; // by primitive: accepted, refused
};

// A word of a step (of a chain "to axis=") that is proposed again and again until it comes; empty: none.
inline std::string favouredStep;

class ScheduleGenerator {
public:
  // `announce` hears of each step before it is tried, so that a crash can be told. Schedules for hardware have more of
  // what decides about it (pipelines, unrolling, banks), and no senseless steps.
  ScheduleGenerator(Random &random, std::vector<std::string> helpers,
                    std::function<Schedule(const std::string &)> customize,
                    std::function<void(const std::string &)> announce, bool prefersHardware = false)
      : random_(random), helpers_(std::move(helpers)), customize_(std::move(customize)), announce_(std::move(announce)),
        prefersHardware_(prefersHardware) {}

  // Applies up to `steps` accepted steps. Throws Failure.
  void apply(Schedule &schedule, int steps, Tally &tally);

private:
  using Loops = std::vector<LoopReport>;
  std::string proposal();
  std::string loopStep(const std::string &word);
  std::string mergeStep();
  std::string functionStep(const std::string &word);
  std::string dataflowStep();
  std::string interfaceStep();
  std::string packStep();
  static std::string streamOf(const std::string &step);
  std::string computeStep();
  std::string reuseStep();
  std::string inlineStep();
  std::string unfoldStep();
  std::string chainStep();
  std::string arrayStep(const std::string &word);
  std::string senseless(std::string step);
  std::vector<const LoopReport *> nest(const LoopReport &outermost);
  const LoopReport &anyLoop();
  std::string address(const LoopReport &loop) const;
  std::string factor(const LoopReport &loop);
  bool attempt(Schedule &schedule, const std::string &word, const std::string &text,
               const std::function<void(Schedule &)> &step, Tally &tally);
  void composeHelper(Schedule &schedule, Tally &tally);
  void useHandle(Schedule &schedule, Tally &tally);
  void look(const Schedule &schedule);

  Random &random_;
  std::vector<std::string> helpers_;
  std::function<Schedule(const std::string &)> customize_;
  std::function<void(const std::string &)> announce_;
  bool prefersHardware_;
  Report known_;                  // the loops and arrays of the present design
  Aims aims_;                     // and where it has the form that a step is for
  std::vector<std::string> sums_; // floating-point arrays and scalars with updates that have a fixed order
  std::string kernel_;
  std::vector<std::string> pastAddresses_;
  std::vector<std::string> streams_; // addresses of those that `to` made
  std::vector<Loop> handles_;
};

} // namespace allo::fuzz
