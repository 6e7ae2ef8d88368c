// From a program to the schedule of one of its kernels.
#include "schedule/Implementation.h"

#include "lang/Frontend.h"

namespace allo {

Schedule Program::customize(const std::string &top) const {
  return schedule::makeSchedule(lang::lower(implementation().source, top),
                                [program = *this](const std::string &kernel) { return program.customize(kernel); });
}

} // namespace allo
