// The designs of the rtl target of many cases: made one by one, simulated by one program.
#pragma once

#include "Random.h"

#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "build/Simulation.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace allo::fuzz {

// Device, clock and limits, by the number of the case alone.
RtlOptions hardwareOptions(int number);
std::string describe(const RtlOptions &options);

// Throws what the target throws. The design runs twice in a simulation, sometimes after a run that is reset. `isDeep`:
// streams have room for everything.
std::unique_ptr<build::Simulation> makeSimulation(const Schedule &schedule, const RtlOptions &options, int number,
                                                  int calls, bool isDeep = false);

// A random program may write more to a stream than that has places, and then waits in hardware for ever: nothing is
// wrong if it does not with room for everything.
bool hasStreams(const Schedule &schedule);
bool asksForDepth(const Schedule &schedule); // whether one is full

// One program for all. Those whose sources the tools refuse are told, with the message.
std::vector<std::pair<size_t, std::string>> buildSimulations(const std::vector<build::Simulation *> &simulations);

// A message without what differs between the cases that show one defect: names and numbers.
std::string kindOfMessage(const std::string &message);

} // namespace allo::fuzz
