// From a program to the schedule of one of its kernels.
#include "schedule/Implementation.h"

#include "lang/Frontend.h"
#include "schedule/pragmas/Pragma.h"

namespace allo {

Schedule Program::customize(const std::string &top) const {
  lang::LoweredProgram program = lang::lowerWithPragmas(implementation().source, *implementation().parsed, top);
  return schedule::makeSchedule(
      std::move(program.module), [self = *this](const std::string &kernel) { return self.customize(kernel); },
      [&](Schedule::Implementation &schedule) {
        schedule::applyPragmas(schedule, program.pragmas, std::move(program.warnings));
      });
}

} // namespace allo
