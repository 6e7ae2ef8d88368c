// From a schedule and a target to something that runs.
#pragma once

#include "allo/report.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "build/ArgumentSet.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace allo::build {

// The built design. What it needs stays alive with it.
class Executable {
public:
  virtual ~Executable() = default;
  // Calls the kernel in the form of docs/decisions/0010. Returns the seconds that it took.
  virtual double run(const Interface &interface, void **arguments, void *result) = 0;
  // What the last run printed, where it had a process of its own.
  std::string printed;
  // How often a run calls the kernel, each time on what the call before left. State is kept from one to the next.
  int64_t calls = 1;
  // Of the last call; 0 where the target has no clock.
  virtual int64_t cycles() const { return 0; }
  // What of the report depends on the arguments of a call: the cycles of loops whose trip counts are among them.
  virtual void describe(void *const *arguments, HardwareReport &report) const {
    static_cast<void>(arguments), static_cast<void>(report);
  }
  // What the last run says.
  virtual void describeRun(HardwareReport &report) const { static_cast<void>(report); }
};

struct Built {
  Interface interface;
  std::map<std::string, std::string> files; // what `allo build` writes
  std::vector<std::string> notes;           // what the target could not follow
  std::optional<HardwareReport> hardware;   // of rtl
  std::shared_ptr<Executable> executable;
  bool losesState = false; // the kernel keeps values from call to call, and two runs are two processes
};

// Calls `executable` in a child process, so that a crash of the kernel is an error and not our end. `arguments` get
// what the child wrote. Throws UserError.
double runIsolated(Executable &executable, ArgumentSet &arguments);

// Legalises, emits and (cpu) compiles. `forFiles` asks for the files that `allo build` writes even where a run does not
// need them.
Built buildFor(const Schedule &schedule, const Target &target, bool forFiles = false);

} // namespace allo::build
